//! API v1 as programs meet it.

use axum::http::{StatusCode, header};
use kit_testkit::{TestDb, db_test};
use kit_web::Scope;
use serde_json::{Value, json};

use crate::scene::{Answer, Scene, schema};
use crate::support::{go_back, pay_for, payment, violations};

const ALL: [Scope; 3] = [Scope::CreditsRead, Scope::CreditsUse, Scope::CreditsCharge];

async fn scene(test: TestDb) -> (Scene, String) {
    let scene = Scene::new(test).await;
    scene.price("plan.render", 3).await;
    let key = scene.key(&ALL, None).await;
    (scene, key)
}

fn render() -> Value {
    json!({ "feature": "plan.render", "quantity": 1 })
}

#[db_test(schema())]
async fn a_use_is_answered_with_operation_and_balance(test: TestDb) {
    let (scene, key) = scene(test).await;
    let nothing = json!({ "unit": "credit", "purchased": 0, "promotional": 0, "held": 0, "total": 0, "available": 0 });
    assert_eq!(scene.balance(&key).await, nothing);
    scene.grant(10).await;
    let used = scene.post(&key, "k1", &render()).await;
    assert_eq!(used.status, StatusCode::CREATED);
    assert!(!used.headers.contains_key("idempotent-replayed"));
    let left = json!({ "unit": "credit", "purchased": 0, "promotional": 7, "held": 0, "total": 7, "available": 7 });
    let operation = &used.json()["operation"];
    assert_eq!(used.json()["balance"], left);
    assert_eq!(operation["id"], "credit-2");
    assert_eq!(operation["amount"], -3);
    assert_eq!(operation["split"], json!({ "promotional": 3, "purchased": 0 }));
    assert_eq!(operation["lots"], json!([{ "lot": "credit-1", "kind": "promotional", "amount": -3 }]));
    assert_eq!(operation["at"], "2026-11-02T09:00:00Z");
    assert_eq!(operation["key"].as_str().unwrap(), &key[..11]);
    assert_eq!(scene.balance(&key).await, left);
    assert_eq!(scene.get(&key, "/operations/credit-2").await.json(), *operation);
}

#[db_test(schema())]
async fn a_repeated_request_gets_the_same_answer(test: TestDb) {
    let (scene, key) = scene(test).await;
    scene.grant(10).await;
    let body = json!({ "feature": "plan.render", "member": "user@durand.example", "reference": "Étage 2" });
    let first = scene.post(&key, "k1", &body).await;
    assert_eq!(first.json()["operation"]["member"], "user@durand.example");
    scene.post(&key, "k2", &render()).await;
    let again = scene.post(&key, "k1", &body).await;
    assert_eq!(again.status, StatusCode::CREATED);
    assert_eq!(again.headers["idempotent-replayed"], "true");
    assert_eq!(again.body, first.body);
    let explicit =
        json!({ "reference": "Étage 2", "quantity": 1, "member": "USER@durand.example", "feature": "plan.render" });
    assert_eq!(scene.post(&key, "k1", &explicit).await.body, first.body, "it means the same");
    let other = scene.post(&key, "k1", &render()).await;
    assert_eq!((other.status, other.problem().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused"));
    let second = scene.key(&ALL, Some("user")).await;
    let body = json!({ "feature": "plan.render", "reference": "x" });
    let own = scene.post(&second, "k3", &body).await;
    assert_eq!(own.json()["operation"]["member"], "user@durand.example");
    assert_eq!(scene.post(&second, "k3", &body).await.body, own.body);
    for other in [key, scene.key(&ALL, Some("admin")).await] {
        let taken = scene.post(&other, "k3", &body).await;
        assert_eq!(taken.problem(), "idempotency-key-reused", "nobody is answered with what another one did");
    }
}

#[db_test(schema())]
async fn what_is_missing_is_told(test: TestDb) {
    let (scene, key) = scene(test).await;
    scene.grant(2).await;
    let short = scene.post(&key, "k1", &render()).await;
    assert_eq!((short.status, short.problem().as_str()), (StatusCode::PAYMENT_REQUIRED, "insufficient-credits"));
    assert_eq!(short.json()["missing"], 1);
    assert_eq!(short.json()["balance"]["total"], 2);
    scene.grant(1).await;
    assert_eq!(scene.post(&key, "k1", &render()).await.status, StatusCode::CREATED, "a refusal is not kept");
}

#[db_test(schema())]
async fn bad_requests_are_told_apart(test: TestDb) {
    let (scene, key) = scene(test).await;
    scene.grant(10).await;
    let no_key = scene.post(&key, "", &render()).await;
    assert_eq!((no_key.status, no_key.problem().as_str()), (StatusCode::BAD_REQUEST, "idempotency-key-missing"));
    for (idempotency, status) in [("é", 400), ("a b", 400), (&*"k".repeat(256), 400), (&*"k".repeat(255), 201)] {
        assert_eq!(scene.post(&key, idempotency, &render()).await.status.as_u16(), status, "{idempotency}");
    }
    for body in [
        "",
        "[]",
        r#"["plan.render",1,null,null,null]"#,
        "{}",
        "{",
        "null",
        r#"{"feature":3}"#,
        r#"{"feature":"a","qty":1}"#,
        r#"{"feature":"a","quantity":"1"}"#,
        "{\"feature\":\"a\\u0000\"}",
    ] {
        let answer = scene.post_raw(&key, "k", body.to_owned()).await;
        assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::BAD_REQUEST, "bad-request"), "{body}");
    }
    for (field, value) in [
        ("feature", json!("Plan")),
        ("feature", json!("")),
        ("feature", json!("a".repeat(101))),
        ("quantity", json!(0)),
        ("quantity", json!(1_000_001)),
        ("quantity", json!(-1)),
        ("quantity", json!(1.5)),
        ("quantity", json!(u64::MAX)),
        ("quantity", json!(-1e30)),
        ("amount", json!(-1)),
        ("amount", json!(1_000_000_001)),
        ("amount", json!(1e30)),
        ("member", json!("x")),
        ("reference", json!("")),
        ("reference", json!("a".repeat(201))),
        ("reference", json!("a\nb")),
    ] {
        let mut body = render();
        body[field] = value.clone();
        let answer = scene.post(&key, "k", &body).await;
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            "{value}"
        );
        let wrong = answer.json()["errors"][0].clone();
        assert_eq!(wrong["field"], field);
        assert!(!wrong["code"].as_str().unwrap().is_empty());
    }
    let long = scene.post(&key, "k", &json!({ "feature": "plan.render", "reference": "a".repeat(201) })).await;
    assert_eq!(
        long.json()["errors"],
        json!([{ "field": "reference", "code": "too-long", "detail": "longer than 200 characters", "max": 200 }])
    );
    let unknown = scene.post(&key, "k", &json!({ "feature": "plan.export" })).await;
    assert_eq!((unknown.status, unknown.problem().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "unknown-feature"));
    for member in ["nobody@durand.example", "outsider@durand.example"] {
        let answer = scene.post(&key, "k", &json!({ "feature": "plan.render", "member": member })).await;
        assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "not-a-member"));
    }
    let large = scene.post_raw(&key, "k", format!("{{\"feature\":\"{}\"}}", "a".repeat(70_000))).await;
    assert_eq!((large.status, large.problem().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "too-large"));
    assert_eq!(scene.balance(&key).await["total"], 7, "one use went through");
}

