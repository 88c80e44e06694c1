//! Work that is done for many at once.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use kit_db::{DbError, Gathering, Lock, Tx};
use kit_testkit::{TestDb, db_test};

use crate::pets::{SCHEMA, add, count, insert};

/// A pet to be added; an even one is refused.
static PETS: Gathering<i64, Result<i64, &'static str>> = Gathering::new(add_all);
static BATCHES: AtomicUsize = AtomicUsize::new(0);

fn add_all(tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<Result<i64, &'static str>>, DbError> {
    BATCHES.fetch_add(1, Ordering::SeqCst);
    let one = |id: &i64| match id % 2 {
        0 => Ok(Err("even")),
        _ => add(tx, *id, &format!("pet {id}")).map(|()| Ok(*id)),
    };
    ids.iter().map(one).collect()
}

#[db_test(SCHEMA)]
async fn each_is_answered_for_what_it_asked_and_few_transactions_do_it(test: TestDb) {
    let answers = join_all((1..=1000).map(|id| test.db.gather(&PETS, id))).await;
    for (id, answer) in (1..).zip(answers) {
        assert_eq!(answer.unwrap(), if id % 2 == 0 { Err("even") } else { Ok(id) });
    }
    assert_eq!(count(&test.db).await, 500);
    assert!(BATCHES.load(Ordering::SeqCst) <= 10, "{BATCHES:?} batches of at most 256 for 1000");
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

#[db_test(SCHEMA)]
async fn what_is_too_much_is_told_at_once(test: TestDb) {
    let answers = join_all((0..10_000).map(|n| test.db.gather(&PETS, 2 * n))).await;
    let busy = answers.iter().filter(|answer| matches!(answer, Err(DbError::Busy))).count();
    assert!(busy > 0 && busy < 10_000, "{busy} of 10,000 were told that it is too much");
    assert!(answers.iter().all(|answer| matches!(answer, Err(DbError::Busy) | Ok(Err("even")))));
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
