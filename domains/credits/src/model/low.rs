//! When little is left, as the account means it.

use jiff::Timestamp;
use kit_core::Credits;

use super::words::{InputError, within};
use super::{LARGEST, whole};

/// Below what an account wants to be told that little is left, and whether it was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LowWatch {
    /// The least that can be there without a word; none: it is never told.
    pub threshold: Option<Credits>,
    /// Since when less is there, which was told then; none while enough is there.
    pub since: Option<Timestamp>,
}

impl LowWatch {
    /// The watch once `free` can be used at `at`: what fell below the threshold stays so until as much is there again.
    pub fn after(self, free: Credits, at: Timestamp) -> LowWatch {
        let is_low = self.threshold.is_some_and(|threshold| free < threshold);
        LowWatch { since: is_low.then(|| self.since.unwrap_or(at)), ..self }
    }

    /// Whether less is there than the account wants.
    pub fn is_low(self) -> bool {
        self.since.is_some()
    }
}

/// Reads a threshold as it is typed: nothing, or 1 and more.
///
/// # Errors
/// It is no whole number, or out of range.
pub fn threshold(typed: &str) -> Result<Option<Credits>, InputError> {
    match whole(typed) {
        Err(InputError::Missing) => Ok(None),
        typed => within(typed?, 1, LARGEST.0).map(|credits| Some(Credits(credits))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn it_is_low_from_the_first_moment_on_and_until_enough_is_there() {
        let watch = LowWatch { threshold: Some(Credits(100)), since: None };
        assert!(!watch.after(Credits(100), at(1)).is_low());
        let low = watch.after(Credits(99), at(2));
        assert_eq!(low.since, Some(at(2)));
        assert_eq!(low.after(Credits(5), at(3)).since, Some(at(2)), "the same once more");
        assert_eq!(low.after(Credits(100), at(4)), watch);
    }

    #[test]
    fn without_a_threshold_nothing_is_low() {
        assert_eq!(LowWatch::default().after(Credits::ZERO, at(1)), LowWatch::default());
    }

    #[test]
    fn a_threshold_is_a_whole_number_or_nothing() {
        assert_eq!(threshold(" 1 250 "), Ok(Some(Credits(1250))));
        assert_eq!(threshold("  "), Ok(None));
        assert_eq!(threshold("0"), Err(InputError::Range { min: 1, max: LARGEST.0 }));
        assert_eq!(threshold("1,5"), Err(InputError::NotWhole));
    }
}
