//! Calls to typed addresses, against a listener on this machine.
#![allow(clippy::unwrap_used, missing_docs)]

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use kit_http::{CallError, Looked, Names, Outbound, Reach, UrlRefusal};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Time enough for whoever is here.
const LIMIT: Duration = Duration::from_secs(15);

/// Answers with one list of addresses after the other, the last for ever.
struct Changing {
    answers: Vec<Vec<IpAddr>>,
    asked: AtomicUsize,
}

impl Changing {
    fn new(answers: &[&[&str]]) -> Arc<Changing> {
        let answers = answers.iter().map(|list| list.iter().map(|text| text.parse().unwrap()).collect()).collect();
        Arc::new(Changing { answers, asked: AtomicUsize::new(0) })
    }
}

impl Names for Changing {
    fn look_up(&self, _: String) -> Looked {
        let turn = self.asked.fetch_add(1, Ordering::SeqCst).min(self.answers.len() - 1);
        let answer = self.answers[turn].clone();
        Box::pin(async move { Ok(answer) })
    }
}

/// A server on loopback that counts who connects and answers each with `answer`.
struct Server {
    port: u16,
    connections: Arc<AtomicUsize>,
}

impl Server {
    async fn start(answer: impl Into<Vec<u8>>) -> Server {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let (count, answer) = (connections.clone(), answer.into());
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                count.fetch_add(1, Ordering::SeqCst);
                let answer = answer.clone();
                tokio::spawn(async move {
                    let mut request = [0; 4096];
                    let _ = stream.read(&mut request).await;
                    let _ = stream.write_all(&answer).await;
                });
            }
        });
        Server { port, connections }
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

async fn post(outbound: &Outbound, url: &str) -> Result<kit_http::Answer, CallError> {
    outbound.post_json(url, &[("webhook-id", "x".to_owned())], b"{}".to_vec()).await
}

#[tokio::test]
async fn a_name_that_changes_its_answer_never_leads_inside() {
    let server = Server::start("").await;
    let url = format!("https://rebinding.example:{}/", server.port);
    // What it answers in turn; an address outside among others does not help.
    let answers: [&[&str]; 4] = [&["127.0.0.1"], &["2606:4700::1111", "127.0.0.1"], &["::1"], &["::ffff:127.0.0.1"]];
    let names = Changing::new(&answers);
    let outbound = Outbound::resolving(Reach::Public, names.clone(), LIMIT).unwrap();
    for turn in 1..=6 {
        let error = post(&outbound, &url).await.unwrap_err();
        assert!(matches!(error, CallError::Refused(UrlRefusal::Inside)), "{error}");
        assert_eq!(names.asked.load(Ordering::SeqCst), turn, "looked up at each call, and once");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn an_answer_that_was_good_before_does_not_open_the_way() {
    let server = Server::start("HTTP/1.1 204 x\r\n\r\n").await;
    let url = format!("http://localhost:{}/", server.port);
    // Where loopback is within reach, the first answer is called; the second, inside, is not, though the first was.
    let outbound =
        Outbound::resolving(Reach::Loopback, Changing::new(&[&["127.0.0.1"], &["10.0.0.1"]]), LIMIT).unwrap();
    assert_eq!(post(&outbound, &url).await.unwrap().status, 204);
    let error = post(&outbound, &url).await.unwrap_err();
    assert!(matches!(error, CallError::Refused(UrlRefusal::Inside)), "{error}");
    assert_eq!(server.connections(), 1, "no connection is kept");
}

#[tokio::test]
async fn this_machine_is_not_called_under_any_name() {
    let server = Server::start("HTTP/1.1 204 x\r\n\r\n").await;
    let outbound = Outbound::new(Reach::Public).unwrap();
    for host in ["localhost", "127.0.0.1", "[::1]", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]", "0.0.0.0"] {
        let error = post(&outbound, &format!("https://{host}:{}/", server.port)).await.unwrap_err();
        assert!(matches!(error, CallError::Refused(UrlRefusal::Inside)), "{host}: {error}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_not_a_way() {
    let target = Server::start("HTTP/1.1 204 x\r\n\r\n").await;
    let redirect =
        format!("HTTP/1.1 307 x\r\nlocation: http://127.0.0.1:{}/\r\ncontent-length: 0\r\n\r\n", target.port);
    let server = Server::start(redirect).await;
    let outbound = Outbound::new(Reach::Loopback).unwrap();
    assert_eq!(post(&outbound, &format!("http://127.0.0.1:{}/", server.port)).await.unwrap().status, 307);
    assert_eq!(target.connections(), 0);
}

#[tokio::test]
async fn who_hangs_is_left() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let hanging = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        // Until the caller leaves.
        stream.read_to_end(&mut request).await
    });
    let outbound = Outbound::resolving(Reach::Loopback, Changing::new(&[&[]]), Duration::from_millis(200)).unwrap();
    let error = post(&outbound, &url).await.unwrap_err();
    assert!(matches!(error, CallError::Timeout), "{error}");
    tokio::time::timeout(LIMIT, hanging).await.expect("the connection was closed").unwrap().ok();
}

#[tokio::test]
async fn of_an_endless_answer_little_is_read() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let endless = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        assert!(stream.read(&mut request).await.unwrap() > 0);
        stream.write_all(b"HTTP/1.1 200 x\r\n\r\n").await.unwrap();
        while stream.write_all(&[b'x'; 1024]).await.is_ok() {}
    });
    let outbound = Outbound::new(Reach::Loopback).unwrap();
    let answer = post(&outbound, &format!("http://127.0.0.1:{port}/")).await.unwrap();
    assert_eq!((answer.status, answer.beginning), (200, vec![b'x'; 2048]));
    tokio::time::timeout(LIMIT, endless).await.expect("the connection was closed").unwrap();
}

#[tokio::test]
async fn what_fails_is_told_apart_and_does_not_tell_the_address() {
    let outbound = Outbound::new(Reach::Loopback).unwrap();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let error = post(&outbound, &format!("http://127.0.0.1:{port}/secret")).await.unwrap_err();
    assert!(matches!(error, CallError::Unreachable(_)) && !error.to_string().contains("secret"), "{error}");
    let broken = Server::start("").await;
    let error = post(&outbound, &format!("http://127.0.0.1:{}/secret", broken.port)).await.unwrap_err();
    assert!(matches!(error, CallError::Broken(_)) && !error.to_string().contains("secret"), "{error}");
}
