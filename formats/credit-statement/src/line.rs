//! One operation, as a statement tells it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One operation. The order of the fields is that of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The place in the account's history, without gaps.
    pub seq: i64,
    /// What the operation is called within the account: `credit-1042`.
    pub id: String,
    /// When; never before the operation before it.
    pub at: Timestamp,
    /// What it is: `usage`, `grant`, `purchase`…
    pub kind: String,
    /// What came in (positive) or went out, in whole units.
    pub amount: i64,
    /// The promotional part of the amount.
    pub promotional: i64,
    /// The purchased part of the amount.
    pub purchased: i64,
    /// The amount lot by lot.
    pub split: Vec<Part>,
    /// What was there after it.
    pub after: Balance,
    /// When the lot that it opened expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// What was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feature: Option<String>,
    /// How much of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    /// What one cost by the tariff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<i64>,
    /// What was produced, in the words of the application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Who used it: an id, so that a statement holds no name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// The purchase order that was paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// Digest of the payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<String>,
    /// The hold or lease that had set the credits aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<String>,
    /// When it was used, if the use was told later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Timestamp>,
    /// The operation that it puts right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The ledger's own seal over the operation; opaque here.
    pub seal: String,
}

/// What an operation put into a lot (positive), or took from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The operation that opened the lot.
    pub lot: String,
    /// The lot's kind.
    pub kind: LotKind,
    /// How much.
    pub amount: i64,
}

/// What a lot is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LotKind {
    /// Given by the publisher.
    Promotional,
    /// Paid for.
    Purchased,
}

/// What is there, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Balance {
    /// Given by the publisher.
    pub promotional: i64,
    /// Paid for.
    pub purchased: i64,
}

/// Who wrote an operation, without a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Author {
    /// `person`, `staff`, `key` or `system`.
    pub kind: String,
    /// The public part of the API key, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

impl Line {
    /// An operation that moves nothing yet, with what every one has.
    pub fn new(
        seq: i64,
        id: impl Into<String>,
        at: Timestamp,
        kind: impl Into<String>,
        seal: impl Into<String>,
    ) -> Line {
        Line {
            seq,
            id: id.into(),
            at,
            kind: kind.into(),
            amount: 0,
            promotional: 0,
            purchased: 0,
            split: Vec::new(),
            after: Balance::default(),
            expires_at: None,
            feature: None,
            quantity: None,
            unit_price: None,
            reference: None,
            member: None,
            author: None,
            order: None,
            payment: None,
            hold: None,
            used_at: None,
            corrects: None,
            reason: None,
            seal: seal.into(),
        }
    }
}
