//! Money that staff gives back through PayPal.

use jiff::Timestamp;
use kit_core::{Id, Money, Text};
use kit_db::stored_as_code;
use kit_payments::Reference;

use super::PaymentId;

/// The id of a refund, which is also the key under which PayPal gives it once.
pub type RefundId = Id<Refund>;

/// Where a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundState {
    /// PayPal is to give it, or nobody knows yet whether it did.
    Wanted,
    /// PayPal has it and has not decided.
    Pending,
    /// The money is back.
    Done,
    /// PayPal does not give it.
    Refused,
}

impl RefundState {
    const ALL: [RefundState; 4] = [RefundState::Wanted, RefundState::Pending, RefundState::Done, RefundState::Refused];

    /// The name in storage.
    pub const fn code(self) -> &'static str {
        match self {
            RefundState::Wanted => "wanted",
            RefundState::Pending => "pending",
            RefundState::Done => "done",
            RefundState::Refused => "refused",
        }
    }

    /// The state with this name.
    pub fn from_code(code: &str) -> Option<RefundState> {
        RefundState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            RefundState::Wanted | RefundState::Pending => Text::new("payments-refund-wanted"),
            RefundState::Done => Text::new("payments-refund-done"),
            RefundState::Refused => Text::new("payments-refund-refused"),
        }
    }
}

stored_as_code!(RefundState);

/// Money to be given back through PayPal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    /// Its id.
    pub id: RefundId,
    /// Of which payment.
    pub payment: PaymentId,
    /// The money that it is taken from.
    pub capture: Reference,
    /// How much, in cents.
    pub cents: i64,
    /// Why, in the words of staff.
    pub note: String,
    /// When it was wanted.
    pub made_at: Timestamp,
    /// Where it stands.
    pub state: RefundState,
    /// PayPal's id of it.
    pub reference: Option<Reference>,
    /// PayPal's words, where it refuses.
    pub words: String,
}

impl Refund {
    /// How much.
    pub const fn money(&self) -> Money {
        Money::euro_cents(self.cents)
    }
}
