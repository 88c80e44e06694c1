//! What tests begin with: a program with accounts in use, their people, and machines that ask to be linked.

use std::sync::atomic::{AtomicUsize, Ordering};

use accounts::model::CompanyForm;
use accounts::service::{closing, decisions, sign_up};
use http::header;
use jiff::SignedDuration;
use kit_core::{AccountId, Author, Locale};
use kit_db::{DbError, Failed, Lock, Tx, sql};
use kit_mail::Email;
use kit_testkit::{Answer, Client, TestApp, TestDb};
use kit_web::{Limits, Module, Role, Roles, StaffPermission, StaffPermissions, World};
use machines::{MachineRules, PersonalCode};
use people::{Browser, NamePart, NewPerson, PersonName, ZoneName};
use serde_json::{Value, json};

sql!(JOIN, "INSERT INTO members (account, person, roles, joined_at, terms_version) VALUES ($1, $2, $3, 0, 0)");

pub fn modules() -> Vec<Module> {
    let audit = Module::new("audit").migrations(audit::MIGRATIONS);
    vec![audit, publisher::module(), webhooks::module(), people::module(), accounts::module(), machines::module()]
}

pub struct Scene {
    pub app: TestApp,
    /// An account in use with a person in each role: admin@, coordinator@, user@kerlann.example.
    pub account: AccountId,
    keys: AtomicUsize,
}

impl Scene {
    pub async fn new(test: TestDb) -> Scene {
        Scene::in_world(test, |world| world).await
    }

    pub async fn strict(test: TestDb) -> Scene {
        Scene::in_world(test, |world| World { limits: Limits::strict(), ..world }).await
    }

    async fn in_world(test: TestDb, change: impl FnOnce(World) -> World) -> Scene {
        let app = TestApp::start_in(test, modules(), machines::access::resolve, change);
        let mut scene = Scene { app, account: AccountId(0), keys: AtomicUsize::new(0) };
        scene.account = scene.open("Atelier Kerlann", "732829320", "admin@kerlann.example").await;
        for (email, role) in
            [("coordinator@kerlann.example", Role::SoftwareCoordinator), ("user@kerlann.example", Role::User)]
        {
            scene.person(email).await;
            scene.join(email, role).await;
        }
        scene
    }

    async fn person(&self, email: &'static str) {
        self.run(Author::System("test"), move |tx, ctx| {
            people::service::create_person(tx, ctx, &newcomer(email)).map_err(|_| Failed::Refused(()))
        })
        .await;
    }

    async fn join(&self, email: &'static str, role: Role) {
        let (account, roles) = (self.account, Roles::of(&[role]).codes());
        self.run(Author::System("test"), move |tx, _| {
            let person = people::service::person_by_email(tx, &Email::parse(email).unwrap())?.unwrap().id;
            tx.exec(&JOIN, &[&account, &person, &roles]).map_err(Failed::<()>::from)
        })
        .await;
    }

    /// An account in use, whose admin has this address.
    pub async fn open(&self, company: &'static str, siren: &'static str, admin: &'static str) -> AccountId {
        self.person(admin).await;
        self.run(Author::System("test"), move |tx, ctx| {
            let form = CompanyForm {
                company: company.to_owned(),
                country: "FR".to_owned(),
                siren: siren.to_owned(),
                line1: "3 rue des Lilas".to_owned(),
                postal_code: "69003".to_owned(),
                town: "Lyon".to_owned(),
                ..CompanyForm::default()
            };
            let admin = people::service::person_by_email(tx, &Email::parse(admin).unwrap())?.unwrap();
            Ok::<_, Failed<()>>(sign_up::open_account(tx, ctx, &form.read().unwrap(), &admin, 0)?)
        })
        .await
    }

    /// A person of the staff.
    pub async fn staff(&self, email: &'static str, permission: StaffPermission) -> Client {
        self.run(Author::System("test"), move |tx, ctx| {
            let permissions = StaffPermissions::of(&[permission]);
            people::service::create_staff(tx, ctx, &newcomer(email), permissions)
                .map(drop)
                .map_err(|_| Failed::Refused(()))
        })
        .await;
        self.signed_in(email).await
    }

    pub async fn signed_in(&self, email: &str) -> Client {
        let ctx = self.app.context(Author::Visitor);
        let email = Email::parse(email).unwrap();
        let started = self.app.test.db.write::<_, DbError, _>(Lock::None, move |tx| {
            let person = people::service::person_by_email(tx, &email)?.expect("a person");
            people::service::start_session(tx, &ctx, person.id, &Browser::default(), true)
        });
        let mut client = self.app.client();
        client.keep("guichet_session", &started.await.unwrap().token.reveal());
        client
    }

