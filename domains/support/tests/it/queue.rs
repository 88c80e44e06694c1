//! The queue, and the statements behind it.

use jiff::SignedDuration;
use kit_core::PageSize;
use kit_db::statements;
use kit_testkit::{TestDb, db_test};
use support::*;

use crate::scene::{Scene, schema};

#[db_test(schema())]
async fn the_queue_goes_by_due_time_page_by_page(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut opened = Vec::new();
    for (place, priority) in
        [Priority::Low, Priority::Urgent, Priority::Normal, Priority::High, Priority::Normal].into_iter().enumerate()
    {
        opened.push(scene.opens(NewCase { priority, ..scene.asked(&place.to_string()) }).await.unwrap());
    }
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let (rows, next) = scene.app.read(move |read| queue(read, Queue::All, after, PageSize::new(2))).await;
        assert!(rows.len() <= 2);
        seen.extend(rows.into_iter().map(|row| row.subject));
        after = next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["1", "3", "2", "4", "0"], "the most pressing first, then by number");
    scene.answers(opened[1], "Voilà.", CaseState::Waiting).await.unwrap();
    scene.answers(opened[3], "Nous cherchons.", CaseState::Open).await.unwrap();
    let subjects = |whose: Queue| {
        let read = scene.app.read(move |read| queue(read, whose, None, PageSize::default()));
        async move { read.await.0.into_iter().map(|row| row.subject).collect::<Vec<_>>() }
    };
    assert_eq!(subjects(Queue::All).await, ["3", "2", "4", "0"]);
    assert_eq!(subjects(Queue::Of(scene.agent)).await, ["3"]);
    assert_eq!(subjects(Queue::Nobodys).await, ["2", "4", "0"]);
    let waiting =
        scene.app.read(|read| found(read, "", Some(CaseState::Waiting), None, PageSize::default())).await.rows;
    assert_eq!(waiting.iter().map(|row| row.subject.as_str()).collect::<Vec<_>>(), ["1"]);
    let trame = scene.app.read(|read| found(read, "trame", None, None, PageSize::new(2))).await;
    assert_eq!((trame.rows.len(), trame.next.is_some()), (2, true));
    assert_eq!(trame.rows[0].subject, "4", "the newest first");
    scene.app.pass(SignedDuration::from_hours(24 * 30));
    let now = scene.app.test.clock.now();
    let (rows, _) = scene.app.read(|read| queue(read, Queue::All, None, PageSize::default())).await;
    assert!(rows.iter().all(|row| row.is_late(now)));
}

/// What the publisher sets by hand is short and read whole.
const WHOLE: [&str; 2] = ["LEVELS", "CANNED"];

#[db_test(schema())]
async fn every_statement_is_prepared_and_goes_by_an_index(test: TestDb) {
    let ours = || statements().into_iter().filter(|sql| sql.name.starts_with("support::"));
    assert!(ours().count() > 30);
    for sql in ours() {
        let plan = test.db.read::<_, kit_db::DbError, _>(move |read| read.plan(sql)).await;
        let plan = plan.unwrap_or_else(|error| panic!("{}: {error}", sql.name));
        if !WHOLE.iter().any(|whole| sql.name.ends_with(whole)) {
            let scans = plan.iter().any(|step| step.starts_with("SCAN") || step.contains("TEMP B-TREE"));
            assert!(!scans, "{}: {plan:#?}", sql.name);
        }
    }
}
