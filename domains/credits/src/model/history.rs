//! What of the history is asked for, and by whom.

use jiff::Timestamp;
use kit_core::{Credits, PersonId};
use kit_db::FromRow;

use super::{Draw, Kind, OperationId, Unit, WrittenBy};

/// How much of an account's history somebody may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// All of it: admins, contract managers, the publisher's staff, keys of the account.
    All,
    /// All but purchases and what goes back of them: software coordinators.
    AllButMoney,
    /// What this member used: users, and keys that stand for a member.
    Own(PersonId),
}

/// Which operations are wanted; nothing set: all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// Of this kind.
    pub kind: Option<Kind>,
    /// Used by this member.
    pub member: Option<PersonId>,
    /// Of this feature.
    pub feature: Option<String>,
    /// With these words in the reference or the feature, whatever the case of unaccented letters.
    pub search: Option<String>,
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

impl HistoryFilter {
    /// Whether it looks at more than who and when, so that many rows may have to be passed over.
    pub(crate) fn is_selective(&self) -> bool {
        self.kind.is_some() || self.feature.is_some() || self.search.is_some()
    }
}

/// An operation as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct HistoryLine {
    /// Which wallet.
    pub unit: Unit,
    /// The place in the wallet's history.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// What it is.
    pub kind: Kind,
    /// What came in or went out.
    pub amount: Credits,
    /// What is left after it.
    pub total_after: Credits,
    /// What was used.
    pub feature: Option<String>,
    /// How much of it.
    pub quantity: Option<i64>,
    /// What was produced.
    pub reference: Option<String>,
    /// Who used it.
    pub member: Option<PersonId>,
    /// Who wrote it.
    pub author: WrittenBy,
    /// Why.
    pub reason: Option<String>,
}

/// As a list shows it; the amount is what it took from the lot.
impl From<Draw> for HistoryLine {
    fn from(Draw { operation, part }: Draw) -> HistoryLine {
        HistoryLine {
            unit: operation.unit,
            seq: operation.seq,
            at: operation.at,
            kind: operation.kind,
            amount: part,
            total_after: operation.after().total(),
            feature: operation.feature,
            quantity: operation.quantity,
            reference: operation.reference,
            member: operation.member,
            author: operation.author,
            reason: operation.reason,
        }
    }
}

impl HistoryLine {
    /// Its name within the account.
    pub fn id(&self) -> OperationId {
        self.unit.operation(self.seq)
    }
}
