//! What the tests share: a database with a person in it, and steps told in one line.

use jiff::SignedDuration;
use kit_core::{Author, Context, Id, KeyRing, LinkPurpose, PageSize, PersonId, TokenHash};
use kit_db::{Db, DbError, Failed, FromRow, Lock, Migration, Tx, sql};
use kit_testkit::TestDb;
use people::service::{self, NewSession, PasswordTry, SignInEnd, Verified};
use people::{Browser, Email, NamePart, NewPerson, PasswordHash, PersonName, SessionPerson, TryAgain, ZoneName};

pub const SCHEMA: &[Migration] = &[
    kit_jobs::MIGRATIONS[0],
    audit::MIGRATIONS[0],
    people::MIGRATIONS[0],
    people::MIGRATIONS[1],
    people::MIGRATIONS[2],
    people::MIGRATIONS[3],
];
pub const PASSWORD: &str = "correct horse battery staple";
pub const EMAIL: &str = "camille.durand@exemple.fr";

sql!(COUNT_JOBS, "SELECT COUNT(*) FROM jobs WHERE body LIKE $1");
sql!(COUNT_MAILS_TO, "SELECT COUNT(*) FROM jobs WHERE body LIKE $1 AND body LIKE $2");
sql!(RESET_IDS, "SELECT id FROM password_resets ORDER BY created_at DESC, id");
sql!(CHANGE_IDS, "SELECT id FROM email_changes ORDER BY created_at DESC, id");

#[derive(FromRow)]
struct IdRow {
    id: i64,
}

pub fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

pub fn browser() -> Browser {
    Browser { device: "Firefox, Linux".into(), address: "192.0.2.7".into() }
}

pub async fn hash(password: &str) -> PasswordHash {
    people::hashing::accept(&kit_core::Random::seeded(9), password, &[]).await.unwrap().unwrap()
}

pub fn new_person(address: &str, password: Option<PasswordHash>) -> NewPerson {
    NewPerson {
        email: email(address),
        name: PersonName { first: NamePart::parse("Camille").unwrap(), surname: NamePart::parse("Durand").unwrap() },
        locale: kit_core::Locale::Fr,
        time_zone: ZoneName::default(),
        password,
        confirmed: true,
    }
}

/// Runs a use case on this test's database.
pub async fn write<R, E, F>(test: &TestDb, body: F) -> Result<R, E>
where
    F: Fn(&mut Tx<'_>, &Context) -> Result<R, E> + Send + 'static,
    R: Send + 'static,
    E: From<DbError> + Send + 'static,
{
    write_on(&test.db, test.context(Author::Visitor), body).await
}

/// Runs a use case on this handle, as another node would.
pub async fn write_on<R, E, F>(db: &Db, ctx: Context, body: F) -> Result<R, E>
where
    F: Fn(&mut Tx<'_>, &Context) -> Result<R, E> + Send + 'static,
    R: Send + 'static,
    E: From<DbError> + Send + 'static,
{
    db.write(Lock::None, move |tx| body(tx, &ctx)).await
}

pub async fn a_person(test: &TestDb) -> PersonId {
    let new = new_person(EMAIL, Some(hash(PASSWORD).await));
    write(test, move |tx, ctx| service::create_person(tx, ctx, &new)).await.unwrap()
}

/// Counts an attempt; what the visitor is told if it is too many.
pub async fn attempt(test: &TestDb, address: &str, known: Option<String>) -> Result<PasswordTry, TryAgain> {
    let address = email(address);
    match write(test, move |tx, ctx| service::try_password(tx, ctx, &address, known.as_deref())).await {
        Ok(counted) => Ok(counted),
        Err(Failed::Refused(later)) => Err(later),
        Err(Failed::Db(error)) => panic!("{error}"),
    }
}

/// The whole sign-in with a password; none when it is wrong.
pub async fn sign_in(test: &TestDb, password: &str) -> Option<SignInEnd> {
    let verified = attempt(test, EMAIL, None).await.unwrap().verify(password).await.unwrap()?;
    Some(finish(test, verified).await)
}

pub async fn finish(test: &TestDb, verified: Verified) -> SignInEnd {
    write::<_, DbError, _>(test, move |tx, ctx| service::sign_in(tx, ctx, &verified, &browser())).await.unwrap()
}

/// Signs in with the right password where no second factor is asked for.
pub async fn session_of(test: &TestDb) -> NewSession {
    match sign_in(test, PASSWORD).await {
        Some(SignInEnd::Done(session)) => session,
        other => panic!("{other:?}"),
    }
}

pub async fn who(test: &TestDb, token: TokenHash) -> Option<SessionPerson> {
    let now = test.clock.now();
    test.db.read::<_, DbError, _>(move |read| service::session(read, &token, now)).await.unwrap()
}

/// The proof that the person has just given the password.
pub async fn verified(test: &TestDb, person: PersonId) -> Verified {
    let counted = write(test, move |tx, ctx| service::try_own_password(tx, ctx, person)).await;
    counted
        .unwrap_or_else(|_: Failed<TryAgain>| panic!("too many"))
        .verify(PASSWORD)
        .await
        .unwrap()
        .expect("it is right")
}

/// How many mails of this kind wait to be sent.
pub async fn mails(test: &TestDb, kind: &str) -> i64 {
    let pattern = format!("%\"kind\":\"{kind}\"%");
    test.db.read::<_, DbError, _>(move |read| Ok(read.value(&COUNT_JOBS, &[&pattern])?.unwrap())).await.unwrap()
}

/// How many mails of this kind wait to be sent to `address`.
pub async fn mail_to(test: &TestDb, kind: &str, address: &str) -> i64 {
    let (kind, to) = (format!("%\"kind\":\"{kind}\"%"), format!("%\"to\":\"{address}\"%"));
    test.db.read::<_, DbError, _>(move |read| Ok(read.value(&COUNT_MAILS_TO, &[&kind, &to])?.unwrap())).await.unwrap()
}

/// How many lines the log has of this action.
pub async fn logged(test: &TestDb, action: &'static str) -> usize {
    let filter = audit::Filter { action: Some(action.to_owned()), ..audit::Filter::default() };
    let found = test.db.read(move |read| audit::search(read, &filter, None, PageSize::new(200))).await;
    let found: Result<_, DbError> = found;
    found.unwrap().rows.len()
}

/// The newest link to choose a password, as the mail to `address` carries it.
pub async fn reset_link(test: &TestDb, address: &str) -> String {
    link(test, &RESET_IDS, "people-reset", address).await
}

/// The newest link to confirm an address, as the mail to `address` carries it.
pub async fn change_link(test: &TestDb, address: &str) -> String {
    link(test, &CHANGE_IDS, "people-email", address).await
}

async fn link(test: &TestDb, ids: &'static kit_db::Sql, purpose: &'static str, address: &str) -> String {
    let rows: Vec<IdRow> = test.db.read::<_, DbError, _>(move |read| read.all(ids, &[])).await.unwrap();
    let id = rows.first().expect("a link was made").id;
    let token = KeyRing::new([7; 32]).link(LinkPurpose(purpose), id, address);
    format!("{}.{}", Id::<()>::from_raw(id), token.reveal())
}

pub fn minutes(n: i64) -> SignedDuration {
    SignedDuration::from_mins(n)
}
