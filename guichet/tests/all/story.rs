//! The story that the product is for, from start to finish over HTTP: a company signs up, is accepted, invites, is given
//! credits, burns them through the API, and sees its history.

use guichet::{modules, resolve};
use http::StatusCode;
use kit_core::{Author, Locale};
use kit_mail::Email;
use kit_testkit::{Answer, Client, TestApp, TestDb, db_test};
use kit_web::{StaffPermission, StaffPermissions, migrations};
use people::service::{STAFF_LOCK, create_staff};
use people::{NamePart, NewPerson, PersonName, ZoneName};
use serde_json::json;

use crate::town::signed_in;

const PASSWORD: &str = "crayon-bleu-sur-calque-2B";

/// The one person that somebody has to let in by hand: see `guichet staff create`.
async fn owner(app: &TestApp) -> Client {
    let ctx = app.context(Author::System("test"));
    let name = |name: &str| NamePart::parse(name).unwrap();
    let new = NewPerson {
        email: Email::parse("olga@cotelier.example").unwrap(),
        name: PersonName { first: name("Olga"), surname: name("Cotelier") },
        locale: Locale::Fr,
        time_zone: ZoneName::default(),
        password: None,
        confirmed: true,
    };
    let owner = StaffPermissions::of(&[StaffPermission::Owner]);
    app.test.db.write(STAFF_LOCK, move |tx| create_staff(tx, &ctx, &new, owner)).await.unwrap();
    app.mails().await;
    signed_in(app, "olga@cotelier.example", true).await
}

