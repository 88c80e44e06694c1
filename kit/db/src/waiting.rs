//! Reads that queue up, and the snapshot that they may share.

use std::time::{Duration, Instant};

use crate::kept::Edition;
use crate::work::ReadWork;

/// A body that reads, and since when it waits.
pub(crate) struct Waiting {
    pub(crate) work: Box<dyn ReadWork>,
    since: Instant,
}

/// How long a snapshot serves others: bodies that take long must not keep the writer from emptying its log.
const SHARED_FOR: Duration = Duration::from_millis(50);

/// An open snapshot, for all who had asked before it began: they may not see less than what was acknowledged until then, and
/// it shows that. So bodies that queue up share what a snapshot costs to begin, and what it says of the editions.
pub(crate) struct Snapshot {
    began: Instant,
    pub(crate) editions: Option<Vec<Edition>>,
}

#[allow(clippy::disallowed_methods)] // a monotonic clock to tell what came first, not the time of day
fn now() -> Instant {
    Instant::now()
}

impl Waiting {
    /// From now on.
    pub(crate) fn new(work: Box<dyn ReadWork>) -> Waiting {
        Waiting { work, since: now() }
    }
}

impl Snapshot {
    /// One that begins after this moment.
    pub(crate) fn new() -> Snapshot {
        Snapshot { began: now(), editions: None }
    }

    /// Whether it shows all that this body may expect.
    pub(crate) fn serves(&self, waiting: &Waiting) -> bool {
        waiting.since < self.began && now() < self.began + SHARED_FOR
    }
}
