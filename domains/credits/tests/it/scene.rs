//! The whole of the domain behind its router: people in every role, keys of every kind, on either engine.

use std::collections::HashMap;

use accounts::service::keys::{self as account_keys, NewKey};
use accounts::service::{decisions, sign_up};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use kit_core::{AccountId, Author, Credits, Locale, PersonId};
use kit_db::{DbError, Failed, Lock, Migration, sql};
use kit_mail::{Email, Mail, Outbox, Transport};
use kit_testkit::TestDb;
use kit_web::{Limits, Program, Role, Roles, Scope, Scopes, StaffPermission, StaffPermissions, World, assemble};
use people::{Browser, NamePart, NewPerson, PersonName, ZoneName};
use serde_json::Value;
use tower::ServiceExt;

use crate::support::*;

/// Who acts in these tests, by role.
pub const ROLES: [(&str, Role); 4] = [
    ("admin", Role::Admin),
    ("manager", Role::ContractManager),
    ("coordinator", Role::SoftwareCoordinator),
    ("user", Role::User),
];

sql!(JOIN, "INSERT INTO members (account, person, roles, joined_at, terms_version) VALUES ($1, $2, $3, 0, 0)");

pub fn schema() -> Vec<Migration> {
    let parts = [
        kit_jobs::MIGRATIONS,
        kit_web::MIGRATIONS,
        audit::MIGRATIONS,
        publisher::MIGRATIONS,
        webhooks::MIGRATIONS,
        people::MIGRATIONS,
        accounts::MIGRATIONS,
        credits::MIGRATIONS,
    ];
    parts.concat()
}

pub struct Scene {
    pub test: TestDb,
    pub program: Program,
    outbox: Outbox,
    /// The account that everybody is in.
    pub account: AccountId,
    people: HashMap<&'static str, PersonId>,
    sessions: HashMap<&'static str, String>,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{}: {}", self.status, self.text()))
    }

    /// The last part of a problem's type.
    pub fn problem(&self) -> String {
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json");
        let body = self.json();
        assert_eq!(body["status"], self.status.as_u16());
        body["type"].as_str().unwrap().strip_prefix("/api/v1/docs#problem-").unwrap().to_owned()
    }
}

impl Scene {
    /// An account in use with a person in each role, and somebody else's account.
    pub async fn new(test: TestDb) -> Scene {
        let outbox = Outbox::default();
        let world = World {
            db: test.db.clone(),
            clock: test.clock.clone(),
            random: test.random.clone(),
            keys: keys(),
            mail: Transport::Memory(outbox.clone()),
            public_url: "http://localhost:8080".parse().unwrap(),
            limits: Limits::loose(),
            behind_proxy: false,
            metrics: None,
            reply_address: None,
            files: Default::default(),
            reach: Default::default(),
            demo: false,
        };
        let modules = vec![publisher::module(), accounts::module(), credits::module()];
        let program = assemble(modules, accounts::access::resolve, world).unwrap();
        let mut scene =
            Scene { test, program, outbox, account: AccountId(0), people: HashMap::new(), sessions: HashMap::new() };
        scene.account = scene.open("Atelier Durand", "732829320", "admin").await;
        for (name, role) in ROLES.into_iter().skip(1) {
            let person = scene.person(name).await;
            let (account, roles) = (scene.account, Roles::of(&[role]).codes());
            let join = move |tx: &mut kit_db::Tx<'_>| tx.exec(&JOIN, &[&account, &person, &roles]);
            scene.test.db.write::<_, DbError, _>(Lock::None, join).await.unwrap();
        }
        scene.open("Ailleurs", "552100554", "outsider").await;
        scene
    }

    async fn open(&mut self, company: &'static str, siren: &'static str, admin: &'static str) -> AccountId {
        let admin = self.person(admin).await;
        run(&self.test, Author::System("test"), move |tx, ctx| {
            let form = accounts::model::CompanyForm {
                company: company.to_owned(),
                country: "FR".to_owned(),
                siren: siren.to_owned(),
                line1: "3 rue des Lilas".to_owned(),
                postal_code: "69003".to_owned(),
                town: "Lyon".to_owned(),
                ..Default::default()
            };
            let admin = people::service::person(tx, admin)?.unwrap();
            Ok::<_, Failed<()>>(sign_up::open_account(tx, ctx, &form.read().unwrap(), &admin, 0)?)
        })
        .await
        .unwrap()
    }

    async fn person(&mut self, name: &'static str) -> PersonId {
        let ctx = self.test.context(Author::Visitor);
        let made = self.test.db.write(Lock::None, move |tx| {
            let new = NewPerson {
                email: Email::parse(&format!("{name}@durand.example")).unwrap(),
                name: PersonName {
                    first: NamePart::parse("Camille").unwrap(),
                    surname: NamePart::parse(name).unwrap(),
                },
                locale: Locale::Fr,
                time_zone: ZoneName::default(),
                password: None,
                confirmed: true,
            };
            let person = people::service::create_person(tx, &ctx, &new)?;
            let session = people::service::start_session(tx, &ctx, person, &Browser::default(), true)?;
            Ok::<_, Failed<people::service::EmailTaken>>((person, session.token.reveal()))
        });
        let (person, session) = made.await.map_err(|_| "refused").unwrap();
        self.people.insert(name, person);
        self.sessions.insert(name, session);
        person
    }

