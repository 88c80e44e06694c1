//! An answer by mail, handed over to the running program as a mail server does.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

/// Words that no other mail has.
const WORDS: &str = "essai-par-courriel-4711";

/// Answers the newest mail in the outbox that can be answered, twice with one id; it is told to the staff, once.
pub fn answers_by_mail(outbox: &Path, socket: &Path) {
    let newest = mails(outbox).into_iter().rev().find_map(|mail| Some((reply_to(&mail)?, field(&mail, "To")?)));
    let (address, person) = newest.expect("a mail that can be answered");
    let mut line = Line::to(socket);
    line.ask("LHLO mail.example.org", "250");
    line.ask(&format!("MAIL FROM:<{person}>"), "250");
    let forged = address.replacen("+c", "+c1", 1);
    assert!(line.ask(&format!("RCPT TO:<{forged}>"), "550").contains("http://127.0.0.1:"), "it says where to go");
    line.ask(&format!("RCPT TO:<{address}>"), "250");
    for again in [false, true] {
        if again {
            line.ask(&format!("MAIL FROM:<{person}>"), "250");
            line.ask(&format!("RCPT TO:<{address}>"), "250");
        }
        line.ask("DATA", "354");
        let mail = format!("From: {person}\r\nMessage-ID: <essai@kerlann.example>\r\n\r\n{WORDS}\r\n\r\n> x\r\n.");
        line.ask(&mail, "250");
    }
    line.ask("QUIT", "221");
    let told = || mails(outbox).iter().filter(|mail| mail.contains(WORDS)).count();
    for _ in 0..200 {
        if told() > 0 {
            break;
        }
        sleep(Duration::from_millis(50));
    }
    assert_eq!(told(), 1);
}

/// The mails of the outbox, the oldest first.
fn mails(outbox: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(outbox).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = entries.filter(|path| path.extension().is_some_and(|ending| ending == "eml")).collect();
    paths.sort();
    paths.iter().map(|path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned()).collect()
}

/// The address in a field of a mail.
fn field(mail: &str, name: &str) -> Option<String> {
    let after = mail.split_once(&format!("\n{name}:"))?.1.trim_start();
    Some(after.split(['\r', '\n']).next()?.trim_matches(['<', '>', ' ']).to_owned())
}

fn reply_to(mail: &str) -> Option<String> {
    field(mail, "Reply-To").filter(|address| address.starts_with("assistance+c"))
}

struct Line(BufReader<UnixStream>);

impl Line {
    fn to(socket: &Path) -> Line {
        let mut line = Line(BufReader::new(UnixStream::connect(socket).unwrap()));
        assert!(line.hear().starts_with("220 "));
        line
    }

    /// The next answer: its last line.
    fn hear(&mut self) -> String {
        loop {
            let mut said = String::new();
            assert_ne!(self.0.read_line(&mut said).unwrap(), 0, "the program hung up");
            if said.as_bytes()[3] != b'-' {
                return said;
            }
        }
    }

    fn ask(&mut self, words: &str, code: &str) -> String {
        self.0.get_mut().write_all(format!("{words}\r\n").as_bytes()).unwrap();
        let said = self.hear();
        assert!(said.starts_with(code), "{words}: {said}");
        said
    }
}
