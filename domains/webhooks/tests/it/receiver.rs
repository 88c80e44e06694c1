//! A program that receives events on loopback.

use std::collections::VecDeque;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A call as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    pub head: String,
    pub body: String,
}

impl Received {
    pub fn header(&self, name: &str) -> String {
        let line = self.head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_else(|| panic!("no {name} in {}", self.head)).to_owned()
    }
}

/// Answers each call with the next of its answers, then with 204.
pub struct Receiver {
    pub url: String,
    answers: Arc<Mutex<VecDeque<String>>>,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Receiver {
    pub async fn start() -> Receiver {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let (answers, received) = (Arc::<Mutex<VecDeque<String>>>::default(), Arc::<Mutex<Vec<Received>>>::default());
        let (next, seen) = (answers.clone(), received.clone());
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let (next, seen) = (next.clone(), seen.clone());
                tokio::spawn(async move {
                    let Some(call) = read(&mut stream).await else { return };
                    seen.lock().unwrap().push(call);
                    let answer = next.lock().unwrap().pop_front().unwrap_or_else(|| status(204));
                    let _ = stream.write_all(answer.as_bytes()).await;
                });
            }
        });
        Receiver { url, answers, received }
    }

    /// The next answers.
    pub fn will(&self, answers: impl IntoIterator<Item = String>) {
        self.answers.lock().unwrap().extend(answers);
    }

    /// What came since the last time.
    pub fn received(&self) -> Vec<Received> {
        std::mem::take(&mut self.received.lock().unwrap())
    }
}

/// An answer with nothing but a status.
pub fn status(code: u16) -> String {
    format!("HTTP/1.1 {code} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
}

async fn read(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let count = stream.read(&mut chunk).await.ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let call = Received { head: head.to_owned(), body: body.to_owned() };
        if call.header("content-length").parse() == Ok(call.body.len()) {
            return Some(call);
        }
    }
}
