//! Forgotten passwords.

use jiff::SignedDuration;
use kit_core::{Author, Context, PersonId};
use kit_db::{Db, DbError, Failed, Lock, sql};
use kit_testkit::{TestDb, db_test};
use people::service::{self, LinkRefusal, MailedLink};

use crate::world::{
    EMAIL, SCHEMA, a_person, attempt, email, hash, logged, mails, minutes, new_person, reset_link, session_of, sign_in,
    who, write,
};

const NEW: &str = "another quite long passphrase";

sql!(JOBS, "SELECT COUNT(*) FROM jobs");
sql!(SOONEST, "SELECT MIN(due_at - enqueued_at) FROM jobs");
sql!(LATEST, "SELECT MAX(due_at - enqueued_at) FROM jobs");

async fn send(test: &TestDb, address: &'static str) {
    write::<_, DbError, _>(test, move |tx, ctx| service::send_reset(tx, ctx, &email(address))).await.unwrap();
}

async fn reset(test: &TestDb, link: &str) -> Result<String, Failed<LinkRefusal>> {
    let (link, new) = (link.parse::<MailedLink>().map_err(Failed::Refused)?, hash(NEW).await);
    write(test, move |tx, ctx| service::reset_password(tx, ctx, &link, &new)).await
}

async fn person_of(test: &TestDb, link: &str) -> Option<PersonId> {
    let (link, now) = (link.parse::<MailedLink>().ok()?, test.clock.now());
    let keys = kit_core::KeyRing::new([7; 32]);
    let person = test.db.read::<_, DbError, _>(move |read| service::person_of_reset(read, &keys, now, &link)).await;
    person.unwrap().map(|person| person.id)
}

fn is_not_open(outcome: &Result<String, Failed<LinkRefusal>>) -> bool {
    matches!(outcome, Err(Failed::Refused(LinkRefusal::NotOpen)))
}

#[db_test(SCHEMA)]
async fn asking_does_the_same_for_everybody(test: TestDb) {
    a_person(&test).await;
    for (count, address) in [EMAIL, "nobody@exemple.fr"].into_iter().enumerate() {
        write::<_, DbError, _>(&test, move |tx, ctx| service::ask_for_reset(tx, ctx, &email(address))).await.unwrap();
        let jobs: Option<i64> = test.db.read::<_, DbError, _>(|read| read.value(&JOBS, &[])).await.unwrap();
        assert_eq!(jobs, Some(count as i64 + 1), "one job, and nothing else");
        assert_eq!(mails(&test, "people-reset").await, 0);
    }
    send(&test, "nobody@exemple.fr").await;
    assert_eq!(mails(&test, "people-reset").await, 0);
    send(&test, EMAIL).await;
    assert_eq!(mails(&test, "people-reset").await, 1);
}

#[db_test(SCHEMA)]
async fn the_answer_comes_some_seconds_later_by_lot(test: TestDb) {
    for _ in 0..50 {
        write::<_, DbError, _>(&test, |tx, ctx| service::ask_for_reset(tx, ctx, &email(EMAIL))).await.unwrap();
    }
    let waits = test.db.read::<_, DbError, _>(|read| {
        Ok((read.value(&SOONEST, &[])?.unwrap_or(0), read.value(&LATEST, &[])?.unwrap_or(0)))
    });
    let (soonest, latest): (i64, i64) = waits.await.unwrap();
    assert!(soonest >= 1_000_000 && latest <= 10_000_000, "between 1 and 10 seconds: {soonest} to {latest} µs");
    assert!(latest - soonest > 3_000_000, "at various times");
}

#[db_test(SCHEMA)]
async fn the_link_sets_a_new_password_once(test: TestDb) {
    let person = a_person(&test).await;
    let session = session_of(&test).await;
    send(&test, EMAIL).await;
    let link = reset_link(&test, EMAIL).await;
    assert_eq!(person_of(&test, &link).await, Some(person));
    assert_eq!(person_of(&test, &link).await, Some(person), "following it uses nothing up");
    reset(&test, &link).await.unwrap();
    assert_eq!(person_of(&test, &link).await, None);
    assert!(is_not_open(&reset(&test, &link).await));
    assert!(who(&test, session.token.hash()).await.is_none(), "all sessions end");
    assert!(sign_in(&test, crate::world::PASSWORD).await.is_none());
    assert!(sign_in(&test, NEW).await.is_some());
    assert_eq!((mails(&test, "people-password-changed").await, logged(&test, "people.password-reset").await), (1, 1));
}

