//! Typed ids. An account's id is its number, printed everywhere; all others are random, as strangers see them.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use data_encoding::{Encoding, Specification};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Random;

/// The text was not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this is not an id")]
pub struct IdError;

/// The number of an account, shown as `C-1042`: short, never reused, the same in code, URLs, print and on the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(pub i64);

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "C-{}", self.0)
    }
}

impl FromStr for AccountId {
    type Err = IdError;

    /// Reads `C-1042`, and what people make of it on the phone: `c1042`, `C 1042`, `1042`.
    fn from_str(typed: &str) -> Result<AccountId, IdError> {
        let typed = typed.trim();
        let number = typed.strip_prefix(['C', 'c']).unwrap_or(typed);
        let digits = number.strip_prefix(['-', ' ']).unwrap_or(number);
        if digits.is_empty() || digits.len() > 15 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(IdError);
        }
        digits.parse().map(AccountId).map_err(|_| IdError)
    }
}

impl Serialize for AccountId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AccountId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<AccountId, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A random id of a `T`: 62 bits, shown as 13 characters of Crockford's base 32 in lower case.
pub struct Id<T>(pub i64, PhantomData<fn() -> T>);

/// Marks ids of persons.
#[derive(Debug)]
pub enum Person {}

/// The id of a person.
pub type PersonId = Id<Person>;

/// Marks ids of machines.
#[derive(Debug)]
pub enum Machine {}

/// The id of a machine: an installation of the publisher's application, linked to an account.
pub type MachineId = Id<Machine>;

impl<T> Id<T> {
    /// The id with this stored value.
    pub const fn from_raw(value: i64) -> Id<T> {
        Id(value, PhantomData)
    }

    /// A new id that nobody can guess.
    pub fn random(random: &Random) -> Id<T> {
        let value = u64::from_le_bytes(random.bytes::<8>()) >> 2;
        Id::from_raw(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

fn encoding() -> &'static Encoding {
    static ENCODING: std::sync::LazyLock<Encoding> = std::sync::LazyLock::new(|| {
        let mut specification = Specification::new();
        specification.symbols.push_str("0123456789abcdefghjkmnpqrstvwxyz");
        specification.encoding().unwrap_or(data_encoding::BASE32HEX_NOPAD)
    });
    &ENCODING
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        encoding().encode_display(&self.0.to_be_bytes()).fmt(f)
    }
}

impl<T> FromStr for Id<T> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Id<T>, IdError> {
        let bytes = encoding().decode(text.as_bytes()).map_err(|_| IdError)?;
        let bytes: [u8; 8] = bytes.try_into().map_err(|_| IdError)?;
        let value = i64::from_be_bytes(bytes);
        if value < 0 { Err(IdError) } else { Ok(Id::from_raw(value)) }
    }
}

// Written out, because a derive would ask `T` for what only the number needs.
impl<T> Clone for Id<T> {
    fn clone(&self) -> Id<T> {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Id<T>) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Id<T>) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Id<T>) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> std::hash::Hash for Id<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({self})")
    }
}
impl<T> Serialize for Id<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Id<T>, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_numbers_are_read_as_people_say_them() {
        for typed in ["C-1042", "c-1042", "C 1042", "c1042", " 1042 "] {
            assert_eq!(typed.parse(), Ok(AccountId(1042)), "{typed}");
        }
        for typed in ["", "C-", "C-12x", "D-1042", "C--", "CC-1042", "C--1042", "+1042", "9999999999999999"] {
            assert_eq!(typed.parse::<AccountId>(), Err(IdError), "{typed}");
        }
        assert_eq!(AccountId(1042).to_string(), "C-1042");
    }

    #[test]
    fn ids_survive_their_text() {
        let random = Random::seeded(7);
        for _ in 0..100 {
            let id = PersonId::random(&random);
            assert_eq!(id.to_string().len(), 13);
            assert_eq!(id.to_string().parse(), Ok(id));
        }
        assert_eq!("zzzzzzzzzzzzz".parse::<PersonId>(), Err(IdError));
        assert_eq!("'; drop".parse::<PersonId>(), Err(IdError));
    }
}