    /// Somebody of the publisher's staff.
    pub async fn agent(&mut self, name: &'static str, permission: StaffPermission) -> PersonId {
        let ctx = self.test.context(Author::System("test"));
        let made = self.test.db.write(Lock::None, move |tx| {
            let new = NewPerson {
                email: Email::parse(&format!("{name}@editeur.example")).unwrap(),
                name: PersonName { first: NamePart::parse("Odile").unwrap(), surname: NamePart::parse(name).unwrap() },
                locale: Locale::Fr,
                time_zone: ZoneName::default(),
                password: None,
                confirmed: true,
            };
            let person = people::service::create_staff(tx, &ctx, &new, StaffPermissions::of(&[permission]))
                .map_err(|failed| failed.map(|_| "refused"))?;
            let session = people::service::start_session(tx, &ctx, person, &Browser::default(), true)?;
            Ok::<_, Failed<&'static str>>((person, session.token.reveal()))
        });
        let (person, session) = made.await.map_err(|_| "refused").unwrap();
        self.people.insert(name, person);
        self.sessions.insert(name, session);
        person
    }

    /// The mails sent since the last call: runs the jobs that are due.
    pub async fn mails(&self) -> Vec<Mail> {
        self.program.runner.run_due().await.unwrap();
        self.outbox.take()
    }

    pub fn id(&self, name: &str) -> PersonId {
        self.people[name]
    }

    /// A key of the account; it stands for a member if one is named.
    pub async fn key(&self, scopes: &[Scope], member: Option<&str>) -> String {
        let (account, scopes, member) = (self.account, Scopes::of(scopes), member.map(|name| self.people[name]));
        let new = NewKey { name: "essai".to_owned(), scopes, member };
        let made = run(&self.test, Author::System("test"), move |tx, ctx| {
            account_keys::create(tx, ctx, account, &new).map_err(|failed| failed.map(|_| "refused"))
        });
        made.await.unwrap().secret
    }

    pub async fn grant(&self, amount: i64) {
        let account = self.account;
        let wanted = Grant { amount: Credits(amount), reason: Reason::parse("Bienvenue").unwrap(), expires_at: None };
        run(&self.test, staff(), move |tx, ctx| grant(tx, ctx, account, &wanted)).await.unwrap();
    }

    pub async fn price(&self, feature: &'static str, amount: i64) {
        let new = NewPrice {
            feature: Feature::parse(feature).unwrap(),
            price: Credits(amount),
            labels: labels("Rendu de plan"),
            valid_from: self.test.clock.now(),
            valid_until: None,
        };
        run(&self.test, staff(), move |tx, ctx| set_price(tx, ctx, &new)).await.unwrap();
    }

    pub async fn suspend(&self) {
        let account = self.account;
        let done = run(&self.test, staff(), move |tx, ctx| {
            decisions::suspend(tx, ctx, account, "impayé").map_err(|failed| failed.map(|_| "refused"))
        });
        done.await.unwrap();
    }

    /// Sends a form of the account as somebody; `path` is what follows the account's number.
    pub async fn submit(&self, name: &str, path: &str, form: &str) -> Answer {
        self.form(name, &format!("/accounts/{}{path}", self.account), form).await
    }

    /// Sends a form as somebody.
    pub async fn form(&self, name: &str, path: &str, form: &str) -> Answer {
        let cookie = format!("guichet_session={}", self.sessions[name]);
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.program.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// A page of the account, as somebody sees it; `path` is what follows the account's number.
    pub async fn page(&self, name: &str, path: &str) -> Answer {
        self.visit(name, &format!("/accounts/{}{path}", self.account)).await
    }

    pub async fn visit(&self, name: &str, path: &str) -> Answer {
        let mut request = Request::get(path);
        if let Some(session) = self.sessions.get(name) {
            request = request.header(header::COOKIE, format!("guichet_session={session}"));
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Whether the answer breaks off.
    pub async fn broken(&self, name: &str, path: &str) -> bool {
        let request = Request::get(format!("/accounts/{}{path}", self.account));
        let request = request.header(header::COOKIE, format!("guichet_session={}", self.sessions[name]));
        let response = self.program.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        to_bytes(response.into_body(), usize::MAX).await.is_err()
    }

    pub async fn get(&self, key: &str, path: &str) -> Answer {
        let request = Request::get(format!("/api/v1{path}")).header(header::AUTHORIZATION, format!("Bearer {key}"));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// What `GET /balance` answers of an account that owes nothing and may spend, in the words of all other answers.
    pub async fn balance(&self, key: &str) -> Value {
        let mut told = self.get(key, "/balance").await.json();
        let fields = told.as_object_mut().unwrap();
        assert_eq!((fields.remove("debt"), fields.remove("blocked")), (Some(Value::from(0)), Some(Value::from(false))));
        told
    }

    /// `POST /usage` with an idempotency key, unless that is empty.
    pub async fn post(&self, key: &str, idempotency: &str, body: &Value) -> Answer {
        self.post_raw(key, idempotency, body.to_string()).await
    }

    /// `POST` to an address of the API with an idempotency key, unless that is empty.
    pub async fn ask(&self, key: &str, path: &str, idempotency: &str, body: Option<&Value>) -> Answer {
        let mut request =
            Request::post(format!("/api/v1{path}")).header(header::AUTHORIZATION, format!("Bearer {key}"));
        if !idempotency.is_empty() {
            request = request.header("Idempotency-Key", idempotency);
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.send(request.header(header::CONTENT_TYPE, "application/json").body(body).unwrap()).await
    }

    pub async fn post_raw(&self, key: &str, idempotency: &str, body: String) -> Answer {
        let mut request = Request::post("/api/v1/usage").header(header::CONTENT_TYPE, "application/json");
        if !key.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        }
        if !idempotency.is_empty() {
            request = request.header("Idempotency-Key", idempotency);
        }
        self.send(request.body(Body::from(body)).unwrap()).await
    }
}
