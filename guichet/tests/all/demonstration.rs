//! The demonstration as a newcomer and as a program meet it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use kit_db::{DatabaseUrl, Migration};
use kit_testkit::{TestDb, db_test};
use serde_json::Value;
use tempfile::TempDir;

use crate::mailing::answers_by_mail;

/// An empty database.
const NOTHING: [Migration; 0] = [];

/// The built program, showing the demonstration.
pub struct Demo {
    child: Child,
    folder: PathBuf,
}

impl Demo {
    fn command(folder: &Path, database: Option<&str>, more: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guichet"));
        command.args(["demo", "--bind", "127.0.0.1:0", "--data"]).arg(folder).args(more).env_clear();
        command.args(database.iter().flat_map(|url| ["--database", url]));
        command
    }

    /// What it says when it does not start.
    fn refused(folder: &Path, database: Option<&str>) -> String {
        let output = Demo::command(folder, database, &[]).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    pub fn start(folder: &Path, database: Option<&str>, more: &[&str]) -> Demo {
        let mut command = Demo::command(folder, database, more);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut demo = Demo { child, folder: folder.to_owned() };
        while !demo.file().exists() {
            assert!(demo.child.try_wait().unwrap().is_none(), "it ended");
            sleep(Duration::from_millis(50));
        }
        demo
    }

    fn file(&self) -> PathBuf {
        self.folder.join("demo.json")
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&std::fs::read(self.file()).unwrap()).unwrap()
    }

