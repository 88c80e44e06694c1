use accounts::access::resolve;
use accounts::model::api_key;
use accounts::service::keys::{self, CreatedKey, KeyRefusal, NewKey};
use accounts::service::{decisions, members};
use jiff::SignedDuration;
use kit_core::{AccountId, Author, PersonId};
use kit_db::{Failed, Lock};
use kit_mail::Email;
use kit_testkit::{TestDb, db_test};
use kit_web::{AccountState, Actor, Attempt, Credential, Demand, Denied, Role, Roles, Scope, Scopes};

use crate::scene::{Scene, refusal, schema};

async fn create(
    scene: &Scene,
    account: AccountId,
    scopes: &'static [Scope],
    member: Option<PersonId>,
) -> Result<CreatedKey, Failed<KeyRefusal>> {
    scene
        .act(Author::System("test"), Lock::Account(account), move |tx, ctx| {
            keys::create(tx, ctx, account, &NewKey { name: "Serveur".into(), scopes: Scopes::of(scopes), member })
        })
        .await
}

async fn knock(scene: &Scene, secret: &str, scopes: &'static [Scope]) -> Result<Actor, Denied> {
    let Some(hash) = api_key::hash_of(secret) else { return Err(Denied::NoKey) };
    let attempt = Attempt {
        credential: Credential::Key(hash),
        demand: Demand::Key(scopes),
        account: None,
        now: scene.test.clock.now(),
    };
    scene.test.db.read(move |read| resolve(read, &attempt)).await
}

#[db_test(schema())]
async fn a_key_opens_its_scopes_until_it_is_revoked(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let made = create(&scene, acme, &[Scope::CreditsRead], Some(admin)).await.unwrap();
    let actor = knock(&scene, &made.secret, &[Scope::CreditsRead, Scope::CreditsUse]).await.unwrap();
    let key = actor.key.unwrap();
    assert_eq!((key.account, key.member, key.prefix), (acme, Some(admin), made.key.prefix.clone()));
    assert!(matches!(knock(&scene, &made.secret, &[Scope::CreditsUse]).await, Err(Denied::Scope)));
    assert!(matches!(knock(&scene, "gk_nonsense", &[Scope::CreditsRead]).await, Err(Denied::NoKey)));
    let listed = scene.read(move |read| keys::keys(read, acme)).await;
    assert_eq!(listed, std::slice::from_ref(&made.key));
    let id = made.key.id;
    let revoke =
        || scene.act(Author::Person(admin), Lock::Account(acme), move |tx, ctx| keys::revoke(tx, ctx, acme, id));
    revoke().await.unwrap();
    assert!(matches!(knock(&scene, &made.secret, &[Scope::CreditsRead]).await, Err(Denied::NoKey)));
    assert_eq!(refusal(revoke().await), KeyRefusal::Gone);
    assert_eq!(scene.log(acme).await[1..], ["accounts.key-created", "accounts.key-revoked"]);
}

#[db_test(schema())]
async fn a_key_of_a_removed_member_ends_with_the_membership(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let max = scene.member(acme, admin, "max@acme.fr", &[Role::User]).await;
    let (his, other) = (
        create(&scene, acme, &[Scope::CreditsUse], Some(max)).await.unwrap(),
        create(&scene, acme, &[Scope::CreditsUse], None).await.unwrap(),
    );
    scene
        .done(Author::Person(admin), Lock::Account(acme), move |tx, ctx| {
            members::remove(tx, ctx, acme, max, Roles::of(&[Role::Admin]))
        })
        .await;
    assert!(matches!(knock(&scene, &his.secret, &[Scope::CreditsUse]).await, Err(Denied::NoKey)));
    knock(&scene, &other.secret, &[Scope::CreditsUse]).await.unwrap();
    assert_eq!(refusal(create(&scene, acme, &[Scope::CreditsUse], Some(max)).await), KeyRefusal::NotAMember);
    assert_eq!(refusal(create(&scene, acme, &[], None).await), KeyRefusal::NoScope);
}

#[db_test(schema())]
async fn who_is_shut_out_is_so_with_his_key_too(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let max = scene.member(acme, admin, "max@acme.fr", &[Role::User]).await;
    let his = create(&scene, acme, &[Scope::CreditsUse], Some(max)).await.unwrap();
    knock(&scene, &his.secret, &[Scope::CreditsUse]).await.unwrap();
    let address = Email::parse("max@acme.fr").unwrap();
    let by_address = {
        let address = address.clone();
        move |read: &mut kit_db::Read<'_>| members::member_by_email(read, acme, &address)
    };
    assert_eq!(scene.read(by_address.clone()).await, Some(max));
    scene.done(Author::System("test"), Lock::None, move |tx, ctx| people::service::disable_person(tx, ctx, max)).await;
    assert!(matches!(knock(&scene, &his.secret, &[Scope::CreditsUse]).await, Err(Denied::NoKey)));
    assert_eq!(scene.read(by_address).await, None, "nor is anything used in his name");
    let once = scene.read(move |read| members::once_member_by_email(read, acme, &address)).await;
    assert_eq!(once, Some(max), "what he used is still his");
}

#[db_test(schema())]
async fn a_key_of_a_suspended_account_says_so(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let made = create(&scene, acme, &[Scope::CreditsUse], None).await.unwrap();
    scene
        .done(Author::System("test"), Lock::Account(acme), move |tx, ctx| decisions::suspend(tx, ctx, acme, "Impayé"))
        .await;
    let actor = knock(&scene, &made.secret, &[Scope::CreditsUse]).await.unwrap();
    assert_eq!(actor.key.unwrap().state, AccountState::Suspended);
    assert_eq!(refusal(create(&scene, acme, &[Scope::CreditsUse], None).await), KeyRefusal::NotActive);
}

#[db_test(schema())]
async fn the_last_use_is_written_down_and_never_goes_back(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let prefix = create(&scene, acme, &[Scope::CreditsUse], None).await.unwrap().key.prefix;
    let now = scene.test.clock.now();
    let note = |at: jiff::Timestamp| {
        let seen = vec![(prefix.clone(), at), ("gk_unknown".to_owned(), at)];
        scene.done(Author::System("test"), Lock::None, move |tx, _| Ok::<_, Failed<()>>(keys::note_used(tx, &seen)?))
    };
    note(now).await;
    note(now - SignedDuration::from_mins(5)).await;
    let used = scene.read(move |read| Ok(keys::keys(read, acme)?.remove(0).last_used_at)).await;
    assert_eq!(used, Some(now));
}
