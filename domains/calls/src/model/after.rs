//! Where a page of calls or of requests starts.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use kit_core::IdError;

/// The last row of the page before, as an address has it: when it was, and its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct After(pub Timestamp, pub i64);

impl After {
    /// Before the earliest.
    pub const FIRST: After = After(Timestamp::MIN, i64::MIN);
    /// After the latest.
    pub const LAST: After = After(Timestamp::MAX, i64::MAX);
}

impl fmt::Display for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0.as_microsecond(), self.1)
    }
}

impl FromStr for After {
    type Err = IdError;

    fn from_str(text: &str) -> Result<After, IdError> {
        let (at, id) = text.split_once('.').ok_or(IdError)?;
        let at = at.parse().map_err(|_| IdError)?;
        Ok(After(Timestamp::from_microsecond(at).map_err(|_| IdError)?, id.parse().map_err(|_| IdError)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_page_starts_is_read_as_it_was_written() {
        let after = After(Timestamp::from_microsecond(-12).unwrap(), 7);
        assert_eq!(after.to_string().parse(), Ok(after));
        for wrong in ["", ".", "x.y", "1", "99999999999999999999.1", "9223372036854775807.1"] {
            assert!(wrong.parse::<After>().is_err(), "{wrong}");
        }
    }
}
