use accounts::Followed;
use accounts::service::by_code::{self, Applicant};
use accounts::service::sign_up::{self, DeadLink, Received, SignUp, SignUpClosed};
use accounts::service::{account, members};
use jiff::SignedDuration;
use kit_core::{AccountId, Author, Locale, PersonId};
use kit_db::{Failed, Lock, sql};
use kit_testkit::{TestDb, db_test};
use kit_web::{AccountState, Role, Roles};
use people::TryAgain;
use people::service::ChosenPassword;

use crate::scene::{PASSWORD, Scene, form, hash, mail, race, refusal, schema};

async fn send(scene: &Scene, form: SignUp) -> Received {
    scene.done(Author::Visitor, Lock::None, move |tx, ctx| sign_up::sign_up(tx, ctx, &form)).await
}

/// Follows the link with the password of [`form`].
async fn follow(scene: &Scene, link: String) -> Result<sign_up::Confirmed, Failed<DeadLink>> {
    let given = give(scene, &link, PASSWORD).await.unwrap();
    confirm(scene, link, given).await
}

/// Gives a password to a link; none when it is wrong, or none is asked for.
async fn give(scene: &Scene, link: &str, typed: &str) -> Result<Option<ChosenPassword>, Failed<TryAgain>> {
    let link = link.to_owned();
    let tried = scene
        .act(Author::Visitor, Lock::None, move |tx, ctx| sign_up::try_chosen(tx, ctx, &Followed::read(&link).unwrap()));
    match tried.await? {
        Some(attempt) => Ok(attempt.verify(typed).await.unwrap()),
        None => Ok(None),
    }
}

async fn confirm(
    scene: &Scene,
    link: String,
    given: Option<ChosenPassword>,
) -> Result<sign_up::Confirmed, Failed<DeadLink>> {
    scene
        .act(Author::Visitor, accounts::LOGINS, move |tx, ctx| {
            sign_up::confirm_by_link(tx, ctx, &Followed::read(&link).unwrap(), given.as_ref())
        })
        .await
}

async fn state(scene: &Scene, id: AccountId) -> Option<AccountState> {
    scene.read(move |read| Ok(account(read, id)?.map(|account| account.state))).await
}

#[db_test(schema())]
async fn a_company_signs_up_and_waits_for_the_publisher(test: TestDb) {
    let scene = Scene::new(test);
    let Received::ToConfirm(id, _) = send(&scene, form("lea@petit.fr", "Atelier Petit").await).await else { panic!() };
    assert_eq!(id, AccountId(1001));
    assert_eq!(state(&scene, id).await, Some(AccountState::Unconfirmed));
    let nobody = scene.read(|read| people::service::person_by_email(read, &mail("lea@petit.fr"))).await;
    assert!(nobody.is_none(), "nobody exists before the address is confirmed");
    let mails = scene.mails().await;
    assert_eq!((mails.len(), mails[0].kind.as_str()), (1, "accounts-confirm"));

    let confirmed = follow(&scene, scene.last_link("lea@petit.fr").await).await.unwrap();
    assert_eq!(confirmed.account, id);
    assert_eq!(state(&scene, id).await, Some(AccountState::Pending));
    let members = scene.read(move |read| members::members(read, id)).await;
    assert_eq!(members.len(), 1);
    assert_eq!((members[0].member.person, members[0].name.as_str()), (confirmed.person, "Léa Petit"));
    assert_eq!(members[0].member.roles, Roles::of(&[Role::Admin]));
    assert_eq!(scene.log(id).await, ["accounts.signed-up", "accounts.confirmed"]);
}

