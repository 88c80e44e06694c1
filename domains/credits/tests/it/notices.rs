//! Little is left: told once, to whom it concerns, and as the account chose.

use axum::http::StatusCode;
use credits::*;
use kit_core::{AccountId, Author, Credits};
use kit_db::{Failed, Lock};
use kit_testkit::{TestDb, db_test};
use kit_web::{AccountState, Scope};
use serde_json::{Value, json};

use crate::events::{listen, shape, told};
use crate::races::nodes;
use crate::scene::{Scene, schema};
use crate::support::*;

async fn watch(scene: &Scene, threshold: Option<i64>) -> bool {
    let account = scene.account;
    let set = run(&scene.test, staff(), move |tx, ctx| {
        Ok::<_, Failed<()>>(set_threshold(tx, ctx, account, threshold.map(Credits))?)
    });
    set.await.unwrap()
}

async fn use_some(scene: &Scene, request: &str, amount: i64) {
    let (account, usage) = (scene.account, charge(request, amount));
    let used = run(&scene.test, key(), move |tx, ctx| spend(tx, ctx, account, AccountState::Active, &usage));
    used.await.unwrap();
}

async fn subjects(scene: &Scene) -> Vec<String> {
    scene.mails().await.into_iter().map(|mail| mail.content.subject).collect()
}

/// How often `credits.low` was told.
async fn lows(scene: &Scene) -> Vec<Value> {
    told(&scene.test).await.into_iter().filter(|event| event["type"] == "credits.low").collect()
}

#[db_test(schema())]
async fn it_is_told_once_until_enough_is_there_again(test: TestDb) {
    let scene = Scene::new(test).await;
    listen(&scene.test).await;
    scene.grant(100).await;
    assert!(!watch(&scene, Some(50)).await);
    scene.mails().await;
    use_some(&scene, "a", 50).await;
    assert!(subjects(&scene).await.is_empty(), "50 are there");
    use_some(&scene, "b", 1).await;
    let mails = scene.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to.as_str(), "admin@durand.example");
    assert_eq!(mails[0].content.subject, "Il vous reste 49 crédits");
    let choices = format!("http://localhost:8080/accounts/{}/notices", scene.account);
    assert_eq!(mails[0].choices.as_ref(), Some(&choices));
    assert!(mails[0].content.text.contains(&choices), "{}", mails[0].content.text);
    use_some(&scene, "c", 9).await;
    assert!(subjects(&scene).await.is_empty(), "it was told");
    scene.grant(9).await;
    use_some(&scene, "d", 1).await;
    assert!(subjects(&scene).await.is_empty(), "49 were not enough");
    scene.grant(3).await;
    use_some(&scene, "e", 1).await;
    assert!(subjects(&scene).await.is_empty(), "50 are");
    use_some(&scene, "f", 1).await;
    assert_eq!(subjects(&scene).await, ["Il vous reste 49 crédits"]);
    let lows = lows(&scene).await;
    assert_eq!(lows.len(), 2);
    assert_eq!(lows[0]["data"]["threshold"], 50);
    assert_eq!(lows[0]["data"]["operation"]["balance"]["available"], 49);
    let kind = webhooks::known_kinds().into_iter().find(|kind| kind.code == "credits.low").unwrap();
    let mut sample = shape(&serde_json::from_str(kind.sample).unwrap());
    sample["operation"].as_object_mut().unwrap().remove("unit_price");
    assert_eq!(shape(&lows[0]["data"]), sample);
}

#[db_test(schema())]
async fn what_settles_a_debt_is_not_taken_for_enough(test: TestDb) {
    let scene = Scene::new(test).await;
    listen(&scene.test).await;
    let bought = pay_for(&scene.test, scene.account, payment("BC 1", 300)).await.unwrap();
    use_some(&scene, "a", 290).await;
    watch(&scene, Some(50)).await;
    go_back(&scene.test, scene.account, bought.seq, 300, None, false).await.unwrap();
    scene.mails().await;
    pay_for(&scene.test, scene.account, payment("BC 2", 310)).await.unwrap();
    assert!(
        subjects(&scene).await.iter().all(|subject| !subject.starts_with("Il vous reste")),
        "20 are there, as was told"
    );
}

