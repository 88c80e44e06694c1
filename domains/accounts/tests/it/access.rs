use accounts::access::resolve;
use accounts::service::{decisions, members, terms};
use kit_core::{AccountId, Author, PersonId, TokenHash};
use kit_db::{Failed, Lock};
use kit_testkit::{TestDb, db_test};
use kit_web::{Actor, Attempt, Credential, Demand, Denied, Role, Roles, StaffPermission, StaffPermissions};
use people::Browser;
use publisher::Localised;

use crate::scene::{Scene, schema};

const ADMIN: Demand = Demand::Member(&[Role::Admin]);
const ANY: Demand = Demand::Member(Role::ALL);

async fn sign_in(scene: &Scene, person: PersonId, second_factor: bool) -> TokenHash {
    scene
        .done(Author::Visitor, Lock::None, move |tx, ctx| {
            let browser = Browser { device: String::new(), address: "192.0.2.1".parse().unwrap() };
            Ok::<_, Failed<()>>(people::service::start_session(tx, ctx, person, &browser, second_factor)?.token.hash())
        })
        .await
}

async fn knock(
    scene: &Scene,
    credential: Credential,
    demand: Demand,
    account: Option<AccountId>,
) -> Result<Actor, Denied> {
    let attempt = Attempt { credential, demand, account, now: scene.test.clock.now() };
    scene.test.db.read(move |read| resolve(read, &attempt)).await
}

#[db_test(schema())]
async fn rights_are_those_of_the_account_in_the_address(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let eve = scene.person("eve@evil.fr").await;
    let evil = scene.account("Evil", eve).await;
    let max = scene.member(acme, admin, "max@acme.fr", &[Role::User]).await;
    let (admin, max) = (
        Credential::Session(sign_in(&scene, admin, false).await),
        Credential::Session(sign_in(&scene, max, false).await),
    );

    let actor = knock(&scene, admin, ADMIN, Some(acme)).await.unwrap();
    assert_eq!(actor.member.unwrap().name, "Acme");
    assert_eq!(actor.accounts, [(acme, "Acme".to_owned())]);
    for (credential, demand, account) in [
        (admin, ANY, Some(evil)),
        (admin, Demand::Applicant, Some(evil)),
        (admin, ANY, Some(AccountId(999_999))),
        (admin, ANY, None),
        (max, ADMIN, Some(acme)),
        (max, Demand::Staff(StaffPermission::ALL), None),
    ] {
        assert!(
            matches!(knock(&scene, credential, demand, account).await, Err(Denied::NotFound)),
            "{demand:?} {account:?}"
        );
    }
    assert!(matches!(knock(&scene, Credential::None, ANY, Some(acme)).await, Err(Denied::SignIn)));
    assert!(matches!(
        knock(&scene, Credential::Session(TokenHash([0; 32])), ANY, Some(acme)).await,
        Err(Denied::SignIn)
    ));
    assert!(matches!(knock(&scene, admin, Demand::Key(&[]), None).await, Err(Denied::NoKey)));
    assert!(knock(&scene, Credential::None, Demand::Public, None).await.unwrap().person.is_none());
    assert!(
        knock(&scene, Credential::Session(TokenHash([0; 32])), Demand::Public, None).await.unwrap().person.is_none()
    );
    assert!(knock(&scene, max, Demand::SignedIn, None).await.unwrap().person.is_some());
}

#[db_test(schema())]
async fn a_change_of_rights_holds_at_the_next_request(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let max = scene.member(acme, admin, "max@acme.fr", &[Role::Admin]).await;
    let his = Credential::Session(sign_in(&scene, max, false).await);
    knock(&scene, his, ADMIN, Some(acme)).await.unwrap();
    scene
        .done(Author::Person(admin), Lock::Account(acme), move |tx, ctx| {
            members::change_roles(tx, ctx, acme, max, Roles::of(&[Role::User]), Roles::of(&[Role::Admin]))
        })
        .await;
    assert!(matches!(knock(&scene, his, ADMIN, Some(acme)).await, Err(Denied::NotFound)));
    knock(&scene, his, ANY, Some(acme)).await.unwrap();
    scene.done(Author::Person(max), Lock::Account(acme), move |tx, ctx| members::leave(tx, ctx, acme, max)).await;
    assert!(matches!(knock(&scene, his, ANY, Some(acme)).await, Err(Denied::NotFound)));
    let nobody = scene.done(Author::System("test"), people::service::STAFF_LOCK, move |tx, ctx| {
        people::service::disable_person(tx, ctx, max)
    });
    nobody.await;
    assert!(matches!(knock(&scene, his, Demand::SignedIn, None).await, Err(Denied::SignIn)));
}

