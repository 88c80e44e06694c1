//! A program of the publisher that hears of orders and purchases. It notes what it hears, on disk, before it acknowledges it;
//! of one in ten it notes the first call and answers nothing, as a receiver that dies at that moment.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{sleep, spawn};
use std::time::Duration;

use serde_json::Value;

use crate::client::{header, split};
use crate::step::Step;
use crate::worker::{Known, Worker};

/// After this long without a new event no more are to come.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it looks whether all have come.
const PAUSE: Duration = Duration::from_millis(500);
/// One call in so many is noted and not answered.
const UNANSWERED: usize = 10;

/// Listens on loopback for as long as the process runs.
pub struct Receiver {
    port: u16,
    heard: Arc<Mutex<Heard>>,
}

/// What it was told.
struct Heard {
    journal: File,
    /// By their ids.
    events: HashMap<String, Event>,
    /// What it was told wrongly, if anything.
    wrong: Option<String>,
}

/// What it was told of once, perhaps several times.
struct Event {
    body: Vec<u8>,
    subject: Option<Subject>,
}

/// What an event is about: its kind and its order.
type Subject = (String, String);

impl Receiver {
    /// Listens on a free port; the journal lies in `folder`.
    ///
    /// # Errors
    /// There is no port, or no room.
    pub fn listen(folder: &Path) -> Result<Receiver, String> {
        let said = |error: std::io::Error| error.to_string();
        let listener = TcpListener::bind("127.0.0.1:0").map_err(said)?;
        let port = listener.local_addr().map_err(said)?.port();
        let journal = File::create(folder.join("receiver.journal")).map_err(said)?;
        let heard = Arc::new(Mutex::new(Heard { journal, events: HashMap::new(), wrong: None }));
        let shared = heard.clone();
        spawn(move || {
            for stream in listener.incoming().flatten() {
                let heard = shared.clone();
                spawn(move || hear(stream, &heard));
            }
        });
        Ok(Receiver { port, heard })
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/events", self.port)
    }

    /// How many events it heard of.
    pub fn count(&self) -> usize {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).events.len()
    }

    /// Looks whether each event tells of something that was done, and no two tell of the same.
    ///
    /// # Errors
    /// What was told as two events, in two ways, or never happened.
    pub fn hears_nothing_false(&self, workers: &[Worker]) -> Result<(), String> {
        self.missing(&expected(workers)).map(drop)
    }

    /// Waits for what is still to come, and does `meanwhile` each time that it looks again.
    ///
    /// # Errors
    /// What was never told, and as [`Receiver::hears_nothing_false`].
    pub fn hears_all(
        &self,
        workers: &[Worker],
        mut meanwhile: impl FnMut() -> Result<(), String>,
    ) -> Result<(), String> {
        let expected = expected(workers);
        let (mut quiet, mut before) = (Duration::ZERO, 0);
        while let Some((kind, order)) = self.missing(&expected)? {
            if quiet > PATIENCE {
                return Err(format!("LOST: {kind} of {order} was never told"));
            }
            meanwhile()?;
            sleep(PAUSE);
            let count = self.count();
            quiet = if count > before { Duration::ZERO } else { quiet + PAUSE };
            before = count;
        }
        Ok(())
    }

    /// One of the expected that nobody told of yet; each other is there once.
    fn missing(&self, expected: &HashSet<Subject>) -> Result<Option<Subject>, String> {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(wrong) = &heard.wrong {
            return Err(wrong.clone());
        }
        let mut told: HashSet<&Subject> = HashSet::new();
        for subject in heard.events.values().filter_map(|event| event.subject.as_ref()) {
            let (kind, order) = subject;
            if !expected.contains(subject) {
                return Err(format!("{kind} of {order} was told, and never happened"));
            }
            if !told.insert(subject) {
                return Err(format!("DOUBLED: {kind} of {order} was told as two events"));
            }
        }
        Ok(expected.iter().find(|subject| !told.contains(subject)).cloned())
    }
}

