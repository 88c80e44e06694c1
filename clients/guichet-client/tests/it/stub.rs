//! A server that answers as the API's description says, and breaks as it is told to.

use std::collections::{HashMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use guichet_client::{Config, blocking};
use serde_json::{Value, json};

/// What one use of `plan.render` costs.
pub const PRICE: i64 = 3;
const NOW: &str = "2026-11-21T10:00:00Z";
const LATER: &str = "2026-11-21T11:00:00Z";

/// What goes wrong with a request.
#[derive(Debug, Clone, Copy)]
pub enum Fault {
    /// It is not done: the connection ends.
    Dropped,
    /// It is done; only so many bytes of the answer arrive.
    Cut(usize),
    /// It is not done: busy, come back in so many seconds.
    Busy(u64),
    /// It is done, and the server does not know.
    Unknown,
    /// It is done after so many milliseconds.
    Slow(u64),
    /// It is not done: the server answers with this status and this type of problem.
    Refused(u16, &'static str),
    /// It does not get to the server: something before it answers with this status and a page of its own.
    Proxy(u16),
}

/// A request that came.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub key: Option<String>,
    pub authorization: Option<String>,
    pub body: Value,
}

#[derive(Debug, Default)]
pub struct State {
    /// What goes wrong with the next requests.
    pub faults: VecDeque<Fault>,
    /// What goes wrong with all of them.
    pub always: Option<Fault>,
    /// What every request is answered with, if it is not done.
    pub refusal: Option<(u16, Value)>,
    pub requests: Vec<Request>,
    pub available: i64,
    /// Uses that were written: key, cost.
    pub written: Vec<(String, i64)>,
    /// Leases and holds that are open: amount.
    pub open: HashMap<String, i64>,
    pub ended: HashMap<String, &'static str>,
    answers: HashMap<(String, String), (Value, u16, Value)>,
    /// Machines that are linked: token, version.
    pub machines: HashMap<String, String>,
    /// The town of the account, how often it was changed, and whether its admin has a second factor.
    pub town: String,
    pub edits: usize,
    pub second_factor: bool,
    /// Whether a machine is linked only in the place of another.
    pub full: bool,
}

#[derive(Clone)]
pub struct Stub {
    pub url: String,
    state: Arc<Mutex<State>>,
}

impl Stub {
    /// A server with so many credits.
    pub fn with(available: i64) -> Stub {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let stub = Stub { url, state: Arc::new(Mutex::new(State { available, ..State::default() })) };
        let serving = stub.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let serving = serving.clone();
                std::thread::spawn(move || serving.serve(stream.unwrap()));
            }
        });
        stub
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// How much is available, and how many uses were written.
    pub fn stands(&self) -> (i64, usize) {
        let state = self.state();
        (state.available, state.written.len())
    }

    pub fn breaks(&self, faults: &[Fault]) {
        self.state().faults.extend(faults);
    }

    pub fn config(&self) -> Config {
        Config::new(&self.url, "gk_test").unwrap()
    }

    pub fn client(&self) -> blocking::Client {
        blocking::Client::new(self.config()).unwrap()
    }

    /// A client of a machine, which has no key.
    pub fn machine_client(&self) -> blocking::Client {
        blocking::Client::new(Config::server(&self.url).unwrap()).unwrap()
    }

    /// The same with little time.
    pub fn hurried_machine_client(&self) -> blocking::Client {
        blocking::Client::new(Config::server(&self.url).unwrap().deadline(Duration::from_secs(1))).unwrap()
    }

    /// The requests that changed something, or meant to.
    pub fn posts(&self) -> Vec<Request> {
        self.state().requests.iter().filter(|request| request.key.is_some()).cloned().collect()
    }

    /// A client that could not send, or has gone, is no concern of the server.
    fn serve(&self, stream: TcpStream) -> Option<()> {
        let request = read(&stream)?;
        let fault = {
            let mut state = self.state();
            state.requests.push(request.clone());
            state.faults.pop_front().or(state.always)
        };
        let problem = |status: u16, kind: &str| {
            (status, json!({ "type": format!("/api/v1/docs#problem-{kind}"), "title": kind }))
        };
        let ((status, body), replayed, more) = match fault {
            Some(Fault::Dropped) => return None,
            Some(Fault::Busy(seconds)) => (problem(503, "busy"), false, format!("Retry-After: {seconds}\r\n")),
            Some(Fault::Refused(status, kind)) => (problem(status, kind), false, String::new()),
            Some(Fault::Proxy(status)) => ((status, json!("<h1>Somebody else</h1>")), false, String::new()),
            Some(Fault::Unknown) => {
                self.state().answer(&request);
                (problem(503, "unknown-outcome"), false, String::new())
            }
            Some(Fault::Slow(milliseconds)) => {
                std::thread::sleep(Duration::from_millis(milliseconds));
                let (status, body, replayed) = self.state().answer(&request);
                ((status, body), replayed, String::new())
            }
            Some(Fault::Cut(_)) | None => {
                let (status, body, replayed) = self.state().answer(&request);
                ((status, body), replayed, String::new())
            }
        };
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let replayed = if replayed { "Idempotent-Replayed: true\r\n" } else { "" };
        let location = if status == 302 { "Location: /elsewhere\r\n" } else { "" };
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status} X\r\nContent-Length: {length}\r\nConnection: close\r\n{replayed}{location}{more}\r\n"
        );
        let whole = head + &body;
        let part = if let Some(Fault::Cut(bytes)) = fault { bytes.min(whole.len() - 1) } else { whole.len() };
        (&stream).write_all(&whole.as_bytes()[..part]).ok()
    }
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let (method, path) = (line.split(' ').next()?.to_owned(), line.split(' ').nth(1)?.to_owned());
    let mut headers = HashMap::new();
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        match line.trim().split_once(": ") {
            Some((name, value)) => headers.insert(name.to_ascii_lowercase(), value.to_owned()),
            None => break,
        };
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let (key, authorization) = (headers.remove("idempotency-key"), headers.remove("authorization"));
    Some(Request { method, path, key, authorization, body })
}

