use accounts::Followed;
use accounts::service::administration;
use accounts::service::sign_up::DeadLink;
use jiff::SignedDuration;
use kit_core::{AccountId, Author};
use kit_db::{Failed, Lock};
use kit_testkit::{TestDb, db_test};

use crate::scene::{Scene, mail, refusal, schema};

async fn ask(scene: &Scene, account: AccountId, email: &'static str) {
    scene
        .done(Author::System("test"), Lock::Account(account), move |tx, ctx| {
            Ok::<_, Failed<()>>(administration::ask(tx, ctx, account, &mail(email))?)
        })
        .await;
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
