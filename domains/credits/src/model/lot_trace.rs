//! What became of a lot.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use kit_core::{Credits, Cursor, IdError};

use super::{Kind, LotKind, Operation, Payment};

/// What became of a lot: how much, and by which operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotTrace {
    /// The operation that opened it.
    pub opening: Operation,
    /// The payment that made it.
    pub payment: Option<Payment>,
    /// Given or paid for.
    pub kind: LotKind,
    /// How much came in.
    pub amount: Credits,
    /// When what is left of it expires.
    pub expires_at: Option<Timestamp>,
    /// What is left.
    pub remaining: Credits,
    /// How much of what is left is set aside.
    pub held: Credits,
    /// What is gone of it, by what took it; without what took nothing.
    pub gone: Vec<(Kind, Credits)>,
    /// Some of the operations that took from it, the earliest first.
    pub draws: Vec<Draw>,
    /// Where the next ones start.
    pub next: Option<LotCursor>,
}

/// An operation that took from the lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// The operation.
    pub operation: Operation,
    /// What it took, as it stands in the history: below zero.
    pub part: Credits,
}

/// A place on the walk along a lot's life; in an address `1042:17`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LotCursor {
    /// After this operation.
    pub after: Cursor,
    /// What was left of the lot then, so that the walk ends where the lot does.
    pub left: Credits,
}

impl fmt::Display for LotCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.after.0, self.left)
    }
}

impl FromStr for LotCursor {
    type Err = IdError;

    fn from_str(text: &str) -> Result<LotCursor, IdError> {
        let (after, left) = text.split_once(':').ok_or(IdError)?;
        let number = |text: &str| text.parse::<i64>().map_err(|_| IdError);
        Ok(LotCursor { after: Cursor(number(after)?), left: Credits(number(left)?) })
    }
}
