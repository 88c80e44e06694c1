//! An account is made from a machine, with an address alone.

use accounts::service::decisions;
use jiff::SignedDuration;
use kit_core::{AccountId, Author};
use kit_db::Failed;
use kit_testkit::{Answer, TestDb, db_test};
use publisher::{Localised, SignUp};
use serde_json::{Value, json};

use crate::scene::{Scene, modules, problem};

const PASSWORD: &str = "sept-lampadaires-bleus-42";

async fn set(scene: &Scene, sign_up: SignUp) {
    scene
        .run(Author::System("test"), move |tx, ctx| {
            Ok::<_, Failed<()>>(publisher::save_sign_up(tx, ctx, sign_up.clone(), &Localised::default())?)
        })
        .await;
}

async fn begin(scene: &Scene, email: &str) -> Answer {
    scene.app.pass(SignedDuration::from_micros(1));
    scene.app.client().post_json("/api/v1/sign-ups", &[], &json!({ "email": email, "language": "fr" })).await
}

/// The sign-up of an address, and the code in its mail.
async fn begun(scene: &Scene, email: &str) -> (String, String) {
    let answer = begin(scene, email).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    let mail = scene.app.mail_to(email).await;
    let code = mail.content.subject.rsplit(' ').next().unwrap().to_owned();
    assert!(mail.content.text.contains(&code), "{}", mail.content.text);
    (answer.json()["id"].as_str().unwrap().to_owned(), code)
}

fn sent(code: &str) -> Value {
    json!({
        "code": code, "password": PASSWORD, "name": "Poste 1", "system": "Windows 11", "application": "Planelle",
        "version": "2.4.1",
    })
}

async fn confirm(scene: &Scene, id: &str, key: &str, body: &Value) -> Answer {
    scene.app.pass(SignedDuration::from_micros(1));
    let path = format!("/api/v1/sign-ups/{id}/confirm");
    scene.app.client().post_json(&path, &[("idempotency-key", key)], body).await
}

#[db_test(kit_web::migrations(&modules()))]
async fn from_an_address_alone_to_a_machine_that_waits_and_is_let_in(test: TestDb) {
    let scene = Scene::new(test).await;
    let (id, code) = begun(&scene, "lea.petit@petit.fr").await;
    let created = confirm(&scene, &id, "k", &sent(&code.to_lowercase().replace('-', " "))).await;
    assert_eq!(created.status, 201, "{}", created.text());
    let told = created.json();
    assert_eq!(told["machine"]["account"]["state"], "pending", "the publisher decides");
    let token = told["token"].as_str().unwrap().to_owned();
    let own = scene.machine(&token).get("/api/v1/machines/self").await.json();
    assert_eq!(own["account"]["state"], "pending");

    let account: AccountId = told["machine"]["account"]["number"].as_str().unwrap().parse().unwrap();
    scene
        .run(Author::System("test"), move |tx, ctx| {
            decisions::accept(tx, ctx, account).map_err(|_| Failed::Refused(()))
        })
        .await;
    let own = scene.machine(&token).get("/api/v1/machines/self").await.json();
    assert_eq!(own["account"]["state"], "active");
    let mut other = scene.body(told["personal_code"].as_str().unwrap(), "Poste 2");
    other["account"] = json!(account.to_string());
    assert_eq!(scene.ask(&other).await.status, 201, "another machine, with the personal code");

    let mut lea = scene.app.client();
    let signed_in =
        lea.submit("/sign-in", "/sign-in", &[("email", "lea.petit@petit.fr"), ("password", PASSWORD)]).await;
    assert!(signed_in.status.is_redirection(), "{}", signed_in.text());
    let page = lea.get(&format!("/accounts/{account}/machines")).await;
    assert!(page.says("Poste 1") && page.says("à la création du compte") && page.says("Lea Petit"), "{}", page.text());
}

