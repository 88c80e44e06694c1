//! The domain alone, with a staff that a test chooses.

use kit_core::{Author, Context, Locale, PersonId};
use kit_db::{DbError, Failed, Migration, Read, Tx};
use kit_mail::MailKind;
use kit_testkit::{TestApp, TestDb};
use kit_web::{ActingPerson, Actor, Attempt, Denied, Module, StaffPermission, StaffPermissions};

pub const STAFF: PersonId = PersonId::from_raw(7);

pub static RESET: MailKind = MailKind {
    key: "test-reset",
    variables: &[("name", "Camille Durand"), ("expiry", "3 novembre 2026"), ("link", "https://client.example/reset/x")],
    texts: &[
        (Locale::Fr, "Un mot de passe pour {name}\n\nBonjour {name}, avant le {expiry} :\n\n[Choisir]({link})\n"),
        (Locale::En, "A password for {name}\n\nHello {name}, before {expiry}:\n\n[Choose]({link})\n"),
    ],
};

static MAILS: [MailKind; 1] = [RESET];

pub fn modules() -> Vec<Module> {
    let test = Module::new("test").mails(&MAILS);
    vec![Module::new("audit").migrations(audit::MIGRATIONS), publisher::module(), test]
}

pub fn migrations() -> Vec<Migration> {
    kit_web::migrations(&modules())
}

fn acting(read: &mut Read<'_>, attempt: &Attempt, staff: &[StaffPermission]) -> Result<Actor, Denied> {
    let person = ActingPerson {
        id: STAFF,
        name: "Ann".into(),
        email: "ann@exemple.fr".into(),
        locale: Locale::Fr,
        time_zone: "Europe/Paris".into(),
        session: 1,
        staff: StaffPermissions::of(staff),
    };
    let brand = publisher::settings(read)?.brand();
    let actor = Actor { person: (!staff.is_empty()).then_some(person), brand, ..Actor::default() };
    if actor.meets(attempt.demand) { Ok(actor) } else { Err(Denied::NotFound) }
}

pub fn app_of_owner(test: TestDb) -> TestApp {
    TestApp::start(test, modules(), |read, attempt| acting(read, attempt, &[StaffPermission::Owner]))
}

pub fn app_of_catalogue(test: TestDb) -> TestApp {
    TestApp::start(test, modules(), |read, attempt| acting(read, attempt, &[StaffPermission::Catalogue]))
}

pub fn app_of_support(test: TestDb) -> TestApp {
    TestApp::start(test, modules(), |read, attempt| acting(read, attempt, &[StaffPermission::Support]))
}

pub fn app_of_nobody(test: TestDb) -> TestApp {
    TestApp::start(test, modules(), |read, attempt| acting(read, attempt, &[]))
}

/// Does something as staff, in a transaction.
pub async fn done<R, E, F>(test: &TestDb, body: F) -> Result<R, Failed<E>>
where
    F: Fn(&mut Tx<'_>, &Context) -> Result<R, Failed<E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let ctx = test.context(Author::Staff(STAFF));
    test.db.write(publisher::LOCK, move |tx| body(tx, &ctx)).await
}

pub async fn seen<R, F>(test: &TestDb, body: F) -> R
where
    F: Fn(&mut Read<'_>) -> Result<R, DbError> + Send + 'static,
    R: Send + 'static,
{
    test.db.read(body).await.unwrap()
}

/// The log, newest first.
pub async fn log(test: &TestDb) -> Vec<audit::Event> {
    let all = |read: &mut Read<'_>| audit::search(read, &audit::Filter::default(), None, kit_core::PageSize::default());
    seen(test, all).await.rows
}
