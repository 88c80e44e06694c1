//! Jobs are run after their commit, once each, by whoever comes first.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, ToSpan};
use kit_core::Author;
use kit_db::{DbError, Lock};
use kit_jobs::{Job, JobError, Jobs, Load, MIGRATIONS};
use kit_testkit::{TestDb, db_test};
use serde::{Deserialize, Serialize};
use tokio::sync::{Notify, Semaphore};

use crate::world::{Note, World, enqueue, enqueue_at, jobs, load, runner};

const PATIENCE: Duration = Duration::from_secs(20);

#[db_test(MIGRATIONS)]
async fn a_job_runs_after_its_commit_and_goes_away(test: TestDb) {
    let world = World::default();
    enqueue(&test, &["a"]).await;
    assert_eq!(load(&test).await, Load { due: 1, dead: 0 });
    assert_eq!(runner(&test, &world, jobs()).run_due().await.unwrap(), 1);
    assert_eq!(world.done(), ["a"]);
    assert_eq!(load(&test).await, Load { due: 0, dead: 0 });
    assert_eq!(runner(&test, &world, jobs()).run_due().await.unwrap(), 0);
}

#[db_test(MIGRATIONS)]
async fn what_is_rolled_back_leaves_no_job(test: TestDb) {
    let ctx = test.context(Author::Visitor);
    let refused: Result<(), DbError> = test
        .db
        .write(Lock::None, move |tx| {
            kit_jobs::enqueue(tx, &ctx, &Note { text: "a".into() })?;
            Err(DbError::fault("no"))
        })
        .await;
    assert!(refused.is_err());
    assert_eq!(load(&test).await, Load { due: 0, dead: 0 });
}

#[db_test(MIGRATIONS)]
async fn a_job_for_later_waits_for_its_time(test: TestDb) {
    let world = World::default();
    let runner = runner(&test, &world, jobs());
    enqueue_at(&test, &["later"], test.clock.now() + 1.hour()).await;
    assert_eq!(runner.run_due().await.unwrap(), 0);
    test.clock.advance(SignedDuration::from_hours(1));
    assert_eq!(runner.run_due().await.unwrap(), 1);
    assert_eq!(world.done(), ["later"]);
}

#[db_test(MIGRATIONS)]
async fn two_runners_share_the_work_and_do_nothing_twice(test: TestDb) {
    let world = World::default();
    let texts: Vec<String> = (0..60).map(|n| n.to_string()).collect();
    enqueue(&test, &texts.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let (one, two) = (runner(&test, &world, jobs()), runner(&test, &world, jobs()));
    let (first, second) = tokio::join!(one.run_due(), two.run_due());
    assert_eq!(first.unwrap() + second.unwrap(), 60);
    let done = world.done();
    assert_eq!(done.len(), 60);
    assert_eq!(done.into_iter().collect::<HashSet<_>>().len(), 60);
}

/// A job that says when it begins and ends when it is let.
#[derive(Debug, Serialize, Deserialize)]
struct Slow {}

impl Job for Slow {
    const KIND: &'static str = "test.slow";
}

#[derive(Clone)]
struct Gate {
    began: Arc<Semaphore>,
    may_end: Arc<Notify>,
}

fn slow_jobs() -> Jobs<(World, Gate)> {
    Jobs::new().on(|(world, gate): (World, Gate), _: Slow| async move {
        gate.began.add_permits(1);
        gate.may_end.notified().await;
        world.done.lock().unwrap().push("slow".into());
        Ok::<(), JobError>(())
    })
}

#[db_test(MIGRATIONS)]
async fn a_running_program_hears_of_jobs_bounds_them_and_ends_them(test: TestDb) {
    let world = World::default();
    let gate = Gate { began: Arc::new(Semaphore::new(0)), may_end: Arc::new(Notify::new()) };
    let keys = Arc::new(kit_core::KeyRing::new([7; 32]));
    let (db, clock, random) = (test.db.clone(), test.clock.clone(), test.random.clone());
    let runner = kit_jobs::Runner::new(db, clock, random, keys, Arc::new(slow_jobs()), (world.clone(), gate.clone()));
    let stop = Arc::new(Notify::new());
    let stopped = stop.clone();
    let running = tokio::spawn(async move { runner.run(stopped.notified()).await });
    let ctx = test.context(Author::Visitor);
    let body = move |tx: &mut kit_db::Tx<'_>| (0..10).try_for_each(|_| kit_jobs::enqueue(tx, &ctx, &Slow {}));
    test.db.write::<(), DbError, _>(Lock::None, body).await.unwrap();
    let began = tokio::time::timeout(PATIENCE, gate.began.acquire_many(8)).await.expect("eight begin").unwrap();
    began.forget();
    assert_eq!(load(&test).await.due, 2, "two wait for a place");
    stop.notify_one();
    // Those that run come to their end; those that wait stay for the next start.
    while world.done().len() < 8 {
        gate.may_end.notify_one();
        tokio::task::yield_now().await;
    }
    tokio::time::timeout(PATIENCE, running).await.expect("the runner ends").unwrap();
    assert_eq!(load(&test).await, Load { due: 2, dead: 0 });
}

#[db_test(MIGRATIONS)]
async fn a_job_of_a_killed_program_runs_again_when_its_lease_ends(test: TestDb) {
    let gate = Gate { began: Arc::new(Semaphore::new(0)), may_end: Arc::new(Notify::new()) };
    let dying = World::default();
    let keys = Arc::new(kit_core::KeyRing::new([7; 32]));
    let (db, clock, random) = (test.db.clone(), test.clock.clone(), test.random.clone());
    let runner_that_dies =
        kit_jobs::Runner::new(db, clock, random, keys, Arc::new(slow_jobs()), (dying.clone(), gate.clone()));
    let ctx = test.context(Author::Visitor);
    test.db.write::<(), DbError, _>(Lock::None, move |tx| kit_jobs::enqueue(tx, &ctx, &Slow {})).await.unwrap();
    let running = tokio::spawn(async move { runner_that_dies.run_due().await });
    tokio::time::timeout(PATIENCE, gate.began.acquire()).await.expect("it begins").unwrap().forget();
    running.abort();
    assert!(running.await.unwrap_err().is_cancelled());

    let world = World::default();
    let heir = || {
        let handlers = Jobs::new().on(|world: World, _: Slow| async move {
            world.done.lock().unwrap().push("by the heir".into());
            Ok(())
        });
        runner(&test, &world, handlers)
    };
    assert_eq!(heir().run_due().await.unwrap(), 0, "the claim still holds");
    test.clock.advance(SignedDuration::from_mins(5));
    assert_eq!(heir().run_due().await.unwrap(), 1);
    assert_eq!(world.done(), ["by the heir"]);
    assert_eq!(load(&test).await, Load { due: 0, dead: 0 });
}
