//! What programs of the publisher hear of accounts.

use accounts::service::decisions;
use kit_core::{Author, PageSize};
use kit_db::Lock;
use kit_testkit::{TestDb, db_test};
use serde_json::Value;
use webhooks::{DeliveryFilter, EndpointForm, Kinds};

use crate::scene::{Scene, schema};

#[db_test(schema())]
async fn what_the_publisher_decides_is_told_as_its_sample_says(test: TestDb) {
    let scene = Scene::new(test);
    let form = EndpointForm { url: "https://a.example/".into(), description: String::new(), kinds: Kinds::all() };
    scene.done(Author::System("test"), webhooks::LOCK, move |tx, ctx| webhooks::register(tx, ctx, &form)).await;
    let admin = scene.person("lea@petit.fr").await;
    let account = scene.account("Atelier Petit", admin).await;
    let lock = Lock::Account(account);
    let staff = || Author::Staff(admin);
    scene.done(staff(), lock, move |tx, ctx| decisions::suspend(tx, ctx, account, "Facture impayée")).await;
    scene.done(staff(), lock, move |tx, ctx| decisions::reactivate(tx, ctx, account)).await;
    // What does not happen is not told.
    scene.act(staff(), lock, move |tx, ctx| decisions::accept(tx, ctx, account)).await.unwrap_err();
    let now = scene.test.clock.now();
    let bodies = scene.read(move |read| {
        let page = webhooks::deliveries(read, &DeliveryFilter::default(), None, PageSize::default())?;
        page.rows
            .iter()
            .rev()
            .map(|one| Ok(webhooks::story(read, one.id, now)?.unwrap().body))
            .collect::<Result<Vec<_>, _>>()
    });
    let told: Vec<Value> = bodies.await.iter().map(|body| serde_json::from_str(body).unwrap()).collect();
    let kinds: Vec<_> = told.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["account.opened", "account.suspended", "account.reactivated"]);
    let expected = serde_json::json!({
        "account": account.to_string(), "name": "Atelier Petit", "state": "suspended", "reason": "Facture impayée",
    });
    assert_eq!(told[1]["data"], expected);
    for event in &told {
        let kind = webhooks::known_kinds().into_iter().find(|kind| kind.code == event["type"]).unwrap();
        let sample: Value = serde_json::from_str(kind.sample).unwrap();
        let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&event["data"]), names(&sample), "{}", kind.code);
    }
}
