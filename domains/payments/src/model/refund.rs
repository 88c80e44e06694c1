//! Money that staff gives back through PayPal.

use jiff::{SignedDuration, Timestamp};
use kit_core::{Id, Money, Text};
use kit_db::stored_as_code;
use kit_payments::Reference;

use super::PaymentId;

/// The id of a refund, which is also the key under which PayPal gives it once.
pub type RefundId = Id<Refund>;

/// After this staff is told that a refund is not done.
const LATE: SignedDuration = SignedDuration::from_hours(24);
/// How long PayPal gives one refund for one key, with a margin: it keeps keys for 45 days.
const KEY_KEPT: SignedDuration = SignedDuration::from_hours(40 * 24);

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
    /// When it is seen to again; none once it is decided.
    pub next_at: Option<Timestamp>,
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

    /// Whether it is still under way, and for so long that staff has to look.
    pub fn is_late(&self, now: Timestamp) -> bool {
        let is_open = matches!(self.state, RefundState::Wanted | RefundState::Pending);
        is_open && now.duration_since(self.made_at) > LATE
    }

    /// Whether PayPal may be told again to give it: after that it could be a second one.
    pub fn may_repeat(&self, now: Timestamp) -> bool {
        now.duration_since(self.made_at) < KEY_KEPT
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kit_payments::{Environment, Kind};

    #[test]
    fn a_refund_is_late_after_a_day_and_its_key_is_good_for_weeks() {
        let made_at = "2026-11-21T09:00:00Z".parse().unwrap();
        let mut refund = Refund {
            id: RefundId::from_raw(1),
            payment: PaymentId::from_raw(1),
            capture: Reference::new(Environment::Sandbox, Kind::Capture, "C1").unwrap(),
            cents: 500,
            note: String::new(),
            made_at,
            state: RefundState::Wanted,
            next_at: None,
            reference: None,
            words: String::new(),
        };
        assert!(!refund.is_late(made_at + LATE) && refund.is_late(made_at + LATE * 2));
        assert!(refund.may_repeat(made_at + LATE * 30) && !refund.may_repeat(made_at + LATE * 45));
        refund.state = RefundState::Done;
        assert!(!refund.is_late(made_at + LATE * 2));
    }
}
