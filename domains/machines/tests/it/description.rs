//! The API does what its description says, and nothing else.

use std::collections::BTreeSet;

use kit_testkit::TestDb;
use kit_web::{Demand, SHARED_PROBLEMS};
use serde_json::{Value, json};

use crate::scene::{Scene, modules, problem};

fn document() -> Value {
    serde_json::to_value(machines::description()).unwrap()
}

#[test]
fn every_endpoint_is_described_and_every_description_is_an_endpoint() {
    let document = document();
    let routes = machines::module().routes;
    let served: BTreeSet<(String, String)> = routes
        .iter()
        .filter(|route| route.path.starts_with("/api/"))
        .map(|route| (route.method.as_str().to_ascii_lowercase(), route.path.to_owned()))
        .collect();
    let described: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| methods.as_object().unwrap().keys().map(|method| (method.clone(), path.clone())))
        .collect();
    assert_eq!(served, described);
    for route in routes.iter().filter(|route| route.path.starts_with("/api/")) {
        let method = route.method.as_str().to_ascii_lowercase();
        let security = &document["paths"][route.path][method]["security"];
        let expected = if route.demand == Demand::Machine { json!([{ "machine": [] }]) } else { json!([{}]) };
        assert_eq!(*security, expected, "{}", route.path);
    }
}

#[test]
fn problems_have_names_of_their_own() {
    let all: Vec<&str> = machines::PROBLEMS.iter().chain(SHARED_PROBLEMS).map(|problem| problem.kind).collect();
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
}

/// What is wrong with a value in the light of a schema: fields that are not described, or are missing.
fn differences(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let schema = match schema["$ref"].as_str() {
        Some(name) => &document["components"]["schemas"][name.rsplit('/').next().unwrap()],
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
            let within = fields
                .iter()
                .flat_map(|(name, value)| differences(document, described(name), value, &format!("{at}.{name}")));
            undescribed.chain(missing).chain(within).collect()
        }
        Value::Array(values) => {
            values.iter().flat_map(|value| differences(document, &schema["items"], value, at)).collect()
        }
        _ => Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_as_described() {
    let scene = Scene::new(TestDb::sqlite(&kit_web::migrations(&modules())).await).await;
    let document = document();
    let check = |name: &str, value: &Value| {
        let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
        assert_eq!(differences(&document, &schema, value, name), Vec::<String>::new());
    };
    let code = scene.code().await;
    let mut body = scene.body(&code, "Poste 1");
    let linked = scene.ask(&body).await.json();
    check("LinkedMachine", &linked);
    let token = linked["token"].as_str().unwrap().to_owned();
    check("Machine", &scene.machine(&token).get("/api/v1/machines/self").await.json());
    let beat = json!({ "version": "3" });
    let account = scene.machine(&token).get("/api/v1/machines/self/account").await.json();
    check("ShownAccount", &account);
    let edit = json!({ "version": account["version"], "login": "a@b.fr", "password": "x", "code": "1", "changes": { "town": "" } });
    check("AccountEdit", &edit);
    check("MachineProblem", &scene.machine(&token).patch_json("/api/v1/machines/self/account", &edit).await.json());
    check("PortalVisit", &json!({ "login": "a@b.fr", "password": "x", "code": "1" }));
    check("Heartbeat", &beat);
    check("Machine", &scene.beat(&token, &beat).await.json());
    check("ForgottenCode", &json!({ "account": "C-1" }));
    let sign_up = json!({ "email": "max@martin.fr", "language": "fr", "company": "Martin" });
    check("NewSignUp", &sign_up);
    let begun = scene.app.client().post_json("/api/v1/sign-ups", &[], &sign_up).await.json();
    check("SignUp", &begun);
    let mail = scene.app.mail_to("max@martin.fr").await;
    let mailed = mail.content.subject.rsplit(' ').next().unwrap().to_owned();
    let confirmation = json!({
        "code": mailed, "password": "sept-lampadaires-bleus-42", "name": "P", "system": "s", "application": "a",
        "version": "1",
    });
    check("SignUpConfirmation", &confirmation);
    let path = format!("/api/v1/sign-ups/{}/confirm", begun["id"].as_str().unwrap());
    let created = scene.app.client().post_json(&path, &[("idempotency-key", "k")], &confirmation).await;
    assert_eq!(created.status, 201, "{}", created.text());
    check("CreatedAccount", &created.json());
    scene.limit(Some(1), Some(0)).await;
    let full = scene.ask(&body).await;
    check("MachineProblem", &full.json());
    body["replaces"] = linked["machine"]["id"].clone();
    check("NewMachine", &body);
    let spent = scene.ask(&body).await;
    assert_eq!(problem(&spent), "no-replacement-left");
    check("MachineProblem", &spent.json());
    body["name"] = json!("");
    check("MachineProblem", &scene.ask(&body).await.json());
    scene.suspend().await;
    check("MachineProblem", &scene.ask(&scene.body(&code, "Poste 2")).await.json());
}
