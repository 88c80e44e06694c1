//! Holds and leases as programs meet them.

use axum::http::StatusCode;
use kit_testkit::{TestDb, db_test};
use kit_web::Scope;
use serde_json::{Value, json};

use crate::scene::{Answer, Scene, schema};
use crate::support::violations;

const ALL: [Scope; 3] = [Scope::CreditsRead, Scope::CreditsUse, Scope::CreditsCharge];

async fn scene(test: TestDb) -> (Scene, String) {
    let scene = Scene::new(test).await;
    scene.price("plan.render", 3).await;
    scene.grant(20).await;
    let key = scene.key(&[Scope::CreditsRead, Scope::CreditsUse], None).await;
    (scene, key)
}

fn two_renders() -> Value {
    json!({ "feature": "plan.render", "quantity": 2, "expires_in": 900 })
}

fn id_of(answer: &Answer, of: &str) -> String {
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    answer.json()[of]["id"].as_str().unwrap().to_owned()
}

fn balance(total: i64, held: i64) -> Value {
    let available = total - held;
    json!({ "unit": "credit", "purchased": 0, "promotional": total, "held": held, "total": total, "available": available })
}

#[db_test(schema())]
async fn a_hold_is_made_seen_and_captured(test: TestDb) {
    let (scene, key) = scene(test).await;
    let body = json!({ "feature": "plan.render", "quantity": 2, "expires_in": 900, "reference": "Plan 12",
                       "member": "user@durand.example", "machine": "Poste 3" });
    let made = scene.ask(&key, "/holds", "h1", Some(&body)).await;
    let id = id_of(&made, "hold");
    assert_eq!(made.json()["balance"], balance(20, 6));
    let hold = json!({ "id": id, "feature": "plan.render", "amount": 6, "quantity": 2, "unit_price": 3, "state": "open",
                       "captured": 0, "at": "2026-11-02T09:00:00Z", "expires_at": "2026-11-02T09:15:00Z",
                       "reference": "Plan 12", "machine": "Poste 3", "member": "user@durand.example", "key": &key[..11] });
    assert_eq!(made.json()["hold"], hold);
    assert_eq!(scene.get(&key, &format!("/holds/{id}")).await.json(), hold);
    assert_eq!(scene.balance(&key).await, balance(20, 6));
    let captured = scene.ask(&key, &format!("/holds/{id}/capture"), "c1", Some(&json!({ "quantity": 1 }))).await;
    assert_eq!(captured.status, StatusCode::CREATED);
    let told = captured.json();
    assert_eq!(told["balance"], balance(17, 0));
    assert_eq!((&told["hold"]["state"], &told["hold"]["captured"]), (&json!("captured"), &json!(3)));
    let operation = &told["operation"];
    for (field, value) in [
        ("hold", json!(id)),
        ("amount", json!(-3)),
        ("quantity", json!(1)),
        ("unit_price", json!(3)),
        ("reference", json!("Plan 12")),
        ("member", json!("user@durand.example")),
        ("balance", balance(17, 0)),
    ] {
        assert_eq!(operation[field], value, "{field}");
    }
    assert_eq!(scene.get(&key, "/operations/credit-2").await.json(), *operation);
    assert_eq!(scene.get(&key, &format!("/holds/{id}")).await.json(), told["hold"]);
    assert_eq!(violations(&scene.test).await, Vec::<String>::new());
}

