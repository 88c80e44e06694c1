//! Events written with their cause.

use std::convert::Infallible;

use kit_core::{AccountId, PageSize};
use kit_db::{DbError, Failed, Read};
use kit_testkit::{TestDb, db_test};
use webhooks::{DeliveryFilter, DeliveryState, Event, Kinds, emit};

use crate::world::{LEFT, VISITED, deliveries, done, migrations, register, seen, tell};

#[db_test(migrations())]
async fn an_event_goes_to_who_wants_it(test: TestDb) {
    tell(&test, &VISITED).await;
    assert!(deliveries(&test).await.is_empty(), "nobody listened");
    let all = register(&test, "https://a.example/", Kinds::all()).await.endpoint;
    let visits = register(&test, "https://b.example/", Kinds::of(["test.visited"])).await.endpoint;
    let out = register(&test, "https://c.example/", Kinds::all()).await.endpoint;
    done(&test, move |tx, ctx| webhooks::disable(tx, ctx, out)).await.unwrap();
    tell(&test, &LEFT).await;
    assert_eq!(deliveries(&test).await.iter().map(|one| one.endpoint).collect::<Vec<_>>(), [all]);
    tell(&test, &VISITED).await;
    let mut told: Vec<_> =
        deliveries(&test).await.iter().filter(|one| one.kind == "test.visited").map(|one| one.endpoint).collect();
    told.sort();
    let mut expected = vec![all, visits];
    expected.sort();
    assert_eq!(told, expected);
    let [visit, ..] = &deliveries(&test).await[..] else { panic!() };
    assert_eq!((visit.state, visit.attempts, visit.account), (DeliveryState::Waiting, 0, Some(AccountId(1042))));
    done(&test, move |tx, ctx| webhooks::remove(tx, ctx, all)).await.unwrap();
    tell(&test, &LEFT).await;
    assert_eq!(deliveries(&test).await.len(), 3, "what was removed hears nothing");
}

#[db_test(migrations())]
async fn what_is_not_committed_is_not_told(test: TestDb) {
    register(&test, "https://a.example/", Kinds::all()).await;
    let undone = done(&test, |tx, ctx| {
        let event = Event { kind: &VISITED, account: AccountId(1), data: serde_json::json!({}) };
        emit(tx, ctx, &event)?;
        Err::<(), _>(Failed::Refused(()))
    });
    undone.await.unwrap_err();
    assert!(deliveries(&test).await.is_empty());
}

#[db_test(migrations())]
async fn data_are_an_object_and_name_the_account(test: TestDb) {
    register(&test, "https://a.example/", Kinds::all()).await;
    tell(&test, &VISITED).await;
    let id = deliveries(&test).await[0].id;
    let now = test.clock.now();
    let story = seen(&test, move |read| webhooks::story(read, id, now)).await.unwrap();
    let body = r#"{"type":"test.visited","timestamp":"2026-11-02T09:00:00Z","data":{"account":"C-1042","times":3}}"#;
    assert_eq!(story.body, body);
    let wrong = done(&test, |tx, ctx| {
        let event = Event { kind: &VISITED, account: AccountId(1), data: serde_json::json!(3) };
        Ok::<_, Failed<Infallible>>(emit(tx, ctx, &event)?)
    });
    assert!(matches!(wrong.await, Err(Failed::Db(DbError::Fault(_)))));
}

#[db_test(migrations())]
async fn the_log_is_read_page_by_page_through_a_filter(test: TestDb) {
    let one = register(&test, "https://a.example/", Kinds::all()).await.endpoint;
    let two = register(&test, "https://b.example/", Kinds::of(["test.left"])).await.endpoint;
    for turn in 0..6 {
        // Some at the same moment.
        tell(&test, if turn % 2 == 0 { &VISITED } else { &LEFT }).await;
        if turn % 3 == 0 {
            test.clock.advance(jiff::SignedDuration::from_secs(1));
        }
    }
    let pages = |filter: DeliveryFilter| {
        move |read: &mut Read<'_>| {
            let (mut rows, mut cursor) = (Vec::new(), None);
            loop {
                let page = webhooks::deliveries(read, &filter, cursor, PageSize::new(2))?;
                rows.extend(page.rows);
                match page.next {
                    Some(next) => cursor = Some(next),
                    None => return Ok(rows),
                }
            }
        }
    };
    let count = async |filter: DeliveryFilter| seen(&test, pages(filter)).await.len();
    let all = seen(&test, pages(DeliveryFilter::default())).await;
    assert_eq!(all, deliveries(&test).await);
    assert_eq!(all.len(), 9);
    assert!(all.windows(2).all(|pair| (pair[0].created_at, pair[0].id) > (pair[1].created_at, pair[1].id)));
    assert_eq!(count(DeliveryFilter { endpoint: Some(one), ..Default::default() }).await, 6);
    let lefts = DeliveryFilter { endpoint: Some(two), kind: Some("test.left".into()), ..Default::default() };
    assert_eq!(count(lefts).await, 3);
    assert_eq!(count(DeliveryFilter { kind: Some("test.visited".into()), ..Default::default() }).await, 3);
    assert_eq!(count(DeliveryFilter { state: Some(DeliveryState::Delivered), ..Default::default() }).await, 0);
}
