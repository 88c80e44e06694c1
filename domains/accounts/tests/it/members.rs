use accounts::service::companies::{self, ChangedBy};
use accounts::service::decisions;
use accounts::service::members::{self, MemberRefusal};
use accounts::service::sign_up::DeadLink;
use accounts::service::teams::{self, TeamRefusal};
use kit_core::{AccountId, Author, Locale, PersonId};
use kit_db::{Failed, Lock};
use kit_testkit::{TestDb, db_test};
use kit_web::{Role, Roles};
use people::{Profile, ZoneName};

use crate::scene::{Scene, french, name, race, refusal, schema};

const ADMIN: &[Role] = &[Role::Admin];
const MANAGER: &[Role] = &[Role::ContractManager];
const USER: &[Role] = &[Role::User];

async fn change(
    scene: &Scene,
    account: AccountId,
    person: PersonId,
    roles: &'static [Role],
    by: &'static [Role],
) -> Result<(), Failed<MemberRefusal>> {
    scene
        .act(Author::Person(person), Lock::Account(account), move |tx, ctx| {
            members::change_roles(tx, ctx, account, person, Roles::of(roles), Roles::of(by))
        })
        .await
}

async fn leaving(scene: &Scene, person: PersonId, at: Option<jiff::Timestamp>) {
    let set = move |tx: &mut kit_db::Tx<'_>, _: &kit_core::Context| {
        Ok::<_, Failed<()>>(people::service::set_leaving(tx, person, at)?)
    };
    scene.done(Author::System("test"), Lock::None, set).await;
}

async fn remove(
    scene: &Scene,
    account: AccountId,
    person: PersonId,
    by: &'static [Role],
) -> Result<(), Failed<MemberRefusal>> {
    scene
        .act(Author::Person(person), Lock::Account(account), move |tx, ctx| {
            members::remove(tx, ctx, account, person, Roles::of(by))
        })
        .await
}

async fn roles(scene: &Scene, account: AccountId, person: PersonId) -> Option<String> {
    let member = scene.read(move |read| members::member(read, account, person)).await;
    member.map(|known| known.member.roles.codes())
}

#[db_test(schema())]
async fn roles_change_and_the_log_tells(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let max = scene.member(acme, admin, "max@acme.fr", USER).await;
    change(&scene, acme, max, &[Role::Admin, Role::User], ADMIN).await.unwrap();
    assert_eq!(roles(&scene, acme, max).await.as_deref(), Some("admin,user"));
    change(&scene, acme, admin, USER, ADMIN).await.unwrap();
    assert_eq!(scene.log(acme).await.last().map(String::as_str), Some("accounts.roles-changed"));
}

#[db_test(schema())]
async fn the_last_admin_stays(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    scene.member(acme, admin, "max@acme.fr", MANAGER).await;
    assert_eq!(refusal(change(&scene, acme, admin, USER, ADMIN).await), MemberRefusal::LastAdmin);
    assert_eq!(refusal(remove(&scene, acme, admin, ADMIN).await), MemberRefusal::LastAdmin);
    let leave = scene
        .act(Author::Person(admin), Lock::Account(acme), move |tx, ctx| members::leave(tx, ctx, acme, admin))
        .await;
    assert_eq!(refusal(leave), MemberRefusal::LastAdmin);
    assert_eq!(roles(&scene, acme, admin).await.as_deref(), Some("admin"));
    let other = scene.member(acme, admin, "lea@acme.fr", ADMIN).await;
    scene
        .done(Author::System("test"), Lock::None, move |tx, ctx| people::service::disable_person(tx, ctx, other))
        .await;
    assert_eq!(refusal(remove(&scene, acme, admin, ADMIN).await), MemberRefusal::LastAdmin, "the other is shut out");
}

#[db_test(schema())]
async fn of_fifty_admins_who_leave_at_once_one_stays(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let mut admins = vec![admin];
    for n in 1..50 {
        admins.push(scene.member(acme, admin, format!("a{n}@acme.fr").leak(), ADMIN).await);
    }
    let ended = race(&scene, 50, |db, n| {
        let (ctx, person) = (scene.test.context(Author::Person(admins[n])), admins[n]);
        async move {
            let ended: Result<(), Failed<MemberRefusal>> = db
                .write(Lock::Account(acme), move |tx| match n % 2 {
                    0 => members::change_roles(tx, &ctx, acme, person, Roles::of(USER), Roles::of(ADMIN)),
                    _ => members::leave(tx, &ctx, acme, person),
                })
                .await;
            ended.map_err(|failed| refusal::<(), _>(Err(failed)))
        }
    })
    .await;
    assert_eq!(ended.iter().filter(|ended| **ended == Err(MemberRefusal::LastAdmin)).count(), 1);
    assert_eq!(ended.iter().filter(|ended| ended.is_ok()).count(), 49);
    let left = scene.read(move |read| members::members(read, acme)).await;
    assert_eq!(left.iter().filter(|known| known.member.roles.contains(Role::Admin)).count(), 1);
}

