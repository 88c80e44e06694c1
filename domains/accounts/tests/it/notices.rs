//! Notices: what an account chose holds in the transaction that would write the mail.

use accounts::notices::{NoticeKind, send};
use accounts::service::notices::{choose, notices};
use kit_core::{AccountId, Author, Locale, PersonId, Text};
use kit_db::{DbError, Failed, Lock, sql};
use kit_mail::MailKind;
use kit_testkit::{TestDb, db_test};

use crate::scene::{Scene, race, schema};

accounts::notices! {
    /// Something small.
    NEWS = NoticeKind {
        label: audit::Label { code: "test.notice-news", text: Text::new("test-notice-news") },
        place: 20,
        group: Text::new("test-notices"),
        needed: None,
        settings: None,
    };
    /// Something that has to be known.
    BILL = NoticeKind {
        label: audit::Label { code: "test.notice-bill", text: Text::new("test-notice-bill") },
        place: 10,
        group: Text::new("test-notices"),
        needed: Some(Text::new("test-notice-bill-needed")),
        settings: None,
    };
}

static MAIL: MailKind =
    MailKind { key: "test-mail", variables: &[("company", "Acme")], texts: &[(Locale::Fr, "Bonjour\n\n{company}")] };

sql!(BODIES, "SELECT body FROM jobs WHERE kind = 'publisher.send_mail' ORDER BY enqueued_at, id");

async fn acme(scene: &Scene) -> (AccountId, PersonId) {
    let admin = scene.person("admin@acme.fr").await;
    (scene.account("Acme", admin).await, admin)
}

async fn tell(scene: &Scene, account: AccountId, kind: &'static NoticeKind) {
    scene
        .done(Author::System("test"), Lock::None, move |tx, ctx| {
            Ok::<_, Failed<()>>(send(tx, ctx, account, kind, &MAIL, vec![("company", "Acme et fils".into())])?)
        })
        .await;
}

async fn want(scene: &Scene, account: AccountId, by: PersonId, on: &'static [&'static str]) {
    let on: Vec<String> = on.iter().map(|code| (*code).to_owned()).collect();
    scene
        .done(Author::Person(by), Lock::Account(account), move |tx, ctx| {
            Ok::<_, Failed<()>>(choose(tx, ctx, account, &on)?)
        })
        .await;
}

async fn chosen(scene: &Scene, account: AccountId) -> Vec<(&'static str, bool)> {
    let found = scene.read(move |read| notices(read, account)).await;
    found.into_iter().map(|(kind, on)| (kind.code(), on)).collect()
}

#[db_test(schema())]
async fn what_is_turned_off_is_not_sent_and_what_is_needed_always_is(test: TestDb) {
    let scene = Scene::new(test);
    let (account, admin) = acme(&scene).await;
    assert_eq!(chosen(&scene, account).await, [("test.notice-bill", true), ("test.notice-news", true)]);
    tell(&scene, account, &NEWS).await;
    want(&scene, account, admin, &[]).await;
    assert_eq!(chosen(&scene, account).await, [("test.notice-bill", true), ("test.notice-news", false)]);
    tell(&scene, account, &NEWS).await;
    tell(&scene, account, &BILL).await;
    let bodies = scene
        .read(|read| {
            let rows: Vec<Body> = read.all(&BODIES, &[])?;
            Ok(rows)
        })
        .await;
    let bodies: Vec<serde_json::Value> = bodies.iter().map(|row| serde_json::from_str(&row.body).unwrap()).collect();
    assert_eq!(bodies.len(), 2, "{bodies:?}");
    assert_eq!(bodies[0]["to"], "admin@acme.fr");
    assert_eq!(bodies[0]["choices"], format!("/accounts/{account}/notices"));
    assert!(bodies[1]["choices"].is_null(), "what has to be sent offers no choice");
    let company = bodies[0]["values"].as_array().unwrap().iter().filter(|value| value[0] == "company");
    assert_eq!(company.map(|value| value[1]["str"].as_str().unwrap()).collect::<Vec<_>>(), ["Acme et fils"]);
    want(&scene, account, admin, &["test.notice-news", "unknown"]).await;
    want(&scene, account, admin, &["test.notice-news"]).await;
    assert_eq!(chosen(&scene, account).await, [("test.notice-bill", true), ("test.notice-news", true)]);
    let log = scene.log(account).await;
    assert_eq!(log[1..], ["accounts.notices-chosen", "accounts.notices-chosen"], "a form saved as it was is no change");
}

#[derive(kit_db::FromRow)]
struct Body {
    body: String,
}

#[db_test(schema())]
async fn a_choice_is_the_account_s_own(test: TestDb) {
    let scene = Scene::new(test);
    let (account, admin) = acme(&scene).await;
    let other = scene.account("Ailleurs", scene.person("lea@ailleurs.fr").await).await;
    want(&scene, account, admin, &[]).await;
    assert_eq!(chosen(&scene, other).await[1], ("test.notice-news", true));
}

#[db_test(schema())]
async fn two_who_choose_at_the_same_time_choose_one_after_the_other(test: TestDb) {
    let scene = Scene::new(test);
    let (account, admin) = acme(&scene).await;
    let ctx = scene.test.context(Author::Person(admin));
    let raced = race(&scene, 8, |db, n| {
        let ctx = ctx.clone();
        let on = if n % 2 == 0 { Vec::new() } else { vec!["test.notice-news".to_owned()] };
        async move {
            db.write::<_, DbError, _>(Lock::Account(account), move |tx| choose(tx, &ctx, account, &on)).await.unwrap();
        }
    });
    raced.await;
    let changes = scene.log(account).await.iter().filter(|action| *action == "accounts.notices-chosen").count();
    let is_off = !chosen(&scene, account).await[1].1;
    assert_eq!(changes % 2 == 1, is_off, "each line of the log is a change");
}
