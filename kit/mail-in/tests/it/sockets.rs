//! The protocol.

use std::process::Command;
use std::time::Duration;

use kit_mail_in::{Door, LONGEST_MAIL, Listen, serve};

use crate::line::{Notes, Served};

/// The variable that names a Python; `cargo xtask test` sets it.
const PYTHON: &str = "GUICHET_TEST_PYTHON";
/// Hands a mail to each of four recipients as `smtplib` does, and prints what each was told.
const CLIENT: &str = r#"
import smtplib, sys
mail = b"From: a@b.example\r\nSubject: x\r\n\r\n.dots\r\n..\r\nend\r\n"
told = []
with smtplib.LMTP(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0) as client:
    for name in ["yes@x.example", "later@x.example", "never@x.example", "no@x.example"]:
        try:
            client.sendmail("a@b.example", [name], mail)
            told.append(250)
        except smtplib.SMTPDataError as error:
            told.append(error.smtp_code)
        except smtplib.SMTPRecipientsRefused as error:
            told.append(error.recipients[name][0])
print(told)
"#;

fn smtplib(arguments: &[&str]) -> String {
    let python = std::env::var(PYTHON).unwrap_or_else(|_| panic!("{PYTHON} is not set: run `cargo xtask test`"));
    let said = Command::new(python).args(["-c", CLIENT]).args(arguments).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8(said.stdout).unwrap().trim().to_owned()
}

const TOLD: &str = "[250, 451, 550, 550]";
/// What that mail says.
const SAYS: &str = ".dots\n..\nend";

#[tokio::test]
async fn a_mail_program_hands_mails_over() {
    let served = Served::start().await;
    let (host, port) = served.address.rsplit_once(':').unwrap();
    let (host, port) = (host.to_owned(), port.to_owned());
    let told = tokio::task::spawn_blocking(move || smtplib(&[&host, &port])).await.unwrap();
    assert_eq!(told, TOLD);
    assert_eq!(served.stop().await, [("yes@x.example".to_owned(), SAYS.to_owned(), false)]);
}

#[tokio::test]
async fn a_socket_in_the_file_system_is_a_door_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lmtp");
    let listen = Listen::Unix(path.clone());
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    let door = Door::open(&listen).await.expect("what a stopped program left is taken away");
    let notes = Notes::default();
    let (stop, told) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(serve(door, notes.clone(), "here".to_owned(), async { told.await.unwrap_or_default() }));
    let place = path.display().to_string();
    let said = tokio::task::spawn_blocking(move || smtplib(&[&place])).await.unwrap();
    assert_eq!(said, TOLD);
    stop.send(()).unwrap();
    serving.await.unwrap();
    assert!(!path.exists(), "the socket goes with the door");
    assert_eq!(notes.0.lock().unwrap().len(), 1);
    std::fs::write(&path, "mine").unwrap();
    assert!(Door::open(&listen).await.is_err(), "a file of somebody else is not touched");
}

#[tokio::test]
async fn a_socket_of_a_program_that_runs_is_not_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lmtp");
    let listen = Listen::Unix(path.clone());
    let first = Door::open(&listen).await.unwrap();
    let second = Door::open(&listen).await.map(drop);
    assert_eq!(second.unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
    assert!(std::os::unix::net::UnixStream::connect(&path).is_ok(), "the first one still takes mail in");
    // It was taken away by hand, and another program has its own there now.
    std::fs::remove_file(&path).unwrap();
    let other = Door::open(&listen).await.unwrap();
    drop(first);
    assert!(path.exists(), "what is another's stays");
    drop(other);
    assert!(!path.exists());
}

