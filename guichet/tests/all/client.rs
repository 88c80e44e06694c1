//! The client for publishers' applications, before the program itself.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use guichet_client::journal::{Journal, JournalError};
use guichet_client::{Capture, Config, Error, Key, NewHold, NewLease, OperationsFilter, Release, Usage, blocking, cli};
use serde_json::Value;
use tempfile::TempDir;

use crate::demonstration::{Demo, key_of};

/// Whose credits are used.
const ACCOUNT: &str = "C-1001";

struct Place {
    folder: TempDir,
    demo: Option<Demo>,
    url: String,
    key: String,
}

impl Place {
    fn new() -> Place {
        let folder = TempDir::new().unwrap();
        let mut place = Place { folder, demo: None, url: String::new(), key: String::new() };
        place.start();
        place
    }

    fn start(&mut self) {
        let demo = Demo::start(&self.folder.path().join("demo"), None, &["--operations", "200"]);
        let json = demo.json();
        self.url = json["url"].as_str().unwrap().to_owned();
        self.key = key_of(&json, ACCOUNT);
        self.demo = Some(demo);
    }

    fn stop(&mut self) {
        self.demo.take().unwrap().stop();
    }

    fn config(&self) -> Config {
        Config::new(&self.url, &self.key).unwrap()
    }

