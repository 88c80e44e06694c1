//! From the transaction that causes a mail to the mail that arrives.

use std::convert::Infallible;

use jiff::SignedDuration;
use kit_core::{Author, Id, KeyRing, LinkPurpose, Locale, Token};
use kit_db::{DbError, Failed, Lock};
use kit_mail::{Email, MailValue, Template, TemplateError, Transport};
use kit_testkit::{TestApp, TestDb, db_test};
use publisher::mail_texts;
use publisher::mails::{MailLink, Outgoing, send};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use crate::world::{RESET, app_of_owner, done, log, migrations, modules, seen};

const PURPOSE: LinkPurpose = LinkPurpose("reset");

fn outgoing(app: &TestApp, locale: Locale) -> Outgoing {
    let expiry = app.test.clock.now() + SignedDuration::from_hours(24);
    Outgoing {
        kind: &RESET,
        to: Email::parse("Camille@client.example").unwrap(),
        locale,
        values: vec![("name", "Camille [x](https://evil.example) <b>".into()), ("expiry", MailValue::Date(expiry))],
        link: Some(MailLink { purpose: PURPOSE, id: 42, path: "/reset" }),
    }
}

async fn enqueue(app: &TestApp, locale: Locale) {
    let (ctx, mail) = (app.context(Author::Visitor), outgoing(app, locale));
    app.test.db.write::<_, DbError, _>(Lock::None, move |tx| send(tx, &ctx, mail.clone())).await.unwrap();
}

kit_db::sql!(QUEUED, "SELECT body FROM jobs");

#[db_test(migrations())]
async fn a_mail_is_put_into_words_by_a_job(test: TestDb) {
    let app = app_of_owner(test);
    enqueue(&app, Locale::Fr).await;
    let queued = seen(&app.test, |read| read.value::<String>(&QUEUED, &[])).await.unwrap();
    let mail = app.mail_to("camille@client.example").await;
    assert_eq!(mail.content.subject, "Un mot de passe pour Camille [x](https://evil.example) <b>");
    assert!(mail.content.text.contains("avant le 3 novembre 2026"), "{}", mail.content.text);
    assert!(!mail.content.html.contains("href=\"https://evil.example"), "{}", mail.content.html);
    assert_eq!(mail.at, app.test.clock.now());
    let link = app.link(&mail);
    let (id, token) = link.strip_prefix("/reset/").unwrap().split_once('.').unwrap();
    assert_eq!(id.parse::<Id<()>>().unwrap().0, 42);
    assert!(!queued.contains(token), "the queue holds no secret");
    let keys = KeyRing::new([7; 32]);
    assert!(keys.opens(PURPOSE, 42, "camille@client.example", &Token::parse(token).unwrap()));
    assert!(app.mails().await.is_empty(), "it goes out once");
}

#[db_test(migrations())]
async fn the_publishers_own_text_goes_out(test: TestDb) {
    let app = app_of_owner(test);
    let own = "Bonjour {name}\n\nVoici : [lien]({link})\n";
    done(&app.test, move |tx, ctx| mail_texts::save(tx, ctx, &RESET, Locale::Fr, own)).await.unwrap();
    enqueue(&app, Locale::Fr).await;
    enqueue(&app, Locale::En).await;
    let mails = app.mails().await;
    let subject = |locale| mails.iter().find(|mail| mail.content.locale == locale).unwrap().content.subject.clone();
    assert!(subject(Locale::Fr).starts_with("Bonjour Camille"));
    assert!(subject(Locale::En).starts_with("A password for Camille"));
    assert_eq!(seen(&app.test, mail_texts::own_texts).await, [(RESET.key.to_owned(), Locale::Fr)]);

    done(&app.test, |tx, ctx| -> Result<(), Failed<Infallible>> {
        Ok(mail_texts::reset(tx, ctx, &RESET, Locale::Fr)?)
    })
    .await
    .unwrap();
    enqueue(&app, Locale::Fr).await;
    let original = Template::parse(RESET.text(Locale::Fr)).unwrap().subject.split('{').next().unwrap();
    assert!(app.mails().await[0].content.subject.starts_with(original));
    let mut actions: Vec<String> = log(&app.test).await.into_iter().map(|line| line.action).collect();
    actions.sort_unstable();
    assert_eq!(actions, ["publisher.mail_changed", "publisher.mail_reset"]);
}

#[db_test(migrations())]
async fn a_text_that_does_not_fit_is_refused(test: TestDb) {
    let saved = done(&test, |tx, ctx| mail_texts::save(tx, ctx, &RESET, Locale::Fr, "Bonjour\n\n{prenom}")).await;
    assert!(matches!(saved, Err(Failed::Refused(TemplateError::Unknown(name))) if name == "prenom"));
    assert!(!seen(&test, |read| mail_texts::mail_text(read, &RESET, Locale::Fr)).await.own);
}

kit_db::sql!(OUTDATED, "INSERT INTO mail_texts (kind, locale, text) VALUES ('test-reset', 'fr', $1)");

#[db_test(migrations())]
async fn a_text_of_an_older_version_does_not_hold_a_mail_up(test: TestDb) {
    let app = app_of_owner(test);
    let text = "Bonjour {gone}\n\nx\n";
    app.test.db.write::<_, DbError, _>(Lock::None, move |tx| tx.exec(&OUTDATED, &[&text])).await.unwrap();
    enqueue(&app, Locale::Fr).await;
    assert!(app.mails().await[0].content.subject.starts_with("Un mot de passe"));
}

/// A server that refuses every receiver with `answer`.
async fn refusing(answer: &'static str) -> Transport {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (reading, mut writing) = stream.into_split();
            let mut lines = BufReader::new(reading).lines();
            let mut said = "220 test".to_owned();
            while writing.write_all(format!("{said}\r\n").as_bytes()).await.is_ok() {
                let Ok(Some(line)) = lines.next_line().await else { break };
                said = if line.starts_with("RCPT") { answer.to_owned() } else { "250 ok".to_owned() };
            }
        }
    });
    format!("smtp://127.0.0.1:{port}?tls=none").parse().unwrap()
}

async fn dead(app: &TestApp) -> Vec<kit_jobs::DeadJob> {
    seen(&app.test, kit_jobs::dead).await
}

#[db_test(migrations())]
async fn what_a_server_refuses_for_good_is_given_up_and_the_rest_tried_again(test: TestDb) {
    let busy = refusing("450 4.2.1 busy").await;
    let resolve = |_: &mut kit_db::Read<'_>, _: &kit_web::Attempt| Ok(kit_web::Actor::default());
    let app = TestApp::start_in(test, modules(), resolve, |world| kit_web::World { mail: busy, ..world });
    app.run_jobs().await; // the schedules, which begin at once
    enqueue(&app, Locale::Fr).await;
    assert_eq!(app.run_jobs().await, 1);
    assert!(dead(&app).await.is_empty());
    app.pass(SignedDuration::from_secs(10));
    assert_eq!(app.run_jobs().await, 1, "it is tried again");

    let TestApp { test, .. } = app;
    let never = refusing("550 5.1.1 no such user").await;
    let app = TestApp::start_in(test, modules(), resolve, |world| kit_web::World { mail: never, ..world });
    app.pass(SignedDuration::from_secs(30));
    assert_eq!(app.run_jobs().await, 1);
    let dead = dead(&app).await;
    assert_eq!(dead.len(), 1);
    assert!(dead[0].error.contains("no such user"), "{}", dead[0].error);
    assert!(!dead[0].error.contains("Camille"));
}
