//! The second factor.

use kit_core::{Author, Id, KeyRing, PersonId, Token};
use kit_db::{Db, DbError, Failed};
use kit_testkit::{TestDb, db_test};
use people::service::{self, NewSession, SecondFactorEnd, SecondFactorRefusal, SecondFactorState, SignInEnd};
use people::{RecoveryCode, TotpSecret};

use crate::world::{
    EMAIL, PASSWORD, SCHEMA, a_person, browser, email, hash, logged, mails, minutes, reset_link, session_of, sign_in,
    verified, who, write, write_on,
};

/// Where the second factor stands, seen from a session that began nothing.
async fn state(test: &TestDb, person: PersonId) -> SecondFactorState {
    state_in(test, person, 0).await
}

async fn state_in(test: &TestDb, person: PersonId, session: i64) -> SecondFactorState {
    let (keys, session, now) = (KeyRing::new([7; 32]), Id::from_raw(session), test.clock.now());
    let state = move |read: &mut kit_db::Read<'_>| service::second_factor(read, &keys, person, session, now);
    test.db.read::<_, DbError, _>(state).await.unwrap()
}

async fn started(test: &TestDb, person: PersonId, session: i64) -> TotpSecret {
    let proof = verified(test, person).await;
    write(test, move |tx, ctx| service::start_second_factor(tx, ctx, &proof, Id::from_raw(session))).await.unwrap();
    match state_in(test, person, session).await {
        SecondFactorState::Started(secret) => secret,
        other => panic!("{other:?}"),
    }
}

async fn confirm(
    test: &TestDb,
    person: PersonId,
    session: i64,
    code: String,
) -> Result<Vec<RecoveryCode>, Failed<SecondFactorRefusal>> {
    let session = Id::from_raw(session);
    write(test, move |tx, ctx| service::confirm_second_factor(tx, ctx, person, session, &code)).await
}

/// Gives the password chosen for the address, as whoever followed the mailed link.
async fn by_chosen(test: &TestDb, person: PersonId, password: &str) -> Option<NewSession> {
    let chosen = hash(password).await;
    let counted =
        write(test, move |tx, ctx| service::try_chosen_password(tx, ctx, &email(EMAIL), chosen.clone())).await.unwrap();
    let given = counted.verify(password).await.unwrap().unwrap();
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context| {
        service::sign_in_by_chosen(tx, ctx, &given, person, &browser())
    };
    write::<_, DbError, _>(test, body).await.unwrap()
}

/// A person with a second factor: its secret and the recovery codes.
async fn enrolled(test: &TestDb) -> (PersonId, TotpSecret, Vec<RecoveryCode>) {
    let person = a_person(test).await;
    let session = who(test, session_of(test).await.token.hash()).await.unwrap().session;
    let secret = started(test, person, session).await;
    let codes = confirm(test, person, session, secret.code_at(test.clock.now())).await.unwrap();
    (person, secret, codes)
}

async fn half(test: &TestDb) -> Token {
    match sign_in(test, PASSWORD).await {
        Some(SignInEnd::SecondFactor(token)) => token,
        other => panic!("{other:?}"),
    }
}

async fn pass(test: &TestDb, half: &Token, code: &str) -> SecondFactorEnd {
    pass_known(test, half, code, None).await
}

async fn pass_known(test: &TestDb, half: &Token, code: &str, known: Option<String>) -> SecondFactorEnd {
    let (half, code) = (half.hash(), code.to_owned());
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context| {
        service::pass_second_factor(tx, ctx, &half, &code, known.as_deref(), &browser())
    };
    write::<_, DbError, _>(test, body).await.unwrap()
}

