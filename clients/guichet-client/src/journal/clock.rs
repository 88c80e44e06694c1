//! Time that does not go back, so that a term is not lengthened by setting the clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::JournalError;
use crate::system::{self, Stopwatch};

/// Where a journal looks for the time.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    Machine(Stopwatch),
    /// Microseconds: what the clock says, and what has passed.
    Set {
        wall: Arc<AtomicI64>,
        passed: Arc<AtomicI64>,
    },
}

impl Clock {
    /// The machine's.
    pub fn system() -> Clock {
        Clock(Source::Machine(Stopwatch::start()))
    }

    /// One that stands at `at` until it is moved; its clones move with it. For tests.
    pub fn set_at(at: Timestamp) -> Clock {
        let wall = Arc::new(AtomicI64::new(at.as_microsecond()));
        Clock(Source::Set { wall, passed: Arc::new(AtomicI64::new(0)) })
    }

    /// Time passes on a clock that was set.
    pub fn pass(&self, time: SignedDuration) {
        if let Source::Set { wall, passed } = &self.0 {
            let micros = i64::try_from(time.as_micros()).unwrap_or(i64::MAX);
            wall.fetch_add(micros, Ordering::SeqCst);
            passed.fetch_add(micros, Ordering::SeqCst);
        }
    }

    /// Somebody sets the clock to `at`; no time passes.
    pub fn turn(&self, at: Timestamp) {
        if let Source::Set { wall, .. } = &self.0 {
            wall.store(at.as_microsecond(), Ordering::SeqCst);
        }
    }

    fn wall(&self) -> Timestamp {
        match &self.0 {
            Source::Machine(_) => system::now(),
            Source::Set { wall, .. } => {
                Timestamp::from_microsecond(wall.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
            }
        }
    }

    fn passed(&self) -> SignedDuration {
        match &self.0 {
            Source::Machine(stopwatch) => SignedDuration::try_from(stopwatch.elapsed()).unwrap_or(SignedDuration::MAX),
            Source::Set { passed, .. } => SignedDuration::from_micros(passed.load(Ordering::SeqCst)),
        }
    }
}

/// Whether the server settles a use of this time: of this century.
fn is_plausible(at: Timestamp) -> bool {
    (2000..2100).contains(&at.to_zoned(TimeZone::UTC).year())
}

/// Time since a journal was opened: never before its last record, never slower than time passes, whatever the clock says.
#[derive(Debug)]
pub(super) struct Course {
    clock: Clock,
    begun_at: Timestamp,
    begun: SignedDuration,
    latest: Timestamp,
}

impl Course {
    pub(super) fn begin(clock: Clock, latest: Option<Timestamp>) -> Course {
        let wall = clock.wall();
        let begun_at = match latest {
            Some(latest) if is_plausible(wall) => latest.max(wall),
            Some(latest) => latest,
            None => wall,
        };
        Course { begun: clock.passed(), begun_at, latest: begun_at, clock }
    }

    /// Begins again where the clock is: what was before does not count any more.
    pub(super) fn restart(&mut self) {
        *self = Course::begin(self.clock.clone(), None);
    }

    /// This moment.
    ///
    /// # Errors
    /// It is of another century: the clock is wrong. It is not believed, so that all is well again once the clock is mended.
    pub(super) fn now(&mut self) -> Result<Timestamp, JournalError> {
        let passed = self.clock.passed().saturating_sub(self.begun);
        let steady = self.begun_at.checked_add(passed).unwrap_or(Timestamp::MAX);
        let now = self.latest.max(steady).max(self.clock.wall());
        if !is_plausible(now) {
            return Err(JournalError::Clock { says: now });
        }
        self.latest = now;
        Ok(now)
    }

    /// This moment, or the last one before the clock was wrong: for what is written down whatever it says.
    pub(super) fn now_or_latest(&mut self) -> Timestamp {
        self.now().unwrap_or(self.latest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i8) -> Timestamp {
        jiff::civil::date(2026, 11, 21).at(hour, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp()
    }

    #[test]
    fn a_clock_set_back_stops_nothing() {
        let clock = Clock::set_at(at(10));
        let mut course = Course::begin(clock.clone(), None);
        clock.pass(SignedDuration::from_hours(1));
        assert_eq!(course.now().unwrap(), at(11));
        clock.turn(at(3));
        assert_eq!(course.now().unwrap(), at(11));
        clock.pass(SignedDuration::from_hours(2));
        assert_eq!(course.now().unwrap(), at(13));
    }

    #[test]
    fn time_begins_where_the_last_record_was() {
        let mut course = Course::begin(Clock::set_at(at(3)), Some(at(12)));
        assert_eq!(course.now().unwrap(), at(12));
        let mut course = Course::begin(Clock::set_at(at(13)), Some(at(12)));
        assert_eq!(course.now().unwrap(), at(13));
    }

    #[test]
    fn a_time_of_another_century_is_refused_and_not_kept() {
        let wrong: Timestamp = "2105-03-01T00:00:00Z".parse().unwrap();
        let refused = |course: &mut Course| matches!(course.now(), Err(JournalError::Clock { says }) if says == wrong);
        let clock = Clock::set_at(at(10));
        let mut course = Course::begin(clock.clone(), None);
        clock.turn(wrong);
        assert!(refused(&mut course));
        assert_eq!(course.now_or_latest(), at(10));
        clock.turn(at(11));
        assert_eq!(course.now().unwrap(), at(11));

        let clock = Clock::set_at(wrong);
        let mut course = Course::begin(clock.clone(), Some(at(12)));
        assert!(refused(&mut course));
        clock.turn(at(3));
        assert_eq!(course.now().unwrap(), at(12));

        let mut course = Course::begin(Clock::set_at(Timestamp::UNIX_EPOCH), None);
        assert!(course.now().is_err());
        let mut course = Course::begin(Clock::set_at(Timestamp::UNIX_EPOCH), Some(at(12)));
        assert_eq!(course.now().unwrap(), at(12));
    }

    #[test]
    fn what_was_before_does_not_count_after_a_restart() {
        let mut course = Course::begin(Clock::set_at(at(3)), Some(at(12)));
        course.restart();
        assert_eq!(course.now().unwrap(), at(3));
    }
}