#[db_test(schema())]
async fn a_closed_sign_up_takes_nobody_in_and_confirms_who_came_before(test: TestDb) {
    let scene = Scene::new(test);
    send(&scene, form("lea@petit.fr", "Atelier Petit").await).await;
    scene
        .done(Author::System("test"), publisher::LOCK, |tx, ctx| {
            let closed = publisher::SignUp { open: false, at_once: false };
            Ok::<_, Failed<()>>(publisher::save_sign_up(tx, ctx, closed, &publisher::Localised::default())?)
        })
        .await;
    let form = form("max@martin.fr", "Boulangerie Martin").await;
    let by_form = scene.act(Author::Visitor, accounts::LOGINS, move |tx, ctx| sign_up::sign_up(tx, ctx, &form)).await;
    assert_eq!(refusal(by_form), SignUpClosed);
    let by_code = scene
        .act(Author::Visitor, accounts::LOGINS, |tx, ctx| {
            let (email, locale) = (mail("zoe@martin.fr"), Locale::Fr);
            let applicant = Applicant { email, locale, name: None, company: None, from: [192, 0, 2, 1].into() };
            by_code::begin(tx, ctx, &applicant)
        })
        .await;
    assert_eq!(refusal(by_code), SignUpClosed);
    assert_eq!(scene.mails().await.len(), 1, "nobody is written to");
    assert!(follow(&scene, scene.last_link("lea@petit.fr").await).await.is_ok());
}

#[db_test(schema())]
async fn numbers_are_never_given_twice(test: TestDb) {
    let scene = Scene::new(test);
    let form = form("lea@petit.fr", "Atelier Petit").await;
    let ended = race(&scene, 30, |db, n| {
        let (ctx, form) =
            (scene.test.context(Author::Visitor), SignUp { email: mail(&format!("a{n}@petit.fr")), ..form.clone() });
        async move { db.write(Lock::None, move |tx| sign_up::sign_up(tx, &ctx, &form)).await.unwrap() }
    })
    .await;
    let number = |received: &Received| match received {
        Received::ToConfirm(account, _) => account.0,
        other => panic!("{other:?}"),
    };
    let mut numbers: Vec<i64> = ended.iter().map(number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1001..1031).collect::<Vec<_>>());
}

#[db_test(schema())]
async fn a_link_works_once_however_many_follow_it(test: TestDb) {
    let scene = Scene::new(test);
    send(&scene, form("lea@petit.fr", "Atelier Petit").await).await;
    let link = scene.last_link("lea@petit.fr").await;
    let given = give(&scene, &link, PASSWORD).await.unwrap();
    let ended = race(&scene, 100, |db, _| {
        let (ctx, link, given) = (scene.test.context(Author::Visitor), link.clone(), given.clone());
        async move {
            let followed = Followed::read(&link).unwrap();
            db.write(accounts::LOGINS, move |tx| sign_up::confirm_by_link(tx, &ctx, &followed, given.as_ref()))
                .await
                .is_ok()
        }
    })
    .await;
    assert_eq!(ended.into_iter().filter(|won| *won).count(), 1);
    assert_eq!(refusal(follow(&scene, link).await), DeadLink);
}

#[db_test(schema())]
async fn a_link_dies_after_seven_days_and_cannot_be_forged(test: TestDb) {
    let scene = Scene::new(test);
    send(&scene, form("lea@petit.fr", "Atelier Petit").await).await;
    let link = scene.last_link("lea@petit.fr").await;
    let (id, _) = link.split_once('.').unwrap();
    let forged = format!("{id}.{}", "A".repeat(43));
    assert_eq!(refusal(follow(&scene, forged).await), DeadLink);
    scene.later(SignedDuration::from_hours(7 * 24));
    assert_eq!(refusal(follow(&scene, link).await), DeadLink);
    assert_eq!(state(&scene, AccountId(1001)).await, Some(AccountState::Unconfirmed));
}

#[db_test(schema())]
async fn somebody_with_a_login_keeps_the_password(test: TestDb) {
    let scene = Scene::new(test);
    let lea = scene.person("lea@petit.fr").await;
    send(&scene, form("lea@petit.fr", "Atelier Petit").await).await;
    assert_eq!(scene.mails().await[0].kind, "accounts-confirm-known");
    let confirmed = follow(&scene, scene.last_link("lea@petit.fr").await).await.unwrap();
    assert_eq!(confirmed.person, lea);
    let has_password = scene.read(move |read| Ok(people::service::person(read, lea)?.unwrap().has_password)).await;
    assert!(!has_password, "a form that anybody can send sets nobody's password");
}