#[db_test(schema())]
async fn every_post_is_answered_again_as_the_first_time(test: TestDb) {
    let (scene, key) = scene(test).await;
    let made = scene.ask(&key, "/holds", "k1", Some(&two_renders())).await;
    let captured_id = id_of(&made, "hold");
    let released_id = id_of(&scene.ask(&key, "/holds", "k2", Some(&two_renders())).await, "hold");
    let lease = json!({ "amount": 6, "expires_in": 3600, "machine": "Poste 3" });
    let leased = scene.ask(&key, "/leases", "k1", Some(&lease)).await;
    let leased_id = id_of(&leased, "lease");
    let uses = json!({ "uses": [{ "key": "u1", "feature": "plan.render", "at": "2026-11-02T08:00:00Z" }] });
    let capture = format!("/holds/{captured_id}/capture");
    let release = format!("/holds/{released_id}/release");
    let settle = format!("/leases/{leased_id}/settle");
    let posts = [
        ("/holds", "k1", Some(two_renders()), 201),
        (capture.as_str(), "k1", Some(json!({})), 201),
        (release.as_str(), "k1", None, 200),
        ("/leases", "k1", Some(lease.clone()), 201),
        (settle.as_str(), "k1", Some(uses.clone()), 201),
    ];
    let mut first = Vec::new();
    for (path, idempotency, body, status) in &posts {
        let answer = scene.ask(&key, path, idempotency, body.as_ref()).await;
        assert_eq!(answer.status.as_u16(), *status, "{path}: {}", answer.text());
        first.push(answer);
    }
    assert_eq!((&first[0].body, &first[3].body), (&made.body, &leased.body));
    scene.test.clock.advance(crate::support::days(40));
    scene.post(&key, "later", &json!({ "feature": "plan.render" })).await;
    for ((path, idempotency, body, status), first) in posts.iter().zip(&first) {
        let again = scene.ask(&key, path, idempotency, body.as_ref()).await;
        assert_eq!((again.status.as_u16(), &again.body), (*status, &first.body), "{path}");
        assert_eq!(again.headers["idempotent-replayed"], "true", "{path}");
        let without = scene.ask(&key, path, "", body.as_ref()).await;
        assert_eq!((without.status.as_u16(), without.problem().as_str()), (400, "idempotency-key-missing"), "{path}");
    }
    let others = [
        ("/holds", json!({ "feature": "plan.render", "quantity": 1, "expires_in": 900 })),
        (capture.as_str(), json!({ "quantity": 1 })),
        ("/leases", json!({ "amount": 7, "expires_in": 3600, "machine": "Poste 3" })),
        (settle.as_str(), json!({ "uses": [] })),
    ];
    for (path, body) in others {
        let other = scene.ask(&key, path, "k1", Some(&body)).await;
        assert_eq!((other.status.as_u16(), other.problem().as_str()), (422, "idempotency-key-reused"), "{path}");
    }
    let other = scene.ask(&key, &format!("/holds/{captured_id}/release"), "k1", None).await;
    assert_eq!((other.status.as_u16(), other.problem().as_str()), (422, "idempotency-key-reused"));
    for path in [&capture, &release, &settle] {
        let body = if path.ends_with("settle") { json!({ "uses": [] }) } else { json!({}) };
        let again = scene.ask(&key, path, "another", Some(&body)).await;
        assert_eq!((again.status.as_u16(), again.problem().as_str()), (409, "hold-ended"), "{path}");
    }
    let ended = scene.ask(&key, &settle, "another", Some(&json!({ "uses": [] }))).await;
    assert_eq!(ended.json()["state"], "settled");
    assert_eq!(violations(&scene.test).await, Vec::<String>::new());
}

#[db_test(schema())]
async fn what_is_missing_and_what_is_held_is_told(test: TestDb) {
    let (scene, key) = scene(test).await;
    scene.ask(&key, "/holds", "h1", Some(&json!({ "feature": "plan.render", "amount": 18, "expires_in": 60 }))).await;
    let short = [
        scene.ask(&key, "/holds", "h2", Some(&two_renders())).await,
        scene.post(&key, "u1", &json!({ "feature": "plan.render", "quantity": 2 })).await,
        scene.ask(&key, "/leases", "l1", Some(&json!({ "amount": 6, "expires_in": 3600 }))).await,
    ];
    for answer in short {
        assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::PAYMENT_REQUIRED, "insufficient-credits"));
        assert_eq!((&answer.json()["missing"], &answer.json()["balance"]), (&json!(4), &balance(20, 18)));
    }
    scene.test.clock.advance(jiff::SignedDuration::from_secs(60));
    id_of(&scene.ask(&key, "/holds", "h2", Some(&two_renders())).await, "hold");
    assert_eq!(scene.balance(&key).await, balance(20, 6));
}

