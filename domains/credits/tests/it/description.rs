//! The API does what its description says, and nothing else.

use std::collections::BTreeSet;

use kit_testkit::TestDb;
use kit_web::{Demand, Scope};
use serde_json::{Value, json};

use crate::scene::{Scene, schema};

#[test]
fn every_endpoint_is_described_and_every_description_is_an_endpoint() {
    let own = credits::module().routes;
    let own = own.iter().filter(|route| route.path.starts_with("/api/") && matches!(route.demand, Demand::Key(_)));
    // The description is of the whole API: that of machines stands in it.
    let machines = machines::module().routes;
    let endpoints = own.chain(machines.iter().filter(|route| route.path.starts_with("/api/")));
    let served: BTreeSet<(String, String)> =
        endpoints.map(|route| (route.method.as_str().to_ascii_lowercase(), route.path.to_owned())).collect();
    let described: BTreeSet<(String, String)> = operations().map(|(method, path, _)| (method, path)).collect();
    assert_eq!(served, described);
    assert!(credits::document()["openapi"].as_str().unwrap().starts_with("3.1"));
}

fn operations() -> impl Iterator<Item = (String, String, &'static Value)> {
    let paths = credits::document()["paths"].as_object().unwrap();
    paths.iter().flat_map(|(path, methods)| {
        methods.as_object().unwrap().iter().map(move |(method, operation)| (method.clone(), path.clone(), operation))
    })
}

#[test]
fn the_scopes_described_are_those_demanded() {
    for route in credits::module().routes {
        let Demand::Key(scopes) = route.demand else { continue };
        let method = route.method.as_str().to_ascii_lowercase();
        let operation = &credits::document()["paths"][route.path][method];
        let described: Vec<&str> =
            operation["security"].as_array().unwrap().iter().map(|way| way["key"][0].as_str().unwrap()).collect();
        assert_eq!(described, scopes.iter().map(|scope| scope.code()).collect::<Vec<_>>(), "{}", route.path);
    }
}

#[test]
fn every_status_of_a_problem_is_described_somewhere() {
    let described: BTreeSet<String> = operations()
        .flat_map(|(_, _, operation)| operation["responses"].as_object().unwrap().keys().cloned())
        .collect();
    for problem in credits::PROBLEMS {
        let status = problem.status.as_u16();
        // Any address may answer these.
        let everywhere = matches!(status, 405 | 429 | 500);
        assert!(everywhere || described.contains(&status.to_string()), "{}", problem.kind);
    }
    let kinds: BTreeSet<&str> = credits::PROBLEMS.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds.len(), credits::PROBLEMS.len());
}

/// What is wrong with a value in the light of a schema: fields that are not described, or are missing.
fn differences(schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let schema = match schema["$ref"].as_str() {
        Some(name) => &credits::document()["components"]["schemas"][name.rsplit('/').next().unwrap()],
        None => schema,
    };
    match value {
        Value::Object(fields) => {
            let described = |name: &str| &schema["properties"][name];
            let undescribed = fields
                .keys()
                .filter(|name| described(name).is_null())
                .map(|name| format!("{at}.{name} is not described"));
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let missing =
                required.filter(|name| !fields.contains_key(*name)).map(|name| format!("{at}.{name} is missing"));
            let within =
                fields.iter().flat_map(|(name, value)| differences(described(name), value, &format!("{at}.{name}")));
            undescribed.chain(missing).chain(within).collect()
        }
        Value::Array(values) => values.iter().flat_map(|value| differences(&schema["items"], value, at)).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn answers_are_as_described() {
    let scene = Scene::new(TestDb::sqlite(&schema()).await).await;
    scene.grant(10).await;
    let key = scene.key(&[Scope::CreditsRead, Scope::CreditsCharge], Some("user")).await;
    let body = json!({ "feature": "a.b", "amount": 3, "reference": "x" });
    let used = scene.post(&key, "k1", &body).await;
    let named = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let none = Vec::<String>::new();
    assert_eq!(differences(&named("Used"), &used.json(), "used"), none);
    assert_eq!(differences(&named("Balance"), &scene.get(&key, "/balance").await.json(), "balance"), none);
    assert_eq!(differences(&named("Operations"), &scene.get(&key, "/operations").await.json(), "operations"), none);
    assert_eq!(
        differences(&named("Operation"), &scene.get(&key, "/operations/credit-2").await.json(), "operation"),
        none
    );
    assert_eq!(differences(&named("Usage"), &body, "body"), none);

    let hold = json!({ "feature": "a.b", "amount": 3, "expires_in": 60, "machine": "m", "reference": "x" });
    let lease = json!({ "amount": 3, "expires_in": 3600, "machine": "m" });
    let uses = json!({ "uses": [{ "key": "u", "feature": "a.b", "amount": 3, "at": "2026-11-02T08:00:00Z" }] });
    let held = scene.ask(&key, "/holds", "k1", Some(&hold)).await.json();
    let leased = scene.ask(&key, "/leases", "k1", Some(&lease)).await.json();
    let (hold_id, lease_id) = (held["hold"]["id"].as_str().unwrap(), leased["lease"]["id"].as_str().unwrap());
    let (capture, settle) = (format!("/holds/{hold_id}/capture"), format!("/leases/{lease_id}/settle"));
    let captured = scene.ask(&key, &capture, "k1", Some(&json!({ "amount": 2 }))).await.json();
    let settled = scene.ask(&key, &settle, "k1", Some(&uses)).await.json();
    let seen = scene.get(&key, &format!("/leases/{lease_id}")).await.json();
    for (name, value) in [
        ("NewHold", &hold),
        ("NewLease", &lease),
        ("Settlement", &uses),
        ("Held", &held),
        ("Leased", &leased),
        ("Captured", &captured),
        ("Settled", &settled),
        ("Lease", &seen),
    ] {
        assert_eq!(differences(&named(name), value, name), none);
    }
}

#[tokio::test]
async fn the_description_is_served_to_programs_and_people() {
    let scene = Scene::new(TestDb::sqlite(&schema()).await).await;
    let document = scene.visit("", "/api/v1/openapi.json").await;
    assert_eq!(document.json(), *credits::document());
    let page = scene.visit("", "/api/v1/docs").await.text();
    for problem in credits::PROBLEMS {
        assert!(page.contains(&format!("id=\"problem-{}\"", problem.kind)), "{}", problem.kind);
    }
    for (_, path, operation) in operations() {
        assert!(page.contains(&path));
        assert!(page.contains(operation["summary"].as_str().unwrap()));
    }
    let names: Vec<&String> = credits::document()["components"]["schemas"].as_object().unwrap().keys().collect();
    for linked in page.split("href=\"#schema-").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(names.iter().any(|name| *name == linked), "{linked} leads nowhere");
    }
    assert!(!page.contains("credits-api"), "every text has words");
}