#[db_test(SCHEMA)]
async fn it_is_set_up_with_a_first_code(test: TestDb) {
    let person = a_person(&test).await;
    let (here, elsewhere) = (session_of(&test).await, session_of(&test).await);
    let session = who(&test, here.token.hash()).await.unwrap().session;
    assert_eq!(state(&test, person).await, SecondFactorState::Off);
    let refused = confirm(&test, person, session, "123456".into()).await;
    assert!(matches!(refused, Err(Failed::Refused(SecondFactorRefusal::Off))));
    let first = started(&test, person, session).await;
    let secret = started(&test, person, session).await;
    assert!(first != secret, "begun again, it is another one");
    for wrong in [first.code_at(test.clock.now()), String::new(), "abc".into(), "k7m2q-9xw4t".into()] {
        let refused = confirm(&test, person, session, wrong).await;
        assert!(matches!(refused, Err(Failed::Refused(SecondFactorRefusal::WrongCode))));
    }
    assert!(matches!(sign_in(&test, PASSWORD).await, Some(SignInEnd::Done(_))), "not asked for before it is confirmed");
    let codes = confirm(&test, person, session, secret.code_at(test.clock.now())).await.unwrap();
    assert_eq!(codes.len(), 10);
    assert_eq!(state(&test, person).await, SecondFactorState::On { since: test.clock.now(), codes_left: 10 });
    assert!(who(&test, here.token.hash()).await.unwrap().second_factor);
    assert!(who(&test, elsewhere.token.hash()).await.is_none(), "sessions without it end");
    let among = move |read: &mut kit_db::Read<'_>| service::with_second_factor(read, &[person, PersonId::from_raw(5)]);
    let among = test.db.read::<_, DbError, _>(among).await.unwrap();
    assert_eq!(among.into_iter().collect::<Vec<_>>(), [person]);
    assert_eq!((mails(&test, "people-second-factor-on").await, logged(&test, "people.second-factor-on").await), (1, 1));
    let again = confirm(&test, person, session, secret.code_at(test.clock.now())).await;
    assert!(matches!(again, Err(Failed::Refused(SecondFactorRefusal::AlreadyOn))));
}

#[db_test(SCHEMA)]
async fn half_signed_in_opens_nothing_until_the_code(test: TestDb) {
    let (_, secret, _) = enrolled(&test).await;
    test.clock.advance(minutes(1));
    let half = half(&test).await;
    assert!(who(&test, half.hash()).await.is_none());
    assert!(matches!(pass(&test, &half, "000000").await, SecondFactorEnd::Wrong));
    let SecondFactorEnd::Done(session) = pass(&test, &half, &secret.code_at(test.clock.now())).await else { panic!() };
    assert!(who(&test, session.token.hash()).await.unwrap().second_factor);
    assert!(who(&test, half.hash()).await.is_none());
    test.clock.advance(minutes(1));
    let over = pass(&test, &half, &secret.code_at(test.clock.now())).await;
    assert!(matches!(over, SecondFactorEnd::Over), "a half sign-in is used up");
}

#[db_test(SCHEMA)]
async fn the_password_chosen_at_a_sign_up_begins_a_session_and_passes_no_second_factor(test: TestDb) {
    let person = a_person(&test).await;
    assert!(by_chosen(&test, person, "another phrase altogether").await.is_none(), "this login has another one");
    let session = by_chosen(&test, person, PASSWORD).await.unwrap();
    let session = who(&test, session.token.hash()).await.unwrap();
    assert_eq!((session.id, session.second_factor), (person, false));
    let secret = started(&test, person, session.session).await;
    assert!(by_chosen(&test, person, PASSWORD).await.is_some(), "begun, it is not asked for yet");
    confirm(&test, person, session.session, secret.code_at(test.clock.now())).await.unwrap();
    assert!(by_chosen(&test, person, PASSWORD).await.is_none());
}

#[db_test(SCHEMA)]
async fn a_code_works_once(test: TestDb) {
    let (_, secret, _) = enrolled(&test).await;
    let now = test.clock.now();
    let half_one = half(&test).await;
    assert!(matches!(pass(&test, &half_one, &secret.code_at(now)).await, SecondFactorEnd::Wrong), "used to set it up");
    test.clock.advance(minutes(1));
    let code = secret.code_at(test.clock.now());
    assert!(matches!(pass(&test, &half_one, &code).await, SecondFactorEnd::Done(_)));
    let half_two = half(&test).await;
    assert!(matches!(pass(&test, &half_two, &code).await, SecondFactorEnd::Wrong), "seen over the shoulder");
    let before = secret.code_at(test.clock.now() - jiff::SignedDuration::from_secs(30));
    assert!(matches!(pass(&test, &half_two, &before).await, SecondFactorEnd::Wrong), "nor an earlier one");
}

