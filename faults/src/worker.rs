//! One client of the product, as a publisher's application would be: it spends, repeats what was not answered with the key
//! that it sent first, and remembers.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Answer, Client};
use crate::journal::{Journal, Said};

/// What is known of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// It was acknowledged.
    Done(Said),
    /// It was refused: it must have left no trace.
    Refused,
    /// It was answered that nothing was done, by a fault.
    Undone,
    /// Nobody knows.
    Unknown,
}

/// A request that was sent.
pub struct Request {
    /// Its idempotency key, which is its reference too: so doubles can be seen in the history.
    pub key: String,
    body: Value,
    /// What is known of it.
    pub known: Known,
}

/// A client with a key of its own account.
pub struct Worker {
    /// The API key.
    pub api_key: String,
    name: String,
    journal: Journal,
    /// All that it sent, the oldest first.
    pub requests: Vec<Request>,
    /// Up to here all requests were confirmed since the product was last started.
    confirmed: usize,
    /// How often it was told of a fault, and that nothing was done.
    pub faults: usize,
}

/// What was told of the outcomes of many requests.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    /// Acknowledged requests that were asked again and answered the same.
    pub kept: usize,
    /// Requests without an answer that turned out to be done.
    pub found: usize,
    /// Requests without an answer that were done now.
    pub late: usize,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.kept += other.kept;
        self.found += other.found;
        self.late += other.late;
    }
}

impl Worker {
    /// A worker called `name`, whose journal lies in `folder`.
    ///
    /// # Errors
    /// The journal cannot be begun.
    pub fn new(name: String, api_key: String, folder: &Path) -> Result<Worker, String> {
        let journal = Journal::begin(&folder.join(format!("{name}.journal")))?;
        Ok(Worker { api_key, name, journal, requests: Vec::new(), confirmed: 0, faults: 0 })
    }

    /// Spends until `stop`; a request that is not answered is repeated, unless it is time to stop.
    ///
    /// # Errors
    /// The product gave an answer that it must not give.
    pub fn spend(&mut self, address: &str, stop: &AtomicBool) -> Result<(), String> {
        let mut client = Client::new(address, &self.api_key);
        while !stop.load(Ordering::SeqCst) {
            let number = self.requests.len();
            let key = format!("{}-{number}", self.name);
            // One in eight costs: the history counts free uses too, and the credits of a demonstration have an end.
            let body = json!({ "feature": "fault", "amount": i64::from(number.is_multiple_of(8)), "reference": key });
            self.requests.push(Request { key, body, known: Known::Unknown });
            while !stop.load(Ordering::SeqCst) && !self.ask(&mut client, number)? {
                sleep(Duration::from_millis(5));
            }
        }
        Ok(())
    }

    /// Asks again for all whose outcome is not known, for what was acknowledged since the last time, and for one in fifty of
    /// what was acknowledged earlier.
    ///
    /// # Errors
    /// Something acknowledged is missing or different, or something was done that was said to be undone.
    pub fn confirm(&mut self, address: &str) -> Result<Tally, String> {
        let mut client = Client::new(address, &self.api_key);
        let mut tally = Tally::default();
        for number in 0..self.requests.len() {
            if number < self.confirmed && number % 50 != self.confirmed % 50 {
                continue;
            }
            tally += self.confirm_one(&mut client, number)?;
        }
        self.confirmed = self.requests.len();
        Ok(tally)
    }

    /// All that it was ever told, from its journal.
    ///
    /// # Errors
    /// As [`Journal::read`].
    pub fn told(&self) -> Result<std::collections::HashMap<String, Said>, String> {
        self.journal.read()
    }

    fn confirm_one(&mut self, client: &mut Client, number: usize) -> Result<Tally, String> {
        let Some(request) = self.requests.get(number) else { return Ok(Tally::default()) };
        let (key, known) = (request.key.clone(), request.known.clone());
        if known == Known::Refused {
            return Ok(Tally::default());
        }
        let answer = insist(client, request)?;
        match (known, said(&answer)) {
            (Known::Done(before), Some(now)) if before == now && answer.replayed => {
                Ok(Tally { kept: 1, ..Tally::default() })
            }
            (Known::Done(before), now) => {
                Err(format!("LOST: {key} was acknowledged as {before:?}, and is {now:?} now ({answer:?})"))
            }
            (Known::Undone, Some(_)) if answer.replayed => Err(format!("{key} was said to be undone, and was done")),
            (_, Some(now)) => {
                self.settle(number, Known::Done(now))?;
                let found = usize::from(answer.replayed);
                Ok(Tally { found, late: 1 - found, ..Tally::default() })
            }
            (_, None) if answer.status == 402 => {
                self.settle(number, Known::Refused)?;
                Ok(Tally::default())
            }
            (_, None) => Err(format!("{key}: {answer:?}")),
        }
    }

    /// Sends a request once; answers whether something is known of it then.
    fn ask(&mut self, client: &mut Client, number: usize) -> Result<bool, String> {
        let Some(request) = self.requests.get(number) else { return Ok(true) };
        let Some(answer) = client.post("/api/v1/usage", &request.key, &request.body) else { return Ok(false) };
        let known = match (answer.status, said(&answer)) {
            (201, Some(said)) => Known::Done(said),
            (402, _) => Known::Refused,
            (500, _) => Known::Undone,
            (503, _) if answer.says_when => return Ok(false),
            _ => return Err(format!("{}: an answer that must not be: {answer:?}", request.key)),
        };
        self.faults += usize::from(known == Known::Undone);
        self.settle(number, known)?;
        Ok(true)
    }

    fn settle(&mut self, number: usize, known: Known) -> Result<(), String> {
        let Some(request) = self.requests.get_mut(number) else { return Ok(()) };
        if let Known::Done(said) = &known {
            self.journal.note(&request.key, said)?;
        }
        request.known = known;
        Ok(())
    }
}

/// Asks until there is an answer that says something.
fn insist(client: &mut Client, request: &Request) -> Result<Answer, String> {
    for _ in 0..600 {
        match client.post("/api/v1/usage", &request.key, &request.body) {
            Some(answer) if answer.status != 503 => return Ok(answer),
            _ => sleep(Duration::from_millis(10)),
        }
    }
    Err(format!("{}: the product does not answer", request.key))
}

fn said(answer: &Answer) -> Option<Said> {
    let operation = answer.body["operation"]["id"].as_str().filter(|_| answer.status == 201)?;
    Some(Said { operation: operation.to_owned(), amount: answer.body["operation"]["amount"].as_i64()? })
}
