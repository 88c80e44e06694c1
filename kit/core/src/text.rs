//! Texts named by their key, put into words only where the reader's language is known.

use jiff::Timestamp;

use crate::{Credits, Money};

/// A text of the interface: the key of a Fluent message and its arguments. Models and services speak in these.
///
/// The key is always a literal, so that a test can find keys that are missing or unused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The Fluent message.
    pub key: &'static str,
    /// Its arguments.
    pub args: Vec<(&'static str, Arg)>,
}

/// An argument of a [`Text`], written as the reader's language writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// Inserted as it is.
    Str(String),
    /// A whole number: grouped, and choosing the plural.
    Number(i64),
    /// A day, written in full.
    Date(Timestamp),
    /// A day and time.
    DateTime(Timestamp),
    /// So many minutes, in hours and minutes.
    Minutes(i64),
    /// An amount with its currency.
    Money(Money),
    /// Another text.
    Text(Box<Text>),
}

impl Text {
    /// The text without arguments.
    pub const fn new(key: &'static str) -> Text {
        Text { key, args: Vec::new() }
    }

    /// The same text with one more argument.
    pub fn with(mut self, name: &'static str, arg: impl Into<Arg>) -> Text {
        self.args.push((name, arg.into()));
        self
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Arg {
        Arg::Str(text.to_owned())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Arg {
        Arg::Str(text)
    }
}
impl From<i64> for Arg {
    fn from(number: i64) -> Arg {
        Arg::Number(number)
    }
}
impl From<Credits> for Arg {
    fn from(credits: Credits) -> Arg {
        Arg::Number(credits.0)
    }
}
impl From<Money> for Arg {
    fn from(money: Money) -> Arg {
        Arg::Money(money)
    }
}
impl From<Text> for Arg {
    fn from(text: Text) -> Arg {
        Arg::Text(Box::new(text))
    }
}
