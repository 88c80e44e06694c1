//! Passwords at the door.

use kit_core::{Author, Id};
use kit_db::{Db, DbError, Failed, sql};
use kit_testkit::{TestDb, db_test};
use people::TryAgain;
use people::service::{self, LinkRefusal, SignInEnd};

use crate::world::{
    EMAIL, PASSWORD, SCHEMA, a_person, attempt, email, finish, hash, logged, mails, minutes, session_of, sign_in,
    verified, who, write, write_on,
};

sql!(ATTEMPTS, "SELECT COUNT(*) FROM attempts");
sql!(TAKEN, "SELECT CAST(SUM(taken) AS BIGINT) FROM attempts");

async fn number(test: &TestDb, sql: &'static kit_db::Sql) -> i64 {
    test.db.read::<_, DbError, _>(move |read| Ok(read.value(sql, &[])?.unwrap_or(0))).await.unwrap()
}

#[db_test(SCHEMA)]
async fn the_right_password_signs_in_and_no_other(test: TestDb) {
    let person = a_person(&test).await;
    assert!(sign_in(&test, "correct horse battery stapler").await.is_none());
    let session = session_of(&test).await;
    let signed_in = who(&test, session.token.hash()).await.unwrap();
    assert_eq!((signed_in.id, signed_in.email.as_str(), signed_in.second_factor), (person, EMAIL, false));
}

#[db_test(SCHEMA)]
async fn known_and_unknown_leave_the_same_traces(test: TestDb) {
    a_person(&test).await;
    for (address, taken) in [(EMAIL, 1), ("nobody@exemple.fr", 2)] {
        let counted = attempt(&test, address, None).await.unwrap();
        assert!(counted.verify("wrong wrong wrong").await.unwrap().is_none());
        assert_eq!((number(&test, &ATTEMPTS).await, number(&test, &TAKEN).await), (taken, taken));
    }
    let mut waits = Vec::new();
    for address in [EMAIL, "nobody@exemple.fr"] {
        for _ in 0..4 {
            attempt(&test, address, None).await.unwrap();
        }
        waits.push(attempt(&test, address, None).await.unwrap_err());
    }
    assert_eq!(waits[0], waits[1]);
    assert_eq!(waits[0], TryAgain(test.clock.now() + minutes(1)));
}

#[db_test(SCHEMA)]
async fn a_person_without_a_password_is_nobody_at_the_door(test: TestDb) {
    let new = crate::world::new_person(EMAIL, None);
    write(&test, move |tx, ctx| service::create_person(tx, ctx, &new)).await.unwrap();
    for typed in ["", PASSWORD] {
        assert!(sign_in(&test, typed).await.is_none());
    }
}

#[db_test(SCHEMA)]
async fn of_a_hundred_at_once_on_two_nodes_five_are_looked_at(test: TestDb) {
    a_person(&test).await;
    let other_node = Db::open(&test.url).unwrap();
    let tries = (0..100).map(|n| {
        let db = if n % 2 == 0 { test.db.clone() } else { other_node.clone() };
        let ctx = test.context(Author::Visitor);
        tokio::spawn(
            async move { write_on(&db, ctx, |tx, ctx| service::try_password(tx, ctx, &email(EMAIL), None)).await },
        )
    });
    let mut looked_at = 0;
    for one in tries.collect::<Vec<_>>() {
        match one.await.unwrap() {
            Ok(_) => looked_at += 1,
            Err(Failed::Refused(TryAgain(at))) => assert_eq!(at, test.clock.now() + minutes(1)),
            Err(Failed::Db(error)) => panic!("{error}"),
        }
    }
    assert_eq!(looked_at, 5);
    test.clock.advance(minutes(1));
    assert!(attempt(&test, EMAIL, None).await.is_ok());
    assert!(attempt(&test, EMAIL, None).await.is_err(), "one a turn from now on");
}

#[db_test(SCHEMA)]
async fn a_right_password_forgets_the_wrong_ones(test: TestDb) {
    a_person(&test).await;
    for _ in 0..4 {
        assert!(sign_in(&test, "wrong wrong wrong").await.is_none());
    }
    session_of(&test).await;
    assert_eq!(number(&test, &ATTEMPTS).await, 0);
}

