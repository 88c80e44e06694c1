//! What goes into a mail, kept until it is rendered, when the reader's language writes it.

use jiff::Timestamp;
use kit_core::{AccountId, Arg, Credits, Money, Text};
use kit_i18n::Reader;
use serde::{Deserialize, Serialize};

use crate::Email;

/// A value of a mail. Serialisable, unlike the argument of a `Text`: it waits in the queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailValue {
    /// Inserted as it is: it can bring neither Markdown, nor HTML, nor a header.
    Str(String),
    /// A whole number, grouped.
    Number(i64),
    /// A day, in full.
    Date(Timestamp),
    /// A day and time.
    DateTime(Timestamp),
    /// An amount with its currency.
    Money(Money),
    /// Whole numbers, each with its day: `300 (31 December 2026), 50 (2 January 2027)`. Of many, the first, and
    /// a sign that there are more.
    Dated(Vec<(i64, Timestamp)>),
    /// So many minutes, in hours and minutes.
    Minutes(i64),
    /// As [`MailValue::Dated`], of minutes.
    DatedMinutes(Vec<(i64, Timestamp)>),
    /// Texts of the interface by their keys, in a list: the names of roles.
    Words(Vec<String>),
    /// Sentences of the interface with what goes into them, one after the other.
    Said(Vec<Said>),
}

/// A text of the interface that waits in the queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Said {
    key: String,
    with: Vec<(String, MailValue)>,
}

impl From<Text> for Said {
    fn from(text: Text) -> Said {
        let with = text.args.into_iter().map(|(name, arg)| (name.to_owned(), MailValue::from(arg))).collect();
        Said { key: text.key.to_owned(), with }
    }
}

impl Said {
    fn say(&self, reader: &Reader) -> String {
        reader.key_with(&self.key, self.with.iter().map(|(name, value)| (name.as_str(), value.arg(reader))))
    }
}

impl MailValue {
    /// Texts of the interface, which take no arguments, in a list.
    pub fn words(texts: impl IntoIterator<Item = Text>) -> MailValue {
        MailValue::Words(texts.into_iter().map(|text| text.key.to_owned()).collect())
    }

    /// Sentences of the interface, one after the other.
    pub fn said(texts: impl IntoIterator<Item = Text>) -> MailValue {
        MailValue::Said(texts.into_iter().map(Said::from).collect())
    }

    /// The value within a text: numbers choose its plural.
    fn arg(&self, reader: &Reader) -> Arg {
        match self {
            MailValue::Number(number) => Arg::Number(*number),
            other => Arg::Str(other.say(reader)),
        }
    }

    /// The value as `reader` reads it.
    pub fn say(&self, reader: &Reader) -> String {
        match self {
            MailValue::Str(text) => text.clone(),
            MailValue::Number(number) => reader.number(*number),
            MailValue::Date(at) => reader.date(*at),
            MailValue::DateTime(at) => reader.date_time(*at),
            MailValue::Money(money) => reader.money(*money),
            MailValue::Dated(all) => dated(all, reader, Reader::number),
            MailValue::Minutes(minutes) => reader.minutes(*minutes),
            MailValue::DatedMinutes(all) => dated(all, reader, Reader::minutes),
            MailValue::Words(keys) => keys.iter().map(|key| reader.key(key)).collect::<Vec<_>>().join(", "),
            MailValue::Said(texts) => texts.iter().map(|text| text.say(reader)).collect::<Vec<_>>().join(" "),
        }
    }
}

/// So many numbers with their days are named.
const NAMED: usize = 20;

fn dated(all: &[(i64, Timestamp)], reader: &Reader, shown: fn(&Reader, i64) -> String) -> String {
    let one = |(number, at): &(i64, Timestamp)| format!("{} ({})", shown(reader, *number), reader.date(*at));
    let more = (all.len() > NAMED).then(|| "…".to_owned());
    all.iter().take(NAMED).map(one).chain(more).collect::<Vec<_>>().join(", ")
}

impl From<Arg> for MailValue {
    fn from(arg: Arg) -> MailValue {
        match arg {
            Arg::Str(text) => MailValue::Str(text),
            Arg::Number(number) => MailValue::Number(number),
            Arg::Date(at) => MailValue::Date(at),
            Arg::DateTime(at) => MailValue::DateTime(at),
            Arg::Minutes(minutes) => MailValue::Minutes(minutes),
            Arg::Money(money) => MailValue::Money(money),
            Arg::Text(text) => MailValue::said([*text]),
        }
    }
}
impl From<&str> for MailValue {
    fn from(text: &str) -> MailValue {
        MailValue::Str(text.to_owned())
    }
}
impl From<String> for MailValue {
    fn from(text: String) -> MailValue {
        MailValue::Str(text)
    }
}
impl From<&Email> for MailValue {
    fn from(email: &Email) -> MailValue {
        MailValue::Str(email.to_string())
    }
}
impl From<AccountId> for MailValue {
    fn from(account: AccountId) -> MailValue {
        MailValue::Str(account.to_string())
    }
}
impl From<i64> for MailValue {
    fn from(number: i64) -> MailValue {
        MailValue::Number(number)
    }
}
impl From<Credits> for MailValue {
    fn from(credits: Credits) -> MailValue {
        MailValue::Number(credits.0)
    }
}
impl From<Money> for MailValue {
    fn from(money: Money) -> MailValue {
        MailValue::Money(money)
    }
}
