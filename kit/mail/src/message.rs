//! A mail as it travels (RFC 5322).

use std::time::SystemTime;

use jiff::Timestamp;
use kit_core::Id;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};

use crate::{Email, Rendered, SendError};

/// Marks ids of mails.
#[derive(Debug)]
pub enum AnyMail {}

/// The id of a mail: the same at each attempt to send it, so that a mail that came twice can be told from two mails.
pub type MailId = Id<AnyMail>;

/// From whom mail comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// The name shown.
    pub name: String,
    /// The address.
    pub email: Email,
    /// Where answers go, if not there.
    pub reply_to: Option<Email>,
}

/// What ties mails about one thing together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// The thing, as the left part of an id: mail programs put all mails that refer to it in one conversation.
    pub topic: String,
    /// Where answers go, if they are taken.
    pub reply_to: Option<Email>,
    /// The installation, by which it knows its own mails when they come back.
    pub mark: String,
}

/// A mail ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its id.
    pub id: MailId,
    /// When it is sent.
    pub at: Timestamp,
    /// From whom.
    pub from: Sender,
    /// To whom.
    pub to: Email,
    /// What it says.
    pub content: Rendered,
    /// What it is about, where several mails are about one thing.
    pub thread: Option<Thread>,
    /// The page on which its receiver chooses whether such mails come; none for a mail that has to.
    pub choices: Option<String>,
}

impl Mail {
    /// The message with its envelope.
    ///
    /// # Errors
    /// A part cannot be written as mail; no further attempt will help.
    pub(crate) fn message(&self) -> Result<lettre::Message, SendError> {
        let refused = |error: &dyn std::error::Error| SendError::Refused(error.to_string());
        let mailbox = |name: Option<&str>, email: &Email| {
            let address = email.as_str().parse().map_err(|error: lettre::address::AddressError| refused(&error))?;
            Ok::<_, SendError>(Mailbox::new(name.map(plain), address))
        };
        let mut message = lettre::Message::builder()
            .from(mailbox(Some(&self.from.name), &self.from.email)?)
            .to(mailbox(None, &self.to)?)
            .subject(&self.content.subject)
            .date(SystemTime::from(self.at))
            .message_id(Some(format!("<{}@{}>", self.id, self.from.email.domain())))
            // No answering machine should answer (RFC 3834, 5).
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()))
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Content-Language"),
                self.content.locale.tag().to_owned(),
            ));
        if let Some(choices) = &self.choices {
            // RFC 2369, 3.2. The page asks to sign in: a click without one (RFC 8058) would let whoever got the mail decide.
            let header = HeaderName::new_from_ascii_str("List-Unsubscribe");
            message = message.raw_header(HeaderValue::new(header, format!("<{choices}>")));
        }
        if let Some(Thread { topic, mark, .. }) = &self.thread {
            // The first mail of all refers to what was never sent, as the others do: so they stand side by side (RFC 5322, 3.6.4).
            let topic = format!("<{topic}@{}>", self.from.email.domain());
            message = message.in_reply_to(topic.clone()).references(topic);
            message = message.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("X-Loop"), plain(mark)));
        }
        let answers = self.thread.as_ref().and_then(|thread| thread.reply_to.as_ref());
        if let Some(reply_to) = answers.or(self.from.reply_to.as_ref()) {
            message = message.reply_to(mailbox(None, reply_to)?);
        }
        let parts = MultiPart::alternative()
            .boundary(format!("part-{}", self.id))
            .singlepart(part(ContentType::TEXT_PLAIN, &self.content.text)?)
            .singlepart(part(ContentType::TEXT_HTML, &self.content.html)?);
        message.multipart(parts).map_err(|error| refused(&error))
    }
}

/// Always quoted-printable: readable in its source, whatever the letters.
fn part(kind: ContentType, text: &str) -> Result<SinglePart, SendError> {
    let body = Body::new_with_encoding(text.to_owned(), ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| SendError::Refused("the text cannot be written as mail".to_owned()))?;
    Ok(SinglePart::builder().header(kind).body(body))
}

/// A name on one line.
fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
