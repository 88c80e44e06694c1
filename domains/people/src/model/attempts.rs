//! How often a secret may be tried.

use jiff::{SignedDuration, Timestamp};
use kit_core::Text;
use kit_db::FromRow;
use thiserror::Error;

/// So many attempts are free; then each one has to wait, twice as long as the one before.
const FREE: i64 = 5;
/// The first wait.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(1);
/// No wait is longer, so that the owner of a login that somebody attacks gets a turn.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);
/// After so long without an attempt all is forgotten.
const MEMORY: SignedDuration = SignedDuration::from_hours(24);

/// So many attempts at a person's second factor are let through in a day, whatever the browsers. Those without a mark share
/// some 33 of them, so a stranger alone does not use up what is left for the owner's own browsers.
const OF_DAY: i64 = 100;

/// What has been tried against one secret: 5 attempts at once, then one after 1, 2, 4… minutes, at most an hour.
/// That is at most 34 in the first 24 hours, and 24 in each day after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Attempts {
    /// Attempts that were let through since it was last forgotten.
    pub taken: i64,
    /// When the last one was let through.
    pub last_at: Timestamp,
    /// None is let through before; for the total of a day, its end.
    pub open_at: Timestamp,
}

/// Too many attempts: not before this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("too many attempts, try again at {0}")]
pub struct TryAgain(pub Timestamp);

impl From<TryAgain> for Text {
    fn from(TryAgain(at): TryAgain) -> Text {
        Text::new("people-try-again").with("at", kit_core::Arg::DateTime(at))
    }
}

impl Attempts {
    /// Nothing was tried yet.
    pub fn none(now: Timestamp) -> Attempts {
        Attempts { taken: 0, last_at: now, open_at: now }
    }

    /// Counts one more attempt, before anybody looks whether it is right.
    ///
    /// # Errors
    /// [`TryAgain`]: the attempt is not to be looked at; nothing is counted.
    pub fn take(self, now: Timestamp) -> Result<Attempts, TryAgain> {
        if now < self.open_at {
            return Err(TryAgain(self.open_at));
        }
        let taken = if now.duration_since(self.last_at) >= MEMORY { 1 } else { self.taken.saturating_add(1) };
        Ok(Attempts { taken, last_at: now, open_at: now.saturating_add(wait_after(taken)).unwrap_or(Timestamp::MAX) })
    }

    /// Counts one more attempt at a second factor of those that a day holds: see [`Attempts::take_of`].
    ///
    /// # Errors
    /// [`TryAgain`]: the day is full; nothing is counted.
    pub fn take_of_day(self, now: Timestamp) -> Result<Attempts, TryAgain> {
        self.take_of(OF_DAY, now)
    }

    /// Counts one more attempt of the `most` that a day holds; the day begins with its first one, and success forgets nothing.
    ///
    /// # Errors
    /// [`TryAgain`]: the day is full; nothing is counted.
    pub fn take_of(self, most: i64, now: Timestamp) -> Result<Attempts, TryAgain> {
        if now >= self.open_at {
            return Ok(Attempts {
                taken: 1,
                last_at: now,
                open_at: now.saturating_add(MEMORY).unwrap_or(Timestamp::MAX),
            });
        }
        if self.taken >= most {
            return Err(TryAgain(self.open_at));
        }
        Ok(Attempts { taken: self.taken + 1, last_at: now, open_at: self.open_at })
    }
}

fn wait_after(taken: i64) -> SignedDuration {
    let doublings = u32::try_from(taken - FREE).ok();
    doublings.map_or(SignedDuration::ZERO, |n| FIRST_WAIT.saturating_mul(1 << n.min(6)).min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(1_793_610_000 + minutes * 60).unwrap()
    }

    /// How many of the attempts made every minute are let through.
    fn let_through(mut attempts: Attempts, minutes: impl Iterator<Item = i64>) -> usize {
        let mut count = 0;
        for minute in minutes {
            if let Ok(next) = attempts.take(at(minute)) {
                attempts = next;
                count += 1;
            }
        }
        count
    }

    #[test]
    fn five_are_free_then_the_wait_doubles() {
        let mut attempts = Attempts::none(at(0));
        for _ in 0..5 {
            attempts = attempts.take(at(0)).unwrap();
        }
        assert_eq!(attempts.take(at(0)), Err(TryAgain(at(1))));
        let waits = [1, 2, 4, 8, 16, 32, 60, 60];
        let mut now = 0;
        for wait in waits {
            assert_eq!(attempts.take(at(now + wait - 1)), Err(TryAgain(at(now + wait))), "after {now} minutes");
            now += wait;
            attempts = attempts.take(at(now)).unwrap();
        }
    }

    #[test]
    fn a_guesser_gets_few_a_day() {
        assert_eq!(let_through(Attempts::none(at(0)), std::iter::repeat_n(0, 1_000)), 5);
        let a_day_of_guessing = (0..24 * 60).flat_map(|minute| std::iter::repeat_n(minute, 100));
        assert_eq!(let_through(Attempts::none(at(0)), a_day_of_guessing), 33);
    }

    #[test]
    fn a_day_holds_a_hundred() {
        let mut attempts = Attempts::none(at(0));
        for n in 0..100 {
            attempts = attempts.take_of_day(at(n)).unwrap();
        }
        assert_eq!(attempts.take_of_day(at(24 * 60 - 1)), Err(TryAgain(at(24 * 60))));
        assert_eq!(attempts.take_of_day(at(24 * 60)).map(|attempts| attempts.taken), Ok(1));
    }

    #[test]
    fn a_quiet_day_forgets() {
        let spent = Attempts { taken: 9, last_at: at(0), open_at: at(60) };
        assert_eq!(spent.take(at(24 * 60)).map(|attempts| attempts.taken), Ok(1));
        assert_eq!(spent.take(at(24 * 60 - 1)).map(|attempts| attempts.taken), Ok(10));
    }
}
