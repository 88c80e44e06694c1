//! What programs of the publisher hear of wallets: operations in the words of the API. Uses are not told: a program that needs
//! each of them reads the history.

use kit_core::{Context, Text};
use kit_db::{DbError, Tx};
use serde_json::json;
use webhooks::{Event, EventKind, emit};

use crate::api::OperationView;
use crate::model::Operation;

webhooks::events! {
    /// Promotional credit was given.
    pub(super) GRANTED = "credits.granted", Text::new("credits-event-granted"), r#"{
  "account": "C-1042",
  "operation": {
    "id": "credit-17", "unit": "credit", "kind": "grant", "at": "2026-11-21T10:00:00Z", "amount": 50,
    "split": {"promotional": 50, "purchased": 0},
    "lots": [{"lot": "credit-17", "kind": "promotional", "amount": 50}],
    "balance": {"unit": "credit", "purchased": 1200, "promotional": 50, "held": 0, "total": 1250, "available": 1250},
    "reason": "Welcome", "expires_at": "2026-12-31T22:59:59.999999Z"
  }
}"#;
    /// What had gone back with its payment came again.
    pub(super) GIVEN_AGAIN = "credits.given_again", Text::new("credits-event-given-again"), r#"{
  "account": "C-1042",
  "operation": {
    "id": "credit-24", "unit": "credit", "kind": "restitution", "at": "2026-11-21T10:00:00Z", "amount": 960,
    "split": {"promotional": 0, "purchased": 960},
    "lots": [{"lot": "credit-18", "kind": "purchased", "amount": 960}],
    "balance": {"unit": "credit", "purchased": 960, "promotional": 0, "held": 0, "total": 960, "available": 960},
    "owed": -40, "reason": "BC-2026-000123", "corrects": "credit-21"
  }
}"#;
    /// A payment made credit.
    pub(super) PURCHASED = "credits.purchased", Text::new("credits-event-purchased"), r#"{
  "account": "C-1042",
  "operation": {
    "id": "credit-18", "unit": "credit", "kind": "purchase", "at": "2026-11-21T10:00:00Z", "amount": 1000,
    "split": {"promotional": 0, "purchased": 1000},
    "lots": [{"lot": "credit-18", "kind": "purchased", "amount": 1000}],
    "balance": {"unit": "credit", "purchased": 2200, "promotional": 50, "held": 0, "total": 2250, "available": 2250},
    "payment": "VIR-2026-118"
  }
}"#;
    /// An earlier operation was put right.
    pub(super) CORRECTED = "credits.corrected", Text::new("credits-event-corrected"), r#"{
  "account": "C-1042",
  "operation": {
    "id": "credit-19", "unit": "credit", "kind": "correction", "at": "2026-11-21T10:00:00Z", "amount": -20,
    "split": {"promotional": 20, "purchased": 0},
    "lots": [{"lot": "credit-17", "kind": "promotional", "amount": -20}],
    "balance": {"unit": "credit", "purchased": 2200, "promotional": 30, "held": 0, "total": 2230, "available": 2230},
    "reason": "Granted twice", "corrects": "credit-17"
  }
}"#;
    /// A purchase settled what was owed.
    pub(super) DEBT_SETTLED = "credits.debt_settled", Text::new("credits-event-debt-settled"), r#"{
  "account": "C-1042",
  "operation": {
    "id": "credit-23", "unit": "credit", "kind": "settlement", "at": "2026-11-21T10:00:00Z", "amount": -40,
    "split": {"promotional": 0, "purchased": 40},
    "lots": [{"lot": "credit-22", "kind": "purchased", "amount": -40}],
    "balance": {"unit": "credit", "purchased": 960, "promotional": 0, "held": 0, "total": 960, "available": 960},
    "owed": -40, "corrects": "credit-22"
  }
}"#;
    /// A lot came to its end.
    pub(super) EXPIRED = "credits.expired", Text::new("credits-event-expired"), r#"{
  "account": "C-1042",
  "operation": {
    "id": "credit-20", "unit": "credit", "kind": "expiry", "at": "2026-12-31T23:00:00Z", "amount": -30,
    "split": {"promotional": 30, "purchased": 0},
    "lots": [{"lot": "credit-17", "kind": "promotional", "amount": -30}],
    "balance": {"unit": "credit", "purchased": 2200, "promotional": 0, "held": 0, "total": 2200, "available": 2200}
  }
}"#;
    /// Credits went back with their payment.
    pub(super) TAKEN_BACK = "credits.taken_back", Text::new("credits-event-taken-back"), r#"{
  "account": "C-1042",
  "operation": {
    "id": "credit-21", "unit": "credit", "kind": "reclaim", "at": "2026-11-21T10:00:00Z", "amount": -960,
    "split": {"promotional": 0, "purchased": 960},
    "lots": [{"lot": "credit-18", "kind": "purchased", "amount": -960}],
    "balance": {"unit": "credit", "purchased": 0, "promotional": 0, "held": 0, "total": 0, "available": 0},
    "owed": 40, "quantity": 1000, "reason": "BC-2026-000123", "corrects": "credit-18"
  }
}"#;
    /// Less can be used than the account wants to be there.
    pub(super) LOW = "credits.low", Text::new("credits-event-low"), r#"{
  "account": "C-1042",
  "threshold": 100,
  "operation": {
    "id": "credit-21", "unit": "credit", "kind": "usage", "at": "2026-11-21T10:00:00Z", "amount": -3,
    "split": {"promotional": 0, "purchased": 3},
    "lots": [{"lot": "credit-18", "kind": "purchased", "amount": -3}],
    "balance": {"unit": "credit", "purchased": 98, "promotional": 0, "held": 0, "total": 98, "available": 98},
    "feature": "plan.render", "quantity": 1, "unit_price": 3, "key": "gk_abcdefgh"
  }
}"#;
    /// Support time came in, went out or came again: whatever an operation of that wallet is.
    pub(super) TIME_CHANGED = "support_time.changed", Text::new("credits-event-time-changed"), r#"{
  "account": "C-1042",
  "operation": {
    "id": "minute-12", "unit": "support_minutes", "kind": "usage", "at": "2026-11-21T10:00:00Z", "amount": -20,
    "split": {"promotional": 0, "purchased": 20},
    "lots": [{"lot": "minute-3", "kind": "purchased", "amount": -20}],
    "balance": {"unit": "support_minutes", "purchased": 580, "promotional": 0, "held": 0, "total": 580, "available": 580},
    "feature": "support", "quantity": 20, "reference": "Export of the plans"
  }
}"#;
    /// Lots of support time come to their end.
    pub(super) TIME_EXPIRING = "support_time.expiring", Text::new("credits-event-time-expiring"), r#"{
  "account": "C-1042",
  "lots": [
    {"lot": "minute-3", "kind": "purchased", "remaining": 580, "expires_at": "2026-12-31T22:59:59.999999Z", "days": 30}
  ]
}"#;
    /// Lots come to their end.
    pub(super) EXPIRING = "credits.expiring", Text::new("credits-event-expiring"), r#"{
  "account": "C-1042",
  "lots": [
    {"lot": "credit-17", "kind": "promotional", "remaining": 30, "expires_at": "2026-12-31T22:59:59.999999Z", "days": 30}
  ]
}"#;
}

/// Tells of an operation that no member made. Support time has a kind of its own, so that a program that counts credits never takes
/// minutes for them.
pub(super) fn told(
    tx: &mut Tx<'_>,
    ctx: &Context,
    kind: &'static EventKind,
    operation: &Operation,
) -> Result<(), DbError> {
    let kind = if operation.unit.is_time() { &TIME_CHANGED } else { kind };
    let data = json!({ "operation": OperationView::new(operation, None) });
    emit(tx, ctx, &Event { kind, account: operation.account, data })
}
