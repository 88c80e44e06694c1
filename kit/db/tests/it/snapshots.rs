//! Bodies that read the same snapshot, and what they may not miss.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use futures_util::future::join_all;
use kit_db::{Db, DbError, Lock, sql};
use kit_testkit::{TestDb, db_test};

use crate::door::Door;
use crate::pets::{SCHEMA, add};

/// How many connections that read a server is given, by the processors of the program's machine.
const LEAST_READERS: usize = 3;
const MOST_READERS: usize = 16;

sql!(HAS, "SELECT CAST(COUNT(*) AS BIGINT) FROM pets WHERE id = $1");
sql!(FAILING, sqlite: "SELECT * FROM nothing", postgres: "SELECT 1 / 0");
sql!(SNAPSHOT, sqlite: "SELECT 0", postgres: "SELECT CAST(EXTRACT(EPOCH FROM transaction_timestamp()) * 1000000 AS BIGINT)");

async fn has(db: &Db, id: i64) -> bool {
    db.read::<_, DbError, _>(move |read| Ok(read.value(&HAS, &[&id])? == Some(1_i64))).await.unwrap()
}

#[db_test(SCHEMA)]
async fn whoever_wrote_sees_it_however_many_read_beside(test: TestDb) {
    let everybody = (0..48_i64).map(|who| {
        let db = test.db.clone();
        tokio::spawn(async move {
            for id in (0..20).map(|round| who * 100 + round) {
                db.write::<_, DbError, _>(Lock::None, move |tx| add(tx, id, &format!("pet {id}"))).await.unwrap();
                assert!(has(&db, id).await, "what was acknowledged is not seen");
                assert!(!has(&db, id + 1).await, "what nobody wrote is seen");
            }
        })
    });
    for done in join_all(everybody.collect::<Vec<_>>()).await {
        done.unwrap();
    }
}

/// Lets every task come as far as it can by itself.
async fn settle() {
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }
}

#[db_test(SCHEMA)]
async fn what_fails_harms_nobody_who_shares_its_snapshot(test: TestDb) {
    test.db.write::<_, DbError, _>(Lock::None, |tx| add(tx, 1, "a")).await.unwrap();
    let reads = (0..300).map(|n| {
        let db = test.db.clone();
        tokio::spawn(async move {
            let body = db.read::<_, DbError, _>(move |read| match n % 10 {
                7 => read.value::<i64>(&FAILING, &[]).map(|_| false),
                8 => panic!("on purpose"),
                9 => Ok(true),
                _ => Ok(read.value(&HAS, &[&1_i64])? == Some(1_i64)),
            });
            (n % 10, body.await)
        })
    });
    for read in join_all(reads.collect::<Vec<_>>()).await {
        match read.unwrap() {
            (7 | 8, outcome) => drop(outcome.expect_err("it failed")),
            (_, outcome) => assert!(outcome.unwrap()),
        }
    }
}

#[tokio::test]
async fn what_queues_up_shares_snapshots_that_began_after_it_asked() {
    let test = TestDb::postgres(SCHEMA).await;
    let (door, open) = Door::closed();
    let began = Arc::new(Mutex::new(HashSet::new()));
    let occupied = (0..MOST_READERS).map(|_| {
        let (db, door, began) = (test.db.clone(), door.clone(), began.clone());
        tokio::spawn(async move {
            let body = db.read::<_, DbError, _>(move |read| {
                began.lock().unwrap().insert(read.value::<i64>(&SNAPSHOT, &[])?);
                door.pass();
                Ok(())
            });
            body.await
        })
    });
    let occupied: Vec<_> = occupied.collect();
    while began.lock().unwrap().len() < LEAST_READERS {
        tokio::task::yield_now().await;
    }
    let too_early = began.lock().unwrap().clone();
    let reads = (0..200).map(|n| {
        let db = test.db.clone();
        tokio::spawn(async move {
            let body = db.read::<_, DbError, _>(move |read| {
                let snapshot = read.value::<i64>(&SNAPSHOT, &[])?;
                // What fails ends its snapshot and no other body.
                if n % 50 == 49 { read.value(&FAILING, &[]) } else { Ok(snapshot) }
            });
            body.await
        })
    });
    let reads: Vec<_> = reads.collect();
    settle().await;
    open();
    assert!(join_all(occupied).await.into_iter().all(|body| body.unwrap().is_ok()));
    let (seen, failed): (Vec<_>, Vec<_>) =
        join_all(reads).await.into_iter().map(Result::unwrap).partition(Result::is_ok);
    assert_eq!((seen.len(), failed.len()), (196, 4));
    let seen: HashSet<_> = seen.into_iter().map(Result::unwrap).collect();
    assert!(seen.len() < 50, "{} snapshots for 200 that had all asked", seen.len());
    assert!(seen.is_disjoint(&too_early), "somebody saw a snapshot that began before he asked");
}
