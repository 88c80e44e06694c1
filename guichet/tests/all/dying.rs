//! A notice goes out once, also when the program is killed between the commit and the mail server: the built program, a real mail
//! server, and `kill -9`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use accounts::model::CompanyForm;
use accounts::service::keys::{self, NewKey};
use accounts::service::sign_up;
use credits::{Grant, Reason, grant, set_threshold};
use guichet::modules;
use kit_core::{AccountId, Author, Context, Credits, Locale};
use kit_db::{DatabaseUrl, DbError, Failed, Lock, Tx, sql};
use kit_mail::Email;
use kit_testkit::{TestDb, db_test};
use kit_web::{Scope, Scopes, migrations};
use people::{NamePart, NewPerson, PersonName, ZoneName};
use serde_json::Value;
use tempfile::TempDir;

use crate::serving::Server;

/// The variable that names a Python with aiosmtpd; `cargo xtask test` makes one and sets it.
const PYTHON: &str = "GUICHET_TEST_PYTHON";
/// A mail that has not come after this never will.
const PATIENCE: Duration = Duration::from_secs(90);

/// A real mail server, which tells each mail that it took.
struct MailServer {
    process: Child,
    taken: Receiver<Value>,
    port: u16,
}

impl MailServer {
    fn start(arguments: &[&str]) -> MailServer {
        let python = std::env::var(PYTHON)
            .unwrap_or_else(|_| panic!("{PYTHON} is not set: run `cargo xtask test`, or name a Python with aiosmtpd"));
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../kit/mail/tests/it/data/server.py");
        let mut command = Command::new(python);
        command.arg(script).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("Python starts");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
        let port = lines.next().expect("the server tells its port").parse().unwrap();
        let (tell, taken) = channel();
        std::thread::spawn(move || lines.try_for_each(|line| tell.send(serde_json::from_str(&line).unwrap())));
        MailServer { process, taken, port }
    }

    fn address(port: u16) -> String {
        format!("smtp://127.0.0.1:{port}?tls=none")
    }

    /// The next mail: its `Message-ID`.
    fn next(&self) -> String {
        id_of(&self.taken.recv_timeout(PATIENCE).expect("a mail"))
    }