#[db_test(schema())]
async fn amounts_are_whole_uses_unless_the_key_may_charge(test: TestDb) {
    let (scene, key) = scene(test).await;
    let charging = scene.key(&[Scope::CreditsCharge], None).await;
    let hold = |amount: i64, feature: &str| json!({ "feature": feature, "amount": amount, "expires_in": 900 });
    let wrong = scene.ask(&key, "/holds", "h1", Some(&hold(7, "plan.render"))).await;
    assert_eq!((wrong.status.as_u16(), wrong.problem().as_str()), (422, "not-whole-uses"));
    let wrong = scene.ask(&key, "/holds", "h1", Some(&hold(6, "any.name"))).await;
    assert_eq!((wrong.status.as_u16(), wrong.problem().as_str()), (422, "unknown-feature"));
    let priced = id_of(&scene.ask(&key, "/holds", "h1", Some(&hold(6, "plan.render"))).await, "hold");
    let path = format!("/holds/{priced}/capture");
    for (body, problem) in [
        (json!({ "amount": 4 }), "not-whole-uses"),
        (json!({ "quantity": 1, "amount": 6 }), "not-whole-uses"),
        (json!({ "quantity": 3 }), "hold-exceeded"),
        (json!({ "amount": 9 }), "hold-exceeded"),
        (json!({ "amount": -1 }), "invalid"),
        (json!({ "quantity": 0 }), "invalid"),
        (json!({ "reference": "" }), "invalid"),
    ] {
        let answer = scene.ask(&key, &path, "c1", Some(&body)).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (422, problem), "{body}");
    }
    assert_eq!(scene.ask(&key, &path, "c1", Some(&json!({ "amount": 3 }))).await.json()["operation"]["quantity"], 1);
    let named = id_of(&scene.ask(&charging, "/holds", "h2", Some(&hold(7, "any.name"))).await, "hold");
    let path = format!("/holds/{named}/capture");
    let part = scene.ask(&key, &path, "c2", Some(&json!({ "amount": 5 }))).await;
    assert_eq!((part.status.as_u16(), part.problem().as_str()), (403, "forbidden"));
    let uses = scene.ask(&charging, &path, "c2", Some(&json!({ "quantity": 5 }))).await;
    assert_eq!((uses.status.as_u16(), uses.problem().as_str()), (422, "not-whole-uses"));
    let told = scene.ask(&charging, &path, "c2", Some(&json!({ "amount": 5, "reference": "x" }))).await.json();
    assert_eq!((&told["operation"]["amount"], &told["operation"]["reference"]), (&json!(-5), &json!("x")));
    assert!(told["operation"]["unit_price"].is_null());
}

#[db_test(schema())]
async fn a_free_feature_is_held_and_captured_for_nothing(test: TestDb) {
    let (scene, key) = scene(test).await;
    scene.price("plan.view", 0).await;
    let made = scene.ask(&key, "/holds", "h1", Some(&json!({ "feature": "plan.view", "expires_in": 60 }))).await;
    let id = id_of(&made, "hold");
    assert_eq!(made.json()["balance"], balance(20, 0));
    let captured = scene.ask(&key, &format!("/holds/{id}/capture"), "c1", Some(&json!({}))).await;
    assert_eq!(captured.json()["operation"]["amount"], 0);
    assert_eq!(violations(&scene.test).await, Vec::<String>::new());
}

#[db_test(schema())]
async fn a_lease_tells_its_prices_and_is_settled_by_them(test: TestDb) {
    let (scene, key) = scene(test).await;
    let body = json!({ "amount": 10, "expires_in": 3600, "machine": "Poste 3", "member": "user@durand.example" });
    let leased = scene.ask(&key, "/leases", "l1", Some(&body)).await;
    let id = id_of(&leased, "lease");
    assert_eq!(leased.json()["lease"]["prices"], json!([{ "feature": "plan.render", "price": 3 }]));
    assert_eq!(scene.get(&key, &format!("/leases/{id}")).await.json(), leased.json()["lease"]);
    assert_eq!(scene.get(&key, &format!("/holds/{id}")).await.status, StatusCode::NOT_FOUND, "it is no hold");
    let one = |name: &str, quantity: i64| {
        json!({ "key": name, "feature": "plan.render", "quantity": quantity, "at": "2026-11-02T09:30:00.5+01:00",
                "reference": name, "member": "admin@durand.example" })
    };
    let settle = format!("/leases/{id}/settle");
    let much = scene.ask(&key, &settle, "s1", Some(&json!({ "uses": [one("u1", 2), one("u2", 2)] }))).await;
    assert_eq!((much.status.as_u16(), much.problem().as_str()), (422, "lease-exceeded"));
    let twice = scene.ask(&key, &settle, "s1", Some(&json!({ "uses": [one("u1", 1), one("u1", 1)] }))).await;
    assert_eq!((twice.status.as_u16(), twice.problem().as_str()), (422, "idempotency-key-reused"));
    let mut last = one("u2", 1);
    last.as_object_mut().unwrap().remove("member");
    let settled = scene.ask(&key, &settle, "s1", Some(&json!({ "uses": [one("u1", 2), last] }))).await;
    assert_eq!(settled.status, StatusCode::CREATED, "{}", settled.text());
    let told = settled.json();
    assert_eq!((&told["lease"]["state"], &told["lease"]["settled"]), (&json!("settled"), &json!(9)));
    assert_eq!(told["balance"], balance(11, 0));
    let operations = told["operations"].as_array().unwrap();
    let members: Vec<&Value> = operations.iter().map(|operation| &operation["member"]).collect();
    assert_eq!(members, ["admin@durand.example", "user@durand.example"]);
    assert_eq!(operations[0]["used_at"], "2026-11-02T08:30:00.5Z");
    assert!(operations.iter().all(|operation| operation["hold"] == json!(id)));
    assert_eq!(violations(&scene.test).await, Vec::<String>::new());
}