#[db_test(schema())]
async fn a_strangers_form_makes_no_login_for_the_owner_of_the_address(test: TestDb) {
    let scene = Scene::new(test);
    send(&scene, form("lea@petit.fr", "Atelier Petit").await).await;
    let link = scene.last_link("lea@petit.fr").await;
    assert_eq!(refusal(confirm(&scene, link.clone(), None).await), DeadLink, "the link alone");
    assert!(give(&scene, &link, "what the owner would choose").await.unwrap().is_none());
    scene.later(SignedDuration::from_secs(1));
    send(&scene, SignUp { password: hash("the owner's own long phrase").await, ..form("lea@petit.fr", "Léa").await })
        .await;
    let own = scene.last_link("lea@petit.fr").await;
    let given = give(&scene, &own, "the owner's own long phrase").await.unwrap();
    assert_eq!(refusal(confirm(&scene, link.clone(), given.clone()).await), DeadLink, "the proof of another form");
    let owner = confirm(&scene, own, given).await.unwrap().person;
    let signed_in = scene.done(Author::Visitor, Lock::None, move |tx, ctx| {
        people::service::try_password(tx, ctx, &mail("lea@petit.fr"), None)
    });
    assert!(signed_in.await.verify(PASSWORD).await.unwrap().is_none(), "the stranger stays outside");
    let later = confirm(&scene, link, None).await.unwrap();
    assert_eq!(later.person, owner, "with a login, the button is enough: it sets no password");
}

#[db_test(schema())]
async fn the_chosen_password_cannot_be_guessed_for_long(test: TestDb) {
    let scene = Scene::new(test);
    let mut links = Vec::new();
    for company in ["Atelier Petit", "Atelier Grand"] {
        send(&scene, form("lea@petit.fr", company).await).await;
        links.push(scene.last_link("lea@petit.fr").await);
        scene.later(SignedDuration::from_secs(1));
    }
    let link = links[0].clone();
    for n in 0..5 {
        assert!(give(&scene, &links[n % 2], "wrong wrong wrong").await.unwrap().is_none(), "two links, one budget");
    }
    assert!(matches!(give(&scene, &link, PASSWORD).await, Err(Failed::Refused(_))), "not looked at, however right");
    scene.later(SignedDuration::from_mins(1));
    let given = give(&scene, &link, PASSWORD).await.unwrap();
    confirm(&scene, link, given).await.expect("the link stayed open");
}

#[db_test(schema())]
async fn an_invited_address_is_led_to_the_invitation(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    scene.invite(acme, admin, &["lea@petit.fr"], &[Role::User]).await;
    scene.later(SignedDuration::from_hours(1));
    assert_eq!(send(&scene, form("lea@petit.fr", "Atelier Petit").await).await, Received::ToInvitation);
    let kinds: Vec<String> = scene.mails().await.into_iter().map(|mail| mail.kind).collect();
    assert_eq!(kinds, ["accounts-invitation", "accounts-invitation"]);
    assert_eq!(state(&scene, AccountId(1002)).await, None, "no second account");
}

#[db_test(schema())]
async fn nobody_is_flooded_with_mail(test: TestDb) {
    let scene = Scene::new(test);
    let mut received = Vec::new();
    for _ in 0..5 {
        received.push(send(&scene, form("lea@petit.fr", "Atelier Petit").await).await);
    }
    assert_eq!(received.iter().filter(|received| **received == Received::Ignored).count(), 2);
    assert_eq!(scene.mails().await.len(), 3);
    scene.later(SignedDuration::from_hours(24));
    assert_ne!(send(&scene, form("lea@petit.fr", "Atelier Petit").await).await, Received::Ignored);
}

#[db_test(schema())]
async fn who_floods_an_address_does_not_keep_its_owner_out(test: TestDb) {
    let scene = Scene::new(test);
    let mut received = Vec::new();
    for network in 1..=5 {
        for _ in 0..4 {
            let form = SignUp { from: [198, 51, 100, network].into(), ..form("lea@petit.fr", "Atelier Petit").await };
            received.push(send(&scene, form).await != Received::Ignored);
        }
        if network == 1 {
            assert_eq!(received, [true, true, true, false]);
            assert_ne!(
                send(&scene, form("lea@petit.fr", "Atelier Petit").await).await,
                Received::Ignored,
                "the owner's own"
            );
        }
    }
    assert_eq!(received.into_iter().filter(|let_in| *let_in).count(), 9, "ten with the owner's");
    assert_eq!(scene.mails().await.len(), 10);
    assert_eq!(send(&scene, form("lea@petit.fr", "Atelier Petit").await).await, Received::Ignored, "enough for a day");
    assert_ne!(send(&scene, form("max@petit.fr", "Atelier Petit").await).await, Received::Ignored, "another address");
    scene.later(SignedDuration::from_hours(24));
    assert_ne!(send(&scene, form("lea@petit.fr", "Atelier Petit").await).await, Received::Ignored);
}

