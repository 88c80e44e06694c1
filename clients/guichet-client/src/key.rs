//! The key by which a request is known when it is repeated.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use crate::{Error, system};

/// What is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an idempotency key is 1 to 255 visible ASCII characters")]
pub struct KeyError;

/// Names a use, not an attempt: the same key never writes twice. Make it before the work, keep it with the work, and after a
/// crash send the request again with it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Key(String);

impl Key {
    /// A key that nobody else has: a UUIDv7 (RFC 9562, 5.7). It begins with the time, so that the server keeps keys of one
    /// moment side by side; a clock that is wrong does no harm, as 74 bits of it are random.
    ///
    /// # Errors
    /// The machine has no randomness to give.
    pub fn random() -> Result<Key, Error> {
        let random: [u8; 10] = system::random().map_err(|error| Error::System(error.to_string()))?;
        let [_, _, moment @ ..] = system::now().as_millisecond().to_be_bytes();
        let mut bytes = [0; 16];
        bytes[..6].copy_from_slice(&moment);
        bytes[6..].copy_from_slice(&random);
        bytes[6] = 0x70 | (bytes[6] & 0x0f);
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        let hex = HEXLOWER.encode(&bytes);
        Ok(Key(format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A key that follows from this one. This one must be short enough: those of [`Key::random`] are.
    pub(crate) fn with(&self, suffix: impl fmt::Display) -> Key {
        Key(format!("{}-{suffix}", self.0))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Key, KeyError> {
        Key::try_from(text.to_owned())
    }
}

impl TryFrom<String> for Key {
    type Error = KeyError;

    fn try_from(text: String) -> Result<Key, KeyError> {
        let fits = (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(Key(text)) } else { Err(KeyError) }
    }
}

impl From<Key> for String {
    fn from(key: Key) -> String {
        key.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_visible_ascii() {
        assert!("5b0e-1".parse::<Key>().is_ok());
        assert!("k".repeat(255).parse::<Key>().is_ok());
        for bad in ["", "a b", "é", &"k".repeat(256), "a\n"] {
            assert_eq!(bad.parse::<Key>(), Err(KeyError), "{bad:?}");
        }
    }

    #[test]
    fn keys_of_its_own_grow_with_time_and_differ() {
        let (one, other) = (Key::random().unwrap(), Key::random().unwrap());
        assert_ne!(one, other);
        assert_eq!((one.as_str().len(), &one.as_str()[14..15]), (36, "7"));
        let hour = |key: &Key| key.as_str()[..6].to_owned();
        assert!(hour(&one) <= hour(&other) && hour(&one) != "000000");
    }
}
