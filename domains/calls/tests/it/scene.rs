//! A publisher with an agent, and a customer with members and a level that has room for two callers.

use accounts::model::CompanyForm;
use accounts::service::{invitations, members, sign_up};
use calls::*;
use kit_core::{AccountId, Author, Locale, PersonId};
use kit_db::{Failed, Migration};
use kit_mail::Email;
use kit_testkit::{Client, TestApp, TestDb};
use kit_web::{Module, Role, Roles, StaffPermission, StaffPermissions};
use people::{Browser, NamePart, NewPerson, PersonName, ZoneName};
use support::{Level, LevelId};

pub fn modules() -> Vec<Module> {
    let audit = Module::new("audit").migrations(audit::MIGRATIONS);
    vec![
        audit,
        publisher::module(),
        webhooks::module(),
        people::module(),
        accounts::module(),
        machines::module(),
        credits::module(),
        support::module(),
        calls::module(),
    ]
}

pub fn schema() -> Vec<Migration> {
    kit_web::migrations(&modules())
}

pub const ADMIN: &str = "ada@plan.example";
pub const LEA: &str = "lea@plan.example";
pub const MAX: &str = "max@plan.example";
pub const ZOE: &str = "zoe@plan.example";
pub const AGENT: &str = "agent@publisher.example";

pub struct Scene {
    pub app: TestApp,
    pub account: AccountId,
    pub admin: PersonId,
    pub lea: PersonId,
    pub max: PersonId,
    pub zoe: PersonId,
    /// Of the staff.
    pub agent: PersonId,
}

impl Scene {
    pub async fn new(test: TestDb) -> Scene {
        let app = TestApp::start(test, modules(), machines::access::resolve);
        let nobody = PersonId::from_raw(0);
        let mut scene =
            Scene { app, account: AccountId(0), admin: nobody, lea: nobody, max: nobody, zoe: nobody, agent: nobody };
        scene.admin = scene.person(ADMIN, "Ada").await;
        scene.account = scene.open_account("Établissements Dupont & Fils", "04 72 00 00 01", scene.admin).await;
        scene.lea = scene.member(LEA, "Léa").await;
        scene.max = scene.member(MAX, "Max").await;
        scene.zoe = scene.member(ZOE, "Zoé").await;
        scene.agent = scene.colleague(AGENT, "Inès", StaffPermission::Support).await;
        scene.has_room_for(2).await;
        scene.app.mails().await;
        scene
    }

    /// The account's level has room for so many callers from now on.
    pub async fn has_room_for(&self, callers: i64) {
        self.has_level(callers, false).await;
    }

    /// The level lets other members call, too.
    pub async fn lets_others_call(&self) {
        self.has_level(2, true).await;
    }

    async fn has_level(&self, callers: i64, others: bool) {
        let account = self.account;
        let level = Level {
            id: LevelId::from_raw(2),
            name: "Avancé".to_owned(),
            name_en: "Advanced".to_owned(),
            low: 960,
            normal: 480,
            high: 240,
            urgent: 60,
            callers,
            others,
            place: 2,
        };
        let set = self.app.run(Author::System("test"), move |tx, ctx| {
            support::save_level(tx, ctx, &level)?;
            support::give_level(tx, ctx, account, level.id)
        });
        set.await.unwrap();
    }

    pub async fn person(&self, email: &'static str, first: &'static str) -> PersonId {
        let new = NewPerson {
            email: Email::parse(email).unwrap(),
            name: PersonName { first: NamePart::parse(first).unwrap(), surname: NamePart::parse("Petit").unwrap() },
            locale: Locale::Fr,
            time_zone: ZoneName::default(),
            password: None,
            confirmed: true,
        };
        let made = self.app.run(Author::System("test"), move |tx, ctx| {
            people::service::create_person(tx, ctx, &new).map_err(|_| Failed::Refused(()))
        });
        made.await.unwrap()
    }

    pub async fn colleague(&self, email: &'static str, first: &'static str, may: StaffPermission) -> PersonId {
        let person = self.person(email, first).await;
        let set = self.app.run(Author::System("test"), move |tx, ctx| {
            people::service::set_staff(tx, ctx, person, StaffPermissions::of(&[may])).map_err(|_| Failed::Refused(()))
        });
        set.await.unwrap();
        person
    }

