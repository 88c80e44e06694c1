//! SQLite when its file is full, held by another program, or cannot be written any more.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::{join, join_all};
use kit_db::{DatabaseUrl, Db, DbError, Lock, sql};
use kit_testkit::TestDb;

use crate::pets::{COUNT, INSERT, SCHEMA, add, count, insert};

// SQLite takes a limit that is below the present size for the present size.
sql!(NO_MORE_ROOM, "PRAGMA max_page_count = 1");
sql!(ROOM_AGAIN, "PRAGMA max_page_count = 1000000");
sql!(GROW, "UPDATE pets SET tag = randomblob(1000000) WHERE id = 0");

fn path(test: &TestDb) -> std::path::PathBuf {
    match &test.url {
        DatabaseUrl::Sqlite(path) => path.clone(),
        DatabaseUrl::Postgres(_) => panic!("a file is expected"),
    }
}

#[tokio::test]
async fn a_full_disk_acknowledges_nothing_that_is_not_there() {
    let test = TestDb::sqlite(SCHEMA).await;
    let full = test.db.write::<_, DbError, _>(Lock::None, |tx| {
        tx.value::<i64>(&NO_MORE_ROOM, &[])?;
        add(tx, 1_000, "before")
    });
    full.await.unwrap();
    // Sent together, so that small ones share their batch with large ones.
    let writes = (0..200_i64).map(|id| {
        let db = test.db.clone();
        tokio::spawn(async move {
            db.write::<_, DbError, _>(Lock::None, move |tx| {
                let tag = if id % 10 == 5 { Some(vec![7_u8; 1 << 20]) } else { None };
                tx.exec(&INSERT, &[&id, &format!("pet {id}"), &Some(1_i64), &tag])
            })
            .await
        })
    });
    let answers = join_all(writes.collect::<Vec<_>>()).await;
    let acknowledged = answers.into_iter().filter(|answer| answer.as_ref().unwrap().is_ok()).count();
    assert!(acknowledged <= 180, "large ones were taken by a full disk");
    assert_eq!(count(&test.db).await, 1 + i64::try_from(acknowledged).unwrap());
    let room = test.db.write::<_, DbError, _>(Lock::None, |tx| tx.value::<i64>(&ROOM_AGAIN, &[]));
    room.await.unwrap();
    insert(&test.db, 2_000, "after").await.expect("with room again it goes on");
}

#[tokio::test]
async fn the_files_are_for_their_owner_alone() {
    let test = TestDb::sqlite(SCHEMA).await;
    insert(&test.db, 1, "a").await.unwrap();
    let folder = path(&test).parent().unwrap().to_owned();
    test.db.backup(folder.join("backup.db")).await.unwrap();
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(Result::unwrap).collect();
    assert!(files.len() >= 3, "the database, its log and the backup");
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o077, 0, "{:?}", file.path());
    }
}

#[tokio::test]
async fn a_write_waits_for_another_program_and_reads_do_not() {
    let test = TestDb::sqlite(SCHEMA).await;
    let foreign = rusqlite::Connection::open(path(&test)).unwrap();
    foreign.execute_batch("BEGIN IMMEDIATE; INSERT INTO pets (id, name) VALUES (1, 'foreign')").unwrap();
    let release = async {
        assert_eq!(count(&test.db).await, 0, "what is not committed is not seen");
        foreign.execute_batch("COMMIT").unwrap();
    };
    let (written, ()) = join(insert(&test.db, 2, "ours"), release).await;
    written.unwrap();
    assert_eq!(count(&test.db).await, 2);
}

#[tokio::test]
async fn a_file_held_for_too_long_is_busy_for_everybody_who_waits() {
    let test = TestDb::sqlite(SCHEMA).await;
    let foreign = rusqlite::Connection::open(path(&test)).unwrap();
    foreign.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (first, second) = join(insert(&test.db, 1, "a"), insert(&test.db, 2, "b")).await;
    assert!(matches!((&first, &second), (Err(DbError::Busy), Err(DbError::Busy))), "{first:?} {second:?}");
    foreign.execute_batch("COMMIT").unwrap();
    insert(&test.db, 3, "c").await.unwrap();
    assert_eq!(count(&test.db).await, 1);
}

