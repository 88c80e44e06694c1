//! Work that is done for many at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use kit_db::{DbError, Gathering, Lock, Tx};
use kit_testkit::{TestDb, db_test};

use crate::pets::{SCHEMA, add, count, insert};

/// A pet to be added; an even one is refused.
static PETS: Gathering<i64, Result<i64, &'static str>> = Gathering::new(add_all);
fn add_all(tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<Result<i64, &'static str>>, DbError> {
    let one = |id: &i64| match id % 2 {
        0 => Ok(Err("even")),
        _ => add(tx, *id, &format!("pet {id}")).map(|()| Ok(*id)),
    };
    ids.iter().map(one).collect()
}

#[db_test(SCHEMA)]
async fn each_is_answered_for_what_it_asked(test: TestDb) {
    let answers = join_all((1..=1000).map(|id| test.db.gather(&PETS, id))).await;
    for (id, answer) in (1..).zip(answers) {
        assert_eq!(answer.unwrap(), if id % 2 == 0 { Err("even") } else { Ok(id) });
    }
    assert_eq!(count(&test.db).await, 500);
}

#[db_test(SCHEMA)]
async fn who_fails_fails_alone(test: TestDb) {
    insert(&test.db, 7, "the seventh").await.unwrap();
    let answers = join_all((1..=9).map(|id| test.db.gather(&PETS, id))).await;
    for (id, answer) in (1..).zip(answers) {
        match id {
            7 => assert!(matches!(answer, Err(DbError::Conflict(_))), "{answer:?}"),
            _ => assert_eq!(answer.unwrap().is_ok(), id % 2 == 1),
        }
    }
    assert_eq!(count(&test.db).await, 5);
}

/// Work that is not done before it is let go.
struct Held {
    is_held: AtomicBool,
    batches: AtomicUsize,
}

static HELD: Gathering<Arc<Held>, ()> = Gathering::new(|_, items| {
    if let Some(held) = items.first() {
        held.batches.fetch_add(1, Ordering::SeqCst);
        while held.is_held.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    Ok(vec![(); items.len()])
});

fn held() -> Arc<Held> {
    Arc::new(Held { is_held: AtomicBool::new(true), batches: AtomicUsize::new(0) })
}

#[db_test(SCHEMA)]
async fn few_transactions_do_what_waits(test: TestDb) {
    let held = held();
    let mut asked: FuturesUnordered<_> = (0..1_000).map(|_| test.db.gather(&HELD, held.clone())).collect();
    // Asked for once, each waits in the queue.
    assert!(asked.next().now_or_never().is_none());
    held.is_held.store(false, Ordering::SeqCst);
    assert!(asked.all(|answer| async move { answer.is_ok() }).await);
    assert!(held.batches.load(Ordering::SeqCst) <= 5, "{:?} batches of at most 256 for 1000", held.batches);
}

#[db_test(SCHEMA)]
async fn what_is_too_much_is_told_at_once(test: TestDb) {
    let held = held();
    let mut asked: FuturesUnordered<_> = (0..10_000).map(|_| test.db.gather(&HELD, held.clone())).collect();
    // A batch is held and 4,096 wait: whoever came after them is answered while nothing is done at all.
    for _ in 0..10_000 - 4_096 - 256 {
        assert!(matches!(asked.next().await, Some(Err(DbError::Busy))));
    }
    held.is_held.store(false, Ordering::SeqCst);
    let rest: Vec<_> = asked.collect().await;
    assert!(rest.iter().all(|answer| matches!(answer, Ok(()) | Err(DbError::Busy))), "{rest:?}");
    assert!(rest.iter().filter(|answer| answer.is_ok()).count() >= 4_096);
}

#[db_test(SCHEMA)]
async fn whom_nobody_answers_any_more_harms_nobody(test: TestDb) {
    {
        let mut left = Box::pin(test.db.gather(&PETS, 1));
        let asked = futures_util::future::poll_fn(|context| {
            std::task::Poll::Ready(std::future::Future::poll(left.as_mut(), context))
        });
        assert!(asked.await.is_pending());
    }
    assert_eq!(test.db.gather(&PETS, 3).await.unwrap(), Ok(3));
    let there = test.db.write::<_, DbError, _>(Lock::None, |tx| add(tx, 5, "pet 5"));
    there.await.unwrap();
    assert!(count(&test.db).await <= 3);
}
