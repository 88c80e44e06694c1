//! The power fails: a process that spends and settles is killed, again and again, at any moment.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use guichet_client::journal::{Journal, JournalError};
use guichet_client::{Config, Error, blocking};

use crate::journal::{Place, render, wanted};
use crate::stub::{Fault, Stub};

const KILLS: u64 = 40;
/// Set in the process that is killed: the server's address and the journal's file.
const CHILD: &str = "GUICHET_TEST_CHILD";

/// What is killed: leases, spends and settles without end, and says what was acknowledged.
fn live(told: &str) {
    let (url, file) = told.split_once(' ').unwrap();
    let mut journal = Journal::open(file).unwrap();
    let client = blocking::Client::new(Config::new(url, "gk_test").unwrap()).unwrap();
    let out = std::io::stdout();
    for round in 0_u64.. {
        if journal.lease().is_none() {
            client.lease_into(&mut journal, &wanted()).unwrap();
        }
        for number in 0..4 {
            let key = format!("{}-{round}-{number}", std::process::id());
            match journal.spend(&render(&key)) {
                Ok(spent) => writeln!(&out, "spent {}", spent.key).unwrap(),
                Err(JournalError::Short { .. } | JournalError::Settling) => break,
                Err(error) => panic!("{error}"),
            }
        }
        match client.settle(&mut journal) {
            Ok(settled) => writeln!(&out, "settled {}", settled.unwrap().lease.id).unwrap(),
            Err(JournalError::Call(Error::Busy { .. })) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

/// Runs the child for so long, kills it, and gives what it had acknowledged.
fn killed_after(stub: &Stub, file: &Path, pause: Duration) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::nothing_acknowledged_is_lost_and_nothing_is_settled_twice", "--nocapture"])
        .env(CHILD, format!("{} {}", stub.url, file.display()))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    // The pause counts from the first sign of life on, so that each kill comes amid work.
    let mut acknowledged: Vec<String> = Vec::new();
    while !acknowledged.iter().any(|line| line.starts_with("spent") || line.starts_with("settled")) {
        acknowledged.push(lines.next().expect("the child ended").unwrap());
    }
    std::thread::sleep(pause);
    child.kill().unwrap();
    child.wait().unwrap();
    acknowledged.extend(lines.map_while(Result::ok));
    let spent = acknowledged.iter().filter_map(|line| line.split_once("spent "));
    spent.map(|(_, key)| key.to_owned()).collect()
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_settled_twice() {
    // The process that is killed is this test, told so.
    if let Ok(told) = std::env::var(CHILD) {
        return live(&told);
    }
    let (stub, place) = (Stub::with(1_000_000), Place::new());
    let mut acknowledged = Vec::new();
    for kill in 0..KILLS {
        // Now and then an answer is lost too, of whatever is asked next.
        if kill % 3 == 0 {
            stub.breaks(&[Fault::Cut(usize::try_from(kill * 5).unwrap())]);
        }
        acknowledged.extend(killed_after(&stub, &place.file(), Duration::from_micros(kill * 7919 % 25_000)));
    }
    let mut journal = place.open();
    // The last kill may have come before the answer to a lease: asked for again it is the same one.
    if journal.lease().is_none() {
        stub.client().lease_into(&mut journal, &wanted()).unwrap();
    }
    stub.client().settle(&mut journal).unwrap();
    let state = stub.state();
    let written: HashSet<&str> = state.written.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(written.len(), state.written.len(), "a use was settled twice");
    let lost: Vec<&String> = acknowledged.iter().filter(|key| !written.contains(key.as_str())).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
    // Not more than one use a kill was recorded without its call having returned.
    assert!(written.len() - acknowledged.len() <= usize::try_from(KILLS).unwrap());
    assert!(acknowledged.len() >= usize::try_from(KILLS).unwrap(), "it was killed amid work");
    let used: i64 = state.written.iter().map(|(_, cost)| cost).sum();
    let forgotten: i64 = state.open.values().sum();
    assert_eq!(state.available + used + forgotten, 1_000_000);
    assert_eq!(forgotten, 0, "every lease was settled");
}
