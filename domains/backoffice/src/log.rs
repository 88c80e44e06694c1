//! Lines of the log, ready for a page.

use audit::{AuthorKind, Event, Shown, Value};
use jiff::Timestamp;
use kit_core::{AccountId, Arg, Text};
use kit_db::{DbError, Read};
use kit_web::verbatim;
use people::Names;

use crate::names::UNKNOWN;

/// What somebody did, in words.
#[derive(Debug)]
pub struct LogLine {
    /// When.
    pub at: Timestamp,
    /// What was done.
    pub action: Text,
    /// The account it concerns.
    pub account: Option<AccountId>,
    /// The person it concerns.
    pub person: Option<Text>,
    /// Who did it.
    pub author: Text,
    /// What changed.
    pub changes: Vec<LogChange>,
}

/// What stood in a field and stands there since, in words.
#[derive(Debug)]
pub struct LogChange {
    /// The field.
    pub field: Text,
    /// What stood there.
    pub before: Option<Text>,
    /// What stands there since.
    pub after: Option<Text>,
}

/// Puts events into words, with the names of their persons.
///
/// # Errors
/// The database cannot be read.
pub fn lines(read: &mut Read<'_>, events: Vec<Event>) -> Result<Vec<LogLine>, DbError> {
    let persons = events.iter().flat_map(|event| [event.person, event.author_person]).flatten();
    let names = Names::of(read, persons)?;
    Ok(events.into_iter().map(|event| line(&names, event)).collect())
}

fn line(names: &Names, event: Event) -> LogLine {
    let other = event.person.filter(|person| event.author_person != Some(*person));
    LogLine {
        at: event.at,
        action: shown(event.action_shown()),
        account: event.account,
        person: other.map(|person| names.full(person, UNKNOWN)),
        author: author(names, &event),
        changes: event
            .changes
            .into_iter()
            .map(|change| LogChange {
                field: shown(change.field_shown()),
                before: change.before.map(value),
                after: change.after.map(value),
            })
            .collect(),
    }
}

fn author(names: &Names, event: &Event) -> Text {
    let name = event.author_person.map(|person| names.full(person, UNKNOWN));
    match (event.author, name) {
        (AuthorKind::Person, Some(name)) => name,
        (AuthorKind::Staff, Some(name)) => Text::new("backoffice-by-staff").with("name", name),
        (AuthorKind::Key, _) => {
            Text::new("backoffice-by-key").with("key", event.author_detail.clone().unwrap_or_default())
        }
        (AuthorKind::Machine, _) => {
            Text::new("backoffice-by-machine").with("name", event.author_detail.clone().unwrap_or_default())
        }
        (AuthorKind::System, _) => Text::new("backoffice-by-system"),
        _ => Text::new("backoffice-by-visitor"),
    }
}

fn shown(shown: Shown) -> Text {
    match shown {
        Shown::Text(text) => text,
        Shown::Plain(plain) => verbatim(plain),
    }
}

fn value(value: Value) -> Text {
    let arg = match value {
        Value::Str(text) => Arg::Str(text),
        Value::Number(number) => Arg::Number(number),
        Value::DateTime(at) => Arg::DateTime(at),
        Value::Money(money) => Arg::Money(money),
        Value::Labels(codes) => return words(&codes),
    };
    verbatim(arg)
}

/// Words out of a list, one after the other.
fn words(codes: &[String]) -> Text {
    let mut words = codes.iter().map(|code| shown(Shown::code(code)));
    let first = words.next().unwrap_or_else(|| verbatim(""));
    words.fold(first, |list, word| Text::new("backoffice-list").with("list", list).with("word", word))
}
