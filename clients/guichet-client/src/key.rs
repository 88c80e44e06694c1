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
    /// A key that nobody else has.
    ///
    /// # Errors
    /// The machine has no randomness to give.
    pub fn random() -> Result<Key, Error> {
        let bytes: [u8; 16] = system::random().map_err(|error| Error::System(error.to_string()))?;
        Ok(Key(HEXLOWER.encode(&bytes)))
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
        assert_ne!(Key::random().unwrap(), Key::random().unwrap());
    }
}
