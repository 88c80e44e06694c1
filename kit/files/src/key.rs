//! The key of a file.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use kit_core::Random;
use kit_db::{Cell, FromValue, ToValue, Value};

/// The key of a file: random, the name it has in the folder, and nothing that a person ever sees or sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileKey([u8; 16]);

impl FileKey {
    /// A new key.
    pub fn random(random: &Random) -> FileKey {
        FileKey(random.bytes())
    }

    /// On which of the 256 shelves the file stands.
    pub(crate) fn shelf(self) -> u8 {
        self.0[0]
    }
}

impl fmt::Display for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        HEXLOWER.encode_display(&self.0).fmt(f)
    }
}

impl FromStr for FileKey {
    type Err = ();

    fn from_str(text: &str) -> Result<FileKey, ()> {
        let bytes = HEXLOWER.decode(text.as_bytes()).map_err(drop)?;
        bytes.try_into().map(FileKey).map_err(drop)
    }
}

impl ToValue for FileKey {
    fn value(&self) -> Value<'_> {
        Value::Bytes(&self.0)
    }
}

impl FromValue for FileKey {
    fn from_value(cell: Cell<'_>) -> Result<FileKey, String> {
        <[u8; 16]>::from_value(cell).map(FileKey)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_and_nothing_else_is() {
        let key = FileKey::random(&Random::seeded(1));
        assert_eq!(key.to_string().parse(), Ok(key));
        for text in ["", "..", "00", "incoming", &"0".repeat(31), &"G".repeat(32)] {
            assert_eq!(text.parse::<FileKey>(), Err(()), "{text}");
        }
    }
}