fn done(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

/// Signs in as a person does.
async fn sign_in(app: &TestApp, email: &str) -> Client {
    let mut client = app.client();
    done(&client.submit("/sign-in", "/sign-in", &[("email", email), ("password", PASSWORD)]).await);
    client
}

async fn sign_up(app: &TestApp) -> Client {
    let mut visitor = app.client();
    let form = [
        ("company", "Atelier du Plan"),
        ("country", "FR"),
        ("siren", "732 829 320"),
        ("line1", "3 rue des Lilas"),
        ("postal_code", "69003"),
        ("town", "Lyon"),
        ("first_name", "Léa"),
        ("surname", "Petit"),
        ("email", "lea@atelier.example"),
        ("password", PASSWORD),
        ("terms", "yes"),
    ];
    let answer = visitor.submit("/sign-up", "/sign-up", &form).await;
    done(&answer);
    assert_eq!(answer.location().as_deref(), Some("/sign-up/sent"));
    let link = app.link(&app.mail_to("lea@atelier.example").await);
    assert!(visitor.get(&link).await.says("Atelier du Plan"));
    done(&visitor.submit(&link, &link, &[("password", PASSWORD)]).await);
    sign_in(app, "lea@atelier.example").await
}

#[db_test(migrations(&modules()))]
async fn from_sign_up_to_credits_used(test: TestDb) {
    let app = TestApp::start(test, modules(), resolve);
    let mut olga = owner(&app).await;
    let price = [("feature", "plan.render"), ("price", "3"), ("label_fr", "Rendu"), ("label_en", "Rendering")];
    done(&olga.submit("/staff/tariff/new", "/staff/tariff/new", &price).await);

    let mut lea = sign_up(&app).await;
    let home = lea.get("/accounts/C-1001").await;
    assert_eq!(home.location().as_deref(), Some("/accounts/C-1001/status"), "the applicant sees where it stands");
    assert!(lea.get("/accounts/C-1001/status").await.says("Atelier du Plan"));

    assert!(olga.get("/staff/sign-ups").await.says("Atelier du Plan"));
    done(&olga.submit("/staff/accounts/C-1001/accept", "/staff/accounts/C-1001/accept", &[]).await);
    app.mail_to("lea@atelier.example").await;
    assert_eq!(lea.get("/accounts/C-1001").await.status, StatusCode::OK);

    let invite = [("emails", "tom@atelier.example"), ("roles", "user"), ("locale", "fr")];
    done(&lea.submit("/accounts/C-1001/invitations/new", "/accounts/C-1001/invitations", &invite).await);
    let link = app.link(&app.mail_to("tom@atelier.example").await);
    let who = [("first_name", "Tom"), ("surname", "Roux"), ("password", PASSWORD), ("terms", "yes")];
    done(&app.client().submit(&link, &link, &who).await);
    let again = app.client().submit(&link, &link, &who).await;
    assert_ne!(again.status, StatusCode::SEE_OTHER, "a link opens once");
    let mut tom = sign_in(&app, "tom@atelier.example").await;
    assert_eq!(tom.get("/accounts/C-1001").await.status, StatusCode::OK);

    let grant = [("amount", "10"), ("expires_on", "2026-12-31"), ("reason", "Bienvenue")];
    let once = olga.get("/staff/accounts/C-1001/grant").await.hidden("once").expect("a form that is sent once");
    let twice = [&grant[..], &[("once", once.as_str())]].concat();
    done(&olga.post_form("/staff/accounts/C-1001/grant", &twice).await);
    done(&olga.post_form("/staff/accounts/C-1001/grant", &twice).await);

    let key = [("name", "Planelle"), ("scopes", "credits:read"), ("scopes", "credits:use"), ("member", "")];
    let created = lea.submit("/accounts/C-1001/keys/new", "/accounts/C-1001/keys", &key).await;
    let text = created.text();
    let at = text.find("gk_").unwrap_or_else(|| panic!("no key: {} {text}", created.status));
    let key: String = text[at..].chars().take(46).collect();
    burn(&app, &key).await;

    let history = lea.get("/accounts/C-1001/history").await;
    assert!(history.says("Halle Sud"), "{}", history.text());
    assert!(tom.get("/accounts/C-1001/history").await.says("Halle Sud"), "what Tom produced is Tom's to see");
    assert_eq!(app.client().get("/accounts/C-1001/history").await.status, StatusCode::SEE_OTHER);
    let violations = credits::check(&app.test.db, &app.app.keys).await.unwrap();
    assert!(violations.is_empty(), "{violations:?}");
}

/// What the add-on does: 10 credits, three uses at 3, each counted once.
async fn burn(app: &TestApp, key: &str) {
    let mut addon = app.client().with_key(key);
    let balance = addon.get("/api/v1/balance").await.json();
    assert_eq!(
        (&balance["promotional"], &balance["purchased"], &balance["total"]),
        (&json!(10), &json!(0), &json!(10))
    );
    let usage =
        |reference: &str| json!({ "feature": "plan.render", "member": "tom@atelier.example", "reference": reference });

    let first = addon.post_json("/api/v1/usage", &[("idempotency-key", "u1")], &usage("Halle Sud")).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
    assert_eq!(first.json()["operation"]["amount"], -3);
    assert_eq!(first.json()["operation"]["split"], json!({ "promotional": 3, "purchased": 0 }));
    assert_eq!(first.json()["balance"]["total"], 7);

    let replay = addon.post_json("/api/v1/usage", &[("idempotency-key", "u1")], &usage("Halle Sud")).await;
    assert_eq!((replay.status, replay.header("idempotent-replayed")), (StatusCode::CREATED, "true"));
    assert_eq!(replay.json(), first.json());

    let other = addon.post_json("/api/v1/usage", &[("idempotency-key", "u1")], &usage("Halle Nord")).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", other.text());
    let keyless = addon.post_json("/api/v1/usage", &[], &usage("Halle Nord")).await;
    assert_eq!(keyless.status, StatusCode::BAD_REQUEST, "{}", keyless.text());
    for key in ["u2", "u3"] {
        let answer = addon.post_json("/api/v1/usage", &[("idempotency-key", key)], &usage("Halle Sud")).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    }
    let short = addon.post_json("/api/v1/usage", &[("idempotency-key", "u4")], &usage("Halle Sud")).await;
    assert_eq!(short.status, StatusCode::PAYMENT_REQUIRED, "{}", short.text());
    assert_eq!(short.header("content-type"), "application/problem+json");
    assert_eq!(short.json()["missing"], 2, "{}", short.text());
    assert_eq!(addon.get("/api/v1/balance").await.json()["total"], 1);

    let operations = addon.get("/api/v1/operations").await.json();
    let id = operations["operations"][0]["id"].as_str().unwrap_or_else(|| panic!("{operations}")).to_owned();
    assert_eq!(addon.get(&format!("/api/v1/operations/{id}")).await.status, StatusCode::OK);
    assert_eq!(app.client().with_key("gk_wrong").get("/api/v1/balance").await.status, StatusCode::UNAUTHORIZED);
}
