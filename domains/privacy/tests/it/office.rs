//! An office with an admin and a user, and steps told in one line.

use std::ops::Deref;

use accounts::model::CompanyForm;
use accounts::service::members;
use accounts::service::sign_up::open_account;
use jiff::SignedDuration;
use kit_core::{AccountId, Author, Locale, PersonId};
use kit_db::{DbError, Failed, Lock, Migration};
use kit_mail::Email;
use kit_testkit::{Client, TestApp, TestDb};
use kit_web::{Module, Role, Roles};
use people::{NamePart, NewPerson, PersonName, ZoneName};
use privacy::service::erasure_requests;
use privacy::{ErasureRequest, ErasureRequestId, ErasureRequestState};

pub const PASSWORD: &str = "une phrase assez longue";
pub const ADMIN: &str = "camille@atelier-durand.example";
pub const USER: &str = "basile@atelier-durand.example";

pub fn modules() -> Vec<Module> {
    let audit = Module::new("audit").migrations(audit::MIGRATIONS);
    vec![
        audit,
        publisher::module(),
        webhooks::module(),
        people::module(),
        accounts::module(),
        credits::module(),
        orders::module(),
        privacy::module(),
    ]
}

pub fn schema() -> Vec<Migration> {
    kit_web::migrations(&modules())
}

pub struct Office {
    pub app: TestApp,
    pub account: AccountId,
    pub admin: PersonId,
    pub user: PersonId,
}

/// An office is a program: it runs and reads as one.
impl Deref for Office {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.app
    }
}

impl Office {
    pub async fn new(test: TestDb) -> Office {
        Office::of(test, modules()).await
    }

    pub async fn of(test: TestDb, modules: Vec<Module>) -> Office {
        let app = TestApp::start(test, modules, accounts::access::resolve);
        let none = PersonId::from_raw(0);
        let mut office = Office { app, account: AccountId(0), admin: none, user: none };
        office.admin = office.person(ADMIN, "Camille", "Durand").await;
        office.user = office.person(USER, "Basile", "Quintin").await;
        office.account = office.open("Atelier Durand", office.admin).await;
        office.join(office.account, USER, &[Role::User]).await;
        office.app.mails().await;
        office
    }

    pub async fn person(&self, email: &'static str, first: &'static str, surname: &'static str) -> PersonId {
        let password = people::hashing::accept(&self.app.app.random, PASSWORD, &[]).await.unwrap().unwrap();
        self.run(Author::System("test"), move |tx, ctx| {
            let part = |text| NamePart::parse(text).unwrap();
            let new = NewPerson {
                email: Email::parse(email).unwrap(),
                name: PersonName { first: part(first), surname: part(surname) },
                locale: Locale::Fr,
                time_zone: ZoneName::default(),
                password: Some(password.clone()),
                confirmed: true,
            };
            people::service::create_person(tx, ctx, &new)
        })
        .await
        .unwrap()
    }

    pub async fn open(&self, company: &'static str, admin: PersonId) -> AccountId {
        self.run(Author::System("test"), move |tx, ctx| {
            let person = people::service::person(tx, admin)?.unwrap();
            let form = CompanyForm {
                company: company.to_owned(),
                country: "FR".to_owned(),
                siren: "732829320".to_owned(),
                line1: "3 rue des Lilas".to_owned(),
                postal_code: "69003".to_owned(),
                town: "Lyon".to_owned(),
                ..CompanyForm::default()
            };
            Ok::<_, Failed<()>>(open_account(tx, ctx, &form.read().unwrap(), &person, 0)?)
        })
        .await
        .unwrap()
    }

    /// Invites somebody, who comes by the mailed link.
    pub async fn join(&self, account: AccountId, email: &'static str, roles: &'static [Role]) {
        use accounts::service::invitations::{Invite, accept, invite};
        self.run(Author::Person(self.admin), move |tx, ctx| {
            let emails = vec![Email::parse(email).unwrap()];
            let new = Invite { emails, roles: Roles::of(roles), locale: Locale::Fr };
            invite(tx, ctx, account, &new, Roles::of(&[Role::Admin]))
        })
        .await
        .unwrap();
        let link = self.link(&self.mail_to(email).await);
        let link = link.rsplit('/').next().unwrap().to_owned();
        self.run(Author::Visitor, move |tx, ctx| {
            accept(tx, ctx, &accounts::Followed::read(&link).unwrap(), None, 0).map(drop)
        })
        .await
        .unwrap();
    }

    pub async fn give(&self, person: PersonId, roles: &'static [Role]) {
        let account = self.account;
        self.run(Author::Person(self.admin), move |tx, ctx| {
            members::change_roles(tx, ctx, account, person, Roles::of(roles), Roles::of(&[Role::Admin]))
        })
        .await
        .unwrap();
    }

    /// A browser that the person is signed in with.
    pub async fn browser(&self, email: &str) -> Client {
        let mut client = self.client();
        let answer = client.post_form("/sign-in", &[("email", email), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, http::StatusCode::SEE_OTHER, "{}", answer.text());
        client
    }

    /// Asks for a person to be forgotten, whatever stands in the way.
    pub async fn ask(&self, person: PersonId) -> ErasureRequestId {
        self.run(Author::Person(person), move |tx, ctx| {
            let subject = people::service::subject(tx, person)?.unwrap();
            erasure_requests::begin(tx, ctx, &subject)
        })
        .await
        .unwrap()
    }

    /// Follows the mailed link.
    pub async fn confirm(&self, email: &str) {
        let link = self.link(&self.mail_to(email).await);
        let answer = self.client().post_form(&link, &[]).await;
        assert_eq!(answer.status, http::StatusCode::SEE_OTHER, "{}", answer.text());
    }

    pub async fn request(&self, id: ErasureRequestId) -> ErasureRequest {
        self.read(move |read| erasure_requests::request(read, id)).await.unwrap()
    }

    pub async fn state(&self, id: ErasureRequestId) -> ErasureRequestState {
        self.request(id).await.state
    }

    /// Days go by, with what happens in them.
    pub async fn days(&self, days: i64) {
        self.pass(SignedDuration::from_hours(24 * days));
        self.run_jobs().await;
    }

    pub async fn members(&self) -> Vec<String> {
        let account = self.account;
        let members = self.read(move |read| members::members(read, account)).await;
        members.iter().map(|known| known.email.to_string()).collect()
    }

    /// Two programs on one database; SQLite's file has one program, so there it is twice the same.
    pub fn nodes(&self) -> [kit_db::Db; 2] {
        let test = &self.app.test;
        match test.db.engine() {
            kit_db::Engine::Sqlite => [test.db.clone(), test.db.clone()],
            kit_db::Engine::Postgres => [test.db.clone(), kit_db::Db::open(&test.url).unwrap()],
        }
    }

    /// Does something to the database of one of the nodes, as the program.
    pub async fn on<R, F>(&self, db: &kit_db::Db, body: F) -> Result<R, DbError>
    where
        F: Fn(&mut kit_db::Tx<'_>, &kit_core::Context) -> Result<R, DbError> + Send + 'static,
        R: Send + 'static,
    {
        let ctx = self.context(Author::System("test"));
        db.write(Lock::None, move |tx| body(tx, &ctx)).await
    }
}