impl State {
    /// Status, body, and whether it was done before.
    fn answer(&mut self, request: &Request) -> (u16, Value, bool) {
        if let Some((status, body)) = &self.refusal {
            return (*status, body.clone(), false);
        }
        if request.path == "/api/v1/sign-ups" {
            return (202, json!({ "id": "0c4xq7gk2m9tz", "expires_at": LATER }), false);
        }
        if let Some(answer) = self.of_machine(request) {
            return answer;
        }
        let Some(key) = &request.key else {
            let (status, body) = self.look_up(&request.path);
            return (status, body, false);
        };
        let place = (request.path.clone(), key.clone());
        if let Some((body, status, answer)) = self.answers.get(&place) {
            let same = *body == request.body;
            return if same {
                (*status, answer.clone(), true)
            } else {
                refused(422, "idempotency-key-reused", json!({}))
            };
        }
        match self.change(&request.path, key, &request.body) {
            Ok((status, answer)) => {
                self.answers.insert(place, (request.body.clone(), status, answer.clone()));
                (status, answer, false)
            }
            Err((status, kind, more)) => refused(status, kind, more),
        }
    }

    /// What a machine asks as itself, or before it is one.
    fn of_machine(&mut self, request: &Request) -> Option<(u16, Value, bool)> {
        let asked = request.path.strip_prefix("/api/v1/machines/")?;
        if asked == "forgotten-code" {
            return Some((202, Value::Null, false));
        }
        let token =
            request.authorization.as_deref().and_then(|shown| shown.strip_prefix("Bearer ")).unwrap_or_default();
        let Some(version) = self.machines.get_mut(token) else { return Some(refused(401, "unauthorized", json!({}))) };
        if let Some(told) = request.body["version"].as_str() {
            told.clone_into(version);
        }
        let shown = machine(version);
        if let Some(answer) = self.of_account(asked.strip_prefix("self/").unwrap_or_default(), request) {
            return Some(answer);
        }
        if request.method == "DELETE" {
            self.machines.remove(token);
            return Some((204, Value::Null, false));
        }
        Some((200, shown, false))
    }

