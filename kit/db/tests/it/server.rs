//! PostgreSQL when it takes connections away, or two bodies want each other's rows.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};

use futures_util::future::join_all;
use kit_db::{DatabaseUrl, Db, DbError, Lock, sql};
use kit_testkit::TestDb;
use tokio_postgres::NoTls;

use crate::pets::{SCHEMA, add, count, insert};

sql!(BACKEND, sqlite: "SELECT 0", postgres: "SELECT pg_backend_pid()");
sql!(SUICIDE, sqlite: "SELECT 0", postgres: "SELECT pg_terminate_backend(pg_backend_pid())");
sql!(RENAME, "UPDATE pets SET name = $2 WHERE id = $1");
sql!(SETTING, sqlite: "SELECT 0", postgres: "SELECT current_setting('synchronous_commit')");

/// Ends connections to the database of the test, as its administrator would; answers when they are gone.
fn terminate(url: &DatabaseUrl, whose: String) {
    let DatabaseUrl::Postgres(url) = url.clone() else { panic!("a server is expected") };
    let ended = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
            tokio::spawn(connection);
            let end = format!(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid() AND {whose}"
            );
            client.batch_execute(&end).await.unwrap();
        });
    });
    ended.join().unwrap();
}

/// Whether this is the first run of a body.
fn is_first(runs: &AtomicUsize) -> bool {
    runs.fetch_add(1, Ordering::SeqCst) == 0
}

#[tokio::test]
async fn connections_that_ended_while_idle_are_not_noticed() {
    let test = TestDb::postgres(SCHEMA).await;
    for round in 0..3_i64 {
        let writes = (0..16).map(|n| async move { round * 100 + n });
        for id in join_all(writes).await {
            insert(&test.db, id, Box::leak(format!("pet {id}").into_boxed_str())).await.unwrap();
            count(&test.db).await;
        }
        terminate(&test.url, "true".to_owned());
    }
    assert_eq!(count(&test.db).await, 48);
}

#[tokio::test]
async fn a_connection_lost_between_two_statements_runs_the_body_again_once() {
    let test = TestDb::postgres(SCHEMA).await;
    let (runs, url) = (Arc::new(AtomicUsize::new(0)), test.url.clone());
    let counted = runs.clone();
    let written = test.db.write::<_, DbError, _>(Lock::Named("pets"), move |tx| {
        add(tx, 1, "first")?;
        let backend: i64 = tx.value(&BACKEND, &[])?.unwrap();
        if is_first(&counted) {
            terminate(&url, format!("pid = {backend}"));
        }
        add(tx, 2, "second")
    });
    written.await.unwrap();
    assert_eq!((runs.load(Ordering::SeqCst), count(&test.db).await), (2, 2));
}

#[tokio::test]
async fn a_connection_lost_during_a_statement_is_given_up_after_some_tries() {
    let test = TestDb::postgres(SCHEMA).await;
    let written = test.db.write::<_, DbError, _>(Lock::None, |tx| {
        add(tx, 1, "first")?;
        tx.value::<i64>(&SUICIDE, &[])
    });
    assert!(matches!(written.await, Err(DbError::Fault(_))));
    let read = test.db.read::<_, DbError, _>(|read| read.value::<i64>(&SUICIDE, &[]));
    assert!(matches!(read.await, Err(DbError::Fault(_))));
    assert_eq!(count(&test.db).await, 0);
}

#[tokio::test]
async fn a_connection_lost_before_the_commit_leaves_the_outcome_unknown() {
    let test = TestDb::postgres(SCHEMA).await;
    let url = test.url.clone();
    let written = test.db.write::<_, DbError, _>(Lock::None, move |tx| {
        add(tx, 1, "first")?;
        let backend: i64 = tx.value(&BACKEND, &[])?.unwrap();
        terminate(&url, format!("pid = {backend}"));
        Ok(())
    });
    // The same bytes come when the server dies just after the commit: who asks cannot tell.
    assert!(matches!(written.await, Err(DbError::Unknown)));
    insert(&test.db, 1, "again").await.expect("it was not there, and the next connection works");
}

#[tokio::test]
async fn bodies_that_want_each_others_rows_both_end_well() {
    let test = TestDb::postgres(SCHEMA).await;
    insert(&test.db, 1, "a").await.unwrap();
    insert(&test.db, 2, "b").await.unwrap();
    let meet = Arc::new(Barrier::new(2));
    let runs = Arc::new(Mutex::new([0, 0]));
    let bodies = [(0, 1_i64, 2_i64), (1, 2, 1)].map(|(who, first, second)| {
        let (db, meet, runs) = (test.db.clone(), meet.clone(), runs.clone());
        tokio::spawn(async move {
            db.write::<_, DbError, _>(Lock::None, move |tx| {
                let run = {
                    let mut runs = runs.lock().unwrap();
                    runs[who] += 1;
                    runs[who]
                };
                tx.exec(&RENAME, &[&first, &format!("first of {who}")])?;
                if run == 1 {
                    meet.wait();
                }
                tx.exec(&RENAME, &[&second, &format!("second of {who}")])
            })
            .await
        })
    });
    for body in bodies {
        assert_eq!(body.await.unwrap().unwrap(), 1);
    }
    assert!(runs.lock().unwrap().iter().sum::<i32>() >= 3, "one of them ran again");
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_is_an_error_and_not_a_panic() {
    let nowhere = DatabaseUrl::Postgres("postgres://nobody@127.0.0.1:1/nothing".to_owned());
    let Err(error) = Db::open(&nowhere) else { panic!("there is no server") };
    assert!(error.to_string().to_lowercase().contains("refused"), "{error}");
}

#[tokio::test]
async fn commits_are_durable_even_where_the_server_was_set_otherwise() {
    let test = TestDb::postgres(SCHEMA).await;
    let setting = test.db.read::<_, DbError, _>(|read| read.value::<String>(&SETTING, &[])).await.unwrap();
    assert_eq!(setting.as_deref(), Some("on"), "the server of the tests has it off");
}
