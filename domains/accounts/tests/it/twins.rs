//! Open sign-up, and one account per company.

use accounts::service::by_code::{self, Applicant};
use accounts::service::companies::{self, ChangedBy};
use accounts::service::duplicates::duplicates;
use accounts::service::sign_up::{self, Confirmed, Received};
use accounts::service::{account, decisions, twins};
use jiff::SignedDuration;
use kit_core::{AccountId, Author, Locale, PersonId};
use kit_db::{Failed, Lock};
use kit_testkit::{TestDb, db_test};
use kit_web::AccountState;
use publisher::{Localised, SignUp};

use crate::scene::{Scene, form, french, mail, schema};

async fn open_at_once(scene: &Scene) {
    scene
        .done(Author::System("test"), publisher::LOCK, |tx, ctx| {
            let sign_up = SignUp { open: true, at_once: true };
            Ok::<_, Failed<()>>(publisher::save_sign_up(tx, ctx, sign_up, &Localised::default())?)
        })
        .await;
}

/// Signs up and confirms.
async fn apply(scene: &Scene, email: &str, company: &str, siren: &str) -> Confirmed {
    let mut form = form(email, company).await;
    form.company = french(company, siren);
    scene
        .done(Author::Visitor, accounts::LOGINS, move |tx, ctx| {
            let Ok(Received::ToConfirm(_, id)) = sign_up::sign_up(tx, ctx, &form) else { panic!() };
            sign_up::confirm(tx, ctx, id)
        })
        .await
}

async fn state(scene: &Scene, id: AccountId) -> AccountState {
    scene.read(move |read| account(read, id)).await.unwrap().state
}

async fn ask(scene: &Scene, id: AccountId, person: PersonId) -> bool {
    scene
        .done(Author::Person(person), Lock::Account(id), move |tx, ctx| {
            Ok::<_, Failed<()>>(twins::ask_invitation(tx, ctx, id)?)
        })
        .await
}

/// To whom applicants asked for an invitation, and how often.
async fn asked(scene: &Scene) -> Vec<String> {
    let mails = scene.mails().await;
    mails.into_iter().filter(|mail| mail.kind == "accounts-invitation-asked").map(|mail| mail.to).collect()
}

#[db_test(schema())]
async fn an_open_sign_up_is_in_use_once_confirmed(test: TestDb) {
    let scene = Scene::new(test);
    assert!(!apply(&scene, "lea@petit.fr", "Petit", "552100554").await.is_open, "with approval it waits");
    open_at_once(&scene).await;
    let confirmed = apply(&scene, "max@martin.fr", "Boulangerie Martin", "443061841").await;
    assert!(confirmed.is_open);
    assert_eq!(state(&scene, confirmed.account).await, AccountState::Active);
    let mut log = scene.log(confirmed.account).await;
    // All of one moment.
    log.sort();
    assert_eq!(log, ["accounts.accepted", "accounts.confirmed", "accounts.signed-up"]);
    assert!(scene.mails().await.iter().any(|mail| mail.kind == "accounts-accepted" && mail.to == "max@martin.fr"));
}

#[db_test(schema())]
async fn what_resembles_an_account_waits_for_the_staff(test: TestDb) {
    let scene = Scene::new(test);
    open_at_once(&scene).await;
    let admin = scene.person("admin@dupont.fr").await;
    scene.account("Menuiserie Dupont", admin).await;
    for (email, company, siren) in [
        ("a@gmail.com", "Tout autre chose", "732829320"),
        ("b@dupont.fr", "Encore une autre", "552100554"),
        ("c@gmail.com", "MENUISERIE DUPOND", "443061841"),
    ] {
        let confirmed = apply(&scene, email, company, siren).await;
        assert!(!confirmed.is_open, "{email}");
        assert_eq!(state(&scene, confirmed.account).await, AccountState::Pending);
    }
}

#[db_test(schema())]
async fn of_two_forms_for_one_company_the_second_waits(test: TestDb) {
    let scene = Scene::new(test);
    open_at_once(&scene).await;
    let one = apply(&scene, "a@gmail.com", "Boulangerie Martin", "443061841").await;
    let other = apply(&scene, "b@gmail.com", "Pain et Compagnie", "443061841").await;
    assert_eq!((one.is_open, other.is_open), (true, false));
}

