//! A mail server of the simplest kind, and a desk that notes what it is given.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use kit_mail_in::{Desk, Door, Letter, Listen, Unreadable, Verdict, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Takes what comes to `yes…`, says later to `later…` and never to all others.
#[derive(Clone, Default)]
pub struct Notes(pub Arc<Mutex<Vec<Noted>>>);

/// To whom, what it says, and whether a machine says it.
pub type Noted = (String, String, bool);

impl Desk for Notes {
    async fn knows(&self, recipient: &str) -> Verdict {
        if recipient.starts_with("no@") { Verdict::Never("Ecrivez ailleurs".to_owned()) } else { Verdict::Taken }
    }

    async fn take(&self, recipient: &str, letter: Arc<Letter>) -> Verdict {
        match recipient.split('@').next() {
            Some("later") => return Verdict::Later("come again".to_owned()),
            Some("never") => return Verdict::Never("gone".to_owned()),
            Some("slow") => tokio::time::sleep(Duration::from_millis(300)).await,
            _ => {}
        }
        let noted = (recipient.to_owned(), letter.answer.clone(), letter.automatic.is_some());
        self.0.lock().unwrap().push(noted);
        Verdict::Taken
    }

    fn unreadable(&self, why: Unreadable) -> Verdict {
        Verdict::Never(why.to_string())
    }
}

/// A door that is served.
pub struct Served {
    pub address: String,
    pub notes: Notes,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl Served {
    pub async fn start() -> Served {
        let door = Door::open(&"127.0.0.1:0".parse::<Listen>().unwrap()).await.unwrap();
        let (address, notes) = (door.address().unwrap().to_string(), Notes::default());
        let (stop, told) = oneshot::channel();
        let stopping = async { told.await.unwrap_or_default() };
        let serving = tokio::spawn(serve(door, notes.clone(), "here".to_owned(), stopping));
        Served { address, notes, stop, serving }
    }

    pub async fn line(&self) -> Line {
        let mut line = Line { stream: TcpStream::connect(&self.address).await.unwrap(), heard: Vec::new() };
        assert_eq!(line.hear().await, "220 here LMTP");
        line
    }

    pub async fn stop(self) -> Vec<Noted> {
        self.stop.send(()).unwrap();
        self.serving.await.unwrap();
        self.notes.0.lock().unwrap().clone()
    }
}

pub struct Line {
    stream: TcpStream,
    heard: Vec<u8>,
}

impl Line {
    /// Says something as it is.
    pub async fn say(&mut self, words: &[u8]) {
        self.stream.write_all(words).await.unwrap();
    }

    /// The next line; of an answer of several the last. Nothing after the end.
    pub async fn hear(&mut self) -> String {
        loop {
            if let Some(end) = self.heard.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.heard.drain(..=end).collect();
                let line = String::from_utf8(line).unwrap().trim_end().to_owned();
                if line.as_bytes().get(3) == Some(&b'-') {
                    continue;
                }
                return line;
            }
            let mut piece = [0; 4096];
            let read = self.stream.read(&mut piece).await.unwrap_or_default();
            if read == 0 {
                return String::new();
            }
            self.heard.extend_from_slice(&piece[..read]);
        }
    }

    /// Says a line and hears the first three signs of the answer.
    pub async fn ask(&mut self, words: &str) -> String {
        self.say(format!("{words}\r\n").as_bytes()).await;
        self.hear().await.chars().take(3).collect()
    }
}
