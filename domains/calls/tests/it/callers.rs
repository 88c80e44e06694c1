//! Designated callers and their PINs.

use calls::*;
use jiff::SignedDuration;
use kit_testkit::{TestDb, db_test};

use crate::scene::{ADMIN, LEA, Scene, ZOE, schema};

#[db_test(schema())]
async fn as_many_are_named_as_the_level_has_and_another_level_counts_at_once(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.names(scene.zoe).await.unwrap();
    scene.app.pass(SignedDuration::from_secs(1));
    assert_eq!(scene.names(scene.zoe).await, Err(CallerRefusal::Known));
    assert_eq!(scene.names(scene.agent).await, Err(CallerRefusal::NotAMember));
    scene.names(scene.lea).await.unwrap();
    assert_eq!(scene.names(scene.max).await, Err(CallerRefusal::Full));
    assert_eq!(scene.entitled().await, [(scene.zoe, true), (scene.lea, true)]);
    scene.has_room_for(1).await;
    assert_eq!(scene.entitled().await, [(scene.zoe, true), (scene.lea, false)], "the first named stays");
    scene.has_room_for(3).await;
    scene.names(scene.max).await.unwrap();
    assert_eq!(scene.entitled().await.iter().filter(|one| one.1).count(), 3);
}

#[db_test(schema())]
async fn who_leaves_is_no_caller_and_who_joins_again_has_to_be_named_again(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.names(scene.lea).await.unwrap();
    let pin = scene.takes_pin(scene.lea).await.unwrap();
    scene.app.pass(SignedDuration::from_secs(1));
    scene.leaves(scene.lea).await;
    assert_eq!(scene.entitled().await, []);
    assert_eq!(scene.checks(scene.lea, &pin.reveal()).await, Err(CallerRefusal::Unknown));
    scene.app.mails().await;
    scene.joins(LEA).await;
    assert_eq!(scene.entitled().await, [], "the old naming is over");
    assert_eq!(scene.checks(scene.lea, &pin.reveal()).await, Err(CallerRefusal::Unknown));
    scene.app.pass(SignedDuration::from_secs(1));
    scene.names(scene.lea).await.unwrap();
    assert_eq!(scene.checks(scene.lea, &pin.reveal()).await, Ok(PinCheck::None), "and so is the old PIN");
}

#[db_test(schema())]
async fn wrong_pins_of_a_day_are_counted_and_lock_for_an_hour(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.names(scene.lea).await.unwrap();
    assert_eq!(scene.checks(scene.lea, "123456").await, Ok(PinCheck::None));
    let pin = scene.takes_pin(scene.lea).await.unwrap().reveal();
    let wrong = if pin == "12 34 56" { "654321" } else { "123456" };
    for left in (1..MOST_WRONG).rev() {
        assert_eq!(scene.checks(scene.lea, wrong).await, Ok(PinCheck::Wrong { left }));
        assert_eq!(
            scene.checks(scene.lea, &pin).await,
            Ok(PinCheck::Right),
            "which takes back nothing that was guessed"
        );
    }
    scene.app.mails().await;
    let until = scene.app.test.clock.now() + LOCKED_FOR;
    assert_eq!(scene.checks(scene.lea, wrong).await, Ok(PinCheck::Locked { until }));
    let mails = scene.app.mails().await;
    let told: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert!(told.len() == 2 && told.contains(&LEA) && told.contains(&ADMIN), "{told:?}");
    assert!(mails.iter().all(|mail| mail.content.text.contains("bloqué jusqu’au")), "{mails:?}");
    assert_eq!(scene.checks(scene.lea, &pin).await, Ok(PinCheck::Locked { until }), "not even the right one opens it");
    scene.app.pass(LOCKED_FOR);
    assert_eq!(scene.checks(scene.lea, &pin).await, Ok(PinCheck::Right), "nobody can lock a caller out for good");
    assert!(matches!(scene.checks(scene.lea, wrong).await, Ok(PinCheck::Locked { .. })), "the day is not over");
    assert!(scene.app.mails().await.is_empty(), "it was told");
    scene.app.pass(COUNTED_FOR);
    assert_eq!(scene.checks(scene.lea, wrong).await, Ok(PinCheck::Wrong { left: 4 }), "the next day begins anew");
}

