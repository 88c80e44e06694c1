use jiff::SignedDuration;
use kit_core::AccountId;
use kit_testkit::{TestDb, db_test};
use serde_json::json;

use crate::scene::{Scene, leave, modules, problem};

#[db_test(kit_web::migrations(&modules()))]
async fn a_machine_is_linked_and_acts_until_it_is_unlinked(test: TestDb) {
    let scene = Scene::new(test).await;
    let code = scene.code().await;
    let (id, token) = scene.link(&code.to_lowercase().replace('-', " "), "Poste 3").await;
    assert!(token.starts_with("gm_"));
    let own = scene.machine(&token).get("/api/v1/machines/self").await.json();
    assert_eq!((own["id"].as_str(), own["name"].as_str()), (Some(id.as_str()), Some("Poste 3")));
    assert_eq!(own["account"]["number"], scene.account.to_string());
    assert_eq!(leave(&mut scene.machine(&token)).await.status, 204);
    assert_eq!(scene.machine(&token).get("/api/v1/machines/self").await.status, 401);
    assert_eq!(leave(&mut scene.machine(&token)).await.status, 401);
    assert_eq!(scene.log().await, ["machines.code-made", "machines.linked", "machines.unlinked"]);

    let other = scene.open("Ailleurs", "552100554", "chef@ailleurs.example").await;
    let code = scene.code_of(other).await.reveal();
    let mut body = scene.body(&code, "Poste 3");
    body["account"] = json!(other.to_string());
    assert_eq!(scene.ask(&body).await.status, 201, "it can be linked to another account");
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_new_code_unlinks_nothing_and_the_old_one_links_nothing(test: TestDb) {
    let scene = Scene::new(test).await;
    let old = scene.code().await;
    let (_, token) = scene.link(&old, "Poste 1").await;
    let new = scene.code().await;
    assert_eq!(problem(&scene.ask(&scene.body(&old, "Poste 2")).await), "wrong-code");
    scene.link(&new, "Poste 2").await;
    assert_eq!(scene.machine(&token).get("/api/v1/machines/self").await.status, 200);
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_lost_answer_is_told_again_and_one_that_arrived_is_not(test: TestDb) {
    let scene = Scene::new(test).await;
    let code = scene.code().await;
    let body = scene.body(&code, "Poste 1");
    let first = scene.ask_as("k1", &body).await;
    let again = scene.ask_as("k1", &body).await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (first.status, "true"));
    assert_eq!(again.json(), first.json(), "the token as well");
    let token = first.json()["token"].as_str().unwrap().to_owned();
    assert_eq!(problem(&scene.ask_as("k1", &scene.body(&code, "Poste 2")).await), "idempotency-key-reused");
    assert_eq!(problem(&scene.ask_as("k1", &scene.body("00000-00000", "Poste 1")).await), "wrong-code");

    assert_eq!(scene.beat(&token, &json!({})).await.status, 200);
    let heard = scene.ask_as("k1", &body).await.json();
    assert_eq!((&heard["token"], &heard["machine"]["id"]), (&json!(null), &first.json()["machine"]["id"]));
    leave(&mut scene.machine(&token)).await;
    assert_eq!(problem(&scene.ask_as("k1", &body).await), "machine-unlinked");

    let silent = scene.ask_as("k2", &body).await;
    scene.app.pass(SignedDuration::from_hours(24));
    let late = scene.ask_as("k2", &body).await.json();
    assert_eq!((&late["token"], silent.status.as_u16()), (&json!(null), 201), "nobody waits so long for an answer");
}

#[db_test(kit_web::migrations(&modules()))]
async fn what_cannot_be_linked_is_told_at_its_field(test: TestDb) {
    let scene = Scene::new(test).await;
    let code = scene.code().await;
    let mut body = scene.body(&code, " ");
    body["account"] = json!("C-x");
    body["version"] = json!("9".repeat(51));
    body["replaces"] = json!("x");
    let answer = scene.ask(&body).await;
    assert_eq!(problem(&answer), "invalid");
    let fields: Vec<String> = answer.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["field"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(fields, ["account", "name", "version", "replaces"]);
    let unknown = scene.ask_as("", &scene.body(&code, "Poste 1")).await;
    assert_eq!(problem(&unknown), "idempotency-key-missing");
    let mut more = scene.body(&code, "Poste 1");
    more["admin"] = json!(true);
    assert_eq!(problem(&scene.ask(&more).await), "bad-request");
}

#[db_test(kit_web::migrations(&modules()))]
async fn only_an_account_in_use_links_and_a_suspended_one_keeps_its_machines(test: TestDb) {
    let scene = Scene::new(test).await;
    let code = scene.code().await;
    let (_, token) = scene.link(&code, "Poste 1").await;
    scene.suspend().await;
    let refused = scene.ask(&scene.body(&code, "Poste 2")).await;
    assert_eq!((problem(&refused).as_str(), refused.status.as_u16()), ("account-not-active", 403));
    assert_eq!(refused.json()["state"], "suspended");
    let own = scene.machine(&token).get("/api/v1/machines/self").await.json();
    assert_eq!(own["account"]["state"], "suspended");
    assert_eq!(leave(&mut scene.machine(&token)).await.status, 204);
}

#[db_test(kit_web::migrations(&modules()))]
async fn the_token_of_a_machine_opens_nothing_else(test: TestDb) {
    let scene = Scene::new(test).await;
    let code = scene.code().await;
    let (_, token) = scene.link(&code, "Poste 1").await;
    let page = format!("/accounts/{}/machines", scene.account);
    let answer = scene.machine(&token).get(&page).await;
    assert!(answer.location().unwrap().starts_with("/sign-in"), "a page is for people");
    let key = token.replacen("gm_", "gk_", 1);
    assert_eq!(scene.machine(&key).get("/api/v1/machines/self").await.status, 401);
    let unknown = format!("gm_{}", "A".repeat(43));
    assert_eq!(scene.machine(&unknown).get("/api/v1/machines/self").await.status, 401);
    assert_eq!(scene.app.client().get("/api/v1/machines/self").await.status, 401);
}

#[db_test(kit_web::migrations(&modules()))]
async fn the_administration_address_is_told(test: TestDb) {
    let scene = Scene::new(test).await;
    let code = scene.code().await;
    assert!(scene.app.mail_to("admin@kerlann.example").await.content.subject.contains("code personnel"));
    let (_, token) = scene.link(&code, "Poste <3>").await;
    let mail = scene.app.mail_to("admin@kerlann.example").await;
    assert!(
        mail.content.text.contains("Poste") && mail.content.text.contains("Planelle 2.4.1"),
        "{}",
        mail.content.text
    );
    leave(&mut scene.machine(&token)).await;
    assert!(scene.app.mail_to("admin@kerlann.example").await.content.subject.contains("plus liés"));

    let account: AccountId = scene.account;
    let choices = format!("/accounts/{account}/notices");
    let mut admin = scene.signed_in("admin@kerlann.example").await;
    admin.submit(&choices, &choices, &[]).await;
    scene.link(&code, "Poste 2").await;
    assert!(scene.app.mails().await.is_empty(), "it was turned off");
    scene.code().await;
    assert_eq!(scene.app.mails().await.len(), 1, "a new code is always told");
}
