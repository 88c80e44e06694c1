//! 200 want the last 10 credits at once: 10 get them, whether to use or to hold, and through however many nodes.

use std::path::Path;
use std::sync::Barrier;
use std::thread::{Builder, scope, sleep};
use std::time::Duration;

use serde_json::Value;
use xtask::postgres::{Cluster, Settings};

use super::{DATA, Extent, folder};
use crate::audit;
use crate::client::{Client, Identity};
use crate::journal::Said;
use crate::product::{Installation, Product, lasting_addresses};
use crate::step::{Body, Reading, Step};

/// How many want some.
const WANT: usize = 200;
/// How much is there.
const LAST: i64 = 10;
/// A thread that waits for an answer needs little, in bytes.
const STACK: usize = 256 << 10;

/// On SQLite.
pub fn sqlite(extent: Extent) -> Result<String, String> {
    let (folder, rounds) = (folder("last-ten")?, extent.choose(2, 20));
    contests(&made(&folder, None)?, &[1], rounds)
}

/// On PostgreSQL, through one node and through three.
pub fn postgres(extent: Extent) -> Result<String, String> {
    let (folder, rounds) = (folder("last-ten-postgres")?, extent.choose(2, 20));
    let cluster = Cluster::start(Settings::Durable).map_err(|failure| failure.to_string())?;
    contests(&made(&folder, Some(cluster.url()))?, &[1, 3], rounds)
}

fn made(folder: &Path, database: Option<String>) -> Result<Installation<'static>, String> {
    let installation = Installation { folder: folder.join(DATA), database, failing: None, till: None };
    installation.make()?;
    Ok(installation)
}

/// A contest through each of these numbers of nodes, for another account each time.
fn contests(installation: &Installation<'_>, counts: &[usize], rounds: u32) -> Result<String, String> {
    let mut told = Vec::new();
    for (count, (_, key)) in counts.iter().zip(installation.accounts()?) {
        let addresses = lasting_addresses(*count)?;
        let nodes = addresses.iter().map(|address| installation.serve(address)).collect::<Result<Vec<Product>, _>>()?;
        let contest = Contest { nodes: &addresses, key: &key };
        contest.play(rounds).map_err(|why| format!("{count} nodes: {why}"))?;
        installation.check()?;
        nodes.into_iter().try_for_each(Product::kill)?;
        told.push(format!("{count} node{}", if *count == 1 { "" } else { "s" }));
    }
    Ok(format!("{}: {rounds} times 10 of 200 held, then 10 of 200 spent, and none left", told.join(", ")))
}

/// Many who want what few can have.
struct Contest<'a> {
    nodes: &'a [String],
    key: &'a str,
}

impl Contest<'_> {
    fn play(&self, rounds: u32) -> Result<(), String> {
        let available = self.available()?;
        if available < LAST {
            return Err(format!("the account has only {available} credits to begin with"));
        }
        self.one("all-but-ten", &Step::Use(available - LAST), 0)?.ok_or("the rest cannot be spent")?;
        for round in 0..rounds {
            let held = self.rush(&format!("held-{round}"), &Step::Hold(1))?;
            if self.available()? != 0 {
                return Err("ten holds of one leave something of ten".to_owned());
            }
            for (number, said) in held.iter().enumerate() {
                let released =
                    self.one(&format!("released-{round}-{number}"), &Step::Release(said.name.clone()), number)?;
                released.ok_or("a hold cannot be released")?;
            }
        }
        self.rush("spent", &Step::Use(1))?;
        let made = audit::uses(self.nodes, self.key)?;
        let spent = made.iter().filter(|(reference, (_, amount))| reference.starts_with("spent-") && *amount == -1);
        match (spent.count(), self.available()?) {
            (10, 0) => Ok(()),
            (spent, left) => Err(format!("{spent} of the last 10 credits are in the history, and {left} are left")),
        }
    }

    /// All at once, each through two nodes with the same key if there are several; answers those that got something.
    fn rush(&self, name: &str, step: &Step) -> Result<Vec<Said>, String> {
        let copies = self.nodes.len().min(2);
        let start = Barrier::new(WANT * copies);
        let outcomes = scope(|scope| {
            let mut asked = Vec::new();
            for number in 0..WANT * copies {
                let (wanted, start) = (number / copies, &start);
                let ask = move || {
                    start.wait();
                    self.one(&format!("{name}-{wanted}"), step, wanted + number % copies)
                };
                asked.push(
                    Builder::new().stack_size(STACK).spawn_scoped(scope, ask).map_err(|error| error.to_string())?,
                );
            }
            let panicked = |_| Err("who asked panicked".to_owned());
            asked.into_iter().map(|one| one.join().unwrap_or_else(panicked)).collect::<Result<Vec<_>, String>>()
        })?;
        if let Some(pair) = outcomes.chunks_exact(copies).find(|pair| pair.iter().any(|said| *said != pair[0])) {
            return Err(format!("{name}: one key, and two answers: {pair:?}"));
        }
        let got: Vec<Said> = outcomes.into_iter().step_by(copies).flatten().collect();
        match got.len() {
            10 => Ok(got),
            other => Err(format!("{name}: {other} of {WANT} got one of the last 10 credits")),
        }
    }

    /// Asks until it is known: what was done, or that there is not enough.
    fn one(&self, key: &str, step: &Step, node: usize) -> Result<Option<Said>, String> {
        let mut client = Client::new(self.nodes, Identity::Key(self.key.to_owned())).beginning_at(node);
        let body = match step.body(key) {
            Body::Json(body) => body,
            Body::Form(_) => Value::Null,
        };
        for _ in 0..600 {
            let Some(answer) = client.post(&step.path(), key, &body) else { continue };
            match step.read(&answer, false) {
                Reading::Done(said) => return Ok(Some(said)),
                Reading::Refused => return Ok(None),
                Reading::Later => sleep(Duration::from_millis(10)),
                Reading::Undone | Reading::Wrong => return Err(format!("{key}: {} {}", answer.status, answer.text)),
            }
        }
        Err(format!("{key}: the product does not answer"))
    }

    fn available(&self) -> Result<i64, String> {
        let answer = Client::new(self.nodes, Identity::Key(self.key.to_owned())).get("/api/v1/balance");
        answer.and_then(|answer| answer.body["available"].as_i64()).ok_or_else(|| "the balance is not told".to_owned())
    }
}