    fn get(&self, path: &str, headers: &str) -> String {
        let json = self.json();
        let address = json["url"].as_str().unwrap().strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub fn stop(mut self) {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn run(folder: &Path, arguments: &[&str], database: &str) -> Output {
    let key = std::fs::read_to_string(folder.join("secret.key")).unwrap();
    Command::new(env!("CARGO_BIN_EXE_guichet"))
        .current_dir(folder)
        .args(arguments)
        .env_clear()
        .env("GUICHET_DATABASE", database)
        .env("GUICHET_PUBLIC_URL", "http://127.0.0.1:8080")
        .env("GUICHET_MAIL", "folder:outbox")
        .env("GUICHET_SECRET_KEY", key.trim())
        .env("GUICHET_FILES", "files")
        .output()
        .unwrap()
}

pub fn key_of(json: &Value, account: &str) -> String {
    let accounts = json["accounts"].as_array().unwrap();
    let account = accounts.iter().find(|known| known["account"] == account).unwrap();
    account["api_key"].as_str().unwrap().to_owned()
}

#[db_test(NOTHING)]
async fn it_is_made_kept_and_made_anew(test: TestDb) {
    let (database, url) = match &test.url {
        DatabaseUrl::Sqlite(_) => (None, "sqlite:guichet.db".to_owned()),
        DatabaseUrl::Postgres(url) => (Some(url.as_str()), url.clone()),
    };
    let place = TempDir::new().unwrap();
    let folder = place.path().join("demo");

    let demo = Demo::start(&folder, database, &[]);
    let first = demo.json();
    assert_eq!(first["people"].as_array().unwrap().len(), 25);
    let accounts = first["accounts"].as_array().unwrap();
    for state in ["unconfirmed", "pending", "active", "refused", "suspended"] {
        let of_state: Vec<&Value> = accounts.iter().filter(|account| account["state"] == state).collect();
        assert!(!of_state.is_empty(), "{state}");
        assert!(of_state.iter().all(|account| account["api_key"].is_string() == (state == "active")), "{state}");
    }
    for path in ["/readyz", "/demo/mail", "/demo/components", "/sign-in"] {
        assert!(demo.get(path, "").starts_with("HTTP/1.1 200"), "{path}");
    }
    assert!(demo.get("/demo/mail?to=maelle%40kerlann.example", "").contains("maelle@kerlann.example"));
    let bearer = |key: &str| format!("Authorization: Bearer {key}\r\n");
    assert!(demo.get("/api/v1/balance", &bearer(&key_of(&first, "C-1001"))).contains("\"unit\":\"credit\""));
    let check = run(&folder, &["check"], &url);
    assert!(check.status.success(), "{check:?}");
    let heads = folder.join("heads.txt");
    for _ in 0..2 {
        let check = run(&folder, &["check", "--heads", "heads.txt"], &url);
        assert!(check.status.success(), "{check:?}");
    }
    let kept = std::fs::read_to_string(&heads).unwrap();
    assert!(kept.starts_with("C-1001 credit-"), "{kept}");
    std::fs::write(&heads, kept.replacen(" credit-", " credit-9", 1)).unwrap();
    let check = run(&folder, &["check", "--heads", "heads.txt"], &url);
    assert_eq!(check.status.code(), Some(1), "{check:?}");
    assert!(String::from_utf8_lossy(&check.stdout).contains("the ledger no longer has what it had"), "{check:?}");
    let key = run(&folder, &["key", "create", "--account", "C-1002", "--scope", "credits:read"], &url);
    assert!(key.status.success(), "{key:?}");
    let key = String::from_utf8(key.stdout).unwrap();
    assert!(demo.get("/api/v1/balance", &bearer(key.trim())).starts_with("HTTP/1.1 200"));
    demo.stop();
    assert!(!folder.join("demo.json").exists(), "what is announced is there");

    let socket = place.path().join("lmtp");
    let demo = Demo::start(&folder, database, &["--mail-in", &format!("unix:{}", socket.display())]);
    let second = demo.json();
    assert_eq!((&first["people"], &first["accounts"]), (&second["people"], &second["accounts"]));
    assert!(demo.get("/api/v1/balance", &bearer(&key_of(&second, "C-1001"))).starts_with("HTTP/1.1 200"));
    answers_by_mail(&folder.join("outbox"), &socket);
    demo.stop();
    assert!(!socket.exists(), "the door is shut");

    std::fs::remove_file(folder.join("secret.key")).unwrap();
    let refused = Demo::refused(&folder, database);
    assert!(refused.contains("made with another key"), "{refused}");

    let demo = Demo::start(&folder, database, &["--fresh"]);
    let third = demo.json();
    assert_eq!(first["people"], third["people"]);
    assert!(demo.get("/api/v1/balance", &bearer(&key_of(&first, "C-1001"))).starts_with("HTTP/1.1 401"));
    demo.stop();
}

#[db_test(NOTHING)]
async fn staff_is_made_on_the_command_line(test: TestDb) {
    let folder = TempDir::new().unwrap();
    let url = match &test.url {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseUrl::Postgres(url) => url.clone(),
    };
    std::fs::write(folder.path().join("secret.key"), "ab".repeat(32)).unwrap();
    assert!(run(folder.path(), &["migrate"], &url).status.success());
    let arguments =
        ["staff", "create", "--email", "ann@cotelier.example", "--name", "Ann Tilleul", "--permission", "owner"];
    let made = run(folder.path(), &[&arguments[..], &["--print"]].concat(), &url);
    assert!(made.status.success(), "{made:?}");
    let said = String::from_utf8(made.stdout).unwrap();
    assert!(said.contains("http://127.0.0.1:8080/reset/"), "{said}");
    let wrong = run(folder.path(), &[&arguments[..6], &["--permission", "king"]].concat(), &url);
    assert_eq!(wrong.status.code(), Some(2), "{wrong:?}");
    let key = run(folder.path(), &["key", "create", "--account", "C-1001", "--scope", "credits:use"], &url);
    assert_eq!(key.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&key.stderr).contains("C-1001"), "{key:?}");
}

#[tokio::test]
async fn a_database_of_somebody_else_is_not_touched() {
    let other = Migration { name: "0001_other", text: "CREATE TABLE theses (id {id});" };
    let test = TestDb::postgres(&[other]).await;
    let DatabaseUrl::Postgres(url) = &test.url else { panic!("asked for PostgreSQL") };
    let folder = TempDir::new().unwrap();
    for more in [&[][..], &["--fresh"]] {
        let output = Demo::command(folder.path(), Some(url), more).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{output:?}");
    }
    assert_eq!(test.db.missing(&[other]).await.unwrap(), [""; 0]);
}
