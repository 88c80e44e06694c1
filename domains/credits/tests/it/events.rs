//! What programs of the publisher hear of wallets.

use kit_core::PageSize;
use kit_db::{DbError, Failed};
use kit_testkit::{TestDb, db_test};
use serde_json::Value;
use webhooks::{DeliveryFilter, EndpointForm, Kinds};

use crate::support::*;

/// Somebody hears of everything.
pub async fn listen(test: &TestDb) {
    let form = EndpointForm { url: "https://a.example/".into(), description: String::new(), kinds: Kinds::all() };
    let heard = run(test, staff(), move |tx, ctx| webhooks::register(tx, ctx, &form));
    heard.await.unwrap();
}

/// What was told, the oldest first.
pub async fn told(test: &TestDb) -> Vec<Value> {
    let now = test.clock.now();
    let bodies = test.db.read::<_, DbError, _>(move |read| {
        let page = webhooks::deliveries(read, &DeliveryFilter::default(), None, PageSize::new(200))?;
        let stories = page.rows.iter().rev().map(|one| Ok(webhooks::story(read, one.id, now)?.unwrap().body));
        stories.collect::<Result<Vec<_>, DbError>>()
    });
    bodies.await.unwrap().iter().map(|body| serde_json::from_str(body).unwrap()).collect()
}

/// The names of all fields, those within fields too.
pub fn shape(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), shape(value))).collect(),
        Value::Array(values) => values.iter().take(1).map(shape).collect(),
        _ => Value::Null,
    }
}

#[db_test(migrations())]
async fn what_is_told_has_the_shape_of_its_sample(test: TestDb) {
    listen(&test).await;
    let step = || test.clock.advance(days(1));
    let granted = give(&test, 50, Some(test.clock.now() + days(3))).await.unwrap();
    step();
    pay(&test, "VIR-1", 100).await.unwrap();
    step();
    put_right(&test, 1, -20, LotKind::Promotional).await.unwrap();
    step();
    assert_eq!(run(&test, staff(), |tx, ctx| Ok::<_, Failed<()>>(expire(tx, ctx, ACME)?)).await, Ok(1));
    let told = told(&test).await;
    let kinds: Vec<_> = told.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["credits.granted", "credits.purchased", "credits.corrected", "credits.expired"]);
    for event in &told {
        let kind = webhooks::known_kinds().into_iter().find(|kind| kind.code == event["type"]).unwrap();
        let sample: Value = serde_json::from_str(kind.sample).unwrap();
        assert_eq!(shape(&event["data"]), shape(&sample), "{}", kind.code);
        assert_eq!(event["data"]["account"], ACME.to_string());
    }
    assert_eq!(told[0]["data"]["operation"]["id"], granted.id().to_string());
    assert_eq!(told[3]["data"]["operation"]["amount"], -30);
}

#[db_test(migrations())]
async fn an_expiry_is_told_once_whoever_books_it_and_a_use_is_not(test: TestDb) {
    listen(&test).await;
    give(&test, 50, Some(test.clock.now() + days(1))).await.unwrap();
    pay(&test, "VIR-1", 100).await.unwrap();
    test.clock.advance(days(2));
    use_up(&test, "a", 10).await.unwrap();
    use_up(&test, "b", 10).await.unwrap();
    assert_eq!(run(&test, staff(), |tx, ctx| Ok::<_, Failed<()>>(expire(tx, ctx, ACME)?)).await, Ok(0));
    let kinds: Vec<_> = told(&test).await.into_iter().map(|event| event["type"].clone()).collect();
    assert_eq!(kinds.len(), 3, "{kinds:?}");
    assert_eq!(kinds[2], "credits.expired");
}

#[db_test(migrations())]
async fn what_is_refused_is_not_told(test: TestDb) {
    listen(&test).await;
    pay(&test, "VIR-1", 100).await.unwrap();
    pay(&test, "VIR-1", 100).await.unwrap_err();
    assert_eq!(told(&test).await.len(), 1);
}
