//! The account as a machine shows it, changed by an admin who sits there.

use http::StatusCode;
use jiff::SignedDuration;
use kit_core::{Author, Id, PersonId};
use kit_db::Failed;
use kit_mail::Email;
use kit_testkit::{Answer, TestDb, db_test};
use people::service::SecondFactorState;
use people::{TotpSecret, TryAgain, hashing};
use serde_json::{Value, json};

use crate::scene::{Scene, leave, modules, problem};

const PASSWORD: &str = "sept-lampadaires-bleus-42";
const ADMIN: &str = "admin@kerlann.example";
const ACCOUNT: &str = "/api/v1/machines/self/account";

/// A machine of the scene, whose people have chosen a password.
async fn seated(test: TestDb) -> (Scene, String) {
    let scene = Scene::new(test).await;
    let token = seat(&scene).await;
    (scene, token)
}

/// Gives the scene's people their passwords, and links a machine.
async fn seat(scene: &Scene) -> String {
    for email in [ADMIN, "coordinator@kerlann.example", "user@kerlann.example"] {
        choose(scene, email).await;
    }
    let code = scene.code().await;
    scene.link(&code, "Poste 3").await.1
}

async fn person(scene: &Scene, email: &str) -> PersonId {
    let email = Email::parse(email).unwrap();
    scene.app.read(move |read| people::service::person_by_email(read, &email)).await.unwrap().id
}

async fn choose(scene: &Scene, email: &str) {
    let (person, random) = (person(scene, email).await, &scene.app.context(Author::Visitor).random);
    let password = hashing::accept(random, PASSWORD, &[]).await.unwrap().unwrap();
    scene
        .run(Author::System("test"), move |tx, ctx| {
            Ok::<_, Failed<()>>(people::service::set_password(tx, ctx, person, &password)?)
        })
        .await;
}

/// Gives somebody a second factor.
async fn enrol(scene: &Scene, email: &str) -> TotpSecret {
    let (person, session) = (person(scene, email).await, Id::from_raw(7));
    let counted = scene
        .run::<_, TryAgain, _>(Author::System("test"), move |tx, ctx| {
            people::service::try_own_password(tx, ctx, person)
        })
        .await;
    let proof = counted.verify(PASSWORD).await.unwrap().unwrap();
    scene
        .run(Author::System("test"), move |tx, ctx| {
            people::service::start_second_factor(tx, ctx, &proof, session).map_err(|_| Failed::Refused(()))
        })
        .await;
    let (keys, now) = (scene.app.context(Author::Visitor).keys.clone(), scene.app.test.clock.now());
    let state = scene.app.read(move |read| people::service::second_factor(read, &keys, person, session, now)).await;
    let SecondFactorState::Started(secret) = state else { panic!("{state:?}") };
    let code = secret.code_at(now);
    scene
        .run(Author::System("test"), move |tx, ctx| {
            people::service::confirm_second_factor(tx, ctx, person, session, &code).map_err(|_| Failed::Refused(()))
        })
        .await;
    // The first code was used.
    scene.app.pass(SignedDuration::from_secs(60));
    secret
}

async fn shown(scene: &Scene, token: &str) -> Value {
    let answer = scene.machine(token).get(ACCOUNT).await;
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"), "{}", answer.text());
    answer.json()
}

fn edit_by(version: &Value, login: &str, password: &str, changes: Value) -> Value {
    json!({ "version": version, "login": login, "password": password, "changes": changes })
}

/// An edit by the admin, which begins with what is shown now.
async fn edit(scene: &Scene, token: &str, changes: Value) -> Answer {
    let version = shown(scene, token).await["version"].clone();
    send(scene, token, &edit_by(&version, ADMIN, PASSWORD, changes)).await
}

async fn send(scene: &Scene, token: &str, body: &Value) -> Answer {
    scene.app.pass(SignedDuration::from_micros(1));
    scene.machine(token).patch_json(ACCOUNT, body).await
}

