//! What a journal can come to.

use std::io;

use jiff::Timestamp;

use crate::Error;

/// Why a journal did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The disk fails, or the folder is not there.
    #[error("the journal cannot be read or written: {0}")]
    Disk(#[from] io::Error),
    /// Another process has it open.
    #[error("another process has the journal open")]
    InUse,
    /// It is not what was written: something changed it, which no power cut does. Its lease comes back by itself at its end.
    #[error("the journal is damaged at byte {offset}")]
    Damaged {
        /// Where.
        offset: u64,
    },
    /// A record before could not be written, and it is not known how much of it was: open the journal again.
    #[error("the journal failed before; open it again")]
    Broken,
    /// There is no lease to spend or to settle.
    #[error("there is no lease")]
    NoLease,
    /// There is a lease already: settle it first.
    #[error("there is a lease that is not settled")]
    LeaseOpen,
    /// The lease is being settled: nothing more is spent of it.
    #[error("the lease is being settled")]
    Settling,
    /// The term is over.
    #[error("the term of the lease was over at {until}")]
    Over {
        /// When, by this machine's clock.
        until: Timestamp,
    },
    /// The machine's clock says another century, in which the server would settle nothing: set it, and repeat.
    #[error("the machine's clock is wrong: it says {says}")]
    Clock {
        /// What it says.
        says: Timestamp,
    },
    /// The lease has not so much left.
    #[error("{left} credits are left of the lease, the use costs {cost}")]
    Short {
        /// What is left.
        left: i64,
        /// What the use costs.
        cost: i64,
    },
    /// The lease has as many uses as can be settled at once: settle it and take another.
    #[error("the lease has {0} uses, no more can be settled at once")]
    Full(usize),
    /// The lease has no price for this feature.
    #[error("the lease has no price for `{0}`")]
    UnknownFeature(String),
    /// The key was used before for something else.
    #[error("the key was used for something else")]
    KeyReused,
    /// The server would refuse this value, and with it the whole settlement.
    #[error("`{0}` is not accepted")]
    Value(&'static str),
    /// The server did not do it.
    #[error(transparent)]
    Call(#[from] Error),
}
