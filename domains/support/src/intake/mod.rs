//! The desk at which mails come in: to whom, what they say, what their server is told.

mod body;
mod files;
mod words;

use std::sync::Arc;

use kit_core::{Author, Locale, Text};
use kit_db::{DbError, Failed, Lock};
use kit_files::Deposit;
use kit_mail::{Email, MailId};
use kit_mail_in::{Desk, Letter, Unreadable, Verdict};
use kit_web::App;
use publisher::ReplyTo;

use self::body::{body, digest};
use self::words::later;
use crate::model::{CaseNumber, Settings};
use crate::service::{self, CaseRefusal, Envelope, Expected, MailRefusal, MailSide, Mailed};

/// Takes answers to mails about cases.
#[derive(Clone)]
pub struct Intake {
    app: App,
    base: Email,
}

/// Whom a mail is for.
#[derive(Debug, Clone, Copy)]
struct To {
    side: MailSide,
    reply: ReplyTo,
}

/// What is there when a mail comes.
struct Found {
    settings: Settings,
    locale: Locale,
    /// The publisher's.
    time_zone: String,
    /// The name of our own mails.
    host: Option<String>,
    expected: Result<Option<Expected>, MailRefusal>,
}

impl Intake {
    /// The desk of a program that takes mail in; none where it has no address for it.
    pub fn of(app: &App) -> Option<Intake> {
        Some(Intake { app: app.clone(), base: app.reply_address.clone()? })
    }

    /// Whose address it is, if it is one of ours that holds still.
    async fn to(&self, recipient: &str) -> Result<Option<To>, DbError> {
        let Some(sealed) = ReplyTo::read(&self.base, recipient) else { return Ok(None) };
        let person = sealed.person();
        let known = self.app.db.read(move |read| people::service::person(read, person)).await?;
        let opened = known.and_then(|known| sealed.opened(&self.app.keys, &known.email, self.app.clock.now()));
        Ok(opened.and_then(|reply| Some(To { side: MailSide::from_sign(reply.side)?, reply })))
    }

    async fn land(&self, to: To, letter: &Letter) -> Result<Verdict, DbError> {
        let envelope = Envelope {
            digest: digest(letter, to.reply),
            side: to.side,
            person: to.reply.person,
            number: CaseNumber::from_raw(to.reply.row),
            sender: letter.from.clone().unwrap_or_else(|| "?".to_owned()),
            is_automatic: letter.automatic.is_some(),
        };
        let found = self.find(envelope.clone()).await?;
        if self.is_own(letter, found.host.as_deref()) {
            tracing::warn!(case = to.reply.row, "a mail of our own came back and was dropped");
            return Ok(Verdict::Taken);
        }
        let expected = match found.expected {
            Ok(Some(expected)) => expected,
            Ok(None) => return Ok(Verdict::Taken),
            Err(refusal) => return Ok(self.refused(refusal)),
        };
        // The files of machines are not even named.
        let files = if envelope.is_automatic { &[][..] } else { &letter.files };
        let sorted = files::sort(files, &found.settings, expected.room.filter(|_| self.app.files.are_kept()));
        let Some(sorted) = sorted else { return Ok(self.refused(MailRefusal::Case(CaseRefusal::NoRoom))) };
        let reader = self.app.reader(found.locale, &found.time_zone);
        let say =
            |name: &String| reader.text(&Text::new("support-mail-left-out").with("name", name.as_str())).into_owned();
        let Some(body) = body(letter, &sorted.names(), sorted.left_out.iter().map(say).collect()) else {
            return Ok(self.empty());
        };
        let deposit = match files::keep(&self.app, &sorted).await {
            Ok(deposit) => deposit,
            Err(error) => {
                tracing::error!(%error, "the files of a mail cannot be kept");
                return Ok(later());
            }
        };
        let mail = Mailed { envelope, body, files: deposit.files() };
        self.write(expected.lock, mail, deposit).await
    }

    /// What is there, before anything is kept.
    async fn find(&self, envelope: Envelope) -> Result<Found, DbError> {
        let now = self.app.clock.now();
        let find = move |read: &mut kit_db::Read<'_>| {
            let expected = match service::expect(read, now, &envelope) {
                Ok(expected) => Ok(expected),
                Err(Failed::Refused(refusal)) => Err(refusal),
                Err(Failed::Db(error)) => return Err(error),
            };
            let known = people::service::person(read, envelope.person)?;
            let publisher = publisher::settings(read)?;
            Ok(Found {
                settings: service::settings(read)?,
                locale: known.map_or(Locale::default(), |person| person.locale),
                host: publisher.mail.email.map(|email| email.domain().to_owned()),
                time_zone: publisher.identity.time_zone,
                expected,
            })
        };
        self.app.db.read(find).await
    }

    async fn write(&self, lock: Lock, mail: Mailed, deposit: Deposit) -> Result<Verdict, DbError> {
        let Envelope { side, person, .. } = mail.envelope;
        let ctx = self.app.context(match side {
            MailSide::Customer => Author::Person(person),
            MailSide::Staff => Author::Staff(person),
        });
        let landing = self.app.db.write(lock, move |tx| service::land(tx, &ctx, &mail));
        let is_not_spoken_of =
            |landed: &Result<_, Failed<MailRefusal>>| !matches!(landed, Ok(_) | Err(Failed::Db(DbError::Unknown)));
        match deposit.settled(landing, is_not_spoken_of).await {
            Ok(landed) => {
                tracing::info!(?landed, "a mail came in");
                Ok(Verdict::Taken)
            }
            Err(Failed::Refused(refusal)) => Ok(self.refused(refusal)),
            Err(Failed::Db(error)) => Err(error),
        }
    }

    /// Whether a mail is one that this installation sent.
    fn is_own(&self, letter: &Letter, host: Option<&str>) -> bool {
        let mark = self.app.public_url.to("");
        let is_ours = |id: &str| {
            id.split_once('@').is_some_and(|(id, domain)| id.parse::<MailId>().is_ok() && Some(domain) == host)
        };
        letter.loops.contains(&mark) || letter.id.as_deref().is_some_and(is_ours)
    }
}

/// What is said where the database does not answer.
fn away(error: &DbError) -> Verdict {
    tracing::warn!(%error, "a mail could not be taken now");
    later()
}

impl Desk for Intake {
    async fn knows(&self, recipient: &str) -> Verdict {
        match self.to(recipient).await {
            Ok(Some(_)) => Verdict::Taken,
            Ok(None) => self.unknown(),
            Err(error) => away(&error),
        }
    }

    async fn take(&self, recipient: &str, letter: Arc<Letter>) -> Verdict {
        let landed = match self.to(recipient).await {
            Ok(Some(to)) => self.land(to, &letter).await,
            Ok(None) => return self.unknown(),
            Err(error) => Err(error),
        };
        landed.unwrap_or_else(|error| away(&error))
    }

    fn unreadable(&self, why: Unreadable) -> Verdict {
        tracing::info!(%why, "a mail was not read");
        self.not_read(why)
    }
}
