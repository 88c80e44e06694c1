//! The only door to the time of day.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// Where the present moment comes from: the system, or a test that sets it. Microsecond precision, the storage's own.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Clock {
        Clock(Source::System)
    }

    /// A clock that stands at `at` until it is moved; its clones move with it.
    pub fn set_at(at: Timestamp) -> Clock {
        Clock(Source::Set(Arc::new(AtomicI64::new(at.as_microsecond()))))
    }

    /// The present moment, to the microsecond.
    #[allow(clippy::disallowed_methods)]
    pub fn now(&self) -> Timestamp {
        let micros = match &self.0 {
            Source::System => Timestamp::now().as_microsecond(),
            Source::Set(micros) => micros.load(Ordering::SeqCst),
        };
        Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MAX)
    }

    /// Moves a set clock forward (or back); the system's clock stays what it is.
    pub fn advance(&self, by: SignedDuration) {
        if let Source::Set(micros) = &self.0 {
            micros.fetch_add(i64::try_from(by.as_micros()).unwrap_or(0), Ordering::SeqCst);
        }
    }
}