/// Field and code of each value that is refused.
fn wrong(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!(problem(answer), "invalid");
    let text = |error: &Value, name: &str| error[name].as_str().unwrap().to_owned();
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    errors.iter().map(|error| (text(error, "field"), text(error, "code"))).collect()
}

fn told(field: &str, code: &str) -> (String, String) {
    (field.to_owned(), code.to_owned())
}

#[db_test(kit_web::migrations(&modules()))]
async fn an_admin_changes_what_is_the_accounts_own(test: TestDb) {
    let (scene, token) = seated(test).await;
    let before = shown(&scene, &token).await;
    assert_eq!((before["company"].as_str(), before["town"].as_str()), (Some("Atelier Kerlann"), Some("Lyon")));
    assert_eq!((before["surname"].as_str(), before["email"].as_str()), (Some("Durand"), Some(ADMIN)));
    let changes = json!({
        "line1": "5 quai de la Fosse", "town": "Villeurbanne", "postal_code": "69100", "phone": "04 72 00 00 01", "ape": "7112b",
        "surname": "Le Goff", "email": "compta@kerlann.example",
    });
    let done = edit(&scene, &token, changes).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    let after = done.json();
    assert_eq!((after["ape"].as_str(), after["phone"].as_str()), (Some("71.12B"), Some("04 72 00 00 01")));
    assert_eq!((after["surname"].as_str(), after["first_name"].as_str()), (Some("Le Goff"), Some("Camille")));
    assert_eq!(after["email"], ADMIN, "until its owner confirms it");
    assert_eq!(after["email_awaited"], "compta@kerlann.example");
    assert_ne!(after["version"], before["version"]);
    assert_eq!(shown(&scene, &token).await, after);
    assert!(scene.app.mail_to("compta@kerlann.example").await.content.text.contains("http"));
    assert_eq!(scene.log().await.last().map(String::as_str), Some("machines.account-edited"));
    let page = scene.signed_in(ADMIN).await.get(&format!("/accounts/{}/log", scene.account)).await;
    assert!(
        page.says("Villeurbanne") && page.says("Lyon") && page.says("Le Goff"),
        "before, after, by whom: {}",
        page.text()
    );
    let same = edit(&scene, &token, json!({ "town": "Villeurbanne" })).await;
    assert_eq!(same.json()["version"], after["version"], "nothing new, nothing logged");
    assert_eq!(scene.log().await.iter().filter(|action| *action == "machines.account-edited").count(), 1);
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_machine_writes_to_nobody_all_day(test: TestDb) {
    let (scene, token) = seated(test).await;
    scene.app.mails().await;
    for _ in 0..5 {
        let again = edit(&scene, &token, json!({ "email": "somebody@victim.example" })).await;
        assert_eq!(again.status, StatusCode::OK, "{}", again.text());
        assert_eq!(again.json()["email_awaited"], "somebody@victim.example");
    }
    assert_eq!(scene.app.mails().await.len(), 1, "it is on its way");
    for email in ["second@victim.example", "third@victim.example"] {
        assert_eq!(edit(&scene, &token, json!({ "email": email })).await.status, StatusCode::OK);
    }
    let many = edit(&scene, &token, json!({ "email": "fourth@victim.example", "town": "Bron" })).await;
    assert_eq!(wrong(&many), [told("email", "too-many-mails")]);
    assert_eq!(shown(&scene, &token).await["town"], "Lyon", "together or not at all");
    assert_eq!(scene.app.mails().await.len(), 2);
    assert_eq!(edit(&scene, &token, json!({ "town": "Bron" })).await.status, StatusCode::OK, "the rest goes on");
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_network_asks_for_mails_from_a_machine_as_rarely_as_on_the_pages(test: TestDb) {
    let scene = Scene::strict(test).await;
    let token = seat(&scene).await;
    let mut statuses = Vec::new();
    for _ in 0..11 {
        statuses.push(edit(&scene, &token, json!({ "email": "compta@kerlann.example" })).await.status);
    }
    assert_eq!(statuses.pop(), Some(StatusCode::TOO_MANY_REQUESTS));
    assert!(statuses.iter().all(|status| *status == StatusCode::OK), "{statuses:?}");
    assert_eq!(edit(&scene, &token, json!({ "town": "Bron" })).await.status, StatusCode::OK, "what mails nobody");
}

#[db_test(kit_web::migrations(&modules()))]
async fn two_edits_do_not_overwrite_each_other(test: TestDb) {
    let (scene, token) = seated(test).await;
    let version = shown(&scene, &token).await["version"].clone();
    let (one, other) = (
        edit_by(&version, ADMIN, PASSWORD, json!({ "town": "Bron" })),
        edit_by(&version, ADMIN, PASSWORD, json!({ "town": "Nantes" })),
    );
    assert_eq!(send(&scene, &token, &one).await.status, StatusCode::OK);
    let late = send(&scene, &token, &other).await;
    assert_eq!((late.status, problem(&late).as_str()), (StatusCode::CONFLICT, "account-changed"));
    assert_eq!(shown(&scene, &token).await["town"], "Bron");
}

#[db_test(kit_web::migrations(&modules()))]
async fn what_is_wrong_is_told_at_its_field(test: TestDb) {
    let (scene, token) = seated(test).await;
    let answer = edit(
        &scene,
        &token,
        json!({ "phone": "12", "ape": "44.01Z", "postal_code": "1", "town": "", "email": "x", "surname": "www.x.fr" }),
    )
    .await;
    let expected = [
        told("ape", "ape-unknown"),
        told("postal_code", "postal-code-form"),
        told("town", "missing"),
        told("phone", "phone-country"),
        told("surname", "character"),
        told("email", "email"),
    ];
    assert_eq!(wrong(&answer), expected);
    assert_eq!(answer.json()["errors"][1]["detail"], "A French postal code has 5 digits, for example 69003.");
    assert_eq!(wrong(&edit(&scene, &token, json!({ "line1": "x".repeat(121) })).await), [told("line1", "too-long")]);
    assert_eq!(wrong(&edit(&scene, &token, json!({ "company": "Autre" })).await), [told("company", "company-fixed")]);
    assert_eq!(wrong(&edit(&scene, &token, json!({ "siren": "552100554" })).await), [told("siren", "company-fixed")]);
    let unknown = edit(&scene, &token, json!({ "number": "C-1" })).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST, "a field that there is not");
}

#[db_test(kit_web::migrations(&modules()))]
async fn only_an_admin_of_the_account_changes_it(test: TestDb) {
    let (scene, token) = seated(test).await;
    scene.open("Ailleurs", "552100554", "chef@ailleurs.example").await;
    choose(&scene, "chef@ailleurs.example").await;
    let version = shown(&scene, &token).await["version"].clone();
    let change = json!({ "town": "Bron" });
    let mut answers = Vec::new();
    for (login, password) in [
        (ADMIN, "not the password"),
        ("coordinator@kerlann.example", PASSWORD),
        ("chef@ailleurs.example", PASSWORD),
        ("nobody@elsewhere.example", PASSWORD),
    ] {
        let answer = send(&scene, &token, &edit_by(&version, login, password, change.clone())).await;
        assert_eq!((answer.status.as_u16(), problem(&answer).as_str()), (422, "wrong-password"), "{login}");
        answers.push(answer.text());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "nobody learns whose password it is");
    assert_eq!(shown(&scene, &token).await["town"], "Lyon");
    let nobody = scene.app.client().patch_json(ACCOUNT, &edit_by(&version, ADMIN, PASSWORD, change.clone())).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED, "not without a machine");
    leave(&mut scene.machine(&token)).await;
    let late = scene.machine(&token).patch_json(ACCOUNT, &edit_by(&version, ADMIN, PASSWORD, change)).await;
    assert_eq!(late.status, StatusCode::UNAUTHORIZED, "not by one that was unlinked");
}

