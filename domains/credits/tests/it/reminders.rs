//! Lots that come to their end are pointed out, each once for each mark.

use jiff::{SignedDuration, Timestamp};
use kit_core::{Author, Credits};
use kit_db::{DbError, Failed, Lock, Sql, sql};
use kit_testkit::{TestDb, db_test};

use crate::events::{listen, shape, told};
use crate::races::nodes;
use crate::scene::{Scene, schema};
use crate::support::*;

async fn lot(scene: &Scene, amount: i64, lasts: i64) -> Timestamp {
    let expires_at = scene.test.clock.now() + days(lasts);
    let (account, reason) = (scene.account, Reason::parse("Bienvenue").unwrap());
    let wanted = Grant { amount: Credits(amount), reason, expires_at: Some(expires_at) };
    run(&scene.test, staff(), move |tx, ctx| grant(tx, ctx, account, &wanted)).await.unwrap();
    expires_at
}

async fn remind_now(scene: &Scene) -> usize {
    let (test, keys) = (&scene.test, keys());
    remind_all(&test.db, &test.clock, &test.random, &keys).await.unwrap()
}

/// Goes on day by day, with the jobs of each; answers on which days which mails came.
async fn live(scene: &Scene, of: std::ops::Range<i64>) -> Vec<(i64, String)> {
    let mut mails = Vec::new();
    for day in of {
        mails.extend(scene.mails().await.into_iter().map(|mail| (day, mail.content.subject)));
        scene.test.clock.advance(days(1));
    }
    mails
}