#[db_test(schema())]
async fn a_manager_names_managers_but_no_admin(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let max = scene.member(acme, admin, "max@acme.fr", USER).await;
    assert_eq!(refusal(change(&scene, acme, max, ADMIN, MANAGER).await), MemberRefusal::NotYours);
    assert_eq!(refusal(change(&scene, acme, admin, USER, MANAGER).await), MemberRefusal::NotYours);
    assert_eq!(refusal(remove(&scene, acme, admin, MANAGER).await), MemberRefusal::NotYours);
    change(&scene, acme, max, MANAGER, MANAGER).await.unwrap();
    assert_eq!(refusal(change(&scene, acme, max, &[], ADMIN).await), MemberRefusal::NoRole);
    assert_eq!(refusal(change(&scene, acme, max, USER, USER).await), MemberRefusal::NotYours);
}

#[db_test(schema())]
async fn who_asked_to_be_forgotten_is_given_no_other_role(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let max = scene.member(acme, admin, "max@acme.fr", &[Role::User, Role::ContractManager]).await;
    leaving(&scene, max, Some(scene.test.clock.now())).await;
    let more = change(&scene, acme, max, &[Role::User, Role::SoftwareCoordinator], ADMIN).await;
    assert_eq!(refusal(more), MemberRefusal::Leaving);
    change(&scene, acme, max, USER, ADMIN).await.unwrap();
    assert_eq!(refusal(change(&scene, acme, max, ADMIN, ADMIN).await), MemberRefusal::Leaving);
    leaving(&scene, max, None).await;
    change(&scene, acme, max, ADMIN, ADMIN).await.unwrap();
    assert_eq!(roles(&scene, acme, max).await.as_deref(), Some("admin"));
}

#[db_test(schema())]
async fn who_asked_to_be_forgotten_joins_no_account(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let max = scene.person("max@acme.fr").await;
    scene.invite(acme, admin, &["max@acme.fr"], USER).await;
    let link = scene.last_link("max@acme.fr").await;
    let accept = || {
        let link = accounts::Followed::read(&link).unwrap();
        scene.act(Author::Visitor, accounts::LOGINS, move |tx, ctx| {
            accounts::service::invitations::accept(tx, ctx, &link, None, 0)
        })
    };
    leaving(&scene, max, Some(scene.test.clock.now())).await;
    assert_eq!(refusal(accept().await), DeadLink);
    assert_eq!(roles(&scene, acme, max).await, None);
    leaving(&scene, max, None).await;
    accept().await.unwrap();
    assert_eq!(roles(&scene, acme, max).await.as_deref(), Some("user"), "the link is as good as before");
}

#[db_test(schema())]
async fn who_is_removed_is_told_and_can_come_back(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let max = scene.member(acme, admin, "max@acme.fr", USER).await;
    remove(&scene, acme, max, ADMIN).await.unwrap();
    assert_eq!(roles(&scene, acme, max).await, None);
    assert!(scene.mails().await.iter().any(|mail| mail.kind == "accounts-removed" && mail.to == "max@acme.fr"));
    assert_eq!(refusal(remove(&scene, acme, max, ADMIN).await), MemberRefusal::NotAMember);
    scene.later(jiff::SignedDuration::from_secs(1));
    scene.invite(acme, admin, &["max@acme.fr"], MANAGER).await;
    let link = scene.last_link("max@acme.fr").await;
    scene
        .done(Author::Visitor, accounts::LOGINS, move |tx, ctx| {
            accounts::service::invitations::accept(tx, ctx, &accounts::Followed::read(&link).unwrap(), None, 0)
        })
        .await;
    assert_eq!(roles(&scene, acme, max).await.as_deref(), Some("contract_manager"));
}