#[db_test(schema())]
async fn a_locked_caller_takes_another_pin_and_calls(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.names(scene.lea).await.unwrap();
    let pin = scene.takes_pin(scene.lea).await.unwrap().reveal();
    let wrong = if pin == "12 34 56" { "654321" } else { "123456" };
    for _ in 0..MOST_WRONG {
        scene.checks(scene.lea, wrong).await.unwrap();
    }
    let another = scene.takes_pin(scene.lea).await.unwrap().reveal();
    assert_eq!(scene.checks(scene.lea, &another).await, Ok(PinCheck::Right));
    assert_eq!(scene.checks(scene.lea, &pin).await, Ok(PinCheck::Wrong { left: 4 }), "the old one is over");
}

#[db_test(schema())]
async fn who_is_shut_out_is_not_named(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.names(scene.lea).await.unwrap();
    scene.shuts_out(scene.lea).await;
    scene.shuts_out(scene.zoe).await;
    assert_eq!(scene.entitled().await, []);
    assert_eq!(scene.names(scene.zoe).await, Err(CallerRefusal::NotAMember));
}

#[db_test(schema())]
async fn who_asked_to_be_forgotten_is_not_named(test: TestDb) {
    let scene = Scene::new(test).await;
    let (zoe, at) = (scene.zoe, scene.app.test.clock.now());
    let leave = |at| {
        scene.app.run(kit_core::Author::System("test"), move |tx, _| {
            Ok::<_, kit_db::Failed<()>>(people::service::set_leaving(tx, zoe, at)?)
        })
    };
    leave(Some(at)).await.unwrap();
    assert_eq!(scene.names(zoe).await, Err(CallerRefusal::Leaving));
    leave(None).await.unwrap();
    scene.names(zoe).await.unwrap();
}

#[db_test(schema())]
async fn a_pin_is_of_one_caller_and_no_mail_holds_it(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.names(scene.lea).await.unwrap();
    scene.names(scene.zoe).await.unwrap();
    let named = scene.app.mail_to(LEA).await;
    assert!(
        named.content.text.contains("/support/pin") && named.content.text.contains("Dupont"),
        "{}",
        named.content.text
    );
    scene.app.mails().await;
    let pin = scene.takes_pin(scene.lea).await.unwrap().reveal();
    let taken = scene.app.mail_to(LEA).await;
    let close = pin.replace(' ', "");
    for text in [&named.content.text, &taken.content.text, &taken.content.html] {
        assert!(!text.contains(&pin) && !text.contains(&close), "{text}");
    }
    scene.takes_pin(scene.zoe).await.unwrap();
    assert_eq!(scene.checks(scene.zoe, &pin).await, Ok(PinCheck::Wrong { left: 4 }));
    assert_eq!(scene.takes_pin(scene.max).await.unwrap_err(), CallerRefusal::Unknown);
    assert!(scene.app.mail_to(ZOE).await.content.text.contains("téléphonique"));
    let (account, lea) = (scene.account, scene.lea);
    let withdraw =
        scene.app.run(kit_core::Author::Person(scene.admin), move |tx, ctx| withdraw_pin(tx, ctx, account, lea));
    withdraw.await.unwrap();
    assert_eq!(scene.checks(scene.lea, &pin).await, Ok(PinCheck::None));
}

#[db_test(schema())]
async fn of_forty_guesses_at_once_five_are_looked_at(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.names(scene.lea).await.unwrap();
    let pin = scene.takes_pin(scene.lea).await.unwrap().reveal();
    let wrong = Pin::parse(if pin == "12 34 56" { "654321" } else { "123456" }).unwrap();
    let (account, lea) = (scene.account, scene.lea);
    let guesses = (0..40).map(|_| {
        let (db, ctx) = (scene.app.test.db.clone(), scene.app.context(kit_core::Author::Staff(scene.agent)));
        let wrong = wrong.clone();
        tokio::spawn(async move {
            let guess = db.write(kit_db::Lock::None, move |tx| check_pin(tx, &ctx, account, lea, &wrong));
            guess.await.map_err(|failed: kit_db::Failed<CallerRefusal>| format!("{failed:?}"))
        })
    });
    let mut looked_at = 0;
    for guess in guesses.collect::<Vec<_>>() {
        looked_at += i64::from(matches!(guess.await.unwrap().unwrap(), PinCheck::Wrong { .. }));
    }
    assert_eq!(looked_at, MOST_WRONG - 1, "the fifth locks");
    assert!(matches!(scene.checks(scene.lea, &pin).await, Ok(PinCheck::Locked { .. })));
}