    fn client(&self) -> blocking::Client {
        blocking::Client::new(self.config()).unwrap()
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// What an address answers to a program that knows nothing of pieces (HTTP/1.0), without the head.
    fn downloaded(&self, path: &str, headers: &str) -> Vec<u8> {
        let address = self.url.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n{headers}\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        assert!(answer.starts_with(b"HTTP/1.") && answer[9..].starts_with(b"200"), "{path}");
        let head = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        answer.split_off(head + 4)
    }

    /// Status and answer of the command line.
    fn command(&self, arguments: &[&str]) -> (u8, Value) {
        let all = ["guichet-client", "--json"].iter().chain(arguments).map(OsString::from);
        let variable = |name: &str| match name {
            "GUICHET_URL" => Some(self.url.clone()),
            "GUICHET_KEY" => Some(self.key.clone()),
            "GUICHET_JOURNAL" => self.file("line.journal").to_str().map(str::to_owned),
            _ => None,
        };
        let mut out = Vec::new();
        let status = cli::run(all, variable, &mut out, &mut Vec::new());
        (status, serde_json::from_slice(&out).unwrap_or(Value::Null))
    }
}

fn key(text: &str) -> Key {
    text.parse().unwrap()
}

fn spend(file: &Path, name: &str) -> Result<i64, JournalError> {
    let usage = Usage::new("plan.render").reference("Plan 12").key(key(name));
    Journal::open(file)?.spend(&usage).map(|spent| spent.cost)
}

#[test]
fn credits_are_used_held_and_told() {
    let mut place = Place::new();
    let client = place.client();
    let before = client.balance().unwrap();
    let usage = Usage::new("plan.render").quantity(2).reference("Plan 12").key(key("use-1"));
    let used = client.usage(&usage).unwrap();
    assert_eq!((used.value.operation.amount, used.replayed), (-6, false));
    assert_eq!(used.value.balance.available, before.available - 6);
    let again = client.usage(&usage).unwrap();
    assert!(again.replayed && again.value == used.value);
    assert_eq!(client.usage(&usage.quantity(3)).unwrap_err(), Error::KeyReused);
    assert_eq!(client.operation(&used.value.operation.id).unwrap(), used.value.operation);
    let newest = client.operations(OperationsFilter::all().page(7)).next().unwrap().unwrap();
    assert_eq!(newest, used.value.operation);
    let all = client.operations(OperationsFilter::all().kind("usage").page(7)).take(20).collect::<Result<Vec<_>, _>>();
    assert!(all.unwrap().iter().all(|operation| operation.kind == "usage"));

    let hold = |name: &str| NewHold::new("plan.render", Duration::from_secs(900)).quantity(4).key(key(name));
    let held = client.hold(&hold("hold-1")).unwrap().value;
    assert_eq!((held.hold.amount, held.balance.held, held.hold.state.as_str()), (12, 12, "open"));
    let captured = client.capture(&Capture::all(&held.hold.id).quantity(1)).unwrap().value;
    assert_eq!((captured.operation.amount, captured.operation.hold.as_ref()), (-3, Some(&held.hold.id)));
    assert_eq!(captured.balance.available, before.available - 9);
    let ended = client.release(&Release::new(&held.hold.id)).unwrap_err();
    assert_eq!(ended, Error::Ended { state: "captured".into() });
    let other = client.hold(&hold("hold-2")).unwrap().value.hold;
    assert_eq!(client.release(&Release::new(&other.id)).unwrap().value.balance.available, before.available - 9);
    assert_eq!(client.find_hold(&other.id).unwrap().state, "released");

    let greedy = Usage::new("anything.at-all").amount(900_000_000);
    let Error::Short { available, missing } = client.usage(&greedy).unwrap_err() else {
        panic!("so much is not there")
    };
    assert_eq!((available, available + missing), (before.available - 9, 900_000_000));
    let refused = client.usage(&Usage::new("no.such-feature")).unwrap_err();
    assert!(matches!(refused, Error::Refused(problem) if problem.kind() == "unknown-feature"));
    let stranger = blocking::Client::new(Config::new(&place.url, "gk_nobody").unwrap()).unwrap();
    assert_eq!(stranger.balance().unwrap_err(), Error::Unauthorized);

    let (status, told) = place.command(&["use", "plan.render", "--key", "use-2"]);
    assert_eq!((status, told["operation"]["amount"].as_i64()), (0, Some(-3)));
    let (status, told) = place.command(&["balance"]);
    assert_eq!((status, told["available"].as_i64()), (0, Some(before.available - 12)));
    place.stop();
}

#[test]
fn a_machine_spends_without_a_connection() {
    let mut place = Place::new();
    let before = place.client().balance().unwrap().available;
    let file = place.file("spending.journal");
    let mut journal = Journal::open(&file).unwrap();
    let wanted = NewLease::new(10, Duration::from_secs(3600)).machine("Poste 7");
    let lease = place.client().lease_into(&mut journal, &wanted).unwrap();
    drop(journal);
    assert_eq!(place.client().balance().unwrap().available, before - 10);

    place.stop();
    assert_eq!([spend(&file, "a").unwrap(), spend(&file, "b").unwrap(), spend(&file, "a").unwrap()], [3, 3, 3]);
    assert_eq!(spend(&file, "c").unwrap(), 3);
    assert!(matches!(spend(&file, "d"), Err(JournalError::Short { left: 1, cost: 3 })));
    let away = blocking::Client::new(place.config().deadline(Duration::from_millis(300))).unwrap();
    let error = away.settle(&mut Journal::open(&file).unwrap()).unwrap_err();
    assert!(matches!(error, JournalError::Call(Error::Unreachable { .. })), "{error}");
    assert!(matches!(spend(&file, "d"), Err(JournalError::Settling)));

    place.start();
    let client = place.client();
    let unsettled = std::fs::read(&file).unwrap();
    let settled = client.settle(&mut Journal::open(&file).unwrap()).unwrap().unwrap();
    assert_eq!((settled.lease.settled, settled.operations.len(), settled.balance.available), (9, 3, before - 9));
    assert!(settled.operations.iter().all(|operation| operation.hold.as_ref() == Some(&lease.id)));
    assert!(settled.operations.iter().all(|operation| operation.used_at.is_some()));
    assert_eq!(client.find_lease(&lease.id).unwrap().state, "settled");
    // As if the process had died before it wrote that down.
    std::fs::write(&file, unsettled).unwrap();
    assert_eq!(client.settle(&mut Journal::open(&file).unwrap()).unwrap().unwrap(), settled);
    assert_eq!(client.balance().unwrap().available, before - 9);

    let mut journal = Journal::open(&file).unwrap();
    client.lease_into(&mut journal, &wanted).unwrap();
    journal.spend(&Usage::new("plan.render")).unwrap();
    assert_eq!(client.charge(&mut journal).unwrap().operations[0].amount, -3);
    assert_eq!(client.balance().unwrap().available, before - 12);

    assert_eq!(place.command(&["lease", "6", "--for", "3600"]).0, 0);
    assert_eq!(place.command(&["spend", "plan.render", "--quantity", "2"]).1["left"], 0);
    assert_eq!(place.command(&["spend", "plan.render"]).0, 3);
    let (status, told) = place.command(&["settle"]);
    assert_eq!((status, told["balance"]["available"].as_i64()), (0, Some(before - 18)));
    place.stop();
}

#[test]
fn a_signed_statement_is_verified_without_the_server() {
    let mut place = Place::new();
    let published = place.downloaded("/.well-known/guichet-statement-key", "");
    let published: Value = serde_json::from_slice(&published).unwrap();
    let key = published["key"].as_str().unwrap().to_owned();
    let mut statement = place.downloaded("/api/v1/statement", &format!("Authorization: Bearer {}\r\n", place.key));
    let left = place.client().balance().unwrap().total;
    place.stop();

    let file = place.file("C-1001.statement.json");
    let verify = |key: &str| place.command(&["verify", file.to_str().unwrap(), "--key", key]);
    std::fs::write(&file, &statement).unwrap();
    let (status, told) = verify(&key);
    assert_eq!((status, told["account"].as_str(), told["key_expected"].as_bool()), (0, Some(ACCOUNT), Some(true)));
    assert_eq!(told["publisher"], published["publisher"]);
    assert!(told["to_seq"].as_i64().unwrap() > 3);
    assert_eq!(told["promotional"].as_i64().unwrap() + told["purchased"].as_i64().unwrap(), left);
    assert_ne!(verify("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").0, 0, "another publisher's key");
    let digit = statement.iter().rposition(u8::is_ascii_digit).unwrap();
    statement[digit] ^= 1;
    std::fs::write(&file, &statement).unwrap();
    assert_ne!(verify(&key).0, 0, "an altered byte");
}