#[db_test(SCHEMA)]
async fn of_many_with_the_same_code_one_gets_in(test: TestDb) {
    let (_, secret, codes) = enrolled(&test).await;
    for code in [secret.code_at(test.clock.now() + minutes(1)), codes[0].reveal()] {
        test.clock.advance(minutes(1));
        let other_node = Db::open(&test.url).unwrap();
        let mut halves = Vec::new();
        for _ in 0..5 {
            halves.push(half(&test).await.hash());
        }
        let racers = halves.into_iter().enumerate().map(|(n, half)| {
            let db = if n % 2 == 0 { test.db.clone() } else { other_node.clone() };
            let (ctx, code) = (test.context(Author::Visitor), code.clone());
            tokio::spawn(async move {
                write_on::<_, DbError, _>(&db, ctx, move |tx, ctx| {
                    service::pass_second_factor(tx, ctx, &half, &code, None, &browser())
                })
                .await
                .unwrap()
            })
        });
        let mut winners = 0;
        for racer in racers.collect::<Vec<_>>() {
            winners += usize::from(matches!(racer.await.unwrap(), SecondFactorEnd::Done(_)));
        }
        assert_eq!(winners, 1);
    }
}

#[db_test(SCHEMA)]
async fn codes_cannot_be_guessed_for_long(test: TestDb) {
    let (_, secret, _) = enrolled(&test).await;
    test.clock.advance(minutes(1));
    for _ in 0..5 {
        let half = half(&test).await;
        assert!(matches!(pass(&test, &half, "000000").await, SecondFactorEnd::Wrong));
    }
    let half = half(&test).await;
    let right = secret.code_at(test.clock.now());
    assert!(matches!(pass(&test, &half, &right).await, SecondFactorEnd::TooMany(_)), "not looked at, however right");
    test.clock.advance(minutes(1));
    let right = secret.code_at(test.clock.now());
    assert!(matches!(pass(&test, &half, &right).await, SecondFactorEnd::Done(_)));
}

/// Chooses a new password by mail; answers the mark of the browser in which it was done.
async fn reset(test: &TestDb) -> String {
    write::<_, DbError, _>(test, |tx, ctx| service::send_reset(tx, ctx, &email(EMAIL))).await.unwrap();
    let (link, same) = (reset_link(test, EMAIL).await.parse().unwrap(), hash(PASSWORD).await);
    write(test, move |tx, ctx| service::reset_password(tx, ctx, &link, &same)).await.unwrap()
}

#[db_test(SCHEMA)]
async fn a_mailbox_buys_no_guesses_at_codes(test: TestDb) {
    enrolled(&test).await;
    let mut looked_at = 0;
    for _ in 0..3 {
        test.clock.advance(jiff::SignedDuration::from_secs(1));
        let known = reset(&test).await;
        let half = half(&test).await;
        for _ in 0..5 {
            let end = pass_known(&test, &half, "000000", Some(known.clone())).await;
            looked_at += usize::from(matches!(end, SecondFactorEnd::Wrong));
        }
    }
    assert_eq!(looked_at, 5, "whoever reads the mailbox has what every stranger has");
}

#[db_test(SCHEMA)]
async fn a_browser_that_passed_has_codes_of_its_own_and_a_person_a_hundred_a_day(test: TestDb) {
    let (person, secret, _) = enrolled(&test).await;
    test.clock.advance(minutes(1));
    let stranger = half(&test).await;
    while matches!(pass(&test, &stranger, "000000").await, SecondFactorEnd::Wrong) {}
    let half = half(&test).await;
    let (mut looked_at, mut marks) = (5, Vec::new());
    for _ in 0..30 {
        let passed = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context| {
            service::start_session(tx, ctx, person, &browser(), true)
        };
        marks.push(write::<_, DbError, _>(&test, passed).await.unwrap().known_browser);
    }
    for mark in &marks {
        for _ in 0..5 {
            let end = pass_known(&test, &half, "000000", Some(mark.clone())).await;
            looked_at += usize::from(matches!(end, SecondFactorEnd::Wrong));
        }
    }
    assert_eq!(looked_at, 100, "the owner's browsers have their turns, and all together a limit");
    test.clock.advance(jiff::SignedDuration::from_hours(24));
    let half = self::half(&test).await;
    let right = secret.code_at(test.clock.now());
    assert!(matches!(pass_known(&test, &half, &right, marks.pop()).await, SecondFactorEnd::Done(_)));
}