#[db_test(schema())]
async fn an_applicant_whose_company_is_there_asks_its_admin(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@dupont.fr").await;
    let known = scene.account("Menuiserie Dupont", admin).await;
    let same = apply(&scene, "lea@gmail.com", "Atelier", "732829320").await;
    let alike = apply(&scene, "zoe@gmail.com", "MENUISERIE DUPOND", "552100554").await;
    let unlike = apply(&scene, "max@gmail.com", "Boulangerie Martin", "443061841").await;
    assert!(!ask(&scene, alike.account, alike.person).await, "names alike are for the staff to judge");
    assert!(!ask(&scene, unlike.account, unlike.person).await);
    assert!(ask(&scene, same.account, same.person).await);
    assert!(!ask(&scene, same.account, same.person).await, "it was asked for already");
    assert_eq!(asked(&scene).await, ["admin@dupont.fr"]);
    assert_eq!(scene.log(known).await.last().map(String::as_str), Some("accounts.invitation-asked-of"));
    scene.later(SignedDuration::from_hours(24 * 7));
    assert!(ask(&scene, same.account, same.person).await, "after a week again");
    assert_eq!(asked(&scene).await.len(), 2);
    scene
        .done(Author::System("test"), Lock::Account(same.account), move |tx, ctx| {
            decisions::refuse_application(tx, ctx, same.account, "Doublon")
        })
        .await;
    scene.later(SignedDuration::from_hours(24 * 7));
    assert!(!ask(&scene, same.account, same.person).await, "the decision is taken");
}

#[db_test(schema())]
async fn an_admin_is_not_flooded(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@dupont.fr").await;
    scene.account("Menuiserie Dupont", admin).await;
    for (n, email) in ["a@x.fr", "b@y.fr", "c@z.fr", "d@w.fr", "e@v.fr"].into_iter().enumerate() {
        let confirmed = apply(&scene, email, &format!("Autre {n}"), "732829320").await;
        assert!(ask(&scene, confirmed.account, confirmed.person).await, "whether the mail leaves does not show");
    }
    assert_eq!(asked(&scene).await.len(), 3);
}

/// Gives the application other numbers, and answers whether its applicant is told that the company has an account.
async fn told_of(scene: &Scene, id: AccountId, company: &str, siren: &str) -> bool {
    let (details, now) = (french(company, siren), scene.test.clock.now());
    scene
        .done(Author::System("test"), Lock::Account(id), move |tx, ctx| {
            let main = companies::companies(tx, id)?.remove(0).id;
            companies::change(tx, ctx, id, main, &details, ChangedBy::Account)
        })
        .await;
    scene
        .read(move |read| {
            let (account, company) = (account(read, id)?.unwrap(), companies::companies(read, id)?.remove(0));
            Ok(twins::twin_of(read, &account, &company, now)?.is_some())
        })
        .await
}

#[db_test(schema())]
async fn who_mistypes_the_number_is_told_once_it_is_right_and_nobody_lists_the_customers(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@dupont.fr").await;
    scene.account("Menuiserie Dupont", admin).await;
    let lea = apply(&scene, "lea@gmail.com", "Atelier", "552100554").await;
    let id = lea.account;
    for name in ["Atelier A", "Atelier B", "Atelier C", "Atelier D"] {
        assert!(!told_of(&scene, id, name, "552100554").await, "another name is no other number");
    }
    assert!(!told_of(&scene, id, "Atelier", "443061841").await);
    assert!(told_of(&scene, id, "Atelier", "732829320").await, "the third");
    assert!(told_of(&scene, id, "Atelier du Bois", "732829320").await);
    assert!(!told_of(&scene, id, "Atelier", "552100554").await);
    assert!(!told_of(&scene, id, "Atelier", "732829320").await, "the fifth, however right");
    assert!(!ask(&scene, id, lea.person).await, "nor by asking");
    let found = scene
        .read(move |read| {
            let (account, company) = (account(read, id)?.unwrap(), companies::companies(read, id)?.remove(0));
            duplicates(read, &account, &company)
        })
        .await;
    assert_eq!(found.len(), 1, "the staff sees it");
}

#[db_test(schema())]
async fn the_domain_of_the_address_is_told_of_whatever_the_numbers(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@dupont.fr").await;
    scene.account("Menuiserie Dupont", admin).await;
    let id = apply(&scene, "lea@dupont.fr", "Atelier", "552100554").await.account;
    for siren in ["443061841", "552100554", "443061841", "552100554"] {
        assert!(told_of(&scene, id, "Atelier", siren).await);
    }
}

#[db_test(schema())]
async fn an_account_made_from_an_address_has_as_many_numbers_to_come(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@dupont.fr").await;
    scene.account("Menuiserie Dupont", admin).await;
    let begun = scene
        .done(Author::Visitor, accounts::LOGINS, |tx, ctx| {
            let (email, locale) = (mail("max@gmail.com"), Locale::Fr);
            let applicant = Applicant { email, locale, name: None, company: None, from: [192, 0, 2, 1].into() };
            let Ok(id) = by_code::begin(tx, ctx, &applicant) else { panic!() };
            sign_up::confirm(tx, ctx, id)
        })
        .await;
    let id = begun.account;
    assert!(!told_of(&scene, id, "Atelier", "552100554").await);
    assert!(!told_of(&scene, id, "Atelier", "443061841").await);
    assert!(told_of(&scene, id, "Atelier", "732829320").await, "the third");
    assert!(!told_of(&scene, id, "Atelier", "552100554").await);
    assert!(!told_of(&scene, id, "Atelier", "732829320").await);
}
