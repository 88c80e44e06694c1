//! One connection to the product, and what it can say about a request.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// After this long without a byte the request counts as unanswered.
const PATIENCE: Duration = Duration::from_secs(20);

/// An answer, whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Whether it is the answer to an earlier request with the same key.
    pub replayed: bool,
    /// Whether it says when to try again.
    pub says_when: bool,
    /// Where it leads, if it does.
    pub location: Option<String>,
    /// The cookie that it sets, name and value.
    pub cookie: Option<String>,
    /// The body as text.
    pub text: String,
    /// The body; null if it is no JSON.
    pub body: Value,
}

/// As whom a client speaks.
#[derive(Debug, Clone)]
pub enum Identity {
    /// As nobody.
    Nobody,
    /// As an application of an account: its API key.
    Key(String),
    /// As a person who signed in: the cookie of the session, name and value.
    Session(String),
}

/// A connection that is opened when it is needed, and again after it broke: to the next node, if there are several.
pub struct Client {
    nodes: Vec<String>,
    current: usize,
    identity: Identity,
    stream: Option<TcpStream>,
}

impl Client {
    /// A client of the product at `nodes`, which begins with the first.
    pub fn new(nodes: &[String], identity: Identity) -> Client {
        Client { nodes: nodes.to_vec(), current: 0, identity, stream: None }
    }

    /// The same, which begins with the node at `place`, counted round.
    pub fn beginning_at(mut self, place: usize) -> Client {
        self.current = place;
        self
    }

    /// Sends a body under an idempotency key; `None`: nobody knows what became of it.
    pub fn post(&mut self, path: &str, key: &str, body: &Value) -> Option<Answer> {
        let body = body.to_string();
        self.send("POST", path, &format!("idempotency-key: {key}\r\ncontent-type: application/json\r\n"), &body)
    }

    /// Sends a form, as a browser does.
    pub fn submit(&mut self, path: &str, form: &str) -> Option<Answer> {
        self.send("POST", path, "content-type: application/x-www-form-urlencoded\r\n", form)
    }

    /// Reads.
    pub fn get(&mut self, path: &str) -> Option<Answer> {
        self.send("GET", path, "", "")
    }

    /// The bytes of a request, for whoever sends them on a connection of its own.
    pub fn request(&self, method: &str, path: &str, more: &str, body: &str) -> String {
        let host = self.node();
        let who = match &self.identity {
            Identity::Nobody => String::new(),
            Identity::Key(key) => format!("authorization: Bearer {key}\r\n"),
            // Browsers say where a form stands; one from elsewhere is refused.
            Identity::Session(cookie) => format!("cookie: {cookie}\r\norigin: http://{host}\r\n"),
        };
        let length = body.len();
        format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\n{who}{more}content-length: {length}\r\n\r\n{body}")
    }

    fn node(&self) -> &str {
        self.nodes.get(self.current % self.nodes.len().max(1)).map_or("", String::as_str)
    }

    fn send(&mut self, method: &str, path: &str, more: &str, body: &str) -> Option<Answer> {
        let answer = self.attempt(method, path, more, body);
        if answer.is_none() {
            self.current += 1;
        }
        answer
    }

    fn attempt(&mut self, method: &str, path: &str, more: &str, body: &str) -> Option<Answer> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => self.connect()?,
        };
        stream.write_all(self.request(method, path, more, body).as_bytes()).ok()?;
        let answer = read(&mut stream)?;
        self.stream = Some(stream);
        Some(answer)
    }

    fn connect(&self) -> Option<TcpStream> {
        let stream = TcpStream::connect(self.node()).ok()?;
        stream.set_nodelay(true).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).ok()?;
        Some(stream)
    }
}

/// Reads one answer; a part of one is none.
fn read(stream: &mut TcpStream) -> Option<Answer> {
    let mut bytes = Vec::new();
    let mut part = [0; 16 << 10];
    loop {
        if let Some(answer) = whole(&bytes) {
            return Some(answer);
        }
        match stream.read(&mut part) {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(part.get(..read)?),
        }
    }
}

/// The answer in these bytes, which has a `Content-Length`, if all of it is there.
pub fn whole(bytes: &[u8]) -> Option<Answer> {
    let (head, body) = split(bytes)?;
    let length: usize = header(head, "content-length").unwrap_or("0").parse().ok()?;
    let body = body.get(..length)?;
    Some(Answer {
        status: head.split(' ').nth(1)?.parse().ok()?,
        replayed: header(head, "idempotent-replayed") == Some("true"),
        says_when: header(head, "retry-after").is_some(),
        location: header(head, "location").map(str::to_owned),
        cookie: header(head, "set-cookie").and_then(|cookie| cookie.split(';').next()).map(str::to_owned),
        text: String::from_utf8_lossy(body).into_owned(),
        body: serde_json::from_slice(body).unwrap_or(Value::Null),
    })
}

/// The head of a message, and what stands behind it.
pub fn split(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    Some((std::str::from_utf8(bytes.get(..end)?).ok()?, bytes.get(end + 4..)?))
}

/// The value of a field of a head.
pub fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}
