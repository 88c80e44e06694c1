//! What comes round comes once, however many nodes there are.

use jiff::SignedDuration;
use kit_jobs::{Every, Jobs, MIGRATIONS};
use kit_testkit::{TestDb, db_test};

use crate::world::{Fails, Note, World, jobs, runner};

fn hourly() -> Jobs<World> {
    jobs().every("test-hourly", Every::Hours(1), || Note { text: "round".into() })
}

#[db_test(MIGRATIONS)]
async fn a_schedule_fires_at_once_and_then_in_its_rhythm(test: TestDb) {
    let world = World::default();
    let runner = runner(&test, &world, hourly());
    assert_eq!(runner.run_due().await.unwrap(), 1);
    assert_eq!(runner.run_due().await.unwrap(), 0);
    test.clock.advance(SignedDuration::from_mins(59));
    assert_eq!(runner.run_due().await.unwrap(), 0);
    test.clock.advance(SignedDuration::from_mins(1));
    assert_eq!(runner.run_due().await.unwrap(), 1);
    test.clock.advance(SignedDuration::from_hours(72));
    assert_eq!(runner.run_due().await.unwrap(), 1, "rounds that were missed are not made up for");
}

#[db_test(MIGRATIONS)]
async fn it_fires_once_on_several_nodes(test: TestDb) {
    let world = World::default();
    for round in 1..=5 {
        let nodes = [(); 3].map(|()| runner(&test, &world, hourly()));
        let (a, b, c) = tokio::join!(nodes[0].run_due(), nodes[1].run_due(), nodes[2].run_due());
        assert_eq!(a.unwrap() + b.unwrap() + c.unwrap(), 1);
        assert_eq!(world.done().len(), round);
        test.clock.advance(SignedDuration::from_hours(1));
    }
}

#[db_test(MIGRATIONS)]
async fn rounds_do_not_pile_up_behind_one_that_fails(test: TestDb) {
    let world = World::default();
    world.fail(Fails::ForNow);
    let runner = runner(&test, &world, hourly());
    for _ in 0..10 {
        runner.run_due().await.unwrap();
        test.clock.advance(SignedDuration::from_hours(1));
    }
    world.fail(Fails::Never);
    test.clock.advance(SignedDuration::from_hours(6));
    assert!(runner.run_due().await.unwrap() <= 2, "the one that failed, and the round that follows it");
}