#[db_test(SCHEMA)]
async fn whoever_was_driven_here_by_an_attack_can_sign_in_at_once(test: TestDb) {
    a_person(&test).await;
    while attempt(&test, EMAIL, None).await.is_ok() {}
    send(&test, EMAIL).await;
    let known = reset(&test, &reset_link(&test, EMAIL).await).await.unwrap();
    assert!(attempt(&test, EMAIL, None).await.is_err());
    assert!(attempt(&test, EMAIL, Some(known)).await.is_ok());
}

#[db_test(SCHEMA)]
async fn of_a_hundred_racers_one_wins(test: TestDb) {
    a_person(&test).await;
    send(&test, EMAIL).await;
    let link: MailedLink = reset_link(&test, EMAIL).await.parse().unwrap();
    let new = hash(NEW).await;
    let other_node = Db::open(&test.url).unwrap();
    let racers = (0..100).map(|n| {
        let db = if n % 2 == 0 { test.db.clone() } else { other_node.clone() };
        let ctx: Context = test.context(Author::Visitor);
        let (link, new) = (link.clone(), new.clone());
        tokio::spawn(
            async move { db.write(Lock::None, move |tx| service::reset_password(tx, &ctx, &link, &new)).await },
        )
    });
    let mut winners = 0;
    for racer in racers.collect::<Vec<_>>() {
        let outcome = racer.await.unwrap();
        winners += usize::from(outcome.is_ok());
        assert!(outcome.is_ok() || is_not_open(&outcome), "{outcome:?}");
    }
    assert_eq!(winners, 1);
}

#[db_test(SCHEMA)]
async fn a_link_is_bound_to_its_row_and_hour(test: TestDb) {
    a_person(&test).await;
    let new = new_person("other@exemple.fr", None);
    write(&test, move |tx, ctx| service::create_person(tx, ctx, &new)).await.unwrap();
    send(&test, EMAIL).await;
    let mine = reset_link(&test, EMAIL).await;
    test.clock.advance(minutes(1));
    send(&test, "other@exemple.fr").await;
    let others = reset_link(&test, "other@exemple.fr").await;
    let (id, token) = (others.split_once('.').unwrap().0, mine.split_once('.').unwrap().1);
    assert!(is_not_open(&reset(&test, &format!("{id}.{token}")).await), "my token on another's row");
    for nonsense in ["", "x", ".", "'; DROP TABLE persons;--"] {
        assert!(is_not_open(&reset(&test, nonsense).await));
    }
    test.clock.advance(minutes(59));
    assert_eq!(person_of(&test, &mine).await, None);
    assert!(is_not_open(&reset(&test, &mine).await), "an hour has passed");
    assert!(reset(&test, &others).await.is_ok());
}

#[db_test(SCHEMA)]
async fn a_new_password_closes_the_other_links(test: TestDb) {
    a_person(&test).await;
    send(&test, EMAIL).await;
    let first = reset_link(&test, EMAIL).await;
    test.clock.advance(minutes(1));
    send(&test, EMAIL).await;
    let second = reset_link(&test, EMAIL).await;
    reset(&test, &second).await.unwrap();
    assert!(is_not_open(&reset(&test, &first).await));
}

#[db_test(SCHEMA)]
async fn nobodys_mailbox_is_flooded(test: TestDb) {
    let person = a_person(&test).await;
    for _ in 0..10 {
        send(&test, EMAIL).await;
    }
    assert_eq!(mails(&test, "people-reset").await, 3);
    test.clock.advance(SignedDuration::from_hours(1));
    send(&test, EMAIL).await;
    assert_eq!(mails(&test, "people-reset").await, 4);
    let link = reset_link(&test, EMAIL).await;
    write(&test, move |tx, ctx| service::disable_person(tx, ctx, person)).await.unwrap();
    test.clock.advance(SignedDuration::from_mins(30));
    send(&test, EMAIL).await;
    assert_eq!(mails(&test, "people-reset").await, 4, "nor to whom is shut out");
    assert!(is_not_open(&reset(&test, &link).await));
}