#[db_test(schema())]
async fn scopes_open_what_they_name(test: TestDb) {
    let (scene, _) = scene(test).await;
    scene.grant(100).await;
    let read = scene.key(&[Scope::CreditsRead], None).await;
    let use_ = scene.key(&[Scope::CreditsUse], None).await;
    let charge = scene.key(&[Scope::CreditsCharge], None).await;
    let statuses = async |key: &str| {
        let amount = json!({ "feature": "any.name-0", "amount": 5 });
        [
            scene.get(key, "/balance").await.status.as_u16(),
            scene.get(key, "/operations").await.status.as_u16(),
            scene.get(key, "/operations/credit-1").await.status.as_u16(),
            scene.post(key, &format!("{key}1"), &render()).await.status.as_u16(),
            scene.post(key, &format!("{key}2"), &amount).await.status.as_u16(),
        ]
    };
    assert_eq!(statuses(&read).await, [200, 200, 200, 403, 403]);
    assert_eq!(statuses(&use_).await, [403, 403, 403, 201, 403]);
    assert_eq!(statuses(&charge).await, [403, 403, 403, 201, 201]);
    assert_eq!(statuses("gk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").await, [401; 5]);
    assert_eq!(statuses("nonsense").await, [401; 5]);
    let none = scene.post("", "k", &render()).await;
    assert_eq!(
        (none.status, none.headers[header::WWW_AUTHENTICATE].to_str().unwrap()),
        (StatusCode::UNAUTHORIZED, "Bearer")
    );
}

#[db_test(schema())]
async fn a_key_of_a_member_acts_for_that_member(test: TestDb) {
    let (scene, key) = scene(test).await;
    scene.grant(100).await;
    let own = scene.key(&ALL, Some("user")).await;
    scene.post(&key, "k1", &render()).await;
    assert_eq!(scene.post(&own, "k2", &render()).await.json()["operation"]["member"], "user@durand.example");
    let named = json!({ "feature": "plan.render", "member": "user@durand.example" });
    assert_eq!(scene.post(&own, "k3", &named).await.status, StatusCode::CREATED);
    let other = json!({ "feature": "plan.render", "member": "admin@durand.example" });
    assert_eq!(scene.post(&own, "k4", &other).await.problem(), "not-a-member");
    assert_eq!(ids(&scene.get(&own, "/operations").await), ["credit-4", "credit-3"]);
    assert_eq!(scene.get(&own, "/operations/credit-2").await.status, StatusCode::NOT_FOUND);
    assert_eq!(ids(&scene.get(&key, "/operations?member=user@durand.example").await), ["credit-4", "credit-3"]);
    assert_eq!(ids(&scene.get(&key, "/operations?member=nobody@durand.example").await), Vec::<String>::new());
    assert_eq!(ids(&scene.get(&own, "/operations?member=admin@durand.example").await), Vec::<String>::new());
    let told = |address: &'static str| scene.get(&key, address);
    let stranger = told("/operations?kind=expiry&member=outsider@durand.example").await;
    let nobody = told("/operations?kind=expiry&member=nobody@durand.example").await;
    assert_eq!(stranger.body, nobody.body, "whether somebody has a login is told to nobody");
}

