//! What stood in a field before and after.

use jiff::Timestamp;
use kit_core::{AccountId, Credits, Locale, Money};
use serde::{Deserialize, Serialize};

use crate::Label;

/// A value as the log keeps it, so that each reader sees it in his or her own words. Secrets never go in: record that a
/// password changed, not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// As it is.
    Str(String),
    /// A whole number.
    Number(i64),
    /// A moment.
    DateTime(Timestamp),
    /// An amount.
    Money(Money),
    /// Codes of labels: a state, some roles.
    Labels(Vec<String>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Str(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Str(text)
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Number(number)
    }
}
impl From<Credits> for Value {
    fn from(credits: Credits) -> Value {
        Value::Number(credits.0)
    }
}
impl From<Money> for Value {
    fn from(money: Money) -> Value {
        Value::Money(money)
    }
}
impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Value {
        Value::DateTime(at)
    }
}
impl From<AccountId> for Value {
    fn from(account: AccountId) -> Value {
        Value::Str(account.to_string())
    }
}
impl From<Locale> for Value {
    fn from(locale: Locale) -> Value {
        Value::Str(locale.endonym().to_owned())
    }
}
impl From<&'static Label> for Value {
    fn from(label: &'static Label) -> Value {
        Value::Labels(vec![label.code.to_owned()])
    }
}
impl FromIterator<&'static Label> for Value {
    fn from_iter<I: IntoIterator<Item = &'static Label>>(labels: I) -> Value {
        Value::Labels(labels.into_iter().map(|label| label.code.to_owned()).collect())
    }
}
