//! Too much at once, bodies that take too long, askers who leave.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

use futures_util::future::{join_all, poll_fn};
use kit_db::{Db, DbError, Lock, sql};
use kit_testkit::{TestDb, db_test};

use crate::door::Door;
use crate::pets::{SCHEMA, add, count, insert};

/// More writes than any engine takes on: workers, batches and queues together.
const FLOOD: i64 = 6_000;

sql!(
    ENDLESS,
    "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000)
     SELECT CAST(COUNT(*) AS BIGINT) FROM n"
);

/// Keeps every writing thread of `db` busy until the door opens.
async fn occupy(db: &Db, door: &Door) -> Vec<tokio::task::JoinHandle<Result<(), DbError>>> {
    let running = Arc::new(AtomicUsize::new(0));
    let writers = if db.engine() == kit_db::Engine::Sqlite { 1 } else { 8 };
    let bodies = (0..writers).map(|_| {
        let (db, door, running) = (db.clone(), door.clone(), running.clone());
        tokio::spawn(async move {
            db.write(Lock::None, move |_| {
                running.fetch_add(1, Ordering::SeqCst);
                door.pass();
                Ok(())
            })
            .await
        })
    });
    let bodies = bodies.collect();
    while running.load(Ordering::SeqCst) < writers {
        tokio::task::yield_now().await;
    }
    bodies
}

#[db_test(SCHEMA)]
async fn a_full_queue_is_told_at_once_and_nothing_of_it_is_done(test: TestDb) {
    let (door, open) = Door::closed();
    let bodies = occupy(&test.db, &door).await;
    let mut writes: Vec<_> = (0..FLOOD)
        .map(|id| Box::pin(test.db.write::<_, DbError, _>(Lock::None, move |tx| add(tx, id, &format!("pet {id}")))))
        .collect();
    let mut busy = 0;
    // Each is asked once: those that fit wait now, the others have their answer already.
    poll_fn(|context| {
        writes.retain_mut(|write| match write.as_mut().poll(context) {
            Poll::Ready(Err(DbError::Busy)) => {
                busy += 1;
                false
            }
            Poll::Ready(other) => panic!("answered behind a closed door: {other:?}"),
            Poll::Pending => true,
        });
        Poll::Ready(())
    })
    .await;
    assert!(busy > 0, "{FLOOD} writes did not fill the queue");
    open();
    let taken = writes.len();
    assert!(join_all(writes).await.iter().all(Result::is_ok));
    assert!(join_all(bodies).await.into_iter().all(|body| body.unwrap().is_ok()));
    assert_eq!(count(&test.db).await, i64::try_from(taken).unwrap());
}

#[db_test(SCHEMA)]
async fn what_was_abandoned_in_the_queue_is_never_done(test: TestDb) {
    let (door, open) = Door::closed();
    let bodies = occupy(&test.db, &door).await;
    {
        let mut abandoned = pin!(insert(&test.db, 1, "abandoned"));
        let asked = poll_fn(|context| Poll::Ready(abandoned.as_mut().poll(context))).await;
        assert!(asked.is_pending());
    }
    let kept = insert(&test.db, 2, "kept");
    open();
    kept.await.unwrap();
    assert!(join_all(bodies).await.into_iter().all(|body| body.unwrap().is_ok()));
    assert_eq!(count(&test.db).await, 1);
}

#[db_test(SCHEMA)]
async fn a_read_that_takes_too_long_is_interrupted_and_harms_no_other(test: TestDb) {
    let endless = (0..3).map(|_| test.db.read::<Option<i64>, DbError, _>(|read| read.value(&ENDLESS, &[])));
    for read in join_all(endless).await {
        assert!(matches!(read, Err(DbError::Fault(_))), "{read:?}");
    }
    for _ in 0..20 {
        assert_eq!(count(&test.db).await, 0);
    }
    insert(&test.db, 1, "a").await.unwrap();
}

#[db_test(SCHEMA)]
async fn panics_do_not_use_up_the_readers(test: TestDb) {
    for _ in 0..20 {
        let panicked = test.db.read::<(), DbError, _>(|_| panic!("on purpose")).await;
        assert!(matches!(panicked, Err(DbError::Fault(_))));
    }
    assert_eq!(count(&test.db).await, 0);
}
