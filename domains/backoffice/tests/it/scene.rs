//! A whole program with staff of each permission, a customer of each state, and steps told in one line.

use accounts::model::CompanyForm;
use accounts::service::sign_up;
use kit_core::{AccountId, Author, Context, Locale, PersonId};
use kit_db::{DbError, Failed, Lock, Migration, Tx, sql};
use kit_jobs::{Job, JobError};
use kit_mail::Email;
use kit_testkit::{Client, TestApp, TestDb};
use kit_web::{Module, StaffPermission, StaffPermissions};
use people::{Browser, NamePart, NewPerson, PersonName, ZoneName};
use serde::{Deserialize, Serialize};

sql!(PEND, "UPDATE accounts SET state = 'pending', applied_at = $2, decided_at = NULL WHERE id = $1");

/// A job that never succeeds.
#[derive(Serialize, Deserialize)]
pub struct Hopeless {}

impl Job for Hopeless {
    const KIND: &'static str = "test.hopeless";
}

pub fn modules() -> Vec<Module> {
    let hopeless = Module::new("test")
        .jobs(|jobs| jobs.on(|_, _: Hopeless| async { Err::<(), _>(JobError::give_up("the printer is on fire")) }));
    let audit = Module::new("audit").migrations(audit::MIGRATIONS);
    vec![
        audit,
        publisher::module(),
        webhooks::module(),
        people::module(),
        accounts::module(),
        credits::module(),
        orders::module(),
        Module::new("payments").migrations(payments::MIGRATIONS),
        Module::new("support").migrations(support::MIGRATIONS),
        Module::new("calls").migrations(calls::MIGRATIONS),
        Module::new("banking").migrations(banking::MIGRATIONS),
        backoffice::module(),
        hopeless,
    ]
}

pub fn schema() -> Vec<Migration> {
    kit_web::migrations(&modules())
}

pub struct Scene {
    pub app: TestApp,
    /// A customer in use.
    pub active: AccountId,
    /// A customer that waits for a decision, in the same town and with a name alike.
    pub pending: AccountId,
}

impl Scene {
    pub async fn new(test: TestDb) -> Scene {
        let app = TestApp::start(test, modules(), accounts::access::resolve);
        let mut scene = Scene { app, active: AccountId(0), pending: AccountId(0) };
        scene.active = scene.open("Atelier Durand", "732829320", "camille.durand@atelier-durand.example").await;
        scene.pending = scene.open("Atelier Duran", "552100554", "zoe@atelier-durand.example").await;
        let (pending, now) = (scene.pending, scene.app.test.clock.now());
        let pend = move |tx: &mut Tx<'_>| tx.exec(&PEND, &[&pending, &now]);
        scene.app.test.db.write::<_, DbError, _>(Lock::None, pend).await.unwrap();
        scene.app.mails().await;
        scene
    }

    /// Runs a step as the program itself.
    pub async fn run<R, E, F>(&self, body: F) -> R
    where
        F: Fn(&mut Tx<'_>, &Context) -> Result<R, Failed<E>> + Send + 'static,
        R: Send + 'static,
        E: Send + std::fmt::Debug + 'static,
    {
        let ctx = self.app.context(Author::System("test"));
        self.app.test.db.write(Lock::None, move |tx| body(tx, &ctx)).await.unwrap()
    }

    pub async fn read<R, F>(&self, body: F) -> R
    where
        F: Fn(&mut kit_db::Read<'_>) -> Result<R, DbError> + Send + 'static,
        R: Send + 'static,
    {
        self.app.test.db.read(body).await.unwrap()
    }

    pub async fn person(&self, email: &'static str, surname: &'static str) -> PersonId {
        self.run(move |tx, ctx| {
            let new = NewPerson {
                email: Email::parse(email).unwrap(),
                name: PersonName {
                    first: NamePart::parse("Camille").unwrap(),
                    surname: NamePart::parse(surname).unwrap(),
                },
                locale: Locale::Fr,
                time_zone: ZoneName::default(),
                password: None,
                confirmed: true,
            };
            people::service::create_person(tx, ctx, &new)
        })
        .await
    }

    pub async fn open(&self, company: &'static str, siren: &'static str, admin: &'static str) -> AccountId {
        let admin = self.person(admin, "Durand").await;
        self.run(move |tx, ctx| {
            let form = CompanyForm {
                company: company.to_owned(),
                country: "FR".to_owned(),
                siren: siren.to_owned(),
                line1: "3 rue des Lilas".to_owned(),
                postal_code: "69003".to_owned(),
                town: "Lyon".to_owned(),
                ..CompanyForm::default()
            };
            let admin = people::service::person(tx, admin)?.unwrap();
            Ok::<_, Failed<()>>(sign_up::open_account(tx, ctx, &form.read().unwrap(), &admin, 0)?)
        })
        .await
    }

    /// A colleague with these permissions, and the browser that he or she is signed in with.
    pub async fn staff(&self, email: &'static str, permissions: &'static [StaffPermission]) -> (PersonId, Client) {
        let person = self.person(email, "Petit").await;
        self.run(move |tx, ctx| people::service::set_staff(tx, ctx, person, StaffPermissions::of(permissions))).await;
        (person, self.signed_in(person).await)
    }

    /// A colleague with one permission.
    pub async fn clerk(&self, permission: StaffPermission) -> Client {
        let (email, permissions): (_, &'static [StaffPermission]) = match permission {
            StaffPermission::Support => ("support@publisher.example", &[StaffPermission::Support]),
            StaffPermission::CustomerService => ("service@publisher.example", &[StaffPermission::CustomerService]),
            StaffPermission::Billing => ("billing@publisher.example", &[StaffPermission::Billing]),
            StaffPermission::Catalogue => ("catalogue@publisher.example", &[StaffPermission::Catalogue]),
            StaffPermission::Owner => ("owner@publisher.example", &[StaffPermission::Owner]),
        };
        self.staff(email, permissions).await.1
    }

    pub async fn signed_in(&self, person: PersonId) -> Client {
        let start = move |tx: &mut Tx<'_>, ctx: &Context| {
            Ok::<_, Failed<()>>(
                people::service::start_session(tx, ctx, person, &Browser::default(), true)?.token.reveal(),
            )
        };
        let token = self.run(start).await;
        let mut client = self.app.client();
        client.keep("guichet_session", &token);
        client
    }

    pub async fn state(&self, account: AccountId) -> &'static str {
        self.read(move |read| Ok(accounts::service::account(read, account)?.unwrap().state.code())).await
    }

    pub async fn balance(&self, account: AccountId) -> (i64, i64) {
        let now = self.app.test.clock.now();
        let balance = self.read(move |read| credits::balance(read, account, now)).await;
        (balance.promotional.0, balance.purchased.0)
    }
}

/// The address of a page of an account.
pub fn of(account: AccountId, page: &str) -> String {
    format!("/staff/accounts/{account}{page}")
}