    /// What is asked about the account of a machine.
    fn of_account(&mut self, asked: &str, request: &Request) -> Option<(u16, Value, bool)> {
        let body = &request.body;
        let shown = |town: &str, edits: usize| {
            json!({ "version": format!("v{edits}"), "number": "C-1042", "state": "active", "company": "Atelier Kerlann",
                "town": town, "country": "FR", "phone": "04 72 00 00 01", "email_awaited": null, "line2": "" })
        };
        let wrong = |kind| Some(refused(422, kind, json!({})));
        match (asked, request.method.as_str()) {
            ("forgotten-password", _) => Some((202, Value::Null, false)),
            ("account", "GET") => Some((200, shown(&self.town, self.edits), false)),
            ("account" | "portal", _) if body["password"] != "right" => wrong("wrong-password"),
            ("account" | "portal", _) if self.second_factor && body["code"].is_null() => wrong("code-required"),
            ("portal", _) => {
                Some((201, json!({ "url": "https://x.example/sign-in/by-link/x", "expires_at": LATER }), false))
            }
            ("account", _) if body["version"] != format!("v{}", self.edits) => {
                Some(refused(409, "account-changed", json!({})))
            }
            ("account", _) if body["changes"]["phone"] == "12" => {
                let error = json!({ "field": "phone", "code": "phone-form", "detail": "no telephone number" });
                Some(refused(422, "invalid", json!({ "errors": [error] })))
            }
            ("account", _) => {
                self.edits += 1;
                if let Some(town) = body["changes"]["town"].as_str() {
                    town.clone_into(&mut self.town);
                }
                Some((200, shown(&self.town, self.edits), false))
            }
            _ => None,
        }
    }

    fn look_up(&self, path: &str) -> (u16, Value) {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let asked = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        match path {
            "/api/v1/balance" => (200, self.balance()),
            "/api/v1/operations" => {
                // Twelve operations, the newest first, and an empty page in the middle.
                let limit: usize = asked("limit").map_or(5, |limit| limit.parse().unwrap());
                let from: usize = asked("cursor").map_or(0, |cursor| cursor.parse().unwrap());
                let shown = if from == 5 { 0 } else { limit.min(12 - from.min(12)) };
                let operations: Vec<Value> =
                    (from..from + shown).map(|index| self.operation(12 - index, 0, "x")).collect();
                let next = if from == 5 { 6 } else { from + limit };
                json!({ "operations": operations, "next": (next < 12).then(|| next.to_string()) })
                    .pipe(|page| (200, page))
            }
            _ => {
                let (status, body, _) = refused(404, "not-found", json!({}));
                (status, body)
            }
        }
    }

    fn change(&mut self, path: &str, key: &str, body: &Value) -> Result<(u16, Value), (u16, &'static str, Value)> {
        let parts: Vec<&str> = path.trim_start_matches("/api/v1/").split('/').collect();
        let cost = cost_of(body);
        match parts[..] {
            ["sign-ups", "0c4xq7gk2m9tz", "confirm"] if body["code"] == "K7M2-9XW4" => {
                let token = format!("gm_{key}");
                self.machines.insert(token.clone(), "2.4.1".to_owned());
                let mut machine = machine("2.4.1");
                machine["account"]["state"] = "pending".into();
                Ok((201, json!({ "machine": machine, "token": token, "personal_code": "K7M2Q-9XW4T" })))
            }
            ["sign-ups", _, "confirm"] => Err((422, "wrong-mailed-code", json!({}))),
            ["machines"] if body["personal_code"] != "K7M2Q-9XW4T" => Err((422, "wrong-code", json!({}))),
            ["machines"] if self.full && body["replaces"].is_null() => {
                let seen_at = "2026-11-02T08:00:00Z";
                let offered =
                    json!([{ "id": "0b7trq2m1s8vy", "name": "Poste 1", "system": "Windows 10", "seen_at": seen_at }]);
                let more = json!({ "places": 1, "replacements_left": 2, "machines": offered });
                Err((409, "machine-limit-reached", more))
            }
            ["machines"] => {
                let (token, version) = (format!("gm_{key}"), body["version"].as_str().unwrap());
                self.machines.insert(token.clone(), version.to_owned());
                Ok((201, json!({ "machine": machine(version), "token": token })))
            }
            ["usage"] => {
                self.take(cost)?;
                self.written.push((key.to_owned(), cost));
                Ok((201, json!({ "operation": self.operation(1, -cost, key), "balance": self.balance() })))
            }
            ["holds"] => {
                self.take(cost)?;
                let id = format!("h{}", self.requests.len());
                self.open.insert(id.clone(), cost);
                Ok((201, json!({ "hold": held(&id, cost, "open", 0), "balance": self.balance() })))
            }
            ["holds", id, "capture"] => {
                let amount = self.end(id, "captured")?;
                let all = body["amount"].is_null() && body["quantity"].is_null();
                let used = if all { amount } else { cost };
                self.available += amount - used;
                self.written.push((key.to_owned(), used));
                let operation = self.operation(1, -used, key);
                Ok((
                    201,
                    json!({ "operation": operation, "hold": held(id, amount, "captured", used), "balance": self.balance() }),
                ))
            }
            ["holds", id, "release"] => {
                let amount = self.end(id, "released")?;
                self.available += amount;
                Ok((200, json!({ "hold": held(id, amount, "released", 0), "balance": self.balance() })))
            }
            ["leases"] => {
                self.take(cost)?;
                let id = format!("l{}", self.requests.len());
                self.open.insert(id.clone(), cost);
                Ok((201, json!({ "lease": leased(&id, cost, "open", 0), "balance": self.balance() })))
            }
            ["leases", id, "settle"] => {
                let uses = body["uses"].as_array().unwrap();
                let amount = self.end(id, "settled")?;
                let costs: Vec<(String, i64)> =
                    uses.iter().map(|told| (told["key"].as_str().unwrap().to_owned(), cost_of(told))).collect();
                let used: i64 = costs.iter().map(|(_, cost)| cost).sum();
                assert!(used <= amount, "more was spent than was leased");
                self.available += amount - used;
                let operations: Vec<Value> = costs.iter().map(|(key, cost)| self.operation(1, -cost, key)).collect();
                self.written.extend(costs);
                Ok((
                    201,
                    json!({ "lease": leased(id, amount, "settled", used), "operations": operations, "balance": self.balance() }),
                ))
            }
            _ => Err((404, "not-found", json!({}))),
        }
    }

