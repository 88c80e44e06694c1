use accounts::Followed;
use accounts::service::administration::{self, Asked, TooManyAsked};
use accounts::service::sign_up::DeadLink;
use jiff::SignedDuration;
use kit_core::{AccountId, Author};
use kit_db::{Failed, Lock};
use kit_testkit::{TestDb, db_test};

use crate::scene::{Scene, mail, race, refusal, schema};

async fn try_to_ask(scene: &Scene, account: AccountId, email: &str) -> Result<Asked, Failed<TooManyAsked>> {
    let email = mail(email);
    scene
        .act(Author::System("test"), Lock::Account(account), move |tx, ctx| {
            administration::ask(tx, ctx, account, &email)
        })
        .await
}

async fn ask(scene: &Scene, account: AccountId, email: &str) -> Asked {
    try_to_ask(scene, account, email).await.unwrap()
}

/// How many mails asked the owner of this address.
async fn mailed(scene: &Scene, email: &str) -> usize {
    let mails = scene.mails().await;
    mails.iter().filter(|mail| mail.kind == "accounts-administration" && mail.to == email).count()
}

async fn follow(scene: &Scene, link: String) -> Result<AccountId, Failed<DeadLink>> {
    scene
        .act(Author::Visitor, Lock::None, move |tx, ctx| {
            administration::confirm(tx, ctx, &Followed::read(&link).unwrap())
        })
        .await
}

async fn address(scene: &Scene, id: AccountId) -> String {
    scene.read(move |read| Ok(accounts::service::account(read, id)?.unwrap().administration_email.to_string())).await
}

#[db_test(schema())]
async fn a_new_address_counts_once_confirmed_and_the_old_one_is_told(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    ask(&scene, acme, "compta@acme.fr").await;
    assert_eq!(address(&scene, acme).await, "admin@acme.fr");
    let link = scene.last_link("compta@acme.fr").await;
    assert_eq!(follow(&scene, link.clone()).await.unwrap(), acme);
    assert_eq!(address(&scene, acme).await, "compta@acme.fr");
    assert!(
        scene
            .mails()
            .await
            .iter()
            .any(|mail| mail.kind == "accounts-administration-changed" && mail.to == "admin@acme.fr")
    );
    assert_eq!(refusal(follow(&scene, link).await), DeadLink);
    assert_eq!(scene.log(acme).await[1..], ["accounts.address-asked", "accounts.address-changed"]);
}

#[db_test(schema())]
async fn the_last_wish_counts(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    ask(&scene, acme, "wrong@acme.fr").await;
    ask(&scene, acme, "compta@acme.fr").await;
    assert_eq!(refusal(follow(&scene, scene.last_link("wrong@acme.fr").await).await), DeadLink);
    ask(&scene, acme, "admin@acme.fr").await;
    assert_eq!(refusal(follow(&scene, scene.last_link("compta@acme.fr").await).await), DeadLink, "taken back");
    ask(&scene, acme, "compta@acme.fr").await;
    scene.later(SignedDuration::from_hours(7 * 24));
    assert_eq!(refusal(follow(&scene, scene.last_link("compta@acme.fr").await).await), DeadLink, "too late");
    assert_eq!(address(&scene, acme).await, "admin@acme.fr");
}

#[db_test(schema())]
async fn the_address_that_waits_is_left_alone_for_a_while(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    assert_eq!(ask(&scene, acme, "compta@acme.fr").await, Asked::ToConfirm);
    let link = scene.last_link("compta@acme.fr").await;
    for _ in 0..30 {
        assert_eq!(ask(&scene, acme, "compta@acme.fr").await, Asked::OnItsWay);
    }
    assert_eq!(mailed(&scene, "compta@acme.fr").await, 1);
    scene.later(SignedDuration::from_mins(15));
    assert_eq!(ask(&scene, acme, "compta@acme.fr").await, Asked::ToConfirm, "it is sent again to who waited");
    assert_eq!(refusal(follow(&scene, link).await), DeadLink, "by a newer link");
    assert_eq!(follow(&scene, scene.last_link("compta@acme.fr").await).await.unwrap(), acme);
}

#[db_test(schema())]
async fn an_account_asks_three_times_a_day(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    for email in ["one@victim.example", "two@victim.example", "three@victim.example"] {
        ask(&scene, acme, email).await;
        // Taking it back gives no further mail.
        assert_eq!(ask(&scene, acme, "admin@acme.fr").await, Asked::AsItIs);
    }
    assert_eq!(refusal(try_to_ask(&scene, acme, "four@victim.example").await), TooManyAsked);
    assert_eq!(refusal(try_to_ask(&scene, acme, "one@victim.example").await), TooManyAsked);
    scene.later(SignedDuration::from_hours(24));
    assert_eq!(ask(&scene, acme, "four@victim.example").await, Asked::ToConfirm);
}

#[db_test(schema())]
async fn an_address_is_asked_three_times_a_day_whichever_accounts_ask(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let mut accounts = Vec::new();
    for _ in 0..8 {
        accounts.push(scene.account("Acme", admin).await);
    }
    let ended = race(&scene, 8, |db, n| {
        let (ctx, account) = (scene.test.context(Author::System("test")), accounts[n]);
        async move {
            db.write(Lock::Account(account), move |tx| {
                administration::ask(tx, &ctx, account, &mail("somebody@victim.example"))
            })
            .await
            .is_ok()
        }
    })
    .await;
    assert_eq!(ended.into_iter().filter(|asked| *asked).count(), 3);
    assert_eq!(mailed(&scene, "somebody@victim.example").await, 3);
}