/// All that must be told.
fn expected(workers: &[Worker]) -> HashSet<Subject> {
    let asked = workers.iter().flat_map(|worker| &worker.requests).flat_map(told_of);
    asked.chain(workers.iter().flat_map(Worker::paid).flat_map(money_of)).collect()
}

/// What the publisher's programs must hear because of this request.
fn told_of(request: &crate::worker::Request) -> Vec<Subject> {
    match (&request.step, &request.known) {
        (Step::Order(..), Known::Done(said)) => vec![("order.sent".to_owned(), said.name.clone())],
        (Step::Pay(order, _), Known::Done(_)) => money_of(order).to_vec(),
        _ => Vec::new(),
    }
}

/// What they must hear of the money of an order.
fn money_of(order: &str) -> [Subject; 2] {
    ["order.paid", "credits.purchased"].map(|kind| (kind.to_owned(), order.to_owned()))
}

/// What an event is about, if it is one of those above.
fn subject(body: &[u8]) -> Option<Subject> {
    let event: Value = serde_json::from_slice(body).ok()?;
    let data = &event["data"];
    let order = match event["type"].as_str()? {
        "order.sent" | "order.paid" => data["order"]["number"].as_str()?,
        "credits.purchased" => data["operation"]["payment"].as_str()?,
        _ => return None,
    };
    Some((event["type"].as_str()?.to_owned(), order.to_owned()))
}

/// Serves a connection until the caller ends it.
fn hear(mut stream: TcpStream, heard: &Mutex<Heard>) {
    while let Some((id, body)) = call(&mut stream) {
        let is_answered = heard.lock().unwrap_or_else(PoisonError::into_inner).note(id, body);
        if !is_answered || stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").is_err() {
            return;
        }
    }
}

/// The id and the body of the next call.
fn call(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let (mut bytes, mut part) = (Vec::new(), [0; 4 << 10]);
    loop {
        if let Some((head, body)) = split(&bytes) {
            let length: usize = header(head, "content-length")?.parse().ok()?;
            if let Some(body) = body.get(..length) {
                return Some((header(head, "webhook-id")?.to_owned(), body.to_vec()));
            }
        }
        match stream.read(&mut part) {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(part.get(..read)?),
        }
    }
}

impl Heard {
    /// Notes a call; answers whether it is acknowledged.
    fn note(&mut self, id: String, body: Vec<u8>) -> bool {
        if let Some(before) = self.events.get(&id) {
            if before.body != body {
                self.wrong = Some(format!("the event {id} was told in two ways"));
            }
            return true;
        }
        let line = format!("{id} {}\n", String::from_utf8_lossy(&body));
        let noted = self.journal.write_all(line.as_bytes()).and_then(|()| self.journal.sync_data());
        let subject = subject(&body);
        self.events.insert(id, Event { body, subject });
        noted.is_ok() && !self.events.len().is_multiple_of(UNANSWERED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_about_its_order() {
        let paid = br#"{"type":"order.paid","data":{"account":"C-1","order":{"number":"BC-2026-000007"}}}"#;
        assert_eq!(subject(paid), Some(("order.paid".to_owned(), "BC-2026-000007".to_owned())));
        let bought = br#"{"type":"credits.purchased","data":{"operation":{"payment":"BC-2026-000007"}}}"#;
        assert_eq!(subject(bought), Some(("credits.purchased".to_owned(), "BC-2026-000007".to_owned())));
        assert_eq!(subject(br#"{"type":"order.expired","data":{"order":{"number":"BC-2026-000001"}}}"#), None);
    }

    #[test]
    fn the_same_event_comes_again_with_the_same_words() {
        let folder = std::env::temp_dir().join(format!("guichet-receiver-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let receiver = Receiver::listen(&folder).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        let mut heard = receiver.heard.lock().unwrap();
        let unanswered = (0..20).filter(|n| !heard.note(format!("evt_{n}"), b"{}".to_vec())).count();
        assert_eq!(unanswered, 2);
        assert!(heard.note("evt_9".to_owned(), b"{}".to_vec()), "the second call is answered");
        assert_eq!(heard.wrong, None);
        heard.note("evt_9".to_owned(), b"{ }".to_vec());
        assert!(heard.wrong.is_some());
    }
}
