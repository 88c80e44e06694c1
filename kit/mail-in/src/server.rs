//! The server: connections, each with bounds of its own, and a desk that decides.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::command::Command;
use crate::content::Content;
use crate::door::{Door, Line};
use crate::letter::{Letter, Unreadable, read};
use crate::session::{Envelope, Session, Step, too_long};

/// How long a mail may be, in bytes.
pub const LONGEST_MAIL: usize = 25 << 20;
/// How many connections are open at once.
const MOST_CONNECTIONS: usize = 16;
/// How many mails are in memory at once.
const MOST_MAILS: usize = 2;
/// How long a line of a command may be, in bytes.
const LONGEST_LINE: usize = 2_000;
/// How many wrong lines are borne.
const MOST_WRONG: usize = 20;
/// How long the next command is waited for (RFC 5321, 4.5.3.2.7).
const NEXT_COMMAND: Duration = Duration::from_secs(5 * 60);
/// How long the next piece of a mail is waited for.
const NEXT_PIECE: Duration = Duration::from_secs(3 * 60);
/// How long all of a mail is waited for.
const WHOLE_MAIL: Duration = Duration::from_secs(10 * 60);
/// How long whoever is spoken to may take to hear.
const HEARING: Duration = Duration::from_secs(60);
/// How long a mail waits for its turn in memory.
const TURN: Duration = Duration::from_secs(60);
/// How long nothing is accepted after the system could not give a connection.
const PAUSE: Duration = Duration::from_millis(500);
/// How long connections may take to end once the program is told to stop.
const GRACE: Duration = Duration::from_secs(15);

/// What is said to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is kept, for good.
    Taken,
    /// Not now; the mail server comes again.
    Later(String),
    /// Never; whoever wrote reads this.
    Never(String),
}

impl Verdict {
    fn said(&self) -> String {
        let plain =
            |text: &str| text.chars().filter(|c| c.is_ascii() && !c.is_ascii_control()).take(400).collect::<String>();
        match self {
            Verdict::Taken => "250 2.0.0 Taken".to_owned(),
            Verdict::Later(why) => format!("451 4.3.0 {}", plain(why)),
            Verdict::Never(why) => format!("550 5.7.1 {}", plain(why)),
        }
    }
}

/// Who decides what becomes of a mail.
pub trait Desk: Send + Sync + 'static {
    /// Whether mail for this recipient can be taken at all.
    fn knows(&self, recipient: &str) -> impl Future<Output = Verdict> + Send;

    /// Takes a mail for one recipient; taken is what lasts.
    fn take(&self, recipient: &str, letter: Arc<Letter>) -> impl Future<Output = Verdict> + Send;

    /// What whoever wrote a mail is told that nobody can read.
    fn unreadable(&self, why: Unreadable) -> Verdict;
}

/// What all connections share.
struct Office<D> {
    desk: D,
    host: String,
    mails: Semaphore,
}

