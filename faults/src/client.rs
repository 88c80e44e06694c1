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
    /// The body; null if it is no JSON.
    pub body: Value,
}

/// A connection that is opened when it is needed, and again after it broke.
pub struct Client {
    address: String,
    key: String,
    stream: Option<TcpStream>,
}

impl Client {
    /// A client of the product at `address`, with this API key.
    pub fn new(address: &str, key: &str) -> Client {
        Client { address: address.to_owned(), key: key.to_owned(), stream: None }
    }

    /// Sends a body under an idempotency key; `None`: nobody knows what became of it.
    pub fn post(&mut self, path: &str, key: &str, body: &Value) -> Option<Answer> {
        let body = body.to_string();
        let length = body.len();
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\nidempotency-key: {key}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}",
            self.address, self.key
        ))
    }

    /// Reads.
    pub fn get(&mut self, path: &str) -> Option<Answer> {
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\n\r\n",
            self.address, self.key
        ))
    }

    fn send(&mut self, request: &str) -> Option<Answer> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => self.connect()?,
        };
        stream.write_all(request.as_bytes()).ok()?;
        let answer = read(&mut stream)?;
        self.stream = Some(stream);
        Some(answer)
    }

    fn connect(&self) -> Option<TcpStream> {
        let stream = TcpStream::connect(&self.address).ok()?;
        stream.set_nodelay(true).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).ok()?;
        Some(stream)
    }
}

/// Reads one answer with a `Content-Length`; a part of one is none.
fn read(stream: &mut TcpStream) -> Option<Answer> {
    let mut bytes = Vec::new();
    let mut part = [0; 16 << 10];
    loop {
        if let Some((head, body)) = split(&bytes) {
            let length: usize = header(head, "content-length").unwrap_or("0").parse().ok()?;
            if body.len() >= length {
                return Some(Answer {
                    status: head.split(' ').nth(1)?.parse().ok()?,
                    replayed: header(head, "idempotent-replayed") == Some("true"),
                    says_when: header(head, "retry-after").is_some(),
                    body: serde_json::from_slice(body.get(..length)?).unwrap_or(Value::Null),
                });
            }
        }
        match stream.read(&mut part) {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(part.get(..read)?),
        }
    }
}

fn split(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    Some((std::str::from_utf8(bytes.get(..end)?).ok()?, bytes.get(end + 4..)?))
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}