#[db_test(schema())]
async fn a_settlement_may_be_long(test: TestDb) {
    let (scene, key) = scene(test).await;
    scene.grant(2000).await;
    let leased = scene.ask(&key, "/leases", "l1", Some(&json!({ "amount": 1500, "expires_in": 3600 }))).await;
    let settle = format!("/leases/{}/settle", id_of(&leased, "lease"));
    let uses = |count: usize| {
        let one = |n: usize| {
            json!({ "key": format!("{}{n}", "k".repeat(250)), "feature": "plan.render", "reference": "é".repeat(200),
                    "at": "2026-11-02T08:00:00Z" })
        };
        json!({ "uses": (0..count).map(one).collect::<Vec<_>>() })
    };
    let many = scene.ask(&key, &settle, "s1", Some(&uses(501))).await;
    assert_eq!((many.status.as_u16(), many.problem().as_str()), (422, "invalid"));
    let settled = scene.ask(&key, &settle, "s1", Some(&uses(500))).await;
    assert_eq!(settled.json()["operations"].as_array().map(Vec::len), Some(500));
    assert_eq!(scene.ask(&key, &settle, "s1", Some(&uses(500))).await.body, settled.body);
    assert_eq!(violations(&scene.test).await, Vec::<String>::new());
}

#[db_test(schema())]
async fn bad_requests_are_told_apart(test: TestDb) {
    let (scene, key) = scene(test).await;
    let lease =
        id_of(&scene.ask(&key, "/leases", "l", Some(&json!({ "amount": 3, "expires_in": 3600 }))).await, "lease");
    let settle = format!("/leases/{lease}/settle");
    let hold = |field: &str, value: Value| {
        let mut body = two_renders();
        body[field] = value;
        ("/holds".to_owned(), field.to_owned(), body)
    };
    let of_lease = |field: &str, value: Value| {
        let mut body = json!({ "amount": 3, "expires_in": 3600 });
        body[field] = value;
        ("/leases".to_owned(), field.to_owned(), body)
    };
    let of_use = |field: &str, value: Value| {
        let mut body = json!({ "key": "u", "feature": "plan.render", "at": "2026-11-02T08:00:00Z" });
        body[field] = value;
        (settle.clone(), format!("uses.{field}"), json!({ "uses": [body] }))
    };
    for (path, field, body) in [
        hold("feature", json!("Plan")),
        hold("quantity", json!(0)),
        hold("amount", json!(-1)),
        hold("amount", json!(1.5)),
        hold("expires_in", json!(59)),
        hold("expires_in", json!(86_401)),
        hold("expires_in", json!(1e300)),
        hold("member", json!("x")),
        hold("reference", json!("a\nb")),
        hold("machine", json!("a".repeat(101))),
        of_lease("amount", json!(0)),
        of_lease("amount", json!(1_000_000_001)),
        of_lease("expires_in", json!(3_599)),
        of_lease("expires_in", json!(604_801)),
        of_lease("machine", json!("")),
        of_use("key", json!("é")),
        of_use("feature", json!("")),
        of_use("quantity", json!(1_000_001)),
        of_use("amount", json!(-3)),
        of_use("at", json!("yesterday")),
        of_use("at", json!("1999-01-01T00:00:00Z")),
        of_use("member", json!("x")),
        of_use("reference", json!("a".repeat(201))),
    ] {
        let answer = scene.ask(&key, &path, "k", Some(&body)).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (422, "invalid"), "{body}");
        assert_eq!(answer.json()["errors"][0]["field"], field);
    }
    for (path, body) in [
        ("/holds", json!({ "feature": "plan.render" })),
        ("/holds", json!({ "feature": "plan.render", "expires_in": "900" })),
        ("/holds", json!({ "feature": "plan.render", "expires_in": 900, "ends_in": 1 })),
        ("/leases", json!({ "expires_in": 3600 })),
        (settle.as_str(), json!({})),
        (settle.as_str(), json!({ "uses": {} })),
        (settle.as_str(), json!({ "uses": [{ "key": "u" }] })),
    ] {
        let answer = scene.ask(&key, path, "k", Some(&body)).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (400, "bad-request"), "{body}");
    }
    let unknown = scene.ask(&key, "/holds", "k", Some(&json!({ "feature": "plan.x", "expires_in": 60 }))).await;
    assert_eq!((unknown.status.as_u16(), unknown.problem().as_str()), (422, "unknown-feature"));
    let (_, _, stranger) = hold("member", json!("outsider@durand.example"));
    assert_eq!(scene.ask(&key, "/holds", "k", Some(&stranger)).await.problem(), "not-a-member");
    for id in ["x", "0000000000002", "credit-1"] {
        for (path, body) in [
            (format!("/holds/{id}/capture"), json!({})),
            (format!("/holds/{id}/release"), json!({})),
            (format!("/leases/{id}/settle"), json!({ "uses": [] })),
        ] {
            let answer = scene.ask(&key, &path, "k", Some(&body)).await;
            assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (404, "not-found"), "{path}");
        }
        for path in [format!("/holds/{id}"), format!("/leases/{id}")] {
            assert_eq!(scene.get(&key, &path).await.problem(), "not-found", "{path}");
        }
    }
    assert_eq!(scene.balance(&key).await, balance(20, 3), "only the lease was made");
}