#[db_test(schema())]
async fn an_account_that_is_not_open_shows_its_status_only(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let session = Credential::Session(sign_in(&scene, admin, false).await);
    scene
        .done(Author::System("test"), Lock::Account(acme), move |tx, ctx| decisions::suspend(tx, ctx, acme, "Impayé"))
        .await;
    knock(&scene, session, ADMIN, Some(acme)).await.expect("a suspended account reads");
    let form = crate::scene::form("lea@petit.fr", "Atelier Petit").await;
    let confirmed = scene
        .done(Author::Visitor, accounts::LOGINS, move |tx, ctx| {
            use accounts::service::sign_up::{DeadLink, Received, confirm, sign_up};
            let Ok(Received::ToConfirm(_, id)) = sign_up(tx, ctx, &form) else { panic!() };
            confirm(tx, ctx, id).map_err(|failed: Failed<DeadLink>| failed)
        })
        .await;
    let session = Credential::Session(sign_in(&scene, confirmed.person, false).await);
    let account = Some(confirmed.account);
    assert!(
        matches!(knock(&scene, session, ADMIN, account).await, Err(Denied::NotOpen(id)) if id == confirmed.account)
    );
    let actor = knock(&scene, session, Demand::Applicant, account).await.unwrap();
    assert_eq!(actor.member.unwrap().account, confirmed.account);
}

#[db_test(schema())]
async fn new_terms_are_asked_of_every_member(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let session = Credential::Session(sign_in(&scene, admin, false).await);
    knock(&scene, session, ADMIN, Some(acme)).await.expect("no terms, nothing to accept");
    let version = scene
        .done(Author::System("test"), publisher::LOCK, |tx, ctx| {
            publisher::terms::prepare(tx, ctx, ctx.now, &Localised { fr: "Conditions".into(), en: String::new() })
        })
        .await
        .version;
    assert!(matches!(knock(&scene, session, ADMIN, Some(acme)).await, Err(Denied::Terms(id)) if id == acme));
    knock(&scene, session, Demand::Applicant, Some(acme)).await.expect("the page that asks can be opened");
    for _ in 0..2 {
        scene
            .done(Author::Person(admin), Lock::Account(acme), move |tx, ctx| {
                Ok::<_, Failed<()>>(terms::note(tx, ctx, acme, admin, version)?)
            })
            .await;
    }
    knock(&scene, session, ADMIN, Some(acme)).await.unwrap();
    let acceptances = scene.read(move |read| terms::acceptances(read, acme)).await;
    assert_eq!(acceptances.len(), 1);
    assert_eq!((acceptances[0].person, acceptances[0].version), (admin, version));
}

#[db_test(schema())]
async fn staff_needs_the_permission_and_the_second_factor(test: TestDb) {
    let scene = Scene::new(test);
    let zoe = scene.person("zoe@trame.fr").await;
    scene
        .done(Author::System("test"), people::service::STAFF_LOCK, move |tx, ctx| {
            people::service::set_staff(tx, ctx, zoe, StaffPermissions::of(&[StaffPermission::Support]))
        })
        .await;
    let support = Demand::Staff(&[StaffPermission::Support]);
    let (weak, strong) =
        (Credential::Session(sign_in(&scene, zoe, false).await), Credential::Session(sign_in(&scene, zoe, true).await));
    assert!(matches!(knock(&scene, weak, support, None).await, Err(Denied::SecondFactor)));
    knock(&scene, strong, support, None).await.unwrap();
    let billing = Demand::Staff(&[StaffPermission::Billing]);
    assert!(matches!(knock(&scene, strong, billing, None).await, Err(Denied::NotFound)));
    assert!(matches!(knock(&scene, weak, billing, None).await, Err(Denied::NotFound)), "nobody learns what exists");
}

#[db_test(schema())]
async fn a_person_switches_between_accounts(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let accounts =
        [scene.account("Acme", admin).await, scene.account("Beta", admin).await, scene.account("Ceta", admin).await];
    let session = Credential::Session(sign_in(&scene, admin, false).await);
    for account in accounts {
        let actor = knock(&scene, session, ADMIN, Some(account)).await.unwrap();
        assert_eq!(actor.member.unwrap().account, account);
        assert_eq!(actor.accounts.iter().map(|(id, _)| *id).collect::<Vec<_>>(), accounts);
    }
}

#[db_test(schema())]
async fn every_account_of_many_opens(test: TestDb) {
    let scene = Scene::new(test);
    let accountant = scene.person("compta@cabinet.fr").await;
    let mut accounts = Vec::new();
    for _ in 0..102 {
        accounts.push(scene.account("Client", accountant).await);
    }
    let other = scene.person("admin@acme.fr").await;
    let foreign = scene.account("Acme", other).await;
    let session = Credential::Session(sign_in(&scene, accountant, false).await);
    for account in [accounts[0], accounts[101], accounts[99], accounts[100]] {
        let actor = knock(&scene, session, ADMIN, Some(account)).await.unwrap();
        assert_eq!(actor.member.unwrap().account, account);
        assert!(actor.accounts.iter().any(|(listed, _)| *listed == account), "the switcher shows where one is");
    }
    assert!(matches!(knock(&scene, session, ADMIN, Some(foreign)).await, Err(Denied::NotFound)));
}
