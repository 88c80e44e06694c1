//! What programs of the publisher hear of orders: each change of state, with the order as it stands then.

use kit_core::{Context, Credits, Text};
use kit_db::{DbError, Tx};
use serde_json::json;
use webhooks::{EventKind, emit};

use crate::model::{Event, Order};

webhooks::events! {
    /// It was taken back.
    CANCELLED = "order.cancelled", Text::new("orders-told-cancelled"), r#"{
  "account": "C-1042",
  "order": {
    "number": "BC-2026-000123", "state": "cancelled", "currency": "EUR", "total_cents": 13200, "paid_cents": 0,
    "refunded_cents": 0, "credits": 1000, "bonus": 50, "expires_at": "2026-12-21T10:00:00Z", "purchase": null
  }
}"#;
    /// Its payer disputes the payment; the credits were taken back.
    DISPUTED = "order.disputed", Text::new("orders-told-disputed"), r#"{
  "account": "C-1042",
  "order": {
    "number": "BC-2026-000123", "state": "disputed", "currency": "EUR", "total_cents": 13200, "paid_cents": 13200,
    "refunded_cents": 0, "credits": 1000, "bonus": 50, "expires_at": "2026-12-21T10:00:00Z", "purchase": "credit-18"
  }
}"#;
    /// The dispute ended for the publisher; the credits were given again.
    DISPUTE_WON = "order.dispute_won", Text::new("orders-told-dispute-won"), r#"{
  "account": "C-1042",
  "order": {
    "number": "BC-2026-000123", "state": "paid", "currency": "EUR", "total_cents": 13200, "paid_cents": 13200,
    "refunded_cents": 0, "credits": 1000, "bonus": 50, "expires_at": "2026-12-21T10:00:00Z", "purchase": "credit-18"
  }
}"#;
    /// Its time was over, and nobody had paid.
    EXPIRED = "order.expired", Text::new("orders-told-expired"), r#"{
  "account": "C-1042",
  "order": {
    "number": "BC-2026-000123", "state": "expired", "currency": "EUR", "total_cents": 13200, "paid_cents": 0,
    "refunded_cents": 0, "credits": 1000, "bonus": 50, "expires_at": "2026-12-21T10:00:00Z", "purchase": null
  }
}"#;
    /// All of it is paid, and its credits are made.
    PAID = "order.paid", Text::new("orders-told-paid"), r#"{
  "account": "C-1042",
  "order": {
    "number": "BC-2026-000123", "state": "paid", "currency": "EUR", "total_cents": 13200, "paid_cents": 13200,
    "refunded_cents": 0, "credits": 1000, "bonus": 50, "expires_at": "2026-12-21T10:00:00Z", "purchase": "credit-18"
  }
}"#;
    /// A part of it is paid; credits come with the rest.
    PART_PAID = "order.part_paid", Text::new("orders-told-part-paid"), r#"{
  "account": "C-1042",
  "order": {
    "number": "BC-2026-000123", "state": "part_paid", "currency": "EUR", "total_cents": 13200, "paid_cents": 5000,
    "refunded_cents": 0, "credits": 1000, "bonus": 50, "expires_at": "2026-12-21T10:00:00Z", "purchase": null
  }
}"#;
    /// Its money, or a part of it, went back, and the credits with it.
    REFUNDED = "order.refunded", Text::new("orders-told-refunded"), r#"{
  "account": "C-1042",
  "order": {
    "number": "BC-2026-000123", "state": "refunded", "currency": "EUR", "total_cents": 13200, "paid_cents": 13200,
    "refunded_cents": 13200, "credits": 1000, "bonus": 50, "expires_at": "2026-12-21T10:00:00Z", "purchase": "credit-18"
  }
}"#;
    /// It was made and sent.
    SENT = "order.sent", Text::new("orders-told-sent"), r#"{
  "account": "C-1042",
  "order": {
    "number": "BC-2026-000123", "state": "sent", "currency": "EUR", "total_cents": 13200, "paid_cents": 0,
    "refunded_cents": 0, "credits": 1000, "bonus": 50, "expires_at": "2026-12-21T10:00:00Z", "purchase": null
  }
}"#;
}

/// Tells what happened to an order, if its state is another one now.
pub(super) fn told(tx: &mut Tx<'_>, ctx: &Context, order: &Order, event: Event) -> Result<(), DbError> {
    let Some(kind) = kind(event) else { return Ok(()) };
    let purchase = order.purchase.map(|seq| order.unit().operation(seq).to_string());
    // A program that counts credits never takes minutes for them.
    let is_time = order.unit().is_time();
    let credits = |amount: Credits| if is_time { 0 } else { amount.0 };
    let mut data = json!({ "order": {
        "number": order.number.to_string(),
        "state": order.state.code(),
        "currency": order.gross_money().currency.code(),
        "total_cents": order.gross,
        "paid_cents": order.paid,
        "refunded_cents": order.refunded,
        "credits": credits(order.credits),
        "bonus": credits(order.bonus),
        "expires_at": order.expires_at.to_string(),
        "purchase": purchase,
    }});
    if is_time {
        data["order"]["support_minutes"] = order.credits.0.into();
        data["order"]["bonus_support_minutes"] = order.bonus.0.into();
    }
    emit(tx, ctx, &webhooks::Event { kind, account: order.account, data })
}

/// How programs call what happened; none: they do not hear of it.
fn kind(event: Event) -> Option<&'static EventKind> {
    match event {
        Event::Sent => Some(&SENT),
        Event::Received => Some(&PART_PAID),
        Event::Settled => Some(&PAID),
        Event::Cancelled => Some(&CANCELLED),
        Event::Expired => Some(&EXPIRED),
        Event::Disputed => Some(&DISPUTED),
        Event::Won => Some(&DISPUTE_WON),
        Event::Returned | Event::Refunded => Some(&REFUNDED),
        Event::Made | Event::Advanced => None,
    }
}
