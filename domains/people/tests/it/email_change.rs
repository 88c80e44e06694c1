//! A new address to sign in with.

use jiff::SignedDuration;
use kit_core::{Id, PersonId};
use kit_db::{DbError, Failed};
use kit_testkit::{TestDb, db_test};
use people::service::{self, EmailChangeRefusal, LinkRefusal, MailedLink};

use crate::world::{
    EMAIL, PASSWORD, SCHEMA, a_person, change_link, email, hash, logged, mail_to, mails, new_person, reset_link,
    session_of, verified, who, write,
};

const NEW: &str = "c.durand@autre.fr";

async fn request(test: &TestDb, person: PersonId, address: &'static str) -> Result<(), Failed<EmailChangeRefusal>> {
    let proof = verified(test, person).await;
    write(test, move |tx, ctx| service::request_email_change(tx, ctx, &proof, &email(address))).await
}

async fn confirm(test: &TestDb, link: &str) -> Result<(), Failed<LinkRefusal>> {
    let link = link.parse::<MailedLink>().map_err(Failed::Refused)?;
    write(test, move |tx, ctx| service::confirm_email_change(tx, ctx, &link)).await
}

fn is_not_open(outcome: &Result<(), Failed<LinkRefusal>>) -> bool {
    matches!(outcome, Err(Failed::Refused(LinkRefusal::NotOpen)))
}

async fn address_of(test: &TestDb, person: PersonId) -> String {
    let person = test.db.read::<_, DbError, _>(move |read| service::person(read, person)).await.unwrap();
    person.unwrap().email.to_string()
}

#[db_test(SCHEMA)]
async fn the_new_address_confirms_and_the_old_one_is_told(test: TestDb) {
    let person = a_person(&test).await;
    let session = session_of(&test).await;
    request(&test, person, NEW).await.unwrap();
    assert_eq!(address_of(&test, person).await, EMAIL, "nothing changes before it is confirmed");
    let now = test.clock.now();
    let waiting = test.db.read::<_, DbError, _>(move |read| service::open_email_change(read, person, now)).await;
    assert_eq!(waiting.unwrap(), Some(email(NEW)));
    let link = change_link(&test, NEW).await;
    assert!(is_not_open(&confirm(&test, &change_link(&test, EMAIL).await).await), "bound to the new address");
    confirm(&test, &link).await.unwrap();
    assert!(is_not_open(&confirm(&test, &link).await), "once");
    assert_eq!(address_of(&test, person).await, NEW);
    assert_eq!(who(&test, session.token.hash()).await.unwrap().email, NEW);
    let told = ["people-email-asked", "people-email-confirm", "people-email-changed"];
    for kind in told {
        assert_eq!(mails(&test, kind).await, 1, "{kind}");
    }
    assert_eq!(logged(&test, "people.email-changed").await, 1);
    let found = test.db.read::<_, DbError, _>(|read| service::find_people(read, "autre.fr", 10)).await.unwrap();
    assert_eq!(found.len(), 1);
}

#[db_test(SCHEMA)]
async fn a_taken_address_is_its_owners_secret(test: TestDb) {
    let person = a_person(&test).await;
    let new = new_person(NEW, None);
    write(&test, move |tx, ctx| service::create_person(tx, ctx, &new)).await.unwrap();
    request(&test, person, NEW).await.expect("told the same as for a free one");
    assert_eq!((mails(&test, "people-email-taken").await, mails(&test, "people-email-confirm").await), (1, 0));
    assert!(is_not_open(&confirm(&test, &change_link(&test, NEW).await).await));
    assert_eq!(address_of(&test, person).await, EMAIL);
}

#[db_test(SCHEMA)]
async fn an_address_taken_meanwhile_stays_its_owners(test: TestDb) {
    let person = a_person(&test).await;
    request(&test, person, NEW).await.unwrap();
    let new = new_person(NEW, None);
    let other = write(&test, move |tx, ctx| service::create_person(tx, ctx, &new)).await.unwrap();
    assert!(is_not_open(&confirm(&test, &change_link(&test, NEW).await).await));
    assert_eq!((address_of(&test, person).await, address_of(&test, other).await), (EMAIL.to_owned(), NEW.to_owned()));
}

