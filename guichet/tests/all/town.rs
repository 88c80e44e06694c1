//! A program with people in it: the demonstration, with a short year, made once for each engine that a test asks for.

use std::sync::Arc;

use accounts::service::invitations::{self, Invite};
use accounts::service::keys::{self, NewKey};
use accounts::service::teams;
use credits::{
    Feature, HistoryFilter, HoldRefusal, HowMuch, Idempotency, Lasting, NewHold, NewLease, Sight, UseKey, UsedBy,
};
use guichet::demo::{Cast, DemoAccount, make};
use guichet::{Installation, demo_modules, resolve};
use jiff::SignedDuration;
use kit_core::{AccountId, Author, Credits, KeyRing, Locale, PageSize, PersonId};
use kit_db::{DbError, Failed, Lock};
use kit_files::Files;
use kit_mail::Email;
use kit_testkit::{Client, TestApp, TestDb};
use kit_web::{AccountState, PublicUrl, Role, Roles, Scopes, World};
use machines::NewMachine;
use machines::service::{LinkRequest, Linking};
use people::Browser;
use publisher::Localised;

/// Uses of features in the year before: enough for every page to have a second page.
const USES: usize = 300;

/// The program and who is in it.
pub struct Town {
    pub app: TestApp,
    pub cast: Cast,
}

impl Town {
    /// Makes the town in an empty database.
    pub async fn new(test: TestDb) -> Town {
        let public_url: PublicUrl = "http://guichet.test".parse().unwrap();
        let installation = Installation {
            db: test.db.clone(),
            clock: test.clock.clone(),
            random: test.random.clone(),
            keys: Arc::new(KeyRing::new([7; 32])),
            // What the demonstration sends along would be in another folder than that of the app.
            files: Files::none(),
        };
        let made = make(&installation, &public_url, USES).await.unwrap();
        Town { app: start(test), cast: made.cast }
    }

    /// The same town again, so that what happens there does not matter here. On SQLite only.
    pub async fn copy(&self) -> Town {
        Town { app: start(self.app.test.copy().await), cast: self.cast.clone() }
    }

    /// The account with this name.
    pub fn account(&self, name: &str) -> &DemoAccount {
        self.cast.accounts.iter().find(|account| account.name.contains(name)).unwrap()
    }

    /// A browser in which this person is signed in.
    pub async fn signed_in(&self, email: &str, second_factor: bool) -> Client {
        signed_in(&self.app, email, second_factor).await
    }

    /// A new key of an account.
    pub async fn new_key(&self, account: AccountId, scopes: Scopes) -> String {
        let ctx = self.app.context(Author::System("test"));
        let new = NewKey { name: format!("test {}", scopes.codes()), scopes, member: None };
        let created = self.app.test.db.write(Lock::Account(account), move |tx| keys::create(tx, &ctx, account, &new));
        created.await.map_err(|failure| format!("{failure:?}")).unwrap().secret
    }

    /// A new machine of an account: its id and its token.
    pub async fn machine(&self, account: AccountId) -> (String, String) {
        let ctx = self.app.context(Author::System("test"));
        let made = self.app.test.db.write(Lock::Account(account), move |tx| {
            let code = machines::service::make(tx, &ctx, account).map_err(|_| DbError::fault("no code"))?;
            let request = LinkRequest {
                account,
                code: Some(code),
                machine: NewMachine {
                    name: "Poste de la matrice".to_owned(),
                    system: "Windows 11".to_owned(),
                    application: "Planelle".to_owned(),
                    version: "2.4".to_owned(),
                },
                replaces: None,
                key: machines::PersonalCode::random(&ctx.random).reveal(),
                from: vec![192, 0, 2, 1],
            };
            machines::service::link(tx, &ctx, &request)
        });
        match made.await.map_err(|failure| format!("{failure:?}")).unwrap() {
            Linking::Done(linked) => {
                let token = linked.token.expect("a token");
                (linked.machine.id.to_string(), format!("{}{}", kit_web::MACHINE_PREFIX, token.reveal()))
            }
            Linking::Refused(refusal) => panic!("{refusal:?}"),
        }
    }