#[db_test(SCHEMA)]
async fn an_attack_does_not_shut_the_owner_out(test: TestDb) {
    a_person(&test).await;
    let known = session_of(&test).await.known_browser;
    while attempt(&test, EMAIL, None).await.is_ok() {}
    let counted = attempt(&test, EMAIL, Some(known.clone())).await.expect("the owner's browser has its own turn");
    let end = finish(&test, counted.verify(PASSWORD).await.unwrap().unwrap()).await;
    assert!(matches!(end, SignInEnd::Done(_)));
    assert!(attempt(&test, EMAIL, None).await.is_err(), "the attacker's attempts are not forgotten");
    let forged = format!("00{}", &known[2..]);
    assert!(attempt(&test, EMAIL, Some(forged)).await.is_err());
    for _ in 0..5 {
        attempt(&test, EMAIL, Some(known.clone())).await.unwrap();
    }
    assert!(attempt(&test, EMAIL, Some(known)).await.is_err(), "a known browser has limits too");
}

#[db_test(SCHEMA)]
async fn a_browser_known_to_one_is_a_stranger_to_another(test: TestDb) {
    a_person(&test).await;
    let mine = session_of(&test).await.known_browser;
    let other = crate::world::new_person("other@exemple.fr", Some(hash(PASSWORD).await));
    write(&test, move |tx, ctx| service::create_person(tx, ctx, &other)).await.unwrap();
    while attempt(&test, "other@exemple.fr", None).await.is_ok() {}
    assert!(attempt(&test, "other@exemple.fr", Some(mine)).await.is_err());
}

#[db_test(SCHEMA)]
async fn who_is_shut_out_or_changed_the_password_meanwhile_is_refused(test: TestDb) {
    let person = a_person(&test).await;
    let early = attempt(&test, EMAIL, None).await.unwrap().verify(PASSWORD).await.unwrap().unwrap();
    let new = hash("another quite long passphrase").await;
    write::<_, DbError, _>(&test, move |tx, ctx| service::set_password(tx, ctx, person, &new)).await.unwrap();
    assert!(matches!(finish(&test, early).await, SignInEnd::Refused));

    let counted = attempt(&test, EMAIL, None).await.unwrap();
    let late = counted.verify("another quite long passphrase").await.unwrap().unwrap();
    test.db
        .write(service::STAFF_LOCK, {
            let ctx = test.context(Author::System("test"));
            move |tx| service::disable_person(tx, &ctx, person)
        })
        .await
        .unwrap();
    assert!(matches!(finish(&test, late).await, SignInEnd::Refused));
}

#[db_test(SCHEMA)]
async fn a_stolen_session_cannot_guess_the_password_for_long(test: TestDb) {
    let person = a_person(&test).await;
    for _ in 0..5 {
        let counted = write(&test, move |tx, ctx| service::try_own_password(tx, ctx, person)).await.unwrap();
        assert!(counted.verify("wrong wrong wrong").await.unwrap().is_none());
    }
    let sixth = write(&test, move |tx, ctx| service::try_own_password(tx, ctx, person)).await;
    assert!(matches!(sixth, Err(Failed::Refused(_))));
    session_of(&test).await;
    test.clock.advance(minutes(1));
    verified(&test, person).await;
}

#[db_test(SCHEMA)]
async fn changing_the_password_ends_the_other_sessions(test: TestDb) {
    let person = a_person(&test).await;
    let (here, elsewhere) = (session_of(&test).await, session_of(&test).await);
    let session = Id::from_raw(who(&test, here.token.hash()).await.unwrap().session);
    let (proof, second_proof) = (verified(&test, person).await, verified(&test, person).await);
    let new = hash("another quite long passphrase").await;
    let changed = {
        let new = new.clone();
        write(&test, move |tx, ctx| service::change_password(tx, ctx, &proof, session, &new)).await
    };
    changed.unwrap();
    assert!(who(&test, here.token.hash()).await.is_some());
    assert!(who(&test, elsewhere.token.hash()).await.is_none());
    assert!(sign_in(&test, PASSWORD).await.is_none());
    assert!(sign_in(&test, "another quite long passphrase").await.is_some());
    assert_eq!(mails(&test, "people-password-changed").await, 1);
    assert_eq!(logged(&test, "people.password-changed").await, 1);
    let late = write(&test, move |tx, ctx| service::change_password(tx, ctx, &second_proof, session, &new)).await;
    assert!(matches!(late, Err(Failed::Refused(LinkRefusal::PasswordChanged))), "a proof of the old password is void");
}
