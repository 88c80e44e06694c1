//! What tests begin with: the schema, people, accounts, and the mails that were written.

use std::sync::{Arc, Mutex};

use accounts::model::{CompanyDetails, CompanyForm};
use accounts::service::sign_up::{self, SignUp};
use jiff::SignedDuration;
use kit_core::{AccountId, Author, Context, Id, KeyRing, LinkPurpose, Locale, PersonId, Token};
use kit_db::{DbError, Failed, FromRow, Lock, Migration, Read, Tx, sql};
use kit_mail::Email;
use kit_testkit::TestDb;
use kit_web::{Role, Roles};
use people::{NamePart, NewPerson, PersonName, ZoneName};

/// The password chosen in [`form`].
pub const PASSWORD: &str = "une phrase assez longue";

pub fn schema() -> Vec<Migration> {
    let parts =
        [kit_jobs::MIGRATIONS, kit_web::MIGRATIONS, audit::MIGRATIONS, publisher::MIGRATIONS, people::MIGRATIONS];
    parts.into_iter().chain([webhooks::MIGRATIONS, accounts::MIGRATIONS]).flatten().copied().collect()
}

#[derive(FromRow)]
struct JobRow {
    body: String,
}

sql!(WRITTEN, "SELECT body FROM jobs WHERE kind = 'publisher.send_mail' ORDER BY enqueued_at, id");
sql!(ACTIONS, "SELECT action FROM audit_events WHERE account = $1 ORDER BY id");

/// A mail that a use case wrote.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    pub kind: String,
    pub to: String,
    /// The last part of its link's address.
    pub link: Option<String>,
}

/// A test's world, with shorthands for what most tests do.
pub struct Scene {
    pub test: TestDb,
}

impl Scene {
    pub fn new(test: TestDb) -> Scene {
        Scene { test }
    }

