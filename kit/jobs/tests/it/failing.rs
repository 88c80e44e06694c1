//! What fails is tried again with growing pauses, and given up in sight of everybody.

use jiff::SignedDuration;
use kit_core::Author;
use kit_db::{DbError, Lock, Read};
use kit_jobs::{Jobs, MIGRATIONS};
use kit_testkit::{TestDb, db_test};

use crate::world::{Fails, World, dead, enqueue, jobs, load, runner};

#[db_test(MIGRATIONS)]
async fn pauses_grow_until_the_job_is_given_up(test: TestDb) {
    let world = World::default();
    world.fail(Fails::ForNow);
    enqueue(&test, &["a"]).await;
    let runner = runner(&test, &world, jobs());
    let pauses = [10, 30, 90, 270, 810, 2430, 7290, 21_600, 21_600, 21_600, 21_600];
    for (done, pause) in pauses.into_iter().enumerate() {
        assert_eq!(runner.run_due().await.unwrap(), 1);
        assert_eq!(world.done().len(), done + 1);
        test.clock.advance(SignedDuration::from_secs(pause) - SignedDuration::from_micros(1));
        assert_eq!(runner.run_due().await.unwrap(), 0, "not before {pause} s");
        test.clock.advance(SignedDuration::from_micros(1));
    }
    assert!(dead(&test).await.is_empty());
    assert_eq!(runner.run_due().await.unwrap(), 1, "the twelfth try");
    let given_up = dead(&test).await;
    assert_eq!(given_up.len(), 1);
    assert_eq!(
        (given_up[0].kind.as_str(), given_up[0].tries, given_up[0].error.as_str()),
        ("test.note", 12, "not now")
    );
    assert_eq!(given_up[0].dead_at, test.clock.now());
    test.clock.advance(SignedDuration::from_hours(1000));
    assert_eq!(runner.run_due().await.unwrap(), 0, "dead is dead");
    assert_eq!(load(&test).await.dead, 1);
}

#[db_test(MIGRATIONS)]
async fn a_dead_job_can_be_revived(test: TestDb) {
    let world = World::default();
    world.fail(Fails::ForGood);
    enqueue(&test, &["a"]).await;
    let runner = runner(&test, &world, jobs());
    assert_eq!(runner.run_due().await.unwrap(), 1);
    let given_up = dead(&test).await;
    assert_eq!(
        (given_up[0].tries, given_up[0].error.as_str()),
        (1, "not ever"),
        "no second try for what cannot succeed"
    );
    world.fail(Fails::Never);
    for expected in [true, false] {
        let (ctx, id) = (test.context(Author::System("test")), given_up[0].id);
        let revived =
            test.db.write::<bool, DbError, _>(Lock::None, move |tx| kit_jobs::revive(tx, &ctx, id)).await.unwrap();
        assert_eq!(revived, expected);
    }
    assert_eq!(runner.run_due().await.unwrap(), 1);
    assert!(dead(&test).await.is_empty());
    assert_eq!(world.done(), ["a", "a"]);
}

#[db_test(MIGRATIONS)]
async fn a_panic_is_a_failure_like_others(test: TestDb) {
    let world = World::default();
    world.fail(Fails::WithAPanic);
    enqueue(&test, &["a"]).await;
    let runner = runner(&test, &world, jobs());
    assert_eq!(runner.run_due().await.unwrap(), 1);
    world.fail(Fails::Never);
    test.clock.advance(SignedDuration::from_secs(10));
    assert_eq!(runner.run_due().await.unwrap(), 1);
    assert_eq!(world.done(), ["a", "a"]);
}

#[db_test(MIGRATIONS)]
async fn a_job_that_kills_its_program_is_given_up_too(test: TestDb) {
    let world = World::default();
    enqueue(&test, &["a"]).await;
    let body = |tx: &mut kit_db::Tx<'_>| tx.exec(&TRIED_TWELVE_TIMES, &[]);
    test.db.write::<u64, DbError, _>(Lock::None, body).await.unwrap();
    runner(&test, &world, jobs()).run_due().await.unwrap();
    assert!(world.done().is_empty(), "it is not run once more");
    assert_eq!(dead(&test).await[0].tries, 13);
}

kit_db::sql!(TRIED_TWELVE_TIMES, "UPDATE jobs SET tries = 12");

#[db_test(MIGRATIONS)]
async fn a_job_of_the_next_version_waits_for_a_node_that_knows_it(test: TestDb) {
    let world = World::default();
    enqueue(&test, &["a"]).await;
    let old_node = runner(&test, &world, Jobs::new());
    assert_eq!(old_node.run_due().await.unwrap(), 1);
    test.clock.advance(SignedDuration::from_secs(10));
    assert_eq!(runner(&test, &world, jobs()).run_due().await.unwrap(), 1);
    assert_eq!(world.done(), ["a"]);
}

kit_db::sql!(GARBLED, "UPDATE jobs SET body = '{}'");

#[db_test(MIGRATIONS)]
async fn a_job_that_cannot_be_read_is_given_up(test: TestDb) {
    enqueue(&test, &["a"]).await;
    test.db.write::<u64, DbError, _>(Lock::None, |tx| tx.exec(&GARBLED, &[])).await.unwrap();
    runner(&test, &World::default(), jobs()).run_due().await.unwrap();
    assert!(dead(&test).await[0].error.contains("missing field `text`"));
}

/// Every statement of the queue is one that the engine takes, and looking for jobs goes by the index.
#[db_test(MIGRATIONS)]
async fn statements_are_taken_by_the_engine(test: TestDb) {
    let plans = |read: &mut Read<'_>| {
        let own = kit_db::statements().into_iter().filter(|sql| sql.name.starts_with("kit_jobs::"));
        own.map(|sql| Ok((sql.name, read.plan(sql)?.join("\n")))).collect::<Result<Vec<_>, DbError>>()
    };
    let plans = test.db.read::<_, DbError, _>(plans).await.unwrap();
    let (_, claim) = plans.iter().find(|(name, _)| *name == "kit_jobs::store::CLAIM").expect("the claim is registered");
    if test.db.engine() == kit_db::Engine::Sqlite {
        assert!(claim.contains("jobs_due"), "{claim}");
    }
}
