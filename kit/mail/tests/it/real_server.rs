//! A real exchange with a real mail server: aiosmtpd, from the Python that `GUICHET_TEST_PYTHON` names.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use kit_mail::{SendError, Transport};
use serde::Deserialize;

use crate::sample::mail;

/// The variable that names a Python with aiosmtpd; `cargo xtask test` makes one and sets it.
const PYTHON: &str = "GUICHET_TEST_PYTHON";

struct Server {
    process: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
    port: u16,
}

#[derive(Debug, Deserialize)]
struct Taken {
    from: String,
    to: Vec<String>,
    content: String,
    tls: bool,
}

impl Server {
    fn start(arguments: &[&str]) -> Server {
        let python = std::env::var(PYTHON)
            .unwrap_or_else(|_| panic!("{PYTHON} is not set: run `cargo xtask test`, or name a Python with aiosmtpd"));
        let mut process = Command::new(python)
            .arg(data("server.py"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python starts");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines.next().expect("the server tells its port").unwrap().parse().unwrap();
        Server { process, lines, port }
    }

    fn taken(&mut self) -> Taken {
        let line = self.lines.next().expect("the server tells what it took").unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().expect("the server is stopped");
        self.process.wait().expect("the server ends");
    }
}

fn data(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/data").join(file)
}

#[tokio::test]
async fn a_server_takes_the_mail_whole() {
    let mut server = Server::start(&[]);
    let transport: Transport = format!("smtp://127.0.0.1:{}?tls=none", server.port).parse().unwrap();
    transport.send(&mail()).await.unwrap();
    transport.send(&mail()).await.expect("the connection is used again");
    for _ in 0..2 {
        let taken = server.taken();
        assert_eq!(
            (taken.from.as_str(), taken.to.as_slice()),
            ("espace@exemple.fr", &["camille@client.example".to_owned()][..])
        );
        assert!(!taken.tls);
        assert!(taken.content.contains(&format!("Message-ID: <{}@exemple.fr>", mail().id)), "{}", taken.content);
        assert!(taken.content.contains("multipart/alternative"));
        assert!(taken.content.contains("https://client.exemple.fr/reset/abc.def"));
    }
}

#[tokio::test]
async fn it_is_encrypted_and_signed_in_where_the_server_wants_it() {
    let mut server = Server::start(&["tls"]);
    let (port, ca) = (server.port, data("localhost.pem"));
    let url =
        |user: &str, ca: &str| format!("smtp://{user}@localhost:{port}?tls=required{ca}").parse::<Transport>().unwrap();
    let trusted = format!("&ca={}", ca.display());
    url("ann%40exemple.fr:p%3Aw%2F%25", &trusted).send(&mail()).await.unwrap();
    assert!(server.taken().tls);

    let wrong_password = url("ann%40exemple.fr:guess", &trusted).send(&mail()).await;
    assert!(matches!(&wrong_password, Err(SendError::Later(why)) if !why.contains("guess")), "{wrong_password:?}");
    let stranger = url("ann%40exemple.fr:p%3Aw%2F%25", "").send(&mail()).await;
    assert!(matches!(stranger, Err(SendError::Later(_))), "a certificate that nobody vouches for: {stranger:?}");
}