#[db_test(schema())]
async fn a_lot_is_told_30_and_7_days_before_and_those_of_a_day_together(test: TestDb) {
    let scene = Scene::new(test).await;
    listen(&scene.test).await;
    scene.test.clock.advance(SignedDuration::from_mins(7));
    lot(&scene, 50, 40).await;
    lot(&scene, 30, 40).await;
    scene.test.clock.advance(SignedDuration::from_hours(2));
    lot(&scene, 5, 40).await;
    lot(&scene, 4, 20).await;
    lot(&scene, 3, 5).await;
    scene.mails().await;
    let mails = live(&scene, 0..60).await;
    let days: Vec<i64> = mails.iter().map(|(day, _)| *day).collect();
    assert_eq!(days.len(), 3, "{mails:?}");
    assert!(days[0] == 10 || days[0] == 9, "{mails:?}");
    assert!(days[1] == 13 || days[1] == 12, "{mails:?}");
    assert!(days[2] == 33 || days[2] == 32, "{mails:?}");
    assert!(mails[0].1.starts_with("85 crédits expirent") && mails[1].1.starts_with("4 crédits"), "{mails:?}");
    assert_eq!(mails[2].1, mails[0].1);
    assert_eq!(violations(&scene.test).await, Vec::<String>::new());

    let events: Vec<_> =
        told(&scene.test).await.into_iter().filter(|event| event["type"] == "credits.expiring").collect();
    let marks = |n: usize| {
        let lots = events[n]["data"]["lots"].as_array().unwrap().clone();
        lots.iter().map(|lot| (lot["remaining"].as_i64().unwrap(), lot["days"].as_i64().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(marks(0), [(50, 30), (30, 30), (5, 30)]);
    assert_eq!(marks(1), [(4, 7)]);
    assert_eq!(marks(2), [(50, 7), (30, 7), (5, 7)]);
    let kind = webhooks::known_kinds().into_iter().find(|kind| kind.code == "credits.expiring").unwrap();
    assert_eq!(shape(&events[0]["data"]), shape(&serde_json::from_str(kind.sample).unwrap()));
}

#[db_test(schema())]
async fn what_was_used_meanwhile_is_not_told(test: TestDb) {
    let scene = Scene::new(test).await;
    lot(&scene, 10, 40).await;
    let later = lot(&scene, 20, 45).await;
    let (account, usage) = (scene.account, charge("a", 12));
    let used = run(&scene.test, key(), move |tx, ctx| spend(tx, ctx, account, kit_web::AccountState::Active, &usage));
    used.await.unwrap();
    scene.mails().await;
    scene.test.clock.advance(later.duration_since(scene.test.clock.now()) - days(30));
    assert_eq!(remind_now(&scene).await, 1);
    let mails = scene.mails().await;
    assert!(mails[0].content.subject.starts_with("18 crédits expirent"), "{}", mails[0].content.subject);
}

#[db_test(schema())]
async fn after_a_long_stop_each_lot_is_told_once(test: TestDb) {
    let scene = Scene::new(test).await;
    lot(&scene, 10, 40).await;
    lot(&scene, 7, 60).await;
    scene.mails().await;
    scene.test.clock.advance(days(35));
    assert_eq!(remind_now(&scene).await, 2, "both marks of one, the first of the other");
    assert_eq!(scene.mails().await.len(), 1);
    assert_eq!(remind_now(&scene).await, 0);
    scene.test.clock.advance(days(10));
    assert_eq!(remind_now(&scene).await, 0, "the first one is gone");
    assert_eq!(violations(&scene.test).await, Vec::<String>::new());
}

#[db_test(schema())]
async fn many_who_look_at_the_same_time_tell_once(test: TestDb) {
    let scene = Scene::new(test).await;
    lot(&scene, 10, 40).await;
    scene.mails().await;
    scene.test.clock.advance(days(12));
    let nodes = nodes(&scene.test);
    let account = scene.account;
    let looks = (0..10).map(|n: usize| {
        let db = nodes[n % 2].clone();
        let ctx = scene.test.context(Author::System("reminders"));
        tokio::spawn(async move {
            db.write::<_, DbError, _>(Lock::None, move |tx| remind(tx, &ctx, account)).await.unwrap()
        })
    });
    let mut told = Vec::new();
    for look in looks.collect::<Vec<_>>() {
        told.push(look.await.unwrap());
    }
    assert_eq!(told.iter().sum::<usize>(), 1, "{told:?}");
    assert_eq!(scene.mails().await.len(), 1);
}

#[db_test(schema())]
async fn what_is_held_is_told_too_and_a_refused_change_tells_nothing(test: TestDb) {
    let scene = Scene::new(test).await;
    lot(&scene, 10, 33).await;
    let (account, new) = (scene.account, leasing("l", 10, 7 * 86_400));
    run(&scene.test, key(), move |tx, ctx| make_lease(tx, ctx, account, kit_web::AccountState::Active, &new))
        .await
        .unwrap();
    scene.mails().await;
    scene.test.clock.advance(days(3));
    let undone = run(&scene.test, staff(), move |tx, ctx| {
        remind(tx, ctx, account)?;
        Err::<(), _>(Failed::Refused("no"))
    });
    assert_eq!(undone.await, Err("no"));
    assert_eq!(remind_now(&scene).await, 1, "what was undone was not told");
    let mails = scene.mails().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].content.subject.starts_with("10 crédits expirent"), "{}", mails[0].content.subject);
}

sql!(FORGET, "UPDATE wallets SET next_reminder = NULL");
sql!(UNTELL, "DELETE FROM reminders WHERE lot > 0");

async fn exec(test: &TestDb, statement: &'static Sql) {
    test.db.write::<_, DbError, _>(Lock::None, move |tx| tx.exec(statement, &[])).await.unwrap();
}

#[db_test(schema())]
async fn the_check_finds_a_lot_that_nobody_would_point_out(test: TestDb) {
    let scene = Scene::new(test).await;
    lot(&scene, 10, 40).await;
    scene.mails().await;
    scene.test.clock.advance(days(12));
    remind_now(&scene).await;
    assert_eq!(violations(&scene.test).await, Vec::<String>::new());
    let wrong = [format!("{}: the wallet's reminders are not what its operations make", scene.account)];
    exec(&scene.test, &UNTELL).await;
    assert_eq!(violations(&scene.test).await, wrong);
    exec(&scene.test, &FORGET).await;
    assert_eq!(violations(&scene.test).await, wrong);
}