#[db_test(kit_web::migrations(&modules()))]
async fn an_open_sign_up_is_in_use_at_once_and_its_company_is_completed_once(test: TestDb) {
    let scene = Scene::new(test).await;
    set(&scene, SignUp { open: true, at_once: true }).await;
    let (id, code) = begun(&scene, "max@martin.fr").await;
    let told = confirm(&scene, &id, "k", &sent(&code)).await.json();
    assert_eq!(told["machine"]["account"]["state"], "active");
    let account = told["machine"]["account"]["number"].as_str().unwrap().to_owned();
    let mut max = scene.signed_in("max@martin.fr").await;
    let list = max.get(&format!("/accounts/{account}/company")).await.text();
    let company = format!("/accounts/{account}/company/");
    let links = list.match_indices(&company).map(|(at, _)| &list[at..]);
    let links = links.map(|link| link.split('"').next().unwrap());
    let page = links.filter(|link| !link.ends_with("/new")).last().expect("a company").to_owned();
    let company = [
        ("company", "Boulangerie Martin"),
        ("country", "FR"),
        ("siren", "443061841"),
        ("line1", "1 rue du Four"),
        ("postal_code", "69003"),
        ("town", "Lyon"),
    ];
    let completed = max.submit(&page, &page, &company).await;
    assert!(completed.status.is_redirection(), "{}", completed.text());
    let mut renamed = company;
    renamed[0].1 = "Autre chose";
    assert_eq!(max.submit(&page, &page, &renamed).await.status, 422, "once");
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_confirmation_is_repeated_and_done_once(test: TestDb) {
    let scene = Scene::new(test).await;
    let (id, code) = begun(&scene, "max@martin.fr").await;
    let first = confirm(&scene, &id, "k", &sent(&code)).await.json();
    let again = confirm(&scene, &id, "k", &sent(&code)).await;
    assert_eq!(again.header("idempotent-replayed"), "true");
    let told = again.json();
    assert_eq!((&told["token"], &told["machine"]["id"]), (&first["token"], &first["machine"]["id"]));
    assert_eq!(told["personal_code"], json!(null), "shown once");
    assert_eq!(problem(&confirm(&scene, &id, "other", &sent(&code)).await), "wrong-mailed-code", "it was used");
    let mut changed = sent(&code);
    changed["name"] = json!("Poste 2");
    assert_eq!(problem(&confirm(&scene, &id, "k", &changed).await), "idempotency-key-reused");
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_code_is_guessed_at_as_rarely_as_a_password_and_lives_an_hour(test: TestDb) {
    let scene = Scene::new(test).await;
    let (id, code) = begun(&scene, "max@martin.fr").await;
    for _ in 0..5 {
        assert_eq!(problem(&confirm(&scene, &id, "k", &sent("0000-0000")).await), "wrong-mailed-code");
    }
    assert_eq!(confirm(&scene, &id, "k", &sent(&code)).await.status, 429);
    scene.app.pass(SignedDuration::from_hours(1));
    assert_eq!(problem(&confirm(&scene, &id, "k", &sent(&code)).await), "wrong-mailed-code", "too late");
    let weak =
        json!({ "code": code, "password": "1234", "name": "P", "system": "s", "application": "a", "version": "1" });
    assert_eq!(problem(&confirm(&scene, &id, "k", &weak).await), "invalid");
}

#[db_test(kit_web::migrations(&modules()))]
async fn nobody_learns_who_has_a_login(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.app.mails().await;
    let known = begin(&scene, "admin@kerlann.example").await;
    assert_eq!(known.status, 202);
    let mail = scene.app.mail_to("admin@kerlann.example").await;
    assert!(mail.content.subject.contains("déjà un identifiant"), "{}", mail.content.subject);
    let fields = |answer: &Answer| answer.json().as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let unknown = begin(&scene, "new@elsewhere.fr").await;
    assert_eq!((fields(&known), known.status), (fields(&unknown), unknown.status));
    let id = known.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(problem(&confirm(&scene, &id, "k", &sent("0000-0000")).await), "wrong-mailed-code");
    for _ in 0..4 {
        assert_eq!(begin(&scene, "flood@elsewhere.fr").await.status, 202);
    }
    let mails = scene.app.mails().await;
    assert_eq!(mails.iter().filter(|mail| mail.to.as_str() == "flood@elsewhere.fr").count(), 3);
    let mut owner = scene.app.client().at("198.51.100.7:40000".parse().unwrap());
    owner.post_json("/api/v1/sign-ups", &[], &json!({ "email": "flood@elsewhere.fr", "language": "fr" })).await;
    assert_eq!(scene.app.mails().await.len(), 1, "who comes from another network is not kept out");
}

#[db_test(kit_web::migrations(&modules()))]
async fn who_asked_to_be_forgotten_is_told_to_take_that_back_first(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.app.mails().await;
    let now = scene.app.test.clock.now();
    scene
        .run(Author::System("test"), move |tx, _| {
            let email = kit_mail::Email::parse("user@kerlann.example").unwrap();
            let person = people::service::person_by_email(tx, &email)?.unwrap();
            Ok::<_, Failed<()>>(people::service::set_leaving(tx, person.id, Some(now))?)
        })
        .await;
    assert_eq!(begin(&scene, "user@kerlann.example").await.status, 202);
    let mail = scene.app.mail_to("user@kerlann.example").await;
    assert!(mail.content.subject.contains("l’effacement de vos données"), "{}", mail.content.subject);
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_closed_sign_up_says_so(test: TestDb) {
    let scene = Scene::new(test).await;
    set(&scene, SignUp { open: false, at_once: false }).await;
    let closed = begin(&scene, "max@martin.fr").await;
    assert_eq!((closed.status.as_u16(), problem(&closed).as_str()), (403, "sign-up-closed"));
    assert_eq!(problem(&begin(&scene, "not an address").await), "invalid");
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_refused_application_is_changed_in_the_portal_alone(test: TestDb) {
    const ACCOUNT: &str = "/api/v1/machines/self/account";
    let scene = Scene::new(test).await;
    let (id, code) = begun(&scene, "max@martin.fr").await;
    let told = confirm(&scene, &id, "k", &sent(&code)).await.json();
    let token = told["token"].as_str().unwrap().to_owned();
    let edit = async |changes: Value| {
        let version = scene.machine(&token).get(ACCOUNT).await.json()["version"].clone();
        let body = json!({ "version": version, "login": "max@martin.fr", "password": PASSWORD, "changes": changes });
        scene.machine(&token).patch_json(ACCOUNT, &body).await
    };
    let completed = json!({
        "company": "Boulangerie Martin", "siren": "443061841", "line1": "1 rue du Four", "postal_code": "69003", "town": "Lyon",
    });
    let waiting = edit(completed).await;
    assert_eq!(waiting.status, 200, "while it waits: {}", waiting.text());
    let account: AccountId = told["machine"]["account"]["number"].as_str().unwrap().parse().unwrap();
    scene
        .run(Author::System("test"), move |tx, ctx| {
            decisions::refuse_application(tx, ctx, account, "Doublon").map_err(|_| Failed::Refused(()))
        })
        .await;
    scene.app.mails().await;
    let late = edit(json!({ "town": "Bron", "email": "somebody@victim.example" })).await;
    assert_eq!((late.status.as_u16(), problem(&late).as_str()), (403, "account-not-editable"));
    assert_eq!(late.json()["state"], "refused");
    assert_eq!(scene.machine(&token).get(ACCOUNT).await.json()["town"], "Lyon");
    assert!(scene.app.mails().await.is_empty());
}