/// Reads that overlap for ever would keep SQLite from starting its log anew.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_stays_bounded_under_overlapping_reads() {
    let test = TestDb::sqlite(SCHEMA).await;
    insert(&test.db, 0, "large").await.unwrap();
    let ended = Arc::new(AtomicBool::new(false));
    let readers = (0..3).map(|_| {
        let (db, ended) = (test.db.clone(), ended.clone());
        tokio::spawn(async move {
            while !ended.load(Ordering::SeqCst) {
                let slow = db.read::<_, DbError, _>(|read| {
                    let count: Option<i64> = read.value(&COUNT, &[])?;
                    std::thread::sleep(std::time::Duration::from_millis(10));
                    Ok(count)
                });
                slow.await.unwrap();
            }
        })
    });
    let readers: Vec<_> = readers.collect();
    let mut log = path(&test).into_os_string();
    log.push("-wal");
    let mut longest = 0;
    for _ in 0..150 {
        test.db.write::<_, DbError, _>(Lock::None, |tx| tx.exec(&GROW, &[])).await.unwrap();
        longest = longest.max(std::fs::metadata(&log).unwrap().len());
    }
    ended.store(true, Ordering::SeqCst);
    for reader in readers {
        reader.await.unwrap();
    }
    assert!(longest <= 68 << 20, "the log grew to {longest} bytes");
}

/// A backup reads for as long as it takes: the log grows meanwhile, and nobody waits.
#[tokio::test]
async fn a_long_foreign_read_stops_nobody() {
    let test = TestDb::sqlite(SCHEMA).await;
    insert(&test.db, 0, "large").await.unwrap();
    let foreign = rusqlite::Connection::open(path(&test)).unwrap();
    foreign.execute_batch("BEGIN; SELECT COUNT(*) FROM pets").unwrap();
    // 100 times past the limit of the log, waiting ten seconds each time, would be told by the test runner.
    for _ in 0..170 {
        test.db.write::<_, DbError, _>(Lock::None, |tx| tx.exec(&GROW, &[])).await.unwrap();
    }
    foreign.execute_batch("COMMIT").unwrap();
    insert(&test.db, 1, "after").await.unwrap();
}

const FOLDER: &str = "GUICHET_TEST_CHILD_FOLDER";

/// Run by the test below in a process of its own, which may not write files past a length; by itself it has nothing to do.
#[tokio::test]
async fn child_that_writes_until_it_cannot() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let db = Db::open(&DatabaseUrl::Sqlite(std::path::Path::new(&folder).join("limited.db"))).unwrap();
    for id in 0..100_000_i64 {
        let name = format!("pet {id}");
        let written = db.write::<_, DbError, _>(Lock::None, move |tx| add(tx, id, &name)).await;
        written.unwrap();
        std::fs::write(std::path::Path::new(&folder).join("acknowledged"), id.to_string()).unwrap();
    }
}

/// Nobody can tell what is on a disk that refuses a write of the log: answering anything could be a lie.
#[tokio::test]
async fn an_input_output_error_at_commit_ends_the_process_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::Sqlite(folder.path().join("limited.db"));
    let db = Db::open(&url).unwrap();
    db.migrate(SCHEMA, &kit_core::Clock::system()).await.unwrap();
    drop(db);
    let child = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -c 0; ulimit -f 4000; exec \"$0\" --exact \"$1\""])
        .arg(std::env::current_exe().unwrap())
        .arg("file::child_that_writes_until_it_cannot")
        .env(FOLDER, folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stderr);
    assert_eq!(child.status.signal(), Some(6), "{} {said}", child.status);
    let acknowledged: i64 = std::fs::read_to_string(folder.path().join("acknowledged")).unwrap().parse().unwrap();
    let kept = count(&Db::open(&url).unwrap()).await;
    assert!(acknowledged > 10, "{acknowledged}");
    assert!(kept > acknowledged, "{acknowledged} was the last to be acknowledged, {kept} are there");
}