#[tokio::test]
async fn what_is_said_is_bounded() {
    let served = Served::start().await;
    let mut line = served.line().await;
    assert_eq!(line.ask("LHLO me").await, "250");
    assert_eq!(line.ask(&"x".repeat(5_000)).await, "500");
    assert_eq!(line.ask("MAIL FROM:<a@b.example>").await, "250");
    assert_eq!(line.ask("RCPT TO:<no@x.example>").await, "550");
    assert_eq!(line.ask("DATA").await, "503", "nobody is there to take it");
    assert_eq!(line.ask("RCPT TO:<yes@x.example>").await, "250");
    assert_eq!(line.ask("DATA").await, "354");
    let piece = vec![b'a'; 1 << 20];
    for _ in 0..=LONGEST_MAIL >> 20 {
        line.say(&piece).await;
    }
    line.say(b"\r\n.\r\n").await;
    assert!(line.hear().await.starts_with("552 "));
    assert_eq!(line.ask("NOOP").await, "250", "the line goes on after a mail that was too long");
    for _ in 0..18 {
        assert_eq!(line.ask("nonsense").await, "500");
    }
    assert_eq!(line.ask("nonsense").await, "421");
    assert_eq!(line.hear().await, "", "enough is enough");
    let mut lines = Vec::new();
    for _ in 0..16 {
        lines.push(served.line().await);
    }
    let mut more = tokio::net::TcpStream::connect(&served.address).await.unwrap();
    let mut said = String::new();
    tokio::io::AsyncReadExt::read_to_string(&mut more, &mut said).await.unwrap();
    assert!(said.starts_with("421 4.3.2 "), "{said}");
    drop(lines);
    assert_eq!(served.stop().await, []);
}

#[tokio::test]
async fn several_mails_and_all_at_once_in_one_connection() {
    let served = Served::start().await;
    let mut line = served.line().await;
    // A server that knows PIPELINING says much before it hears anything.
    line.say(b"LHLO me\r\nMAIL FROM:<>\r\nRCPT TO:<yes@x.example>\r\nRCPT TO:<later@x.example>\r\nDATA\r\n").await;
    for code in ["250", "250", "250", "250", "354"] {
        assert!(line.hear().await.starts_with(code));
    }
    line.say(b"A: b\r\n\r\none\r\n.\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<yes@x.example>\r\nDATA\r\n").await;
    for code in ["250", "451", "250", "250", "354"] {
        assert!(line.hear().await.starts_with(code), "an answer for each recipient: {code}");
    }
    line.say(b"A: b\r\n\r\ntwo\n.\nstill two\r\n.\r\nQUIT\r\n").await;
    assert!(line.hear().await.starts_with("250"));
    assert!(line.hear().await.starts_with("221"));
    let taken = served.stop().await;
    let told: Vec<(&str, bool)> = taken.iter().map(|(_, says, is_automatic)| (says.as_str(), *is_automatic)).collect();
    assert_eq!(told, [("one", true), ("two\n.\nstill two", false)], "who names no sender is a machine");
}

#[tokio::test]
async fn a_mail_that_cannot_be_read_is_refused_for_all_to_whom_it_goes() {
    let served = Served::start().await;
    let mut line = served.line().await;
    line.say(b"LHLO me\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<yes@x.example>\r\nRCPT TO:<yes@y.example>\r\nDATA\r\n")
        .await;
    for code in ["250", "250", "250", "250", "354"] {
        assert!(line.hear().await.starts_with(code));
    }
    line.say(&b"A:\r\n".repeat(100_000)).await;
    line.say(b"\r\n.\r\n").await;
    for _ in 0..2 {
        assert_eq!(line.hear().await, "550 5.7.1 it has too many fields");
    }
    assert_eq!(line.ask("NOOP").await, "250", "and the line goes on");
    assert_eq!(served.stop().await, []);
}

#[tokio::test]
async fn a_mail_that_has_begun_comes_to_its_end() {
    let served = Served::start().await;
    let mut idle = served.line().await;
    let mut line = served.line().await;
    line.ask("LHLO me").await;
    line.ask("MAIL FROM:<a@b.example>").await;
    line.ask("RCPT TO:<slow@x.example>").await;
    line.ask("DATA").await;
    line.say(b"A: b\r\n\r\nx\r\n.\r\n").await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    let heard = tokio::spawn(async move { (idle.hear().await, line.hear().await) });
    assert_eq!(served.stop().await.len(), 1);
    let (idle, line) = heard.await.unwrap();
    assert!(idle.starts_with("421 ") && line.starts_with("250 "), "{idle} {line}");
}
