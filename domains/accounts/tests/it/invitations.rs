use accounts::Followed;
use accounts::service::invitations::{self, Acceptance, InviteRefusal, Joined};
use accounts::service::sign_up::DeadLink;
use accounts::service::{decisions, members};
use jiff::SignedDuration;
use kit_core::{AccountId, Author, Locale, PersonId, Random};
use kit_db::{Failed, Lock};
use kit_testkit::{TestDb, db_test};
use kit_web::{Role, Roles};

use crate::scene::{Scene, mail, name, race, refusal, schema};

const ADMIN: &[Role] = &[Role::Admin];
const USER: &[Role] = &[Role::User];

async fn begin(test: TestDb) -> (Scene, PersonId, AccountId) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    (scene, admin, acme)
}

async fn newcomer() -> Acceptance {
    let password = people::hashing::accept(&Random::seeded(5), "une autre phrase longue", &[]).await.unwrap().unwrap();
    Acceptance { name: name("Max", "Roux"), locale: Locale::En, password }
}

async fn accept(scene: &Scene, link: &str, who: Option<Acceptance>) -> Result<Joined, Failed<DeadLink>> {
    let link = link.to_owned();
    scene
        .act(Author::Visitor, accounts::LOGINS, move |tx, ctx| {
            invitations::accept(tx, ctx, &Followed::read(&link).unwrap(), who.as_ref(), 0)
        })
        .await
}

async fn only(scene: &Scene, account: AccountId) -> accounts::model::InvitationId {
    let all = scene.read(move |read| invitations::invitations(read, account)).await;
    assert_eq!(all.len(), 1);
    all[0].id
}

#[db_test(schema())]
async fn a_new_person_joins_by_the_mailed_link(test: TestDb) {
    let (scene, admin, acme) = begin(test).await;
    scene.invite(acme, admin, &["max@acme.fr"], USER).await;
    let link = scene.last_link("max@acme.fr").await;
    assert_eq!(refusal(accept(&scene, &link, None).await), DeadLink, "a new person brings a name and a password");
    let joined = accept(&scene, &link, Some(newcomer().await)).await.unwrap();
    assert_eq!(joined.account, acme);
    let person = scene.read(|read| people::service::person_by_email(read, &mail("max@acme.fr"))).await.unwrap();
    assert_eq!((person.id, person.locale, person.has_password), (joined.person, Locale::En, true));
    assert!(person.confirmed_at.is_some());
    assert_eq!(refusal(accept(&scene, &link, Some(newcomer().await)).await), DeadLink);
    assert_eq!(scene.log(acme).await, ["accounts.opened", "accounts.invited", "accounts.joined"]);
}

#[db_test(schema())]
async fn somebody_with_a_login_needs_no_second_one(test: TestDb) {
    let (scene, admin, acme) = begin(test).await;
    let max = scene.person("max@acme.fr").await;
    scene.invite(acme, admin, &["max@acme.fr"], USER).await;
    let link = scene.last_link("max@acme.fr").await;
    let joined = accept(&scene, &link, Some(newcomer().await)).await.unwrap();
    assert_eq!(joined.person, max);
    let person = scene.read(move |read| people::service::person(read, max)).await.unwrap();
    assert_eq!(
        (person.name.to_string().as_str(), person.has_password),
        ("Camille Durand", false),
        "nothing of the form counts"
    );
}

#[db_test(schema())]
async fn a_login_that_nobody_confirmed_is_taken_over_with_a_new_password(test: TestDb) {
    let (scene, admin, acme) = begin(test).await;
    let stranger = newcomer().await.password;
    scene
        .done(Author::Visitor, accounts::LOGINS, move |tx, ctx| {
            let new = people::NewPerson {
                email: mail("max@acme.fr"),
                name: name("Max", "Roux"),
                locale: Locale::Fr,
                time_zone: people::ZoneName::default(),
                password: Some(stranger.clone()),
                confirmed: false,
            };
            people::service::create_person(tx, ctx, &new)
        })
        .await;
    scene.invite(acme, admin, &["max@acme.fr"], USER).await;
    let link = scene.last_link("max@acme.fr").await;
    assert_eq!(refusal(accept(&scene, &link, None).await), DeadLink, "the unconfirmed login does not count as one");
    let joined = accept(&scene, &link, Some(newcomer().await)).await.unwrap();
    let person = scene.read(move |read| people::service::person(read, joined.person)).await.unwrap();
    assert!(person.confirmed_at.is_some());
}