#[db_test(schema())]
async fn a_suspended_account_reads_and_does_not_spend(test: TestDb) {
    let (scene, key) = scene(test).await;
    scene.grant(10).await;
    let first = scene.post(&key, "k1", &render()).await;
    scene.suspend().await;
    assert_eq!(scene.balance(&key).await["total"], 7);
    assert_eq!(scene.post(&key, "k1", &render()).await.body, first.body);
    let refused = scene.post(&key, "k2", &render()).await;
    assert_eq!((refused.status, refused.problem().as_str()), (StatusCode::FORBIDDEN, "account-suspended"));
}

#[db_test(schema())]
async fn an_account_whose_payment_went_back_uses_what_it_held_and_no_more(test: TestDb) {
    let (scene, key) = scene(test).await;
    pay_for(&scene.test, scene.account, payment("BC 1", 10)).await.unwrap();
    let hold = json!({ "feature": "plan.render", "quantity": 2, "expires_in": 900 });
    let held = scene.ask(&key, "/holds", "h1", Some(&hold)).await;
    assert_eq!(held.status, StatusCode::CREATED);
    go_back(&scene.test, scene.account, 1, 10, None, true).await.unwrap();
    let told = scene.get(&key, "/balance").await.json();
    assert_eq!((&told["total"], &told["debt"], &told["blocked"]), (&json!(6), &json!(6), &json!(true)));
    let refused = [
        scene.post(&key, "k1", &render()).await,
        scene.ask(&key, "/holds", "h2", Some(&hold)).await,
        scene.ask(&key, "/leases", "l1", Some(&json!({ "amount": 1, "expires_in": 3600 }))).await,
    ];
    for answer in refused {
        assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::FORBIDDEN, "spending-blocked"));
    }
    let id = held.json()["hold"]["id"].as_str().unwrap().to_owned();
    let captured = scene.ask(&key, &format!("/holds/{id}/capture"), "c1", Some(&json!({}))).await;
    assert_eq!((captured.status, &captured.json()["balance"]["total"]), (StatusCode::CREATED, &json!(0)));
    let lines = scene.get(&key, "/operations?kind=reclaim").await.json();
    let line = &lines["operations"][0];
    assert_eq!((&line["amount"], &line["owed"], &line["quantity"]), (&json!(-4), &json!(6), &json!(10)));
    assert_eq!((&line["corrects"], &line["reason"]), (&json!("credit-1"), &json!("BC-2026-000001")));
}

fn ids(answer: &Answer) -> Vec<String> {
    let body = answer.json();
    body["operations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|operation| operation["id"].as_str().unwrap().to_owned())
        .collect()
}

#[db_test(schema())]
async fn operations_come_in_pages(test: TestDb) {
    let (scene, key) = scene(test).await;
    scene.grant(100).await;
    for n in 0..6 {
        scene.post(&key, &format!("k{n}"), &render()).await;
    }
    let mut cursor = String::new();
    let mut seen = Vec::new();
    loop {
        let page = scene.get(&key, &format!("/operations?limit=3{cursor}")).await;
        seen.extend(ids(&page));
        match page.json()["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, (1..=7).rev().map(|n| format!("credit-{n}")).collect::<Vec<_>>());
    assert_eq!(ids(&scene.get(&key, "/operations?kind=grant").await), ["credit-1"]);
    assert_eq!(ids(&scene.get(&key, "/operations?kind=&member=&from=&to=").await).len(), 7);
    assert_eq!(ids(&scene.get(&key, "/operations?from=2026-11-02&to=2026-11-02").await).len(), 7);
    assert_eq!(ids(&scene.get(&key, "/operations?from=2026-11-02T09:00:01Z").await).len(), 0);
    assert_eq!(ids(&scene.get(&key, "/operations?to=2026-11-01").await).len(), 0);
    for wrong in ["limit=0", "limit=201", "limit=x", "cursor=x", "kind=x", "member=x", "from=x", "to=2026-13-01"] {
        let answer = scene.get(&key, &format!("/operations?{wrong}")).await;
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            "{wrong}"
        );
    }
    for unknown in ["credit-8", "credit-0", "x", "credit-99999999999999999999"] {
        let answer = scene.get(&key, &format!("/operations/{unknown}")).await;
        assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::NOT_FOUND, "not-found"), "{unknown}");
    }
    assert_eq!(violations(&scene.test).await, Vec::<String>::new());
}