#[db_test(schema())]
async fn whoever_sets_it_sees_that_little_is_left(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.grant(100).await;
    scene.mails().await;
    assert!(watch(&scene, Some(200)).await);
    use_some(&scene, "a", 1).await;
    assert!(subjects(&scene).await.is_empty(), "it was so when it was set");
    assert!(!watch(&scene, Some(90)).await);
    use_some(&scene, "b", 10).await;
    assert_eq!(subjects(&scene).await, ["Il vous reste 89 crédits"]);
    assert!(watch(&scene, Some(90)).await, "the same once more changes nothing");
    assert!(!watch(&scene, None).await);
    use_some(&scene, "c", 80).await;
    assert!(subjects(&scene).await.is_empty(), "nobody wants to know");
}

#[db_test(schema())]
async fn what_is_set_aside_is_told_by_the_next_use(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.grant(100).await;
    watch(&scene, Some(50)).await;
    scene.mails().await;
    let (account, new) = (scene.account, setting_aside("h", 60, 900));
    run(&scene.test, key(), move |tx, ctx| make_hold(tx, ctx, account, AccountState::Active, &new)).await.unwrap();
    assert!(subjects(&scene).await.is_empty(), "a hold uses nothing");
    use_some(&scene, "a", 1).await;
    assert_eq!(subjects(&scene).await, ["Il vous reste 39 crédits"]);
}

#[db_test(schema())]
async fn a_notice_that_is_turned_off_is_not_mailed(test: TestDb) {
    let scene = Scene::new(test).await;
    listen(&scene.test).await;
    scene.grant(100).await;
    watch(&scene, Some(50)).await;
    scene.mails().await;
    let page = scene.page("manager", "/notices").await.text();
    assert!(page.contains("Solde passé sous votre seuil") && page.contains("admin@durand.example"), "{page}");
    assert!(page.contains("/credits/threshold") && page.contains("Toujours envoyé"));
    assert_eq!(scene.page("user", "/notices").await.status, StatusCode::NOT_FOUND);
    let saved = scene.submit("manager", "/notices", "once=abc&on=credits.notice-expiring").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    use_some(&scene, "a", 60).await;
    assert!(subjects(&scene).await.is_empty());
    assert_eq!(lows(&scene).await.len(), 1, "the publisher's programs hear of it all the same");
}

#[db_test(schema())]
async fn debts_are_told_whatever_the_account_chose(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.submit("admin", "/notices", "once=abc").await;
    scene.mails().await;
    let account = scene.account;
    let bought = pay_for(&scene.test, account, payment("BC 1", 300)).await.unwrap();
    use_some(&scene, "a", 250).await;
    scene.mails().await;
    go_back(&scene.test, account, bought.seq, 300, None, false).await.unwrap();
    let mails = scene.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!((mails[0].content.subject.as_str(), &mails[0].choices), ("Votre compte doit 250 crédits", &None));
}

