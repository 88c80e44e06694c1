//! What a mail says.

use std::panic::{AssertUnwindSafe, catch_unwind};

use mail_parser::decoders::html::html_to_text;
use thiserror::Error;

use crate::automatic::{self, Automatic};
use crate::part::Part;
use crate::parts::{head_of, take_apart};
use crate::quoted::{answer_of, html_above};

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

/// Why a mail is not read. Whoever wrote it has to write it in another way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// It is no mail at all.
    #[error("it has no fields")]
    NoMail,
    /// Its parts stand too deep in one another.
    #[error("its parts stand too deep in one another")]
    TooDeep,
    /// It is made of too many parts.
    #[error("it is made of too many parts")]
    TooManyParts,
    /// Its heads have too many fields, or too long ones.
    #[error("it has too many fields")]
    TooManyFields,
    /// It broke the program that reads it.
    #[error("it broke its parser")]
    Broken,
}

/// Reads a mail; `has_sender` says whether its envelope names one.
///
/// # Errors
/// [`Unreadable`]: it is no mail, or more than a person sends.
pub fn read(mail: &[u8], has_sender: bool) -> Result<Letter, Unreadable> {
    // What is called for single fields and texts is written not to panic. If it does all the same, one mail is not understood.
    catch_unwind(AssertUnwindSafe(|| understood(mail, has_sender))).unwrap_or_else(|_| {
        tracing::error!(bytes = mail.len(), "a mail broke its parser");
        Err(Unreadable::Broken)
    })
}

fn understood(mail: &[u8], has_sender: bool) -> Result<Letter, Unreadable> {
    let head = head_of(mail)?;
    if head.is_empty() {
        return Err(Unreadable::NoMail);
    }
    let parts = take_apart(mail)?;
    let (texts, others): (Vec<&Part<'_>>, Vec<&Part<'_>>) = parts.iter().partition(|part| part.is_text());
    let files = others.into_iter().filter(|part| !part.is_ornament());
    Ok(Letter {
        id: head.id("Message-ID").map(|id| words(&id, 500)).filter(|id| !id.is_empty()),
        from: head.address("From").map(|from| words(&from, 254)),
        subject: words(&head.words("Subject").unwrap_or_default(), 200),
        answer: answer_of(&text(&texts)),
        automatic: automatic::of(&head, has_sender),
        loops: head.all("X-Loop").map(|value| words(&value, 500)).collect(),
        files: files.take(MOST_FILES).map(attached).collect(),
    })
}

/// One line without what cannot be seen.
fn words(text: &str, longest: usize) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()).take(longest).collect()
}

/// The text of a mail: its plain parts one after the other, or what its HTML says.
fn text(parts: &[&Part<'_>]) -> String {
    let mut all = String::new();
    for part in parts {
        // Of parts that say the same the plain ones are read, if there are any.
        let is_said_plainly = || parts.iter().any(|other| other.choice == part.choice && !other.is_html());
        if part.choice.is_some() && part.is_html() && is_said_plainly() {
            continue;
        }
        let text = part.text(4 * LONGEST_TEXT);
        if !all.is_empty() {
            all.push('\n');
        }
        all.push_str(&if part.is_html() { html_to_text(html_above(&text)) } else { text });
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

fn attached(part: &Part<'_>) -> Attached {
    let named = part.name().map(|name| words(&name, 200)).filter(|name| !name.is_empty());
    let plain = || if part.is_mail() { "message.eml".to_owned() } else { format!("file.{}", part.ending()) };
    Attached { name: named.unwrap_or_else(plain), bytes: part.bytes().into_owned() }
}