sql!(NETWORKS, "SELECT COUNT(*) FROM sign_ups WHERE email = $1 AND network IS NOT NULL");

#[db_test(schema())]
async fn the_network_is_forgotten_with_the_confirmation(test: TestDb) {
    let scene = Scene::new(test);
    let kept = async || scene.read(|read| read.value::<i64>(&NETWORKS, &[&"lea@petit.fr"])).await;
    send(&scene, form("lea@petit.fr", "Atelier Petit").await).await;
    assert_eq!(kept().await, Some(1));
    follow(&scene, scene.last_link("lea@petit.fr").await).await.unwrap();
    assert_eq!(kept().await, Some(0));
}

async fn leaving(scene: &Scene, person: PersonId, at: Option<jiff::Timestamp>) {
    scene
        .done(Author::System("test"), Lock::None, move |tx, _| {
            Ok::<_, Failed<()>>(people::service::set_leaving(tx, person, at)?)
        })
        .await;
}

#[db_test(schema())]
async fn who_asked_to_be_forgotten_takes_that_back_first(test: TestDb) {
    let scene = Scene::new(test);
    let lea = scene.person("lea@petit.fr").await;
    send(&scene, form("lea@petit.fr", "Atelier Petit").await).await;
    let before = scene.last_link("lea@petit.fr").await;
    leaving(&scene, lea, Some(scene.test.clock.now())).await;
    assert_eq!(
        refusal(follow(&scene, before.clone()).await),
        DeadLink,
        "a link from before gives no new account either"
    );
    assert_eq!(state(&scene, AccountId(1001)).await, Some(AccountState::Unconfirmed));
    scene.later(SignedDuration::from_secs(1));
    assert_eq!(send(&scene, form("lea@petit.fr", "Atelier Petit").await).await, Received::ToStay);
    let kinds: Vec<String> = scene.mails().await.into_iter().map(|mail| mail.kind).collect();
    assert_eq!(kinds, ["accounts-confirm-known", "accounts-leaving"]);
    assert_eq!(state(&scene, AccountId(1002)).await, None, "no account");

    leaving(&scene, lea, None).await;
    assert_eq!(follow(&scene, before).await.unwrap().person, lea, "the link was not used up");
    scene.later(SignedDuration::from_secs(1));
    let again = send(&scene, form("lea@petit.fr", "Atelier Petit").await).await;
    assert!(matches!(again, Received::ToConfirm(AccountId(1002), _)), "{again:?}");
}

#[db_test(schema())]
async fn what_nobody_confirms_is_forgotten(test: TestDb) {
    let scene = Scene::new(test);
    send(&scene, form("lea@petit.fr", "Atelier Petit").await).await;
    send(&scene, form("max@grand.fr", "Atelier Grand").await).await;
    follow(&scene, scene.last_link("max@grand.fr").await).await.unwrap();
    let forget = || {
        scene.done(Author::System("test"), Lock::None, |tx, ctx| {
            Ok::<_, Failed<()>>(sign_up::forget_unconfirmed(tx, ctx)?)
        })
    };
    scene.later(SignedDuration::from_hours(29 * 24));
    assert_eq!(forget().await, 0);
    scene.later(SignedDuration::from_hours(2 * 24));
    assert_eq!(forget().await, 1);
    assert_eq!(state(&scene, AccountId(1001)).await, None);
    assert_eq!(state(&scene, AccountId(1002)).await, Some(AccountState::Pending));
    let Received::ToConfirm(next, _) = send(&scene, form("zoe@neuf.fr", "Atelier Neuf").await).await else { panic!() };
    assert_eq!(next, AccountId(1003), "a number is never given again");
}
