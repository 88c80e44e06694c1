//! What the server answers with. Members that are not known yet are ignored, so that an old client understands a new server.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Key;

/// A change that was made, now or by the same request before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Done<T> {
    /// The key of the request.
    pub key: Key,
    /// Whether it was made before: nothing was written this time.
    pub replayed: bool,
    /// What the server answers.
    #[serde(flatten)]
    pub value: T,
}

/// What is there, in whole credits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "ToldBalance")]
pub struct Balance {
    /// What is counted: `credit`.
    pub unit: String,
    /// Paid for.
    pub purchased: i64,
    /// Given by the publisher; burns first.
    pub promotional: i64,
    /// How much of the total holds and leases set aside.
    pub held: i64,
    /// All that is there.
    pub total: i64,
    /// All that can be used now.
    pub available: i64,
    /// Where the balance was asked for: what went back with its payment after it was used, to be settled by the next purchase.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debt: Option<i64>,
    /// Where the balance was asked for: whether nothing can be used although it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked: Option<bool>,
}

/// As it comes: an older server has no `available`.
#[derive(Deserialize)]
struct ToldBalance {
    unit: String,
    purchased: i64,
    promotional: i64,
    #[serde(default)]
    held: i64,
    total: i64,
    available: Option<i64>,
    debt: Option<i64>,
    blocked: Option<bool>,
}

impl From<ToldBalance> for Balance {
    fn from(told: ToldBalance) -> Balance {
        let ToldBalance { unit, purchased, promotional, held, total, available, debt, blocked } = told;
        let available = available.unwrap_or_else(|| total.saturating_sub(held));
        Balance { unit, purchased, promotional, held, total, available, debt, blocked }
    }
}

/// How much of an amount is of which kind, without sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// Promotional credits.
    pub promotional: u64,
    /// Purchased credits.
    pub purchased: u64,
}

/// A lot that an operation opened or took from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// The operation that opened the lot.
    pub lot: String,
    /// `promotional` or `purchased`.
    pub kind: String,
    /// What came in or went out (negative).
    pub amount: i64,
}

/// One line of the history. It never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// Its name within the account: `credit-1042`.
    pub id: String,
    /// What it is: `usage`, `grant`, `purchase`, `expiry`, `correction`, `reclaim`, `settlement`, `restitution`.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// What came in or went out (negative).
    pub amount: i64,
    /// The amount by kind.
    pub split: Split,
    /// The amount by lot.
    #[serde(default)]
    pub lots: Vec<Lot>,
    /// What was left after it.
    pub balance: Balance,
    /// What is owed more since; less than nothing where debt was settled or struck.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owed: Option<i64>,
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
    /// The address of the member who used it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// The public part of the API key that wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Why, of grants and corrections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Reference of the payment, of purchases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<String>,
    /// The operation that it puts right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<String>,
    /// The hold or lease that had set the credits aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<String>,
    /// When it was used by the machine's clock, of uses out of a lease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Timestamp>,
    /// When the lot that it opened expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

/// A page of the history, as it comes.
#[derive(Debug, Deserialize)]
pub(crate) struct Page {
    pub(crate) operations: Vec<Operation>,
    pub(crate) next: Option<String>,
}

/// A use, written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    /// What was written.
    pub operation: Operation,
    /// What was left after it.
    pub balance: Balance,
}

/// Credits set aside for a feature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Its name within the account.
    pub id: String,
    /// What they are set aside for.
    pub feature: String,
    /// How much was set aside.
    pub amount: i64,
    /// How much of the feature that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    /// What one costs, whatever the tariff becomes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<i64>,
    /// `open`, `captured`, `released` or `expired`.
    pub state: String,
    /// How much was used.
    pub captured: i64,
    /// From this moment on it has ended.
    pub expires_at: Timestamp,
    /// What is to be produced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The machine that it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub machine: Option<String>,
    /// The address of the member who uses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
}

/// A hold that was made or released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The hold.
    pub hold: Hold,
    /// What was left after it.
    pub balance: Balance,
}

/// A hold that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Captured {
    /// What was written.
    pub operation: Operation,
    /// The hold, ended.
    pub hold: Hold,
    /// What was left after it.
    pub balance: Balance,
}

/// What one use of a feature costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// The feature.
    pub feature: String,
    /// What one use of it costs.
    pub price: i64,
}

/// Credits that a machine takes along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// Its name within the account.
    pub id: String,
    /// How much was leased.
    pub amount: i64,
    /// `open`, `settled` or `expired`.
    pub state: String,
    /// How much was used.
    #[serde(default)]
    pub settled: i64,
    /// When it was made, by the server's clock.
    pub at: Timestamp,
    /// From this moment on it has ended, by the server's clock.
    pub expires_at: Timestamp,
    /// What features cost until it is settled, whatever the tariff becomes.
    #[serde(default)]
    pub prices: Vec<Price>,
    /// The machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub machine: Option<String>,
    /// The address of the member who uses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
}

/// A lease that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leased {
    /// The lease.
    pub lease: Lease,
    /// What was left after it.
    pub balance: Balance,
}

/// A lease that was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The lease, ended.
    pub lease: Lease,
    /// What was written, in the order of the uses.
    pub operations: Vec<Operation>,
    /// What was left after it.
    pub balance: Balance,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_balance_of_an_older_server_is_understood() {
        let told = r#"{"unit":"credit","purchased":7,"promotional":5,"held":2,"total":12,"more":"x"}"#;
        let balance: Balance = serde_json::from_str(told).unwrap();
        assert_eq!((balance.available, balance.total), (10, 12));
        let told = told.replace("\"more\":\"x\"", "\"available\":9");
        assert_eq!(serde_json::from_str::<Balance>(&told).unwrap().available, 9);
    }
}