    /// Ends it; the `Message-ID`s of what it took beside.
    fn end(mut self) -> Vec<String> {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        self.taken.iter().map(|mail| id_of(&mail)).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn id_of(mail: &Value) -> String {
    let content = mail["content"].as_str().unwrap();
    assert!(content.contains("/notices>"), "another mail than the notice: {content}");
    let id = content.lines().find_map(|line| line.strip_prefix("Message-ID: "));
    id.unwrap_or_else(|| panic!("{content}")).to_owned()
}

async fn act<R: Send + 'static>(
    test: &TestDb,
    body: impl Fn(&mut Tx<'_>, &Context) -> Result<R, Failed<&'static str>> + Send + 'static,
) -> R {
    let ctx = test.context(Author::System("test"));
    test.db.write(Lock::None, move |tx| body(tx, &ctx)).await.unwrap_or_else(|_| panic!("refused"))
}

/// An account with 100 credits that wants to know when fewer than 50 are left; and a key to use them.
async fn account(test: &TestDb) -> String {
    let email = Email::parse("camille@durand.example").unwrap();
    act(test, move |tx, ctx| {
        let name =
            PersonName { first: NamePart::parse("Camille").unwrap(), surname: NamePart::parse("Durand").unwrap() };
        let new = NewPerson {
            email: email.clone(),
            name,
            locale: Locale::Fr,
            time_zone: ZoneName::default(),
            password: None,
            confirmed: true,
        };
        let person = people::service::create_person(tx, ctx, &new).map_err(|failed| failed.map(|_| "person"))?;
        let person = people::service::person(tx, person)?.unwrap();
        let form = CompanyForm {
            company: "Atelier Durand".into(),
            country: "FR".into(),
            siren: "732829320".into(),
            line1: "3 rue des Lilas".into(),
            postal_code: "69003".into(),
            town: "Lyon".into(),
            ..CompanyForm::default()
        };
        let account: AccountId = sign_up::open_account(tx, ctx, &form.read().unwrap(), &person, 0)?;
        let gift = Grant { amount: Credits(100), reason: Reason::parse("Bienvenue").unwrap(), expires_at: None };
        grant(tx, ctx, account, &gift).map_err(|failed| failed.map(|_| "grant"))?;
        set_threshold(tx, ctx, account, Some(Credits(50)))?;
        let key = NewKey { name: "essai".into(), scopes: Scopes::of(&[Scope::CreditsCharge]), member: None };
        Ok(keys::create(tx, ctx, account, &key).map_err(|failed| failed.map(|_| "key"))?.secret)
    })
    .await
}

fn serve(folder: &TempDir, test: &TestDb, mail: &str) -> Server {
    let database = match &test.url {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseUrl::Postgres(url) => url.clone(),
    };
    // The keys that contexts of tests act with.
    let key = "07".repeat(32);
    Server::with(folder, &[("GUICHET_DATABASE", &database), ("GUICHET_MAIL", mail), ("GUICHET_SECRET_KEY", &key)])
}

/// Uses 60 credits and waits for the answer: then it is committed, with the notice.
fn burn(server: &Server, key: &str) {
    let mut stream = TcpStream::connect(&server.address).unwrap();
    let body = r#"{"feature":"plan.render","amount":60}"#;
    write!(
        stream,
        "POST /api/v1/usage HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAuthorization: Bearer {key}\r\n\
         Idempotency-Key: burn\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        server.address,
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
}

sql!(MAILS_LEFT, "SELECT COUNT(*) FROM jobs WHERE kind = 'publisher.send_mail' AND dead_at IS NULL AND due_at >= 0");
sql!(CLAIMS_ENDED, "UPDATE jobs SET due_at = 0 WHERE dead_at IS NULL AND due_at >= 0");

async fn mails_left(test: &TestDb) -> i64 {
    test.db.read::<_, DbError, _>(|read| read.value(&MAILS_LEFT, &[])).await.unwrap().unwrap_or_default()
}

/// As if the minutes had gone by after which a dead runner's jobs are somebody else's.
async fn let_claims_end(test: &TestDb) {
    test.db.write::<_, DbError, _>(Lock::None, |tx| tx.exec(&CLAIMS_ENDED, &[])).await.unwrap();
}

#[db_test(migrations(&modules()))]
async fn killed_between_the_commit_and_the_mail_server_it_sends_once(test: TestDb) {
    let key = account(&test).await;
    let folder = TempDir::new().unwrap();
    // Nobody listens there yet.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = MailServer::address(port);
    let server = serve(&folder, &test, &address);
    burn(&server, &key);
    server.kill();
    assert_eq!(mails_left(&test).await, 1, "what is committed is to be mailed");
    let_claims_end(&test).await;

    let mail = MailServer::start(&[&format!("port={port}")]);
    let server = serve(&folder, &test, &address);
    burn(&server, &key);
    mail.next();
    server.stop();
    assert_eq!(mails_left(&test).await, 0);
    let server = serve(&folder, &test, &address);
    burn(&server, &key);
    server.stop();
    assert_eq!(mail.end(), [""; 0], "one notice, one mail");
}

#[db_test(migrations(&modules()))]
async fn killed_before_the_mail_server_s_word_is_noted_it_sends_the_same_mail(test: TestDb) {
    let key = account(&test).await;
    let folder = TempDir::new().unwrap();
    let mute = MailServer::start(&["mute"]);
    let server = serve(&folder, &test, &MailServer::address(mute.port));
    burn(&server, &key);
    let first = mute.next();
    server.kill();
    assert_eq!(mute.end(), [""; 0]);
    let_claims_end(&test).await;

    let mail = MailServer::start(&[]);
    let server = serve(&folder, &test, &MailServer::address(mail.port));
    assert_eq!(mail.next(), first, "whoever gets both can tell that they are one");
    server.stop();
    assert_eq!((mails_left(&test).await, mail.end()), (0, Vec::new()));
}
