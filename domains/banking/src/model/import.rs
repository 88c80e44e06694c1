//! A file that was dropped, as the history tells it.

use credits::WrittenBy;
use jiff::{SignedDuration, Timestamp};
use kit_core::Id;
use kit_db::FromRow;
use serde::{Deserialize, Serialize};

/// The id of an import.
pub type ImportId = Id<Import>;

/// After this long without a word, whoever wrote the lines has stopped.
const PATIENCE: SignedDuration = SignedDuration::from_mins(2);

/// What a file tells and is not kept, by count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Passed {
    /// Money that went out.
    pub debits: i64,
    /// What is not on the account yet, or never will be.
    pub pending: i64,
    /// What is not in euros.
    pub foreign: i64,
    /// Amounts of nothing, or beyond all reason.
    pub odd: i64,
}

stored_as_json!(Passed);

/// The statements of one account in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Statements {
    /// One text for all names of the account.
    pub key: String,
    /// The account as the bank writes it.
    pub account: String,
    /// How many statements.
    pub statements: i64,
    /// How many lines are kept.
    pub lines: i64,
}

/// The accounts of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Accounts(pub Vec<Statements>);

stored_as_json!(Accounts);

/// A file that was dropped.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// What whoever dropped it calls it.
    pub name: String,
    /// Its format.
    pub format: String,
    /// How large it is.
    pub bytes: i64,
    /// The accounts that it tells of.
    pub accounts: Accounts,
    /// What of it is not kept.
    pub passed: Passed,
    /// How many lines are kept.
    pub total: i64,
    /// How many of them were gone through so far.
    pub staged: i64,
    /// How many of them were new.
    pub fresh: i64,
    /// When it was dropped.
    pub at: Timestamp,
    /// Who dropped it.
    pub author: WrittenBy,
    /// When its lines were last written.
    pub touched_at: Timestamp,
}

impl Import {
    /// Whether all of its lines are there.
    pub const fn is_whole(&self) -> bool {
        self.staged == self.total
    }

    /// How many lines other files had told before.
    pub const fn known(&self) -> i64 {
        self.staged.saturating_sub(self.fresh)
    }

    /// Whether it stopped half-way: it must be dropped again.
    pub fn is_stopped(&self, now: &Timestamp) -> bool {
        !self.is_whole() && now.duration_since(self.touched_at) > PATIENCE
    }
}