#[db_test(SCHEMA)]
async fn a_secret_is_its_sessions_for_a_quarter_of_an_hour(test: TestDb) {
    let person = a_person(&test).await;
    let mut sessions = Vec::new();
    for _ in 0..2 {
        sessions.push(who(&test, session_of(&test).await.token.hash()).await.unwrap().session);
    }
    let (mine, stolen) = (sessions[0], sessions[1]);
    let is_off = |outcome| matches!(outcome, Err(Failed::Refused(SecondFactorRefusal::Off)));
    let secret = started(&test, person, mine).await;
    assert_eq!(state_in(&test, person, stolen).await, SecondFactorState::Off, "another session does not see it");
    assert!(is_off(confirm(&test, person, stolen, secret.code_at(test.clock.now())).await), "nor confirms it");
    test.clock.advance(minutes(15));
    assert_eq!(state_in(&test, person, mine).await, SecondFactorState::Off);
    assert!(is_off(confirm(&test, person, mine, secret.code_at(test.clock.now())).await), "too late");
    let secret = started(&test, person, mine).await;
    let elsewhere = started(&test, person, stolen).await;
    assert!(is_off(confirm(&test, person, mine, secret.code_at(test.clock.now())).await), "begun again elsewhere");
    assert!(is_off(confirm(&test, person, mine, elsewhere.code_at(test.clock.now())).await));
    let secret = started(&test, person, mine).await;
    test.clock.advance(minutes(14));
    confirm(&test, person, mine, secret.code_at(test.clock.now())).await.unwrap();
}

#[db_test(SCHEMA)]
async fn a_half_sign_in_lives_ten_minutes_and_not_past_a_new_password(test: TestDb) {
    let (person, secret, _) = enrolled(&test).await;
    let old = half(&test).await;
    test.clock.advance(minutes(10));
    assert!(matches!(pass(&test, &old, &secret.code_at(test.clock.now())).await, SecondFactorEnd::Over));
    let young = half(&test).await;
    let new = hash("another quite long passphrase").await;
    write::<_, DbError, _>(&test, move |tx, ctx| service::set_password(tx, ctx, person, &new)).await.unwrap();
    assert!(matches!(pass(&test, &young, &secret.code_at(test.clock.now())).await, SecondFactorEnd::Over));
    let made_up = Token::random(&test.random);
    assert!(matches!(pass(&test, &made_up, &secret.code_at(test.clock.now())).await, SecondFactorEnd::Over));
}

#[db_test(SCHEMA)]
async fn recovery_codes_work_once_each_and_are_told(test: TestDb) {
    let (person, _, codes) = enrolled(&test).await;
    let first = half(&test).await;
    assert!(matches!(pass(&test, &first, &codes[3].reveal().to_uppercase()).await, SecondFactorEnd::Done(_)));
    let second = half(&test).await;
    assert!(matches!(pass(&test, &second, &codes[3].reveal()).await, SecondFactorEnd::Wrong));
    assert!(matches!(pass(&test, &second, &codes[4].reveal()).await, SecondFactorEnd::Done(_)));
    assert!(matches!(state(&test, person).await, SecondFactorState::On { codes_left: 8, .. }));
    assert_eq!(mails(&test, "people-recovery-code-used").await, 2);

    let proof = verified(&test, person).await;
    let renewed = write(&test, move |tx, ctx| service::renew_recovery_codes(tx, ctx, &proof)).await.unwrap();
    let third = half(&test).await;
    assert!(matches!(pass(&test, &third, &codes[5].reveal()).await, SecondFactorEnd::Wrong), "old ones are void");
    assert!(matches!(pass(&test, &third, &renewed[0].reveal()).await, SecondFactorEnd::Done(_)));
}

#[db_test(SCHEMA)]
async fn it_is_taken_away_with_its_codes(test: TestDb) {
    let (person, _, codes) = enrolled(&test).await;
    let half = half(&test).await;
    let (proof, again) = (verified(&test, person).await, verified(&test, person).await);
    write(&test, move |tx, ctx| service::remove_second_factor(tx, ctx, &proof)).await.unwrap();
    assert_eq!(state(&test, person).await, SecondFactorState::Off);
    assert!(matches!(pass(&test, &half, &codes[0].reveal()).await, SecondFactorEnd::Wrong));
    assert!(matches!(sign_in(&test, PASSWORD).await, Some(SignInEnd::Done(_))));
    assert_eq!(mails(&test, "people-second-factor-off").await, 1);
    let none = write(&test, move |tx, ctx| service::remove_second_factor(tx, ctx, &again)).await;
    assert!(matches!(none, Err(Failed::Refused(SecondFactorRefusal::Off))));
}