#[db_test(schema())]
async fn what_is_kept_of_members_follows_every_change(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let seen = async || {
        let (members, places) = scene
            .read(move |read| {
                let members = members::members(read, acme)?;
                let last = members.last().map_or(admin, |known| known.member.person);
                Ok((members, members::places(read, last)?))
            })
            .await;
        format!("{members:?} {places:?}")
    };
    let before = seen().await;
    let max = scene.member(acme, admin, "max@acme.fr", USER).await;
    let joined = seen().await;
    assert_ne!(before, joined);
    let mut earlier = joined;
    let mut is_new = async |what: &str| {
        let now = seen().await;
        assert_ne!(earlier, now, "{what}");
        earlier = now;
    };
    change(&scene, acme, max, MANAGER, ADMIN).await.unwrap();
    is_new("roles").await;
    let profile = Profile {
        name: name("Zoé", "Zimmer"),
        locale: Locale::Fr,
        time_zone: ZoneName::parse("Pacific/Noumea").unwrap(),
    };
    scene
        .done(Author::Person(max), Lock::None, move |tx, ctx| {
            Ok::<_, Failed<()>>(people::service::save_profile(tx, ctx, max, &profile)?)
        })
        .await;
    is_new("a name").await;
    let company = scene.read(move |read| companies::companies(read, acme)).await.remove(0).id;
    let renamed = french("Acme et fils", "732829320");
    scene
        .done(Author::System("test"), Lock::Account(acme), move |tx, ctx| {
            companies::change(tx, ctx, acme, company, &renamed, ChangedBy::Publisher)
        })
        .await;
    is_new("the company's name").await;
    scene
        .done(Author::System("test"), Lock::Account(acme), move |tx, ctx| decisions::suspend(tx, ctx, acme, "Impayé"))
        .await;
    is_new("the account's state").await;
    scene.done(Author::System("test"), Lock::None, move |tx, ctx| people::service::disable_person(tx, ctx, max)).await;
    is_new("shut out").await;
    scene
        .done(Author::System("test"), Lock::None, move |tx, ctx| {
            Ok::<_, Failed<()>>(people::service::enable_person(tx, ctx, max)?)
        })
        .await;
    is_new("let in again").await;
    remove(&scene, acme, max, ADMIN).await.unwrap();
    is_new("removed").await;
}

#[db_test(schema())]
async fn a_team_is_made_of_members_and_who_leaves_the_account_leaves_it(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let max = scene.member(acme, admin, "max@acme.fr", USER).await;
    let stranger = scene.person("autre@ailleurs.fr").await;
    let make = |name: &'static str, persons: Vec<PersonId>| {
        scene.act(Author::Person(admin), Lock::Account(acme), move |tx, ctx| {
            teams::create(tx, ctx, acme, name, &persons)
        })
    };
    let plans = make("Plans", vec![max, max, admin]).await.unwrap();
    assert_eq!(refusal(make("PLANS", vec![]).await), TeamRefusal::NameTaken);
    assert_eq!(refusal(make("Ailleurs", vec![stranger]).await), TeamRefusal::NotAMember);
    let of = |person| scene.read(move |read| teams::teams_of(read, acme, person));
    assert_eq!((of(max).await, of(stranger).await), (vec![plans], vec![]));
    let saved = |name: &'static str| {
        scene.act(Author::Person(admin), Lock::Account(acme), move |tx, ctx| {
            teams::change(tx, ctx, acme, plans, name, &[max])
        })
    };
    saved("Plans").await.unwrap();
    let before = scene.log(acme).await.len();
    saved("Plans").await.unwrap();
    assert_eq!(scene.log(acme).await.len(), before, "nothing changed, nothing told");
    remove(&scene, acme, max, ADMIN).await.unwrap();
    let found = scene.read(move |read| teams::team(read, acme, plans)).await.unwrap();
    assert_eq!((found.team.name.as_str(), found.members), ("Plans", vec![]));
    let other = scene.account("Autre", stranger).await;
    assert_eq!(scene.read(move |read| teams::team(read, other, plans)).await, None, "another account's");
    let gone =
        scene.act(Author::Person(admin), Lock::Account(acme), move |tx, ctx| teams::remove(tx, ctx, acme, plans)).await;
    gone.unwrap();
    assert!(scene.read(move |read| teams::teams(read, acme)).await.is_empty());
    assert_eq!(scene.log(acme).await.last().map(String::as_str), Some("accounts.team-removed"));
}