    /// A price of the tariff.
    pub async fn price(&self) -> String {
        let now = self.app.test.clock.now();
        let prices = self.app.test.db.read::<_, DbError, _>(move |read| credits::tariff(read, now)).await.unwrap();
        prices.first().expect("a price").id.to_string()
    }

    /// An address that hears of events, and a test on its way to it.
    pub async fn webhook(&self) -> (String, String) {
        let ctx = self.app.context(Author::System("test"));
        let kinds = webhooks::Kinds::all();
        let form = webhooks::EndpointForm { url: "https://outils.example/".into(), description: String::new(), kinds };
        let db = &self.app.test.db;
        let made = db.write(webhooks::LOCK, move |tx| {
            let endpoint = webhooks::register(tx, &ctx, &form)?.endpoint;
            Ok::<_, Failed<webhooks::EndpointRefusal>>((endpoint, webhooks::test(tx, &ctx, endpoint)?))
        });
        let (endpoint, delivery) = made.await.unwrap();
        (endpoint.to_string(), delivery.to_string())
    }

    /// A receipt.
    pub async fn receipt(&self) -> String {
        let newest = |read: &mut kit_db::Read<'_>| orders::receipts(read, false, None, PageSize::default());
        let found = self.app.test.db.read::<_, DbError, _>(newest).await.unwrap();
        found.rows.first().expect("a receipt").id.to_string()
    }

    /// A line of a statement that was dropped, and its file.
    pub async fn statement(&self) -> (String, String) {
        let file = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><Stmt><Acct><Id>\
            <IBAN>FR7630006000011234567890189</IBAN></Id></Acct><Ntry><Amt Ccy=\"EUR\">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>\
            <Sts>BOOK</Sts></Ntry></Stmt></BkToCstmrStmt></Document>";
        let today = jiff::civil::date(2026, 11, 2);
        let file = banking::Dropped::read("releve.xml".to_owned(), file.into(), today).unwrap();
        let ctx = self.app.context(Author::System("test"));
        let lines = file.clone().into_lines();
        let staged = self.app.test.db.write::<_, DbError, _>(Lock::None, move |tx| {
            let import = banking::begin(tx, &ctx, &file)?.import;
            banking::stage(tx, &ctx, import.id, &lines)
        });
        let import = staged.await.unwrap().id;
        let wanted = banking::Wanted::Of(import);
        let of_file = move |read: &mut kit_db::Read<'_>| banking::lines(read, wanted, None, PageSize::default());
        let lines = self.app.test.db.read::<_, DbError, _>(of_file).await.unwrap().rows;
        (lines.first().expect("a line").line.id.to_string(), import.to_string())
    }

