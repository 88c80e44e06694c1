//! What a mail says.

use std::panic::{AssertUnwindSafe, catch_unwind};

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

use crate::automatic::{self, Automatic};
use crate::quoted::{answer_of, html_above};

/// Pictures up to this size that the text itself shows are logos, in bytes.
const LOGO: usize = 8 << 10;
/// The most files of a mail that are looked at.
const MOST_FILES: usize = 50;
/// The longest text that is looked at, in bytes.
const LONGEST_TEXT: usize = 1 << 20;

/// A mail, as far as it can be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its `Message-ID`, without its brackets.
    pub id: Option<String>,
    /// The address that it says it comes from: anybody can write anything there.
    pub from: Option<String>,
    /// Its subject.
    pub subject: String,
    /// What of its text is new.
    pub answer: String,
    /// Which machine wrote it, if one did.
    pub automatic: Option<Automatic>,
    /// By which installations it came already.
    pub loops: Vec<String>,
    /// The files that came along.
    pub files: Vec<Attached>,
}

/// A file of a mail.
#[derive(Clone, PartialEq, Eq)]
pub struct Attached {
    /// What its sender calls it.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Attached {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Attached({:?}, {} bytes)", self.name, self.bytes.len())
    }
}

/// Reads a mail; `has_sender` says whether its envelope names one. Nothing for what is no mail at all.
pub fn read(mail: &[u8], has_sender: bool) -> Option<Letter> {
    // The parser is written not to panic. If it does all the same, one mail is not understood, and no more.
    catch_unwind(AssertUnwindSafe(|| understood(mail, has_sender))).unwrap_or_else(|_| {
        tracing::error!(bytes = mail.len(), "a mail broke its parser");
        None
    })
}

fn understood(mail: &[u8], has_sender: bool) -> Option<Letter> {
    let mail = MessageParser::default().parse(mail)?;
    if mail.headers().is_empty() {
        return None;
    }
    let from = mail.from().and_then(|from| from.first()).and_then(|from| from.address());
    let loops = mail.headers_raw().filter(|(name, _)| name.eq_ignore_ascii_case("X-Loop"));
    Some(Letter {
        id: mail.message_id().map(|id| words(id, 500)).filter(|id| !id.is_empty()),
        from: from.map(|from| words(from, 254)),
        subject: words(mail.subject().unwrap_or_default(), 200),
        answer: answer_of(&text(&mail)),
        automatic: automatic::of(&mail, has_sender),
        loops: loops.map(|(_, value)| words(value, 500)).collect(),
        files: mail.attachments().filter(|part| !is_ornament(part)).take(MOST_FILES).map(attached).collect(),
    })
}

/// One line without what cannot be seen.
fn words(text: &str, longest: usize) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()).take(longest).collect()
}

/// The text of a mail: its plain parts one after the other, or what its HTML says.
fn text(mail: &Message<'_>) -> String {
    let mut all = String::new();
    for place in 0..mail.text_body_count() {
        let is_html = mail.text_part(u32::try_from(place).unwrap_or(u32::MAX)).is_some_and(|part| part.is_text_html());
        let piece = if is_html {
            let html = mail.body_html(place);
            html.map(|html| mail_parser::decoders::html::html_to_text(html_above(&html)))
        } else {
            mail.body_text(place).map(|text| text.into_owned())
        };
        if let Some(piece) = piece {
            if !all.is_empty() {
                all.push('\n');
            }
            all.push_str(&piece);
        }
        if all.len() > LONGEST_TEXT {
            break;
        }
    }
    shown(&all)
}

/// Without what cannot be seen, and what turns the direction of writing.
fn shown(text: &str) -> String {
    let hidden = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    let text = text.replace("\r\n", "\n").replace('\t', " ");
    text.chars().filter(|c| !hidden(*c)).take(LONGEST_TEXT).collect()
}

/// Logos of signatures, and signatures that machines check.
fn is_ornament(part: &MessagePart<'_>) -> bool {
    let kind = part.content_type();
    let is = |main: &str, sub: &str| {
        kind.is_some_and(|kind| kind.ctype() == main && (sub.is_empty() || kind.subtype() == Some(sub)))
    };
    let is_logo = part.content_id().is_some() && is("image", "") && part.contents().len() <= LOGO;
    is_logo
        || is("application", "pgp-signature")
        || is("application", "pkcs7-signature")
        || is("application", "x-pkcs7-signature")
}

fn attached(part: &MessagePart<'_>) -> Attached {
    let named = part.attachment_name().map(|name| words(name, 200)).filter(|name| !name.is_empty());
    match &part.body {
        PartType::Message(inner) => {
            Attached { name: named.unwrap_or_else(|| "message.eml".to_owned()), bytes: inner.raw_message().to_vec() }
        }
        _ => {
            let kind = part.content_type();
            let ending = match kind.and_then(|kind| kind.subtype()) {
                Some(sub) if sub.len() <= 5 && sub.bytes().all(|byte| byte.is_ascii_alphanumeric()) => sub,
                _ => "bin",
            };
            let ending = if ending == "plain" { "txt" } else { ending };
            Attached { name: named.unwrap_or_else(|| format!("file.{ending}")), bytes: part.contents().to_vec() }
        }
    }
}
