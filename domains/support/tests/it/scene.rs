//! A publisher with an agent, and a customer with members and a team.

use accounts::model::{CompanyForm, TeamId};
use accounts::service::{invitations, members, sign_up, teams};
use jiff::Timestamp;
use kit_core::{AccountId, Author, Locale, PersonId};
use kit_db::{Failed, Migration};
use kit_mail::Email;
use kit_testkit::{Client, TestApp, TestDb};
use kit_web::{Module, Role, Roles, StaffPermission, StaffPermissions};
use people::{Browser, NamePart, NewPerson, PersonName, ZoneName};
use support::*;

pub fn modules() -> Vec<Module> {
    let audit = Module::new("audit").migrations(audit::MIGRATIONS);
    vec![audit, publisher::module(), webhooks::module(), people::module(), accounts::module(), support::module()]
}

pub fn schema() -> Vec<Migration> {
    kit_web::migrations(&modules())
}

pub const ADMIN: &str = "admin@plan.example";
pub const LEA: &str = "lea@plan.example";
pub const MAX: &str = "max@plan.example";
pub const ZOE: &str = "zoe@plan.example";
pub const AGENT: &str = "agent@publisher.example";

pub struct Scene {
    pub app: TestApp,
    pub account: AccountId,
    pub admin: PersonId,
    /// A member who asks.
    pub lea: PersonId,
    /// In her team.
    pub max: PersonId,
    /// In no team.
    pub zoe: PersonId,
    pub team: TeamId,
    /// Of the staff.
    pub agent: PersonId,
}

impl Scene {
    pub async fn new(test: TestDb) -> Scene {
        let app = TestApp::start(test, modules(), accounts::access::resolve);
        let nobody = PersonId::from_raw(0);
        let mut scene = Scene {
            app,
            account: AccountId(0),
            admin: nobody,
            lea: nobody,
            max: nobody,
            zoe: nobody,
            team: TeamId::from_raw(0),
            agent: nobody,
        };
        scene.admin = scene.person(ADMIN, "Ada").await;
        scene.account = scene.open_account("Atelier du Plan", scene.admin).await;
        scene.lea = scene.member(LEA, "Léa").await;
        scene.max = scene.member(MAX, "Max").await;
        scene.zoe = scene.member(ZOE, "Zoé").await;
        let (account, persons) = (scene.account, [scene.lea, scene.max]);
        let make = scene
            .app
            .run(Author::Person(scene.admin), move |tx, ctx| teams::create(tx, ctx, account, "Études", &persons));
        scene.team = make.await.unwrap();
        scene.agent = scene.colleague(AGENT, "Inès", StaffPermission::Support).await;
        scene.app.mails().await;
        scene
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

    pub async fn open_account(&self, name: &'static str, admin: PersonId) -> AccountId {
        let form = CompanyForm {
            company: name.to_owned(),
            country: "FR".to_owned(),
            siren: "732829320".to_owned(),
            line1: "3 rue des Lilas".to_owned(),
            postal_code: "69003".to_owned(),
            town: "Lyon".to_owned(),
            ..CompanyForm::default()
        };
        let opened = self.app.run(Author::System("test"), move |tx, ctx| {
            let admin = people::service::person(tx, admin)?.unwrap();
            Ok::<_, Failed<()>>(sign_up::open_account(tx, ctx, &form.read().unwrap(), &admin, 0)?)
        });
        opened.await.unwrap()
    }

    /// A further member, a user, who joined by an invitation.
    async fn member(&self, email: &'static str, first: &'static str) -> PersonId {
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

    pub async fn leaves(&self, person: PersonId) {
        let account = self.account;
        let removed = self.app.run(Author::Person(self.admin), move |tx, ctx| {
            members::remove(tx, ctx, account, person, Roles::of(&[Role::Admin]))
        });
        removed.await.unwrap();
    }

    pub fn as_member(&self, person: PersonId) -> Viewer {
        Viewer::Member(self.account, person)
    }

    /// What Léa asks, seen by her alone.
    pub fn asked(&self, subject: &str) -> NewCase {
        NewCase {
            account: Some(self.account),
            requester: self.lea,
            company: None,
            sees: Sees::default(),
            subject: subject.to_owned(),
            product: "Trame".to_owned(),
            page: String::new(),
            priority: Priority::Normal,
            body: "Le plan reste blanc.".to_owned(),
            files: Vec::new(),
            token: format!("token of {subject}"),
        }
    }

    pub async fn opens(&self, new: NewCase) -> Result<CaseNumber, CaseRefusal> {
        self.app.run(Author::Person(new.requester), move |tx, ctx| open(tx, ctx, &new)).await
    }

    pub async fn case(&self, viewer: Viewer, number: CaseNumber) -> Option<Details> {
        self.app.read(move |read| case(read, viewer, number)).await
    }

    pub async fn staffs(&self, number: CaseNumber) -> Case {
        self.case(Viewer::Staff, number).await.unwrap().case
    }

    pub async fn answers(&self, number: CaseNumber, body: &str, then: CaseState) -> Result<(), CaseRefusal> {
        let (agent, new) = (self.agent, Answer { body: body.to_owned(), then, files: Vec::new() });
        self.app.run(Author::Staff(agent), move |tx, ctx| answer(tx, ctx, agent, number, &new).map(drop)).await
    }

    pub async fn replies(&self, number: CaseNumber, body: &'static str) -> Result<(), CaseRefusal> {
        let (lea, viewer) = (self.lea, self.as_member(self.lea));
        self.app.run(Author::Person(lea), move |tx, ctx| reply(tx, ctx, viewer, lea, number, body).map(drop)).await
    }

    /// Goes on to this moment, as a clock in Paris shows it.
    pub fn goes_to(&self, clock: &str) {
        let then = paris(clock);
        let now = self.app.test.clock.now();
        assert!(then >= now, "time goes on: {now}");
        self.app.pass(then.duration_since(now));
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

/// A moment as a clock in Paris shows it: `2026-11-20T16:00`.
pub fn paris(clock: &str) -> Timestamp {
    let time: jiff::civil::DateTime = clock.parse().unwrap();
    time.to_zoned(jiff::tz::TimeZone::get("Europe/Paris").unwrap()).unwrap().timestamp()
}
