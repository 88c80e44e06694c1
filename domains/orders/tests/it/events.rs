//! What programs of the publisher hear of orders.

use kit_core::PageSize;
use kit_db::DbError;
use kit_testkit::{TestDb, db_test};
use orders::*;
use serde_json::Value;
use webhooks::{DeliveryFilter, EndpointForm, Kinds};

use crate::support::*;

/// The names of all fields, those within fields too.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), shape(value))).collect(),
        _ => Value::Null,
    }
}

#[db_test(schema())]
async fn each_change_of_state_is_told_with_the_order_as_it_stands(test: TestDb) {
    let shop = Shop::new(test).await;
    let form = EndpointForm { url: "https://a.example/".into(), description: String::new(), kinds: Kinds::all() };
    shop.run(staff(), move |tx, ctx| webhooks::register(tx, ctx, &form)).await.unwrap();
    let paid = shop.order("a").await;
    shop.receive("VIR 1", 5000, of(&[paid])).await.unwrap();
    shop.receive("VIR 2", 8200, of(&[paid])).await.unwrap();
    let cancelled = shop.order("b").await;
    shop.run(staff(), move |tx, ctx| cancel(tx, ctx, cancelled, Canceller::Staff, "")).await.unwrap();
    let now = shop.app.test.clock.now();
    let bodies = shop.read(move |read| {
        let page = webhooks::deliveries(read, &DeliveryFilter::default(), None, PageSize::new(200))?;
        page.rows
            .iter()
            .rev()
            .map(|one| Ok(webhooks::story(read, one.id, now)?.unwrap().body))
            .collect::<Result<Vec<_>, DbError>>()
    });
    let told: Vec<Value> = bodies.await.iter().map(|body| serde_json::from_str(body).unwrap()).collect();
    let kinds: Vec<_> = told.iter().map(|event| event["type"].as_str().unwrap()).collect();
    for kind in ["order.sent", "order.part_paid", "order.paid", "order.cancelled", "credits.purchased"] {
        assert!(kinds.contains(&kind), "{kind}: {kinds:?}");
    }
    for event in told.iter().filter(|event| event["data"]["order"].is_object()) {
        let kind = webhooks::known_kinds().into_iter().find(|kind| kind.code == event["type"]).unwrap();
        let sample: Value = serde_json::from_str(kind.sample).unwrap();
        assert_eq!(shape(&event["data"]), shape(&sample), "{}", kind.code);
        assert_eq!(format!("order.{}", event["data"]["order"]["state"].as_str().unwrap()), kind.code);
    }
    let of_paid = told.iter().find(|event| event["type"] == "order.paid").unwrap();
    assert_eq!(of_paid["data"]["order"]["paid_cents"], 13_200);
    assert!(of_paid["data"]["order"]["purchase"].as_str().unwrap().starts_with("credit-"));
}
