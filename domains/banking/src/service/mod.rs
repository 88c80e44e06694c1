//! The use cases of statements.

mod check;
mod doubt;
mod import;
mod log;
mod look;
mod propose;
mod record;
mod suggest;

use std::sync::Arc;

use jiff::Timestamp;
use kit_core::{Author, Clock, Context, KeyRing, Random};
use kit_db::Db;

pub use check::{Fault, Violation, check};
pub use import::{AT_ONCE, Dropped, Imported, begin, stage, stage_all};
pub use look::{
    LineDetails, LineRow, Summary, Wanted, count_open, import, imports, line, line_of_receipt, lines, summary,
};
pub use propose::{own_account, propose_all, waiting};
pub use record::{LineRefusal, accept, ask_for_all_sure, ignore, record, record_all_sure, reopen};
pub use suggest::{Suggestion, suggestions};

/// What work that takes many transactions is given.
#[derive(Clone)]
pub struct World {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
    /// The installation's keys.
    pub keys: Arc<KeyRing>,
    /// In whose name it is done.
    pub author: Author,
    /// After this moment it stops between two transactions, to be gone on with later.
    pub until: Timestamp,
}

impl World {
    /// A context at this moment for a change by `author`.
    fn context(&self, author: Author) -> Context {
        Context { now: self.clock.now(), author, random: self.random.clone(), keys: self.keys.clone() }
    }

    fn is_over(&self) -> bool {
        self.clock.now() > self.until
    }
}

/// How work that takes many transactions ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All of it is done.
    All,
    /// Its time was over: there is more.
    More,
}