#[db_test(kit_web::migrations(&modules()))]
async fn of_a_closed_account_a_machine_reads_and_changes_nothing(test: TestDb) {
    let (scene, token) = seated(test).await;
    let version = shown(&scene, &token).await["version"].clone();
    scene.close().await;
    let change = edit_by(&version, ADMIN, PASSWORD, json!({ "company": "Tout autre chose", "siren": "552100554" }));
    let late = send(&scene, &token, &change).await;
    assert_eq!((late.status, problem(&late).as_str()), (StatusCode::UNAUTHORIZED, "unauthorized"), "{}", late.text());
    for path in ["/api/v1/machines/self", ACCOUNT] {
        assert_eq!(scene.machine(&token).get(path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    assert_eq!(scene.beat(&token, &json!({})).await.status, StatusCode::UNAUTHORIZED);
    let portal = json!({ "login": ADMIN, "password": PASSWORD });
    let portal = scene.machine(&token).post_json("/api/v1/machines/self/portal", &[], &portal).await;
    assert_eq!(portal.status, StatusCode::UNAUTHORIZED);
    scene.restore().await;
    assert_eq!(shown(&scene, &token).await["company"], "Atelier Kerlann", "it comes back with the account");
    scene.suspend().await;
    assert_eq!(shown(&scene, &token).await["state"], "suspended");
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_guesser_gets_five_whichever_machine_and_shuts_nobody_out_of_the_pages(test: TestDb) {
    let (scene, token) = seated(test).await;
    let code = scene.code().await;
    let (_, other) = scene.link(&code, "Poste 4").await;
    let version = shown(&scene, &token).await["version"].clone();
    for n in 0..5 {
        let machine = if n % 2 == 0 { &token } else { &other };
        let wrong = edit_by(&version, ADMIN, "not the password", json!({}));
        assert_eq!(problem(&send(&scene, machine, &wrong).await), "wrong-password");
    }
    let right = edit_by(&version, ADMIN, PASSWORD, json!({ "town": "Bron" }));
    let waits = send(&scene, &other, &right).await;
    assert_eq!((waits.status.as_u16(), problem(&waits).as_str()), (429, "too-many-requests"));
    let mut browser = scene.app.client();
    let door = browser.submit("/sign-in", "/sign-in", &[("email", ADMIN), ("password", PASSWORD)]).await;
    assert!(door.status.is_redirection(), "the pages are another place");
    scene.app.pass(SignedDuration::from_mins(1));
    assert_eq!(send(&scene, &token, &right).await.status, StatusCode::OK, "who waited gets a turn");
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_second_factor_is_asked_for_where_there_is_one(test: TestDb) {
    let (scene, token) = seated(test).await;
    let secret = enrol(&scene, ADMIN).await;
    let version = shown(&scene, &token).await["version"].clone();
    let mut sent = edit_by(&version, ADMIN, PASSWORD, json!({ "town": "Bron" }));
    assert_eq!(problem(&send(&scene, &token, &sent).await), "code-required");
    sent["code"] = json!("000000");
    assert_eq!(problem(&send(&scene, &token, &sent).await), "wrong-second-factor");
    assert_eq!(shown(&scene, &token).await["town"], "Lyon");
    let code = secret.code_at(scene.app.test.clock.now());
    sent["code"] = json!(code);
    assert_eq!(send(&scene, &token, &sent).await.status, StatusCode::OK);
    let mut again = edit_by(&shown(&scene, &token).await["version"], ADMIN, PASSWORD, json!({ "town": "Nantes" }));
    again["code"] = json!(code);
    assert_eq!(problem(&send(&scene, &token, &again).await), "wrong-second-factor", "a code works once");
    for _ in 0..6 {
        again["code"] = json!("000000");
        send(&scene, &token, &again).await;
    }
    let waits = send(&scene, &token, &again).await;
    assert_eq!(waits.status, StatusCode::TOO_MANY_REQUESTS, "codes are guessed at as rarely as passwords");
}

#[db_test(kit_web::migrations(&modules()))]
async fn somebody_elses_name_is_his_own(test: TestDb) {
    let (scene, token) = seated(test).await;
    let coordinator = person(&scene, "coordinator@kerlann.example").await;
    let account = scene.account;
    scene
        .run(Author::System("test"), move |tx, ctx| {
            let roles = kit_web::Roles::of(&[kit_web::Role::Admin]);
            accounts::service::members::change_roles(tx, ctx, account, coordinator, roles, roles)
                .map_err(|_| Failed::Refused(()))
        })
        .await;
    let version = shown(&scene, &token).await["version"].clone();
    let by_other =
        edit_by(&version, "coordinator@kerlann.example", PASSWORD, json!({ "first_name": "Yann", "town": "Bron" }));
    assert_eq!(wrong(&send(&scene, &token, &by_other).await), [told("surname", "not-yours")]);
    assert_eq!(shown(&scene, &token).await["town"], "Lyon", "together or not at all");
}

#[db_test(kit_web::migrations(&modules()))]
async fn the_portal_is_opened_once_by_who_gave_the_password(test: TestDb) {
    let (scene, token) = seated(test).await;
    let portal = async |login: &str, password: &str| {
        let body = json!({ "login": login, "password": password });
        scene.machine(&token).post_json("/api/v1/machines/self/portal", &[], &body).await
    };
    assert_eq!(problem(&portal("user@kerlann.example", "not the password").await), "wrong-password");
    let given = portal("user@kerlann.example", PASSWORD).await;
    assert_eq!(given.status, StatusCode::CREATED, "{}", given.text());
    let url = given.json()["url"].as_str().unwrap().to_owned();
    let path = &url[url.find("/sign-in").unwrap()..];
    let mut browser = scene.app.client();
    for _ in 0..2 {
        let page = browser.get(path).await;
        assert!(page.status == StatusCode::OK && page.says("user@kerlann.example"), "{}", page.text());
    }
    assert!(browser.cookies().is_empty(), "looking begins nothing");
    let signed_in = browser.post_form(path, &[]).await;
    assert_eq!(signed_in.location(), Some(format!("/accounts/{}", scene.account)));
    assert_eq!(browser.get(&format!("/accounts/{}/machines", scene.account)).await.status, StatusCode::OK);
    assert_eq!(scene.app.client().post_form(path, &[]).await.status, StatusCode::GONE, "once");

    let late = portal(ADMIN, PASSWORD).await.json()["url"].as_str().unwrap().to_owned();
    let late = late[late.find("/sign-in").unwrap()..].to_owned();
    scene.app.pass(SignedDuration::from_secs(60));
    assert_eq!(scene.app.client().get(&late).await.status, StatusCode::GONE, "a minute");
    let stolen = portal(ADMIN, PASSWORD).await.json()["url"].as_str().unwrap().to_owned();
    choose(&scene, ADMIN).await;
    let stolen = &stolen[stolen.find("/sign-in").unwrap()..];
    assert_eq!(scene.app.client().post_form(stolen, &[]).await.status, StatusCode::GONE, "it dies with the password");
    assert_eq!(scene.app.client().get("/sign-in/by-link/nonsense").await.status, StatusCode::GONE);
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_forgotten_password_goes_to_who_speaks_for_the_account(test: TestDb) {
    let (scene, token) = seated(test).await;
    scene.app.mails().await;
    let asked = scene.machine(&token).post_json("/api/v1/machines/self/forgotten-password", &[], &json!({})).await;
    assert_eq!((asked.status, asked.text().as_str()), (StatusCode::ACCEPTED, ""), "it is not told to whom");
    scene.app.pass(SignedDuration::from_secs(11));
    let mail = scene.app.mail_to(ADMIN).await;
    assert!(mail.content.text.contains("/reset/"), "{}", mail.content.text);
}
