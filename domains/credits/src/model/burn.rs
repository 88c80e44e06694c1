//! Support time that is used: what staff enters, and what is kept beside the operation.

use kit_core::{AccountId, Credits, PersonId};
use kit_db::FromRow;

use super::{Digest, Operation, Reference, Rounding};

/// Work of the support to be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Burn {
    /// How long it really took, in seconds.
    pub seconds: i64,
    /// What it was about; the account's members read it.
    pub subject: Reference,
    /// The case, as it is called.
    pub case: Option<Reference>,
    /// Who worked. The first name is what members read.
    pub agent: PersonId,
    /// The member for whom it was, if that is known.
    pub caller: Option<PersonId>,
    /// Whether it is covered, so that nothing is billed.
    pub covered: bool,
    /// What the customer approved beforehand of what it costs.
    pub approval: Approval,
}

/// What a customer approved beforehand of what work costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Approval {
    /// Nothing.
    #[default]
    Lacking,
    /// So many billed minutes; more need another approval.
    UpTo(Credits),
}

impl Approval {
    /// Whether so much may be billed by it.
    pub fn covers(self, billed: Credits) -> bool {
        match self {
            Approval::Lacking => false,
            Approval::UpTo(approved) => billed <= approved,
        }
    }
}

/// What is kept of a burn beside its operation, never changed either. The operation carries its digest, so that its seal covers it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct BurnRecord {
    /// Whose.
    pub account: AccountId,
    /// The place of its operation in the history of support time.
    pub seq: i64,
    /// How long it really took, in seconds.
    pub seconds: i64,
    /// How that was counted.
    pub rounding: Rounding,
    /// Whether it was covered.
    pub covered: bool,
    /// How many billed minutes were not there and are to be invoiced.
    pub invoiced: Credits,
    /// Who worked.
    pub agent: PersonId,
    /// The case.
    pub case_reference: Option<String>,
}

impl BurnRecord {
    /// The minutes that it bills.
    pub fn billed(&self) -> Credits {
        if self.covered { Credits::ZERO } else { self.rounding.billed(self.seconds) }
    }

    /// What its operation must carry.
    pub(crate) fn digest(&self) -> Digest {
        let BurnRecord { account, seq, seconds, rounding, covered, invoiced, agent, case_reference } = self;
        let case = case_reference.as_ref().map(|case| format!("+{case}")).unwrap_or_default();
        Digest::of(&[
            b"burn",
            &account.0.to_be_bytes(),
            &seq.to_be_bytes(),
            &seconds.to_be_bytes(),
            rounding.stored().as_bytes(),
            &[u8::from(*covered)],
            &invoiced.0.to_be_bytes(),
            &agent.0.to_be_bytes(),
            case.as_bytes(),
        ])
    }

    /// Whether the operation is the one of this burn: it bills what was worked, took what was there, owes or notes the rest.
    pub(crate) fn fits(&self, operation: &Operation) -> bool {
        let taken = operation.amount.0.saturating_neg();
        let told = taken.saturating_add(operation.owed.0).saturating_add(self.invoiced.0);
        let billed = self.billed();
        let one_way = operation.owed == Credits::ZERO || self.invoiced == Credits::ZERO;
        operation.fingerprint == Some(self.digest())
            && operation.quantity == Some(billed.0)
            && told == billed.0
            && self.invoiced >= Credits::ZERO
            && one_way
    }
}