#[db_test(schema())]
async fn the_threshold_is_set_by_who_tops_up(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.grant(100).await;
    for (name, may) in
        [("admin", true), ("manager", true), ("coordinator", false), ("user", false), ("outsider", false)]
    {
        let status = scene.page(name, "/credits/threshold").await.status;
        assert_eq!(status, if may { StatusCode::OK } else { StatusCode::NOT_FOUND }, "{name}");
        let posted = scene.submit(name, "/credits/threshold", &format!("once={name}&threshold=40")).await;
        assert_eq!(posted.status, if may { StatusCode::SEE_OTHER } else { StatusCode::NOT_FOUND }, "{name}");
    }
    let balance = async |name: &str| scene.page(name, "/credits").await.text();
    assert!(balance("manager").await.contains("moins de 40 crédits") && !balance("user").await.contains("moins de 40"));
    for wrong in ["0", "-1", "x", "1,5", "99999999999999999999", "1000000000000001"] {
        let answer = scene.submit("admin", "/credits/threshold", &format!("once=w{wrong}&threshold={wrong}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(answer.text().contains("f-threshold-error"));
    }
    scene.submit("admin", "/credits/threshold", "once=last&threshold=").await;
    assert!(balance("admin").await.contains("pas prévenu"));
}

/// Uses that are decided together, by two programs on one database: the wallet falls once.
#[db_test(schema())]
async fn of_many_uses_at_once_one_is_told(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.grant(100).await;
    watch(&scene, Some(50)).await;
    scene.mails().await;
    let nodes = nodes(&scene.test);
    let account = scene.account;
    let spends = (0..40).map(|n: usize| {
        let db = nodes[n % 2].clone();
        let ctx = scene.test.context(Author::System("test"));
        tokio::spawn(async move {
            let spend_two = move |tx: &mut kit_db::Tx<'_>| {
                let usages = [charge(&format!("a{n}"), 1), charge(&format!("b{n}"), 1)];
                let state = AccountState::Active;
                let asked = usages.each_ref().map(|usage| Asking { ctx: &ctx, account, state, usage });
                spend_all(tx, &asked)
            };
            db.write(Lock::None, spend_two).await.unwrap();
        })
    });
    for spend in spends.collect::<Vec<_>>() {
        spend.await.unwrap();
    }
    assert_eq!(subjects(&scene).await.len(), 1);
    assert_eq!(found_in(&scene.test, account).await, Credits(20));
    assert_eq!(violations(&scene.test).await, Vec::<String>::new());
}

/// The threshold is set while others use the credits: whoever comes first, it is told at most once, and it holds at the end.
#[db_test(schema())]
async fn a_threshold_set_among_uses_is_neither_lost_nor_told_twice(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.grant(100).await;
    scene.mails().await;
    let account = scene.account;
    let acts = (0..60).map(|n: usize| {
        let (db, ctx) = (scene.test.db.clone(), scene.test.context(Author::System("test")));
        tokio::spawn(async move {
            if n % 20 == 10 {
                let set = move |tx: &mut kit_db::Tx<'_>| set_threshold(tx, &ctx, account, Some(Credits(60)));
                db.write::<_, kit_db::DbError, _>(Lock::Account(account), set).await.map(drop).unwrap();
            } else {
                let usage = charge(&format!("k{n}"), 1);
                let one = move |tx: &mut kit_db::Tx<'_>| spend(tx, &ctx, account, AccountState::Active, &usage);
                db.write(Lock::None, one).await.map(drop).unwrap();
            }
        })
    });
    for act in acts.collect::<Vec<_>>() {
        act.await.unwrap();
    }
    let watch = scene.test.db.read::<_, kit_db::DbError, _>(move |read| low_watch(read, account)).await.unwrap();
    assert_eq!(watch.threshold, Some(Credits(60)));
    assert!(watch.is_low(), "43 are left");
    assert!(subjects(&scene).await.len() <= 1);
}

async fn found_in(test: &TestDb, account: AccountId) -> Credits {
    left(test, account).await.free()
}

#[db_test(schema())]
async fn a_use_through_the_api_tells_it(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.price("plan.render", 3).await;
    scene.grant(10).await;
    watch(&scene, Some(8)).await;
    scene.mails().await;
    let key = scene.key(&[Scope::CreditsUse], None).await;
    for _ in 0..2 {
        let answer = scene.post(&key, "k1", &json!({ "feature": "plan.render" })).await;
        assert!(answer.status.is_success());
    }
    assert_eq!(subjects(&scene).await, ["Il vous reste 7 crédits"]);
}