    /// A person's wish to be forgotten, which waits.
    pub async fn erasure_request(&self) -> String {
        let waiting = |read: &mut kit_db::Read<'_>| {
            privacy::service::erasure_requests::list(read, false, None, PageSize::default())
        };
        let found = self.app.test.db.read::<_, DbError, _>(waiting).await.unwrap();
        found.rows.first().expect("a request").id.to_string()
    }

    /// A pack.
    pub async fn pack(&self) -> String {
        let packs = self.app.test.db.read::<_, DbError, _>(orders::packs).await.unwrap();
        packs.first().expect("a pack").id.to_string()
    }

    /// A version of the terms that is not in force yet.
    pub async fn prepare_terms(&self) {
        let ctx = self.app.context(Author::System("test"));
        let from = ctx.now + SignedDuration::from_hours(24 * 30);
        let text = Localised { fr: "Nouvelles conditions.".to_owned(), en: String::new() };
        let db = &self.app.test.db;
        db.write(Lock::None, move |tx| publisher::terms::prepare(tx, &ctx, from, &text)).await.unwrap();
    }

    /// Invites somebody to an account, as a user.
    pub async fn invite(&self, account: AccountId, email: &str) {
        let ctx = self.app.context(Author::System("test"));
        let emails = vec![Email::parse(email).unwrap()];
        let invite = Invite { emails, roles: Roles::of(&[Role::User]), locale: Locale::Fr };
        let admin = Roles::of(&[Role::Admin]);
        let db = &self.app.test.db;
        db.write(Lock::Account(account), move |tx| invitations::invite(tx, &ctx, account, &invite, admin))
            .await
            .unwrap();
    }

    /// A team of an account.
    pub async fn team(&self, account: AccountId) -> String {
        let ctx = self.app.context(Author::System("test"));
        let db = &self.app.test.db;
        let made = db.write(Lock::Account(account), move |tx| teams::create(tx, &ctx, account, "Tests", &[]));
        made.await.unwrap().to_string()
    }

    /// A case that every member of an account sees.
    pub async fn case(&self, account: AccountId) -> String {
        let sees = support::Sees { sight: support::Sight::Account, team: None };
        let ctx = self.app.context(Author::System("test"));
        let opened = self.app.test.db.write(Lock::Account(account), move |tx| {
            let requester = accounts::service::members::members(tx, account)?[0].member.person;
            let new = support::NewCase {
                account: Some(account),
                requester,
                company: None,
                sees,
                subject: "Tests".to_owned(),
                product: String::new(),
                page: String::new(),
                priority: support::Priority::Normal,
                body: "Tests".to_owned(),
                files: Vec::new(),
                token: "matrix".to_owned(),
            };
            support::open(tx, &ctx, &new)
        });
        opened.await.unwrap().to_string()
    }

    /// A file in a case.
    pub async fn file(&self, account: AccountId, case: &str) -> String {
        let app = &self.app.app;
        let mut draft = app.files.begin(&app.random, "plan.txt").await.unwrap();
        draft.write(b"Plan").await.unwrap();
        let (kept, number) = (vec![draft.finish().await.unwrap()], case.parse::<support::CaseNumber>().unwrap());
        let ctx = self.app.context(Author::System("test"));
        let sent = self.app.test.db.write(Lock::Account(account), move |tx| {
            let requester = accounts::service::members::members(tx, account)?[0].member.person;
            let viewer = support::Viewer::Member(account, requester);
            let message = support::Message { body: "Le plan.", files: &kept };
            support::reply(tx, &ctx, viewer, requester, number, message)?;
            Ok::<_, Failed<support::CaseRefusal>>(support::case(tx, viewer, number)?.map(|found| found.files[0].id))
        });
        sent.await.unwrap().unwrap().to_string()
    }

    /// Makes a member a designated caller, in an account whose level has room for some.
    pub async fn designate(&self, account: AccountId, person: PersonId) {
        let ctx = self.app.context(Author::System("test"));
        let named = self.app.test.db.write(Lock::Account(account), move |tx| {
            let level = support::levels(tx)?.into_iter().find(|level| level.callers > 0).expect("room for callers");
            support::give_level(tx, &ctx, account, level.id).expect("a level");
            calls::name_caller(tx, &ctx, account, person, None)
        });
        named.await.unwrap();
    }

    /// A use of support time of an account: its operation.
    pub async fn burn(&self, account: AccountId) -> String {
        let ctx = self.app.context(Author::System("test"));
        let burnt = self.app.test.db.write(Lock::Account(account), move |tx| {
            let agent = accounts::service::members::members(tx, account)?[0].member.person;
            let minutes = credits::Unit::SupportMinutes;
            let reason = credits::Reason::parse("Tests").expect("a reason");
            let grant = credits::Grant { amount: kit_core::Credits(60), reason, expires_at: None };
            credits::grant(tx, &ctx, minutes.of(account), &grant).expect("minutes");
            let subject = credits::Reference::parse("Tests").expect("a subject");
            let burn = credits::Burn {
                seconds: 1_200,
                subject,
                case: None,
                agent,
                caller: None,
                covered: false,
                approval: credits::Approval::Lacking,
            };
            credits::burn(tx, &ctx, account, &burn)
        });
        burnt.await.unwrap().id().to_string()
    }

    /// A request for a correction that waits.
    pub async fn correction(&self) -> String {
        let found = self.app.test.db.read::<_, DbError, _>(|read| {
            Ok(calls::correction_requests_waiting(read, None, kit_core::PageSize::new(1))?.0)
        });
        found.await.unwrap()[0].id.to_string()
    }

    /// A level, and an answer to begin with.
    pub async fn support(&self) -> (String, String) {
        let found = self.app.test.db.read::<_, DbError, _>(|read| Ok((support::levels(read)?, support::canned(read)?)));
        let (levels, canned) = found.await.unwrap();
        (levels[0].id.to_string(), canned[0].id.to_string())
    }

    /// The person with this login.
    pub async fn person(&self, email: &str) -> PersonId {
        let email = Email::parse(email).unwrap();
        let found = self.app.test.db.read::<_, DbError, _>(move |read| people::service::person_by_email(read, &email));
        found.await.unwrap().expect("a person of the town").id
    }

    /// The newest operation of a member of an account.
    pub async fn operation_of(&self, account: AccountId, email: &str) -> String {
        let person = self.person(email).await;
        let found = self.app.test.db.read::<_, DbError, _>(move |read| {
            let filter = HistoryFilter { member: Some(person), ..HistoryFilter::default() };
            let newest = credits::operations(read, account, Sight::All, &filter, None, PageSize::new(200))?;
            Ok(newest.rows.first().expect("an operation").id().to_string())
        });
        found.await.unwrap()
    }

    /// A hold and a lease of the account, both open.
    pub async fn set_aside(&self, account: AccountId) -> (String, String) {
        let ctx = self.app.context(Author::System("test"));
        let named = |name: &str| Idempotency::new("test", &UseKey::parse(name).unwrap(), &[]);
        let hold = NewHold {
            feature: Feature::parse("plan.render").unwrap(),
            how_much: HowMuch { amount: None, quantity: None, may_charge: false },
            used_by: UsedBy::Nobody,
            reference: None,
            machine: None,
            lasting: Lasting::of_hold(86_400).unwrap(),
            idempotency: named("hold"),
        };
        let lease = NewLease {
            amount: Credits(1),
            used_by: UsedBy::Nobody,
            machine: None,
            lasting: Lasting::of_lease(604_800).unwrap(),
            idempotency: named("lease"),
        };
        let made = self.app.test.db.write(Lock::None, move |tx| {
            let hold = credits::make_hold(tx, &ctx, account, AccountState::Active, &hold)?;
            let lease = credits::make_lease(tx, &ctx, account, AccountState::Active, &lease)?;
            Ok::<_, Failed<HoldRefusal>>((hold.hold.id.to_string(), lease.hold.id.to_string()))
        });
        made.await.map_err(|_| "refused").unwrap()
    }
}

/// As the demonstration runs, but staff needs its second factor as in production.
fn start(test: TestDb) -> TestApp {
    TestApp::start_in(test, demo_modules(), resolve, |world| World { demo: false, ..world })
}

/// A browser in which this person is signed in: the ways to sign in have tests of their own.
pub async fn signed_in(app: &TestApp, email: &str, second_factor: bool) -> Client {
    let ctx = app.context(Author::Visitor);
    let email = Email::parse(email).unwrap();
    let started = app.test.db.write::<_, DbError, _>(Lock::None, move |tx| {
        let person = people::service::person_by_email(tx, &email)?.expect("a person");
        people::service::start_session(tx, &ctx, person.id, &Browser::default(), second_factor)
    });
    let mut client = app.client();
    client.keep("guichet_session", &started.await.unwrap().token.reveal());
    client
}