#[db_test(schema())]
async fn sending_again_kills_the_older_link(test: TestDb) {
    let (scene, admin, acme) = begin(test).await;
    scene.invite(acme, admin, &["max@acme.fr"], USER).await;
    let (older, id) = (scene.last_link("max@acme.fr").await, only(&scene, acme).await);
    scene.later(SignedDuration::from_hours(8 * 24));
    assert_eq!(refusal(accept(&scene, &older, Some(newcomer().await)).await), DeadLink, "seven days are over");
    let expire = scene
        .done(Author::System("test"), Lock::None, |tx, ctx| Ok::<_, Failed<()>>(invitations::expire(tx, ctx)?))
        .await;
    assert_eq!(expire, 1);
    scene
        .done(Author::Person(admin), Lock::Account(acme), move |tx, ctx| {
            invitations::resend(tx, ctx, acme, id, Roles::of(ADMIN))
        })
        .await;
    let newer = scene.last_link("max@acme.fr").await;
    assert_ne!(older, newer);
    assert_eq!(refusal(accept(&scene, &older, Some(newcomer().await)).await), DeadLink);
    accept(&scene, &newer, Some(newcomer().await)).await.unwrap();
    let log = scene.log(acme).await;
    assert_eq!(log[2..], ["accounts.invitation-expired", "accounts.invitation-resent", "accounts.joined"]);
}

#[db_test(schema())]
async fn a_withdrawn_invitation_opens_nothing(test: TestDb) {
    let (scene, admin, acme) = begin(test).await;
    scene.invite(acme, admin, &["max@acme.fr"], ADMIN).await;
    let (link, id) = (scene.last_link("max@acme.fr").await, only(&scene, acme).await);
    let withdraw = |by: &'static [Role]| {
        scene.act(Author::Person(admin), Lock::Account(acme), move |tx, ctx| {
            invitations::withdraw(tx, ctx, acme, id, Roles::of(by))
        })
    };
    assert_eq!(refusal(withdraw(&[Role::ContractManager]).await), InviteRefusal::NotYours);
    withdraw(ADMIN).await.unwrap();
    assert_eq!(refusal(withdraw(ADMIN).await), InviteRefusal::Ended);
    assert_eq!(refusal(accept(&scene, &link, Some(newcomer().await)).await), DeadLink);
}

#[db_test(schema())]
async fn an_invitation_of_another_account_does_not_exist(test: TestDb) {
    let (scene, admin, acme) = begin(test).await;
    scene.invite(acme, admin, &["max@acme.fr"], USER).await;
    let id = only(&scene, acme).await;
    let eve = scene.person("eve@evil.fr").await;
    let evil = scene.account("Evil", eve).await;
    let stolen = scene
        .act(Author::Person(eve), Lock::Account(evil), move |tx, ctx| {
            invitations::withdraw(tx, ctx, evil, id, Roles::of(ADMIN))
        })
        .await;
    assert_eq!(refusal(stolen), InviteRefusal::Ended);
}

#[db_test(schema())]
async fn what_cannot_be_sent_is_refused_and_nobody_is_mailed(test: TestDb) {
    let (scene, admin, acme) = begin(test).await;
    scene.invite(acme, admin, &["max@acme.fr"], USER).await;
    let by = |roles: &'static [Role]| Roles::of(roles);
    let refused = scene.invite_as(acme, admin, &["zoe@acme.fr", "max@acme.fr", "admin@acme.fr"], USER, by(ADMIN)).await;
    let known = InviteRefusal::Known { members: vec![mail("admin@acme.fr")], invited: vec![mail("max@acme.fr")] };
    assert_eq!(refusal(refused), known);
    let refused = scene.invite_as(acme, admin, &["zoe@acme.fr"], ADMIN, by(&[Role::ContractManager])).await;
    assert_eq!(refusal(refused), InviteRefusal::NotYours);
    assert_eq!(refusal(scene.invite_as(acme, admin, &["zoe@acme.fr"], &[], by(ADMIN)).await), InviteRefusal::NoRole);
    assert_eq!(refusal(scene.invite_as(acme, admin, &[], USER, by(ADMIN)).await), InviteRefusal::Nobody);
    let many: &'static [&'static str] = (0..51).map(|n| &*format!("a{n}@acme.fr").leak()).collect::<Vec<_>>().leak();
    assert_eq!(refusal(scene.invite_as(acme, admin, many, USER, by(ADMIN)).await), InviteRefusal::TooMany);
    scene
        .done(Author::System("test"), Lock::Account(acme), move |tx, ctx| decisions::suspend(tx, ctx, acme, "Impayé"))
        .await;
    let refused = scene.invite_as(acme, admin, &["zoe@acme.fr"], USER, by(ADMIN)).await;
    assert_eq!(refusal(refused), InviteRefusal::NotActive);
    assert!(!scene.mails().await.iter().any(|mail| mail.to == "zoe@acme.fr"));
}

#[db_test(schema())]
async fn of_a_hundred_who_follow_one_link_one_joins(test: TestDb) {
    let (scene, admin, acme) = begin(test).await;
    scene.invite(acme, admin, &["max@acme.fr"], USER).await;
    let (link, who) = (scene.last_link("max@acme.fr").await, newcomer().await);
    let ended = race(&scene, 100, |db, _| {
        let (ctx, link, who) = (scene.test.context(Author::Visitor), link.clone(), who.clone());
        async move {
            let followed = Followed::read(&link).unwrap();
            db.write(accounts::LOGINS, move |tx| invitations::accept(tx, &ctx, &followed, Some(&who), 0)).await.is_ok()
        }
    })
    .await;
    assert_eq!(ended.into_iter().filter(|won| *won).count(), 1);
    assert_eq!(scene.read(move |read| members::members(read, acme)).await.len(), 2);
}