    /// Runs a use case as `author`.
    pub async fn act<R, E, F>(&self, author: Author, lock: Lock, body: F) -> Result<R, Failed<E>>
    where
        R: Send + 'static,
        E: Send + 'static,
        F: Fn(&mut Tx<'_>, &Context) -> Result<R, Failed<E>> + Send + 'static,
    {
        let ctx = self.test.context(author);
        // Time goes on, so that the log has an order.
        self.later(SignedDuration::from_micros(1));
        self.test.db.write(lock, move |tx| body(tx, &ctx)).await
    }

    /// Runs a use case that must not be refused.
    pub async fn done<R, E, F>(&self, author: Author, lock: Lock, body: F) -> R
    where
        R: Send + 'static,
        E: Send + std::fmt::Debug + 'static,
        F: Fn(&mut Tx<'_>, &Context) -> Result<R, Failed<E>> + Send + 'static,
    {
        self.act(author, lock, body).await.unwrap()
    }

    pub async fn read<R, F>(&self, body: F) -> R
    where
        R: Send + 'static,
        F: Fn(&mut Read<'_>) -> Result<R, DbError> + Send + 'static,
    {
        self.test.db.read(body).await.unwrap()
    }

    /// A person who has confirmed his or her address.
    pub async fn person(&self, email: &'static str) -> PersonId {
        self.done(Author::Visitor, accounts::LOGINS, move |tx, ctx| {
            let new = NewPerson {
                email: mail(email),
                name: name("Camille", "Durand"),
                locale: Locale::Fr,
                time_zone: ZoneName::default(),
                password: None,
                confirmed: true,
            };
            people::service::create_person(tx, ctx, &new)
        })
        .await
    }

    /// An account in use whose only member, an admin, is `admin`.
    pub async fn account(&self, company: &'static str, admin: PersonId) -> AccountId {
        self.done(Author::System("test"), Lock::None, move |tx, ctx| {
            let admin = people::service::person(tx, admin)?.unwrap();
            Ok::<_, Failed<()>>(sign_up::open_account(tx, ctx, &french(company, "732829320"), &admin, 0)?)
        })
        .await
    }

    /// A further member, who joined by an invitation.
    pub async fn member(
        &self,
        account: AccountId,
        admin: PersonId,
        email: &'static str,
        roles: &'static [Role],
    ) -> PersonId {
        let person = self.person(email).await;
        self.invite(account, admin, vec![email].leak(), roles).await;
        let link = self.last_link(email).await;
        self.done(Author::Visitor, accounts::LOGINS, move |tx, ctx| {
            accounts::service::invitations::accept(tx, ctx, &accounts::Followed::read(&link).unwrap(), None, 0)
        })
        .await;
        person
    }

    pub async fn invite(
        &self,
        account: AccountId,
        admin: PersonId,
        emails: &'static [&'static str],
        roles: &'static [Role],
    ) {
        self.invite_as(account, admin, emails, roles, Roles::of(&[Role::Admin])).await.unwrap();
    }

    pub async fn invite_as(
        &self,
        account: AccountId,
        person: PersonId,
        emails: &'static [&'static str],
        roles: &'static [Role],
        by: Roles,
    ) -> Result<usize, Failed<accounts::service::invitations::InviteRefusal>> {
        self.act(Author::Person(person), Lock::Account(account), move |tx, ctx| {
            let invite = accounts::service::invitations::Invite {
                emails: emails.iter().map(|email| mail(email)).collect(),
                roles: Roles::of(roles),
                locale: Locale::Fr,
            };
            accounts::service::invitations::invite(tx, ctx, account, &invite, by)
        })
        .await
    }

    /// Every mail written so far, the oldest first.
    pub async fn mails(&self) -> Vec<Written> {
        let rows: Vec<JobRow> = self.read(|read| read.all(&WRITTEN, &[])).await;
        rows.iter().map(|row| written(&row.body)).collect()
    }

    /// The link of the last mail to `email` that has one.
    pub async fn last_link(&self, email: &str) -> String {
        let mails = self.mails().await;
        mails.into_iter().rev().find(|mail| mail.to == email && mail.link.is_some()).and_then(|mail| mail.link).unwrap()
    }

    /// What the log tells of an account.
    pub async fn log(&self, account: AccountId) -> Vec<String> {
        let rows = self.read(move |read| audit::for_account(read, account, None, kit_core::PageSize::new(200))).await;
        rows.rows.into_iter().rev().map(|event| event.action).collect()
    }

    pub fn later(&self, by: SignedDuration) {
        self.test.clock.advance(by);
    }
}

fn written(body: &str) -> Written {
    let job: serde_json::Value = serde_json::from_str(body).unwrap();
    let to = job["to"].as_str().unwrap().to_owned();
    let link = job["link"].as_object().map(|link| {
        let id = link["id"].as_i64().unwrap();
        let token = KeyRing::new([7; 32]).link(purpose(link["purpose"].as_str().unwrap()), id, &to);
        format!("{}.{}", Id::<()>::from_raw(id), Token::reveal(&token))
    });
    Written { kind: job["kind"].as_str().unwrap().to_owned(), to, link }
}

/// Purposes are constants of the program; a test that reads them from a job has to find the constant again.
fn purpose(name: &str) -> LinkPurpose {
    static KNOWN: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
    let mut known = KNOWN.lock().unwrap();
    if let Some(found) = known.iter().find(|known| **known == name) {
        return LinkPurpose(found);
    }
    known.push(name.to_owned().leak());
    LinkPurpose(known.last().unwrap())
}

pub fn mail(email: &str) -> Email {
    Email::parse(email).unwrap()
}

pub fn name(first: &str, surname: &str) -> PersonName {
    PersonName { first: NamePart::parse(first).unwrap(), surname: NamePart::parse(surname).unwrap() }
}

pub fn french_form(company: &str, siren: &str) -> CompanyForm {
    CompanyForm {
        company: company.to_owned(),
        country: "FR".to_owned(),
        siren: siren.to_owned(),
        line1: "3 rue des Lilas".to_owned(),
        postal_code: "69003".to_owned(),
        town: "Lyon".to_owned(),
        ..CompanyForm::default()
    }
}

pub fn french(company: &str, siren: &str) -> CompanyDetails {
    french_form(company, siren).read().unwrap()
}

pub async fn hash(password: &str) -> people::PasswordHash {
    people::hashing::accept(&kit_core::Random::seeded(3), password, &[]).await.unwrap().unwrap()
}

pub async fn form(email: &str, company: &str) -> SignUp {
    SignUp {
        company: french(company, "552100554"),
        name: name("Léa", "Petit"),
        email: mail(email),
        locale: Locale::Fr,
        password: hash(PASSWORD).await,
        terms_version: 0,
        from: [192, 0, 2, 1].into(),
    }
}

/// Runs `n` at the same time, each on one of two handles to the same database, as two nodes would.
pub async fn race<R, F, Fut>(scene: &Scene, n: usize, one: F) -> Vec<R>
where
    R: Send + 'static,
    F: Fn(kit_db::Db, usize) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
{
    let second = match &scene.test.url {
        url @ kit_db::DatabaseUrl::Postgres(_) => kit_db::Db::open(url).unwrap(),
        // SQLite inside the program has one process, which has one writer.
        kit_db::DatabaseUrl::Sqlite(_) => scene.test.db.clone(),
    };
    let nodes = Arc::new([scene.test.db.clone(), second]);
    let racers: Vec<_> = (0..n).map(|n| tokio::spawn(one(nodes[n % 2].clone(), n))).collect();
    let mut ended = Vec::new();
    for racer in racers {
        ended.push(racer.await.unwrap());
    }
    ended
}

/// The refusal that a use case met.
pub fn refusal<R, E>(result: Result<R, Failed<E>>) -> E {
    match result {
        Err(Failed::Refused(reason)) => reason,
        Err(Failed::Db(error)) => panic!("{error}"),
        Ok(_) => panic!("it was not refused"),
    }
}
