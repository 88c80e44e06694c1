//! What is done about a payment when its turn comes.

use jiff::{SignedDuration, Timestamp};
use kit_payments::Reference;

use super::{Payment, PaymentState, Way};

/// How long a payment at once that could not be begun is tried again: after that its customer has gone.
const PATIENCE: SignedDuration = SignedDuration::from_hours(1);

/// What is done at PayPal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// The request is found or made, and sent.
    Request,
    /// The request, which may be there or not, is looked for and withdrawn.
    FindAndWithdraw,
    /// The payment at once is begun.
    Begin,
    /// The request is withdrawn.
    Withdraw(Reference),
    /// The money is taken, if the customer agreed.
    Finish(Reference),
    /// It is asked how it stands.
    Ask(Reference),
    /// Nothing: it is let be.
    LetBe,
}

impl Deed {
    /// What is done about `payment`, of whose order so many cents are `due`, at `now`. Money is taken only where all of it is
    /// due: an order that was paid by transfer while its customer was at PayPal takes nothing from him.
    pub fn of(payment: &Payment, due: i64, now: Timestamp) -> Deed {
        let fits = payment.cents == due;
        match (payment.state, payment.way, payment.reference.clone()) {
            (PaymentState::Unwanted, _, Some(reference)) => Deed::Withdraw(reference),
            // What was given up was perhaps made all the same: whoever hears of it looks again.
            (
                PaymentState::Unwanted | PaymentState::Withdrawn | PaymentState::Gone | PaymentState::Ended,
                Way::Mailed,
                None,
            ) => Deed::FindAndWithdraw,
            (PaymentState::Paid | PaymentState::Pending | PaymentState::Odd, _, Some(reference)) => {
                Deed::Ask(reference)
            }
            (_, Way::AtOnce, Some(reference)) if fits => Deed::Finish(reference),
            (_, _, Some(reference)) => Deed::Ask(reference),
            (PaymentState::Wanted, Way::Mailed, None) => Deed::Request,
            (PaymentState::Wanted, Way::AtOnce, None) if fits && now.duration_since(payment.made_at) < PATIENCE => {
                Deed::Begin
            }
            (_, _, None) => Deed::LetBe,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::plan::tests::payment;
    use kit_payments::{Environment, Kind};

    #[test]
    fn money_that_nobody_owes_is_not_taken() {
        let reference = Reference::new(Environment::Sandbox, Kind::Order, "5O").unwrap();
        let mut one = payment(1, Way::AtOnce, PaymentState::Open, 500);
        one.reference = Some(reference.clone());
        let now = one.made_at;
        assert_eq!(Deed::of(&one, 500, now), Deed::Finish(reference.clone()));
        assert_eq!(Deed::of(&one, 0, now), Deed::Ask(reference.clone()));
        assert_eq!(Deed::of(&one, 300, now), Deed::Ask(reference.clone()));
        for state in [PaymentState::Paid, PaymentState::Pending, PaymentState::Odd] {
            one.state = state;
            assert_eq!(Deed::of(&one, 500, now), Deed::Ask(reference.clone()));
        }
    }

    #[test]
    fn what_is_wanted_is_made_while_somebody_waits() {
        let request = payment(1, Way::Mailed, PaymentState::Wanted, 500);
        assert_eq!(Deed::of(&request, 500, request.made_at), Deed::Request);
        let checkout = payment(1, Way::AtOnce, PaymentState::Wanted, 500);
        let now = checkout.made_at;
        assert_eq!(Deed::of(&checkout, 500, now), Deed::Begin);
        assert_eq!(Deed::of(&checkout, 300, now), Deed::LetBe);
        assert_eq!(Deed::of(&checkout, 500, now + PATIENCE), Deed::LetBe);
        let refused = payment(1, Way::Mailed, PaymentState::Odd, 500);
        assert_eq!(Deed::of(&refused, 500, now), Deed::LetBe);
        let unknown = payment(1, Way::Mailed, PaymentState::Unwanted, 500);
        assert_eq!(Deed::of(&unknown, 0, now), Deed::FindAndWithdraw);
        let given_up = payment(1, Way::Mailed, PaymentState::Withdrawn, 500);
        assert_eq!(Deed::of(&given_up, 0, now), Deed::FindAndWithdraw);
    }
}