    pub async fn open_account(&self, name: &'static str, phone: &'static str, admin: PersonId) -> AccountId {
        let form = CompanyForm {
            company: name.to_owned(),
            country: "FR".to_owned(),
            siren: "732829320".to_owned(),
            line1: "3 rue des Lilas".to_owned(),
            postal_code: "69003".to_owned(),
            town: "Lyon".to_owned(),
            phone: phone.to_owned(),
            ..CompanyForm::default()
        };
        let opened = self.app.run(Author::System("test"), move |tx, ctx| {
            let admin = people::service::person(tx, admin)?.unwrap();
            Ok::<_, Failed<()>>(sign_up::open_account(tx, ctx, &form.read().unwrap(), &admin, 0)?)
        });
        opened.await.unwrap()
    }

    /// A further member, a user, who joined by an invitation.
    pub async fn member(&self, email: &'static str, first: &'static str) -> PersonId {
        let person = self.person(email, first).await;
        self.joins(email).await;
        person
    }

    pub async fn joins(&self, email: &'static str) {
        let account = self.account;
        let invited = self.app.run(Author::Person(self.admin), move |tx, ctx| {
            let emails = vec![Email::parse(email).unwrap()];
            let invite = invitations::Invite { emails, roles: Roles::of(&[Role::User]), locale: Locale::Fr };
            invitations::invite(tx, ctx, account, &invite, Roles::of(&[Role::Admin]))
        });
        invited.await.unwrap();
        let link = self.app.link(&self.app.mail_to(email).await);
        let followed = accounts::Followed::read(link.rsplit('/').next().unwrap()).unwrap();
        let joined =
            self.app.run(Author::Visitor, move |tx, ctx| invitations::accept(tx, ctx, &followed, None, 0)).await;
        assert!(joined.is_ok(), "{email} did not join");
    }

    /// The publisher shuts a person out.
    pub async fn shuts_out(&self, person: PersonId) {
        let shut = self.app.run(Author::Staff(self.agent), move |tx, ctx| {
            people::service::disable_person(tx, ctx, person).map_err(|_| Failed::Refused(()))
        });
        shut.await.unwrap();
    }

    pub async fn leaves(&self, person: PersonId) {
        let account = self.account;
        let removed = self.app.run(Author::Person(self.admin), move |tx, ctx| {
            members::remove(tx, ctx, account, person, Roles::of(&[Role::Admin]))
        });
        removed.await.unwrap();
    }

    pub async fn names(&self, person: PersonId) -> Result<(), CallerRefusal> {
        let account = self.account;
        let phone = "06 12 34 56 78".parse().unwrap();
        self.app
            .run(Author::Person(self.admin), move |tx, ctx| name_caller(tx, ctx, account, person, Some(&phone)))
            .await
    }

    pub async fn takes_pin(&self, person: PersonId) -> Result<Pin, CallerRefusal> {
        let account = self.account;
        self.app.run(Author::Person(person), move |tx, ctx| take_pin(tx, ctx, account, person)).await
    }

    pub async fn checks(&self, person: PersonId, typed: &str) -> Result<PinCheck, CallerRefusal> {
        let (account, pin) = (self.account, Pin::parse(typed).unwrap());
        self.app.run(Author::Staff(self.agent), move |tx, ctx| check_pin(tx, ctx, account, person, &pin)).await
    }

    /// Who may call, and whether the level has room for each.
    pub async fn entitled(&self) -> Vec<(PersonId, bool)> {
        let account = self.account;
        let known = self.app.read(move |read| callers(read, account)).await;
        known.iter().map(|one| (one.caller.person, one.entitled)).collect()
    }

    pub async fn signed_in(&self, person: PersonId) -> Client {
        let started = self.app.run(Author::System("test"), move |tx, ctx| {
            let started = people::service::start_session(tx, ctx, person, &Browser::default(), true)?;
            Ok::<_, Failed<()>>(started.token.reveal())
        });
        let mut client = self.app.client();
        client.keep("guichet_session", &started.await.unwrap());
        client
    }
}