#[db_test(schema())]
async fn keys_of_members_see_their_own(test: TestDb) {
    let (scene, key) = scene(test).await;
    let (own, other) = (scene.key(&ALL, Some("user")).await, scene.key(&ALL, Some("admin")).await);
    let made = scene.ask(&own, "/holds", "h1", Some(&two_renders())).await;
    let id = id_of(&made, "hold");
    assert_eq!(made.json()["hold"]["member"], "user@durand.example");
    assert_eq!(scene.get(&other, &format!("/holds/{id}")).await.status, StatusCode::NOT_FOUND);
    let taken = scene.ask(&other, &format!("/holds/{id}/capture"), "c1", Some(&json!({}))).await;
    assert_eq!(taken.status, StatusCode::NOT_FOUND);
    assert_eq!(scene.ask(&other, "/holds", "h1", Some(&two_renders())).await.problem(), "idempotency-key-reused");
    let read = scene.key(&[Scope::CreditsRead], None).await;
    assert_eq!(scene.get(&read, &format!("/holds/{id}")).await.status, StatusCode::OK);
    let refused = scene.ask(&read, &format!("/holds/{id}/release"), "r1", None).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let released = scene.ask(&key, &format!("/holds/{id}/release"), "r1", None).await;
    assert_eq!((released.status, &released.json()["balance"]), (StatusCode::OK, &balance(20, 0)));
}

#[db_test(schema())]
async fn a_suspended_account_captures_and_settles_what_it_held_before(test: TestDb) {
    let (scene, key) = scene(test).await;
    let hold = id_of(&scene.ask(&key, "/holds", "h1", Some(&two_renders())).await, "hold");
    let lease = json!({ "amount": 6, "expires_in": 3600 });
    let lease_id = id_of(&scene.ask(&key, "/leases", "l1", Some(&lease)).await, "lease");
    scene.suspend().await;
    for (path, body) in [("/holds", two_renders()), ("/leases", lease)] {
        assert_eq!(scene.ask(&key, path, "new", Some(&body)).await.problem(), "account-suspended");
    }
    let captured = scene.ask(&key, &format!("/holds/{hold}/capture"), "c1", Some(&json!({}))).await;
    assert_eq!(captured.status, StatusCode::CREATED, "{}", captured.text());
    let uses = json!({ "uses": [{ "key": "u1", "feature": "plan.render", "at": "2026-11-02T08:00:00Z" }] });
    let settled = scene.ask(&key, &format!("/leases/{lease_id}/settle"), "s1", Some(&uses)).await;
    assert_eq!(settled.status, StatusCode::CREATED, "{}", settled.text());
}
