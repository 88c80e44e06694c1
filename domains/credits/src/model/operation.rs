//! One line of the ledger.

use jiff::Timestamp;
use kit_core::{AccountId, Credits, PersonId};
use kit_db::{FromRow, stored_as_code};

use super::{Balance, Digest, HoldId, OperationId, RequestKey, Split, Unit, WrittenBy};

/// What an operation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Promotional credit given by the publisher.
    Grant,
    /// Purchased credit, made by a payment received.
    Purchase,
    /// A feature was used.
    Usage,
    /// What was left of a lot can no longer be used.
    Expiry,
    /// The publisher puts an earlier operation right, either way.
    Correction,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 5] = [Kind::Usage, Kind::Grant, Kind::Purchase, Kind::Expiry, Kind::Correction];

    /// The name in the API, in addresses and in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Grant => "grant",
            Kind::Purchase => "purchase",
            Kind::Usage => "usage",
            Kind::Expiry => "expiry",
            Kind::Correction => "correction",
        }
    }

    /// The kind with this name.
    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

stored_as_code!(Kind);

/// One line of the ledger: written once, never changed, never deleted.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Operation {
    /// Whose wallet.
    pub account: AccountId,
    /// Which wallet.
    pub unit: Unit,
    /// The place in the wallet's history, from 1, without gaps.
    pub seq: i64,
    /// When; never before the operation before it.
    pub at: Timestamp,
    /// What it is.
    pub kind: Kind,
    /// What came in (positive) or went out; zero for a free use.
    pub amount: Credits,
    /// The promotional part of the amount.
    pub promotional: Credits,
    /// The purchased part of the amount.
    pub purchased: Credits,
    /// The amount lot by lot.
    pub split: Split,
    /// What is left of promotional credit after it.
    pub promotional_after: Credits,
    /// What is left of purchased credit after it.
    pub purchased_after: Credits,
    /// How much of what is left is set aside.
    pub held_after: Credits,
    /// When the lot that it opened expires.
    pub expires_at: Option<Timestamp>,
    /// What was used.
    pub feature: Option<String>,
    /// How much of it, from 1.
    pub quantity: Option<i64>,
    /// What one cost by the tariff; none when the publisher's own server named the amount.
    pub unit_price: Option<Credits>,
    /// What was produced, in the words of the application.
    pub reference: Option<String>,
    /// Who used it.
    pub member: Option<PersonId>,
    /// Who wrote the operation.
    pub author: WrittenBy,
    /// Why: of grants and corrections.
    pub reason: Option<String>,
    /// Reference of the payment that made the purchase.
    pub payment: Option<String>,
    /// The operation that it puts right.
    pub corrects: Option<i64>,
    /// The hold or lease that had set the credits aside.
    pub hold: Option<HoldId>,
    /// When it was used by the machine's clock, if the use was told later.
    pub used_at: Option<Timestamp>,
    /// The idempotency key, with its endpoint.
    pub idempotency: Option<RequestKey>,
    /// Digest of the body that came with the key.
    pub fingerprint: Option<Digest>,
    /// Seal over all of this and the operation before.
    pub chain: [u8; 32],
}

impl Operation {
    /// Its name within the account.
    pub fn id(&self) -> OperationId {
        OperationId { unit: self.unit, seq: self.seq }
    }

    /// What is left after it.
    pub fn after(&self) -> Balance {
        Balance { promotional: self.promotional_after, purchased: self.purchased_after, held: self.held_after }
    }

    /// The operation that it puts right.
    pub fn corrected(&self) -> Option<OperationId> {
        self.corrects.map(|seq| OperationId { unit: self.unit, seq })
    }
}
