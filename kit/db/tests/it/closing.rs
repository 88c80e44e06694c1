//! A database that nobody holds any more leaves nothing behind.

use std::time::Duration;

use kit_db::{DatabaseUrl, Db, Engine};
use kit_testkit::{TestDb, db_test};

use crate::pets::{SCHEMA, insert};

/// Waits until `reached`, which threads that start and end come to in their own time.
async fn eventually(what: &str, reached: impl Fn() -> bool) {
    for _ in 0..4_000 {
        if reached() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("never: {what}");
}

/// Threads of databases in this process. Each test has a process of its own under `cargo nextest`.
fn threads() -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let names = tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok());
    names.filter(|name| name.starts_with("sqlite-") || name.starts_with("postgres-")).count()
}

#[db_test(SCHEMA)]
async fn the_threads_end_with_the_last_handle(test: TestDb) {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let each = match test.db.engine() {
        Engine::Sqlite => 1 + processors.clamp(2, 8),
        Engine::Postgres => 8 + (processors + 1).clamp(3, 16),
    };
    eventually("the threads start", || threads() == each).await;
    let db = Db::open(&test.url).unwrap();
    let clone = db.clone();
    eventually("others start", || threads() == 2 * each).await;
    insert(&db, 1, "a").await.unwrap();
    drop(db);
    insert(&clone, 2, "b").await.expect("the other handle still works");
    drop(clone);
    eventually("they end", || threads() == each).await;
}

#[tokio::test]
async fn the_last_handle_leaves_everything_in_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("closed.db");
    let db = Db::open(&DatabaseUrl::Sqlite(path.clone())).unwrap();
    db.migrate(SCHEMA, &kit_core::Clock::system()).await.unwrap();
    insert(&db, 1, "a").await.unwrap();
    let log = folder.path().join("closed.db-wal");
    assert!(std::fs::metadata(&log).unwrap().len() > 0);
    drop(db);
    eventually("the log is empty", || std::fs::metadata(&log).map_or(0, |log| log.len()) == 0).await;
}
