//! A part of a payment, which nobody asked for: PayPal has it, and staff decides what becomes of it.

use kit_core::{Money, Text};
use kit_db::stored_as_code;
use orders::Underway;

use super::{Oddity, Payment, PaymentState};

/// What staff decided about a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It was given back to the payer.
    Returned,
    /// It was recorded as a receipt: the order asks for the rest, or the account has an advance.
    Recorded,
}

impl Decision {
    /// Every decision.
    pub const ALL: [Decision; 2] = [Decision::Returned, Decision::Recorded];

    /// The name in forms and in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Decision::Returned => "returned",
            Decision::Recorded => "recorded",
        }
    }

    /// The decision with this name.
    pub fn from_code(code: &str) -> Option<Decision> {
        Decision::ALL.into_iter().find(|decision| decision.code() == code)
    }

    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            Decision::Returned => Text::new("payments-part-returned"),
            Decision::Recorded => Text::new("payments-part-recorded"),
        }
    }
}

stored_as_code!(Decision);

impl Payment {
    /// Whether PayPal has a part of it about which staff has not decided.
    pub const fn holds_part(&self) -> bool {
        self.part.is_some() && self.decided.is_none()
    }

    /// What PayPal has of it, while that is a part only.
    pub fn part_money(&self) -> Option<Money> {
        self.part.map(Money::euro_cents)
    }

    /// Notes that PayPal has so much of it, which is not all. About another part staff decides anew.
    pub fn tell_part(&mut self, cents: i64) {
        if self.part != Some(cents) {
            (self.part, self.decided, self.seen) = (Some(cents), None, false);
        }
        self.tell_odd(Some(Oddity::Partial), "");
    }

    /// Notes that PayPal has no part of it (any more).
    pub const fn forget_part(&mut self) {
        (self.part, self.decided) = (None, None);
    }
}

/// What PayPal has for an order that is not recorded, by its payments.
pub fn underway(payments: &[Payment]) -> Option<Underway> {
    if payments.iter().any(Payment::holds_part) {
        return Some(Underway::Part);
    }
    payments.iter().any(|payment| payment.state == PaymentState::Pending).then_some(Underway::Pending)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Way;
    use crate::model::plan::tests::payment;

    #[test]
    fn decisions_have_codes() {
        for decision in Decision::ALL {
            assert_eq!(Decision::from_code(decision.code()), Some(decision));
        }
        assert_eq!(Decision::from_code("lost"), None);
    }

    #[test]
    fn a_part_is_underway_until_staff_has_decided_and_again_when_more_comes() {
        let mut one = payment(1, Way::Mailed, PaymentState::Open, 500);
        assert_eq!(underway(std::slice::from_ref(&one)), None);
        one.tell_part(200);
        assert_eq!((underway(std::slice::from_ref(&one)), one.odd), (Some(Underway::Part), Some(Oddity::Partial)));
        (one.decided, one.seen) = (Some(Decision::Recorded), true);
        one.tell_part(200);
        assert_eq!((underway(std::slice::from_ref(&one)), one.seen), (None, true));
        one.tell_part(300);
        assert_eq!((underway(std::slice::from_ref(&one)), one.seen), (Some(Underway::Part), false));
        one.forget_part();
        one.state = PaymentState::Pending;
        assert_eq!(underway(std::slice::from_ref(&one)), Some(Underway::Pending));
    }
}