    fn take(&mut self, cost: i64) -> Result<(), (u16, &'static str, Value)> {
        if cost > self.available {
            let missing = cost - self.available;
            return Err((402, "insufficient-credits", json!({ "missing": missing, "balance": self.balance() })));
        }
        self.available -= cost;
        Ok(())
    }

    fn end(&mut self, id: &str, state: &'static str) -> Result<i64, (u16, &'static str, Value)> {
        match (self.open.remove(id), self.ended.get(id)) {
            (Some(amount), _) => {
                self.ended.insert(id.to_owned(), state);
                Ok(amount)
            }
            (None, Some(before)) => Err((409, "hold-ended", json!({ "state": before }))),
            (None, None) => Err((404, "not-found", json!({}))),
        }
    }

    /// The term of all leases is over: what they hold comes back.
    pub fn expire(&mut self) {
        for (id, amount) in std::mem::take(&mut self.open) {
            self.available += amount;
            self.ended.insert(id, "expired");
        }
    }

    fn balance(&self) -> Value {
        let held: i64 = self.open.values().sum();
        let total = self.available + held;
        json!({ "unit": "credit", "purchased": total, "promotional": 0, "held": held, "total": total, "available": self.available })
    }

    fn operation(&self, seq: usize, amount: i64, reference: &str) -> Value {
        json!({
            "id": format!("credit-{seq}"), "unit": "credit", "kind": "usage", "at": NOW, "amount": amount,
            "split": { "promotional": 0, "purchased": -amount }, "lots": [], "balance": self.balance(),
            "feature": "plan.render", "reference": reference, "news": "of a later version",
        })
    }
}

fn machine(version: &str) -> Value {
    json!({
        "id": "0c4xq7gk2m9tz", "name": "Poste 3", "system": "Windows 11", "application": "Planelle", "version": version,
        "linked_at": NOW, "seen_at": NOW, "account": { "number": "C-1042", "name": "Atelier Kerlann", "state": "active" },
        "news": "of a later version",
    })
}

/// What a use costs: `plan.view` is free.
fn cost_of(told: &Value) -> i64 {
    let price = if told["feature"] == "plan.view" { 0 } else { PRICE };
    told["amount"].as_i64().unwrap_or_else(|| told["quantity"].as_i64().unwrap_or(1) * price)
}

fn refused(status: u16, kind: &str, more: Value) -> (u16, Value, bool) {
    let mut body = json!({ "type": format!("/api/v1/docs#problem-{kind}"), "title": kind, "status": status });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    (status, body, false)
}

fn held(id: &str, amount: i64, state: &str, captured: i64) -> Value {
    json!({ "id": id, "feature": "plan.render", "amount": amount, "state": state, "captured": captured, "at": NOW, "expires_at": LATER })
}

fn leased(id: &str, amount: i64, state: &str, settled: i64) -> Value {
    json!({
        "id": id, "amount": amount, "state": state, "settled": settled, "at": NOW, "expires_at": LATER,
        "prices": [{ "feature": "plan.render", "price": PRICE }, { "feature": "plan.view", "price": 0 }],
    })
}

/// Reads from left to right.
trait Pipe: Sized {
    fn pipe<R>(self, then: impl FnOnce(Self) -> R) -> R {
        then(self)
    }
}

impl Pipe for Value {}
