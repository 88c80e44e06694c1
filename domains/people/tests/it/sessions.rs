//! Sessions.

use jiff::SignedDuration;
use kit_core::{Author, Id};
use kit_db::{DbError, Lock};
use kit_testkit::{TestDb, db_test};
use kit_web::{StaffPermission, StaffPermissions};
use people::service;

use crate::world::{EMAIL, SCHEMA, a_person, browser, hash, new_person, session_of, who, write};

fn days(n: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * n)
}

#[db_test(SCHEMA)]
async fn only_its_token_opens_a_session(test: TestDb) {
    a_person(&test).await;
    let session = session_of(&test).await;
    assert!(who(&test, session.token.hash()).await.is_some());
    assert!(who(&test, kit_core::Token::random(&test.random).hash()).await.is_none());
    let token = session.token.hash();
    write::<_, DbError, _>(&test, move |tx, ctx| service::sign_out(tx, ctx, &token)).await.unwrap();
    assert!(who(&test, token).await.is_none());
}

#[db_test(SCHEMA)]
async fn a_session_that_is_used_lasts_and_one_that_is_not_ends(test: TestDb) {
    a_person(&test).await;
    let (used, unused) = (session_of(&test).await, session_of(&test).await);
    let id = who(&test, used.token.hash()).await.unwrap().session;
    test.clock.advance(days(20));
    let now = test.clock.now();
    write::<_, DbError, _>(&test, move |tx, _| service::note_seen(tx, &[(id, now)])).await.unwrap();
    test.clock.advance(days(20));
    assert!(who(&test, used.token.hash()).await.is_some());
    assert!(who(&test, unused.token.hash()).await.is_none());
    let early = test.clock.now() - days(30);
    write::<_, DbError, _>(&test, move |tx, _| service::note_seen(tx, &[(id, early)])).await.unwrap();
    assert!(who(&test, used.token.hash()).await.is_some(), "sightings that arrive late turn nothing back");
    for _ in 0..8 {
        test.clock.advance(days(18));
        let now = test.clock.now();
        write::<_, DbError, _>(&test, move |tx, _| service::note_seen(tx, &[(id, now)])).await.unwrap();
    }
    assert!(who(&test, used.token.hash()).await.is_none(), "half a year is the end of any");
}

#[db_test(SCHEMA)]
async fn staff_comes_back_every_day(test: TestDb) {
    let new = new_person(EMAIL, Some(hash(crate::world::PASSWORD).await));
    let owner = StaffPermissions::of(&[StaffPermission::Owner]);
    write(&test, move |tx, ctx| service::create_staff(tx, ctx, &new, owner)).await.unwrap();
    let session = session_of(&test).await;
    assert_eq!(who(&test, session.token.hash()).await.unwrap().staff, owner);
    test.clock.advance(SignedDuration::from_hours(12));
    assert!(who(&test, session.token.hash()).await.is_none());
}

#[db_test(SCHEMA)]
async fn disabled_means_disabled_at_the_next_request(test: TestDb) {
    let person = a_person(&test).await;
    let session = session_of(&test).await;
    let ctx = test.context(Author::System("test"));
    test.db.write(Lock::None, move |tx| service::disable_person(tx, &ctx, person)).await.unwrap();
    assert!(who(&test, session.token.hash()).await.is_none());
    write::<_, DbError, _>(&test, move |tx, ctx| service::enable_person(tx, ctx, person)).await.unwrap();
    assert!(who(&test, session.token.hash()).await.is_none(), "it was ended, not suspended");
    session_of(&test).await;
}

#[db_test(SCHEMA)]
async fn sessions_are_listed_and_ended_by_their_person_only(test: TestDb) {
    let person = a_person(&test).await;
    let (here, there) = (session_of(&test).await, session_of(&test).await);
    let me = who(&test, here.token.hash()).await.unwrap();
    let other = Id::from_raw(who(&test, there.token.hash()).await.unwrap().session);
    let now = test.clock.now();
    let listed = {
        let me = me.clone();
        test.db.read::<_, DbError, _>(move |read| service::sessions(read, me.id, me.staff, now)).await.unwrap()
    };
    assert_eq!(listed.len(), 2);
    assert_eq!((listed[0].device.as_str(), listed[0].address.as_str()), ("Firefox, Linux", "192.0.2.7"));

    let new = new_person("other@exemple.fr", None);
    let stranger = write(&test, move |tx, ctx| service::create_person(tx, ctx, &new)).await.unwrap();
    let end = |who| write::<_, DbError, _>(&test, move |tx, ctx| service::end_session(tx, ctx, who, other));
    assert!(!end(stranger).await.unwrap());
    assert!(who(&test, there.token.hash()).await.is_some());
    assert!(end(person).await.unwrap());
    assert!(!end(person).await.unwrap(), "once");
    assert!(who(&test, there.token.hash()).await.is_none());
    assert!(who(&test, here.token.hash()).await.is_some());

    let again = session_of(&test).await;
    let kept = Id::from_raw(me.session);
    let ended =
        write::<_, DbError, _>(&test, move |tx, ctx| service::end_all(tx, ctx, person, Some(kept))).await.unwrap();
    assert_eq!(ended, 1);
    assert!(who(&test, again.token.hash()).await.is_none());
    assert!(who(&test, here.token.hash()).await.is_some());
    let all = write::<_, DbError, _>(&test, move |tx, ctx| service::end_all(tx, ctx, person, None)).await.unwrap();
    assert_eq!(all, 1);
    assert!(who(&test, here.token.hash()).await.is_none());
}

#[db_test(SCHEMA)]
async fn what_is_long_over_is_removed_and_nothing_else(test: TestDb) {
    let person = a_person(&test).await;
    let old = session_of(&test).await;
    test.clock.advance(days(211));
    let new = write::<_, DbError, _>(&test, move |tx, ctx| service::start_session(tx, ctx, person, &browser(), false));
    let new = new.await.unwrap();
    write::<_, DbError, _>(&test, service::tidy).await.unwrap();
    assert!(who(&test, new.token.hash()).await.is_some());
    assert!(who(&test, old.token.hash()).await.is_none());
    write::<_, DbError, _>(&test, service::tidy).await.unwrap();
}