/// Takes mail in until `stopping` completes; then lets the mails that have begun come to their end.
pub async fn serve<D: Desk>(door: Door, desk: D, host: String, stopping: impl Future<Output = ()>) {
    let office = Arc::new(Office { desk, host, mails: Semaphore::new(MOST_MAILS) });
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let (told, stop) = watch::channel(false);
    let mut open = JoinSet::new();
    let mut stopping = pin!(stopping);
    loop {
        while open.try_join_next().is_some() {}
        let accepted = tokio::select! {
            accepted = door.accept() => accepted,
            () = &mut stopping => break,
        };
        match accepted {
            Ok(line) => {
                let place = places.clone().try_acquire_owned().ok();
                let (office, stop) = (office.clone(), stop.clone());
                open.spawn(async move {
                    let served = match &place {
                        Some(_) => Connection::new(line, stop).serve(&office).await,
                        None => Connection::new(line, stop).say("421 4.3.2 Too many connections: come again").await,
                    };
                    if let Err(error) = served {
                        tracing::debug!(%error, "a connection for mail broke off");
                    }
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection for mail was not accepted");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    drop(door);
    told.send_replace(true);
    let ended = timeout(GRACE, async { while open.join_next().await.is_some() {} }).await;
    if ended.is_err() {
        tracing::warn!("stopped in the midst of a mail, which its server keeps");
    }
}

/// A line that was read.
enum Heard {
    Line(Vec<u8>),
    TooLong,
    /// The other side is gone, or takes too long, or the program stops.
    Nothing(Option<&'static str>),
}

struct Connection {
    line: BufReader<Box<dyn Line>>,
    stop: watch::Receiver<bool>,
}

impl Connection {
    fn new(line: Box<dyn Line>, stop: watch::Receiver<bool>) -> Connection {
        Connection { line: BufReader::new(line), stop }
    }

    async fn say(&mut self, words: &str) -> io::Result<()> {
        let words = format!("{words}\r\n");
        let said = async {
            self.line.write_all(words.as_bytes()).await?;
            self.line.flush().await
        };
        timeout(HEARING, said).await?
    }

    async fn serve<D: Desk>(&mut self, office: &Office<D>) -> io::Result<()> {
        self.say(&format!("220 {} LMTP", office.host)).await?;
        let (mut session, mut wrong) = (Session::default(), 0);
        loop {
            let step = match self.hear().await? {
                Heard::Line(line) => session.hear(Command::parse(&line), &office.host, LONGEST_MAIL),
                Heard::TooLong => Step::Complain("500 5.5.2 The line is too long"),
                Heard::Nothing(Some(why)) => return self.say(why).await,
                Heard::Nothing(None) => return Ok(()),
            };
            match step {
                Step::Say(words) => self.say(&words).await?,
                Step::Complain(words) => {
                    wrong += 1;
                    if wrong > MOST_WRONG {
                        return self.say("421 4.7.0 Too much was not understood").await;
                    }
                    self.say(words).await?;
                }
                Step::Ask(recipient) => {
                    let verdict = office.desk.knows(&recipient).await;
                    if verdict == Verdict::Taken {
                        session.add(recipient);
                    }
                    self.say(&verdict.said()).await?;
                }
                Step::Receive(envelope) => self.receive(office, envelope).await?,
                Step::End => return self.say("221 2.0.0 Goodbye").await,
            }
        }
    }

    /// Reads a mail and says to each recipient what became of it.
    async fn receive<D: Desk>(&mut self, office: &Office<D>, envelope: Envelope) -> io::Result<()> {
        let Ok(Ok(turn)) = timeout(TURN, office.mails.acquire()).await else {
            return self.say("451 4.3.2 Other mails are being taken: come again").await;
        };
        self.say("354 End with CR LF . CR LF").await?;
        let mail = timeout(WHOLE_MAIL, self.content()).await??;
        let Some(mail) = mail else {
            for _ in &envelope.recipients {
                self.say(&too_long(LONGEST_MAIL)).await?;
            }
            return Ok(());
        };
        // A large mail takes its time to be read: once, for all to whom it goes.
        let has_sender = !envelope.sender.is_empty();
        let letter = tokio::task::spawn_blocking(move || read(&mail, has_sender).map(Arc::new)).await;
        let letter = letter.unwrap_or(Err(Unreadable::Broken));
        for recipient in &envelope.recipients {
            let verdict = match &letter {
                Ok(letter) => office.desk.take(recipient, letter.clone()).await,
                Err(why) => office.desk.unreadable(*why),
            };
            self.say(&verdict.said()).await?;
        }
        drop(turn);
        Ok(())
    }

    async fn content(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut content = Content::new(LONGEST_MAIL);
        loop {
            let piece = timeout(NEXT_PIECE, self.line.fill_buf()).await??;
            if piece.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let (length, end) = (piece.len(), content.take(piece));
            self.line.consume(end.unwrap_or(length));
            if end.is_some() {
                return Ok(content.finish());
            }
        }
    }

    /// The next line, without its end.
    async fn hear(&mut self) -> io::Result<Heard> {
        let mut stop = self.stop.clone();
        let line = read_line(&mut self.line);
        tokio::select! {
            heard = timeout(NEXT_COMMAND, line) => match heard {
                Ok(heard) => heard,
                Err(_) => Ok(Heard::Nothing(Some("421 4.4.2 Nothing was said for too long"))),
            },
            _ = stop.wait_for(|stop| *stop) => Ok(Heard::Nothing(Some("421 4.3.2 The service stops: come again"))),
        }
    }
}

/// Reads to the end of a line; of one that is too long nothing is kept.
async fn read_line(from: &mut BufReader<Box<dyn Line>>) -> io::Result<Heard> {
    let (mut line, mut is_too_long) = (Vec::new(), false);
    loop {
        let piece = from.fill_buf().await?;
        if piece.is_empty() {
            return Ok(Heard::Nothing(None));
        }
        let end = piece.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(piece.len(), |end| end + 1);
        if line.len() + taken > LONGEST_LINE {
            is_too_long = true;
            line.clear();
        }
        if !is_too_long {
            line.extend_from_slice(&piece[..taken]);
        }
        from.consume(taken);
        if end.is_some() {
            if is_too_long {
                return Ok(Heard::TooLong);
            }
            while line.last().is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
                line.pop();
            }
            return Ok(Heard::Line(line));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_one_line_of_ascii() {
        let verdict = Verdict::Never("Non\r\n250 é".to_owned());
        assert_eq!(verdict.said(), "550 5.7.1 Non250 ");
        assert_eq!(Verdict::Later("x".repeat(900)).said().len(), 410);
    }
}
