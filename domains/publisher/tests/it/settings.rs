//! Settings are kept whole, and each change leaves its line.

use std::convert::Infallible;

use audit::{Value, WrittenChange};
use kit_db::Failed;
use kit_mail::Email;
use kit_testkit::{TestDb, db_test};
use publisher::{FooterLink, Identity, Localised, MailSender, PublisherPage, Settings, SignUp, WebUrl};

use crate::world::{STAFF, done, log, migrations, seen};

type Saved = Result<(), Failed<Infallible>>;

fn brouage() -> Identity {
    Identity {
        name: "Brouage".into(),
        legal_name: "Brouage SAS".into(),
        site_url: Some(WebUrl::parse("https://brouage.example").unwrap()),
        support_email: Some(Email::parse("aide@brouage.example").unwrap()),
        support_phone: "05 46 00 00 00".into(),
        ..Identity::default()
    }
}

#[db_test(migrations())]
async fn a_new_installation_has_defaults(test: TestDb) {
    let settings = seen(&test, publisher::settings).await;
    assert_eq!(settings, Settings::default());
    assert!(settings.sign_up.open);
    assert_eq!(settings.brand(), kit_web::Brand::default());
    let sender = settings.sender("client.example").unwrap();
    assert_eq!((sender.name.as_str(), sender.email.as_str()), ("Guichet", "guichet@client.example"));
    assert_eq!(settings.sender("127.0.0.1").unwrap().email.as_str(), "guichet@guichet.invalid");
}

#[db_test(migrations())]
async fn what_is_saved_is_read_and_told(test: TestDb) {
    done(&test, |tx, ctx| -> Saved { Ok(publisher::save_identity(tx, ctx, brouage())?) }).await.unwrap();
    done(&test, |tx, ctx| -> Saved {
        let footer =
            vec![FooterLink { label: "CGV".into(), url: WebUrl::parse("https://brouage.example/cgv").unwrap() }];
        let sender =
            MailSender { email: Some(Email::parse("espace@brouage.example").unwrap()), ..MailSender::default() };
        Ok(publisher::save_brand(tx, ctx, "#7a3e12".into(), footer, sender)?)
    })
    .await
    .unwrap();
    let settings = seen(&test, publisher::settings).await;
    assert_eq!(settings.identity, brouage(), "the brand left it alone");
    let brand = settings.brand();
    assert_eq!((brand.name.as_str(), brand.accent.as_str(), brand.footer.len()), ("Brouage", "#7a3e12", 1));
    let sender = settings.sender("x").unwrap();
    assert_eq!((sender.name.as_str(), sender.email.as_str()), ("Brouage", "espace@brouage.example"));
    assert_eq!(sender.reply_to.unwrap().as_str(), "aide@brouage.example");

    let lines = log(&test).await;
    assert_eq!(lines.len(), 2);
    let identity = lines.iter().find(|line| line.action == "publisher.identity_changed").unwrap();
    assert_eq!(identity.author_person, Some(STAFF));
    let name = WrittenChange {
        field: "publisher.name".into(),
        before: Some(Value::from("Guichet")),
        after: Some(Value::from("Brouage")),
    };
    assert_eq!(identity.changes[0], name);
    assert!(identity.changes.iter().all(|change| change.field != "publisher.time_zone"), "it stayed as it was");
}

#[db_test(migrations())]
async fn saving_a_form_as_it_was_leaves_no_line(test: TestDb) {
    for _ in 0..2 {
        done(&test, |tx, ctx| -> Saved {
            publisher::save_identity(tx, ctx, brouage())?;
            let text = Localised { fr: "Prix".into(), en: String::new() };
            publisher::save_text(tx, ctx, PublisherPage::Prices, &text)?;
            Ok(publisher::save_sign_up(tx, ctx, SignUp { open: false, at_once: false }, &text)?)
        })
        .await
        .unwrap();
    }
    assert_eq!(log(&test).await.len(), 3);
    assert!(!seen(&test, publisher::settings).await.sign_up.open);
    assert_eq!(seen(&test, publisher::sign_up_intro).await.fr, "Prix");
    let prices = seen(&test, |read| publisher::text(read, PublisherPage::Prices)).await;
    assert_eq!((prices.fr.as_str(), prices.en.as_str()), ("Prix", ""));
    assert!(seen(&test, |read| publisher::text(read, PublisherPage::LegalNotice)).await.is_empty());
}

#[db_test(migrations())]
async fn a_logo_comes_and_goes(test: TestDb) {
    assert_eq!(seen(&test, publisher::logo).await, None);
    done(&test, |tx, ctx| -> Saved { Ok(publisher::save_logo(tx, ctx, Some(b"picture"))?) }).await.unwrap();
    assert_eq!(seen(&test, publisher::logo).await.unwrap(), b"picture");
    assert!(seen(&test, publisher::settings).await.brand().has_logo);
    done(&test, |tx, ctx| -> Saved { Ok(publisher::save_logo(tx, ctx, None)?) }).await.unwrap();
    assert_eq!(seen(&test, publisher::logo).await, None);
    assert!(!seen(&test, publisher::settings).await.brand().has_logo);
}

/// Settings written by a version that knew fewer fields.
#[test]
fn settings_of_an_older_version_are_read() {
    let settings: Settings = serde_json::from_str(r#"{"identity":{"name":"Brouage"}}"#).unwrap();
    assert_eq!(settings.identity.name, "Brouage");
    assert_eq!(settings.identity.time_zone, "Europe/Paris");
    assert!(settings.sign_up.open);
}

#[db_test(migrations())]
async fn the_calendar_is_one_truth_for_hours(test: TestDb) {
    let calendar = publisher::Calendar {
        week: french_business::WeekHours::monday_to_friday(&"9-12, 14-18".parse().unwrap()),
        ..publisher::Calendar::default()
    };
    for _ in 0..2 {
        let calendar = calendar.clone();
        done(&test, move |tx, ctx| publisher::save_calendar(tx, ctx, calendar.clone())).await.unwrap();
    }
    assert_eq!(log(&test).await.len(), 1, "the second time nothing changed");
    assert_eq!(seen(&test, publisher::settings).await.calendar, calendar);
    let hours = seen(&test, publisher::business_hours).await;
    // Friday 20 November 2026, 17:30 in Paris: half an hour then, the rest on Monday.
    let due = hours.add_minutes("2026-11-20T16:30:00Z".parse().unwrap(), 60).unwrap();
    assert_eq!(due.to_string(), "2026-11-23T08:30:00Z");
}

#[db_test(migrations())]
async fn a_week_without_an_open_hour_is_refused(test: TestDb) {
    let never = publisher::Calendar { week: french_business::WeekHours::default(), ..publisher::Calendar::default() };
    let refused = done(&test, move |tx, ctx| publisher::save_calendar(tx, ctx, never.clone())).await;
    assert!(matches!(refused, Err(Failed::Refused(publisher::NeverOpen))), "{refused:?}");
    assert_eq!(seen(&test, publisher::settings).await.calendar, publisher::Calendar::default());
    assert!(log(&test).await.is_empty());
}