    pub async fn run<R, E, F>(&self, author: Author, body: F) -> R
    where
        F: Fn(&mut Tx<'_>, &kit_core::Context) -> Result<R, Failed<E>> + Send + 'static,
        R: Send + 'static,
        E: Send + std::fmt::Debug + 'static,
    {
        // Time goes on, so that the log has an order.
        self.app.pass(SignedDuration::from_micros(1));
        self.app.run(author, body).await.unwrap()
    }

    /// A new personal code of an account.
    pub async fn code_of(&self, account: AccountId) -> PersonalCode {
        self.run(Author::System("test"), move |tx, ctx| machines::service::make(tx, ctx, account)).await
    }

    pub async fn code(&self) -> String {
        self.code_of(self.account).await.reveal()
    }

    pub async fn limit(&self, places: Option<i64>, replacements: Option<i64>) {
        let rules = MachineRules { places, replacements };
        self.run(Author::System("test"), move |tx, ctx| {
            Ok::<_, Failed<()>>(machines::service::save_installation_rules(tx, ctx, rules)?)
        })
        .await;
    }

    pub async fn suspend(&self) {
        let account = self.account;
        self.run(Author::System("test"), move |tx, ctx| {
            decisions::suspend(tx, ctx, account, "Impayé").map_err(|_| Failed::Refused(()))
        })
        .await;
    }

    pub async fn close(&self) {
        let account = self.account;
        self.run(Author::System("test"), move |tx, ctx| {
            closing::close(tx, ctx, account).map_err(|_| Failed::Refused(()))
        })
        .await;
    }

    pub async fn restore(&self) {
        let account = self.account;
        self.run(Author::System("test"), move |tx, ctx| {
            closing::restore(tx, ctx, account).map_err(|_| Failed::Refused(()))
        })
        .await;
    }

    /// What a machine of this name sends.
    pub fn body(&self, code: &str, name: &str) -> Value {
        json!({
            "account": self.account.to_string(),
            "personal_code": code,
            "name": name,
            "system": "Windows 11",
            "application": "Planelle",
            "version": "2.4.1",
        })
    }

    /// Asks to be linked, under a key of its own.
    pub async fn ask(&self, body: &Value) -> Answer {
        let key = format!("key-{}", self.keys.fetch_add(1, Ordering::Relaxed));
        self.ask_as(&key, body).await
    }

    pub async fn ask_as(&self, key: &str, body: &Value) -> Answer {
        self.app.pass(SignedDuration::from_micros(1));
        self.app.client().post_json("/api/v1/machines", &[("idempotency-key", key)], body).await
    }

    /// A linked machine: its id, and what it shows.
    pub async fn link(&self, code: &str, name: &str) -> (String, String) {
        let answer = self.ask(&self.body(code, name)).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let json = answer.json();
        (json["machine"]["id"].as_str().unwrap().to_owned(), json["token"].as_str().unwrap().to_owned())
    }

    /// A client that shows a machine's token.
    pub fn machine(&self, token: &str) -> Client {
        self.app.client().with_header(header::AUTHORIZATION, &format!("Bearer {token}"))
    }

    pub async fn beat(&self, token: &str, body: &Value) -> Answer {
        self.machine(token).post_json("/api/v1/machines/self/heartbeat", &[], body).await
    }

    /// What the account's log tells, the oldest first, without how the account came.
    pub async fn log(&self) -> Vec<String> {
        let account = self.account;
        let size = kit_core::PageSize::new(200);
        let events = self.app.read(move |read| audit::for_account(read, account, None, size)).await.rows;
        let mut actions: Vec<String> = events.into_iter().map(|event| event.action).collect();
        actions.retain(|action| action.starts_with("machines."));
        actions.reverse();
        actions
    }
}

fn newcomer(email: &str) -> NewPerson {
    NewPerson {
        email: Email::parse(email).unwrap(),
        name: PersonName { first: NamePart::parse("Camille").unwrap(), surname: NamePart::parse("Durand").unwrap() },
        locale: Locale::Fr,
        time_zone: ZoneName::default(),
        password: None,
        confirmed: true,
    }
}

/// The last part of a problem's type.
pub fn problem(answer: &Answer) -> String {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.text());
    let kind = answer.json()["type"].as_str().unwrap().to_owned();
    kind.strip_prefix("/api/v1/docs#problem-").unwrap().to_owned()
}

/// An unlinking of the machine that asks.
pub async fn leave(client: &mut Client) -> Answer {
    let request = http::Request::builder().method("DELETE").uri("/api/v1/machines/self");
    client.send(request.body(Default::default()).unwrap()).await
}
