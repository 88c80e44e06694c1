//! Time that does not go back, so that a term is not lengthened by setting the clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

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
        let begun_at = latest.map_or(wall, |latest| latest.max(wall));
        Course { begun: clock.passed(), begun_at, latest: begun_at, clock }
    }

    pub(super) fn now(&mut self) -> Timestamp {
        let passed = self.clock.passed().saturating_sub(self.begun);
        let steady = self.begun_at.checked_add(passed).unwrap_or(Timestamp::MAX);
        self.latest = self.latest.max(steady).max(self.clock.wall());
        self.latest
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
        assert_eq!(course.now(), at(11));
        clock.turn(at(3));
        assert_eq!(course.now(), at(11));
        clock.pass(SignedDuration::from_hours(2));
        assert_eq!(course.now(), at(13));
    }

    #[test]
    fn time_begins_where_the_last_record_was() {
        let mut course = Course::begin(Clock::set_at(at(3)), Some(at(12)));
        assert_eq!(course.now(), at(12));
        let mut course = Course::begin(Clock::set_at(at(13)), Some(at(12)));
        assert_eq!(course.now(), at(13));
    }
}
