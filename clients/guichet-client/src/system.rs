//! The only door to the time of day, the machine's time zone, the passing of time and randomness.
#![allow(clippy::disallowed_methods, reason = "a library has no context: this is where it looks at the machine")]

use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What the machine's clock says, to the microsecond, which is what the server keeps.
pub(crate) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
}

/// The time zone of this machine, for whoever sits at it.
pub fn local_zone() -> TimeZone {
    TimeZone::system()
}

/// Measures how long something takes, whatever happens to the clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts.
    pub(crate) fn start() -> Stopwatch {
        Stopwatch(Instant::now())
    }

    /// Since the start.
    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// Random bytes, fit for secrets.
///
/// # Errors
/// The machine has none to give.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