#[db_test(SCHEMA)]
async fn the_link_lives_a_day_and_a_newer_one_replaces_it(test: TestDb) {
    let person = a_person(&test).await;
    request(&test, person, NEW).await.unwrap();
    let first = change_link(&test, NEW).await;
    test.clock.advance(SignedDuration::from_mins(1));
    request(&test, person, "third@exemple.fr").await.unwrap();
    assert!(is_not_open(&confirm(&test, &first).await));
    let second = change_link(&test, "third@exemple.fr").await;
    test.clock.advance(SignedDuration::from_hours(24));
    assert!(is_not_open(&confirm(&test, &second).await));
}

#[db_test(SCHEMA)]
async fn the_present_address_is_told_before_anything_changes(test: TestDb) {
    let person = a_person(&test).await;
    request(&test, person, NEW).await.unwrap();
    assert_eq!(mails(&test, "people-email-asked").await, 1);
    assert_eq!(mail_to(&test, "people-email-asked", EMAIL).await, 1, "to the present address");
}

#[db_test(SCHEMA)]
async fn a_new_password_stops_a_change_that_waits(test: TestDb) {
    let person = a_person(&test).await;
    let session = Id::from_raw(who(&test, session_of(&test).await.token.hash()).await.unwrap().session);
    let new = hash("another quite long passphrase").await;

    request(&test, person, NEW).await.unwrap();
    let (link, proof) = (change_link(&test, NEW).await, verified(&test, person).await);
    let hashed = hash(PASSWORD).await;
    write(&test, move |tx, ctx| service::change_password(tx, ctx, &proof, session, &hashed)).await.unwrap();
    assert!(is_not_open(&confirm(&test, &link).await), "whoever knew the old password asked for it");

    test.clock.advance(SignedDuration::from_mins(1));
    request(&test, person, NEW).await.unwrap();
    let link = change_link(&test, NEW).await;
    write::<_, DbError, _>(&test, |tx, ctx| service::send_reset(tx, ctx, &email(EMAIL))).await.unwrap();
    let reset: MailedLink = reset_link(&test, EMAIL).await.parse().unwrap();
    let chosen = new.clone();
    write(&test, move |tx, ctx| service::reset_password(tx, ctx, &reset, &chosen)).await.unwrap();
    assert!(is_not_open(&confirm(&test, &link).await), "recovered by a mailed link");

    let back = hash(PASSWORD).await;
    write::<_, DbError, _>(&test, move |tx, ctx| service::set_password(tx, ctx, person, &back)).await.unwrap();
    test.clock.advance(SignedDuration::from_mins(1));
    request(&test, person, NEW).await.unwrap();
    let link = change_link(&test, NEW).await;
    write::<_, DbError, _>(&test, move |tx, ctx| service::set_password(tx, ctx, person, &new)).await.unwrap();
    assert!(is_not_open(&confirm(&test, &link).await), "taken over with the address");
    assert_eq!(address_of(&test, person).await, EMAIL);
}

#[db_test(SCHEMA)]
async fn what_makes_no_sense_is_refused(test: TestDb) {
    let person = a_person(&test).await;
    assert!(matches!(request(&test, person, EMAIL).await, Err(Failed::Refused(EmailChangeRefusal::Same))));
    for _ in 0..5 {
        request(&test, person, NEW).await.unwrap();
    }
    assert!(matches!(request(&test, person, NEW).await, Err(Failed::Refused(EmailChangeRefusal::TooMany))));
}

#[db_test(SCHEMA)]
async fn links_to_choose_a_password_do_not_outlive_the_address(test: TestDb) {
    let person = a_person(&test).await;
    write::<_, DbError, _>(&test, |tx, ctx| service::send_reset(tx, ctx, &email(EMAIL))).await.unwrap();
    let reset: MailedLink = reset_link(&test, EMAIL).await.parse().unwrap();
    request(&test, person, NEW).await.unwrap();
    confirm(&test, &change_link(&test, NEW).await).await.unwrap();
    let (keys, now) = (kit_core::KeyRing::new([7; 32]), test.clock.now());
    let open = test.db.read::<_, DbError, _>(move |read| service::person_of_reset(read, &keys, now, &reset)).await;
    assert_eq!(open.unwrap(), None);
}
