//! A version in force never changes.

use jiff::{SignedDuration, Timestamp, ToSpan};
use kit_db::{Failed, Read};
use kit_testkit::{TestDb, db_test};
use publisher::{Localised, TermsRefusal, TermsVersion, terms};

use crate::world::{done, log, migrations, seen};

fn text(fr: &str) -> Localised {
    Localised { fr: fr.to_owned(), en: String::new() }
}

async fn prepare(test: &TestDb, from: Timestamp, fr: &'static str) -> Result<TermsVersion, TermsRefusal> {
    refused(done(test, move |tx, ctx| terms::prepare(tx, ctx, from, &text(fr))).await)
}

async fn change(test: &TestDb, version: i64, from: Timestamp, fr: &'static str) -> Result<(), TermsRefusal> {
    refused(done(test, move |tx, ctx| terms::change(tx, ctx, version, from, &text(fr))).await)
}

async fn withdraw(test: &TestDb, version: i64) -> Result<(), TermsRefusal> {
    refused(done(test, move |tx, ctx| terms::withdraw(tx, ctx, version)).await)
}

fn refused<R>(result: Result<R, Failed<TermsRefusal>>) -> Result<R, TermsRefusal> {
    result.map_err(|failed| match failed {
        Failed::Refused(refusal) => refusal,
        Failed::Db(error) => panic!("{error}"),
    })
}

async fn in_force(test: &TestDb) -> Option<i64> {
    let now = test.clock.now();
    seen(test, move |read| terms::in_force(read, now)).await.map(|version| version.version)
}

async fn french(test: &TestDb, version: i64) -> Option<String> {
    seen(test, move |read: &mut Read<'_>| terms::terms(read, version)).await.map(|terms| terms.text.fr)
}

#[db_test(migrations())]
async fn versions_come_into_force_one_after_the_other(test: TestDb) {
    assert_eq!(in_force(&test).await, None);
    let now = test.clock.now();
    assert_eq!(prepare(&test, now, "un").await.unwrap().version, 1);
    assert_eq!(in_force(&test).await, Some(1));
    assert_eq!(prepare(&test, now + 24.hours(), "deux").await.unwrap().version, 2);
    assert_eq!(in_force(&test).await, Some(1));
    test.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(in_force(&test).await, Some(2));
    assert_eq!(french(&test, 1).await.as_deref(), Some("un"), "the former one can still be read");
    assert_eq!(seen(&test, terms::versions).await.iter().map(|version| version.version).collect::<Vec<_>>(), [2, 1]);
}

#[db_test(migrations())]
async fn what_is_in_force_is_sealed(test: TestDb) {
    let now = test.clock.now();
    prepare(&test, now, "un").await.unwrap();
    assert_eq!(change(&test, 1, now + 1.hour(), "autre").await, Err(TermsRefusal::Sealed));
    assert_eq!(withdraw(&test, 1).await, Err(TermsRefusal::Sealed));
    assert_eq!(french(&test, 1).await.as_deref(), Some("un"));
    assert_eq!(in_force(&test).await, Some(1));
}

#[db_test(migrations())]
async fn what_is_being_prepared_can_be_changed_and_withdrawn(test: TestDb) {
    let now = test.clock.now();
    prepare(&test, now + 24.hours(), "un").await.unwrap();
    assert_eq!(prepare(&test, now + 48.hours(), "deux").await, Err(TermsRefusal::OneAtATime));
    assert_eq!(change(&test, 1, now - 1.hour(), "un bis").await, Err(TermsRefusal::Past));
    change(&test, 1, now + 48.hours(), "un bis").await.unwrap();
    assert_eq!(french(&test, 1).await.as_deref(), Some("un bis"));
    test.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(in_force(&test).await, None, "its day was moved");
    withdraw(&test, 1).await.unwrap();
    assert_eq!(french(&test, 1).await, None);
    assert_eq!(withdraw(&test, 1).await, Err(TermsRefusal::Unknown));
    assert_eq!(change(&test, 1, now + 99.hours(), "x").await, Err(TermsRefusal::Unknown));
    assert_eq!(prepare(&test, now, "x").await, Err(TermsRefusal::Past));
    assert_eq!(prepare(&test, test.clock.now(), "x").await.unwrap().version, 1);
    let mut actions: Vec<String> = log(&test).await.into_iter().map(|line| line.action).collect();
    actions.sort_unstable();
    let prepared = "publisher.terms_prepared";
    assert_eq!(actions, [prepared, prepared, prepared, "publisher.terms_withdrawn"]);
}
