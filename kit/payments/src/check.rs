//! Is this payment what was ordered? A pure question, asked before any credit.

use kit_core::Money;

use crate::{Environment, Payee, Reported, State};

/// What was ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Whether the money is real.
    pub environment: Environment,
    /// The number of the order.
    pub number: String,
    /// What it costs, taxes included.
    pub amount: Money,
    /// Who has to get it; at least one of its two parts.
    pub payee: Payee,
}

/// What differs from the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Real money for a trial, or the other way round.
    Environment,
    /// The number of the order.
    Number,
    /// The currency asked for.
    Currency,
    /// The amount asked for.
    Amount,
    /// The amount that came in.
    Paid,
    /// Who gets it; also where nothing tells who.
    Payee,
}

/// What a payment is worth to the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// All of it is paid and nothing is due: the only verdict that may credit.
    Paid,
    /// Nothing came yet.
    Open,
    /// Somebody paid; the money has not arrived.
    Pending,
    /// This much came, and more is due.
    Partial(Money),
    /// Contested; the money is held.
    Disputed,
    /// This much went back, where the provider says how much.
    Refunded(Option<Money>),
    /// All went back, against our will.
    Reversed,
    /// It will never be paid: cancelled or refused.
    Ended,
    /// It is not the payment of this order.
    Mismatch(Field),
    /// The provider's state has no meaning here; somebody has to look.
    Unclear(String),
}

/// Judges what the provider `reported` against what was `expected`. Identity comes first: a payment of something else is a
/// mismatch in whatever state it is.
pub fn check(expected: &Expected, reported: &Reported) -> Verdict {
    if let Some(field) = difference(expected, reported) {
        return Verdict::Mismatch(field);
    }
    match &reported.state {
        State::Paid => settled(expected, reported),
        State::Draft | State::Open | State::Approved => Verdict::Open,
        State::Pending => Verdict::Pending,
        State::Partial => Verdict::Partial(reported.paid),
        State::Disputed => Verdict::Disputed,
        State::PartlyRefunded | State::Refunded => Verdict::Refunded(reported.refunded),
        State::Reversed => Verdict::Reversed,
        State::Cancelled | State::Failed => Verdict::Ended,
        State::Other(state) => Verdict::Unclear(state.clone()),
    }
}

/// A state of "paid" is believed with the figures that belong to it only.
fn settled(expected: &Expected, reported: &Reported) -> Verdict {
    let due = reported.due.is_none_or(|due| due.minor != 0 || due.currency != expected.amount.currency);
    if reported.refunded.is_some_and(|refunded| refunded.minor != 0) {
        Verdict::Refunded(reported.refunded)
    } else if due && reported.paid.minor < expected.amount.minor {
        Verdict::Partial(reported.paid)
    } else if due || reported.paid != expected.amount {
        Verdict::Mismatch(Field::Paid)
    } else {
        Verdict::Paid
    }
}

fn difference(expected: &Expected, reported: &Reported) -> Option<Field> {
    let fields = [
        (reported.reference.environment() == expected.environment, Field::Environment),
        (reported.number.as_ref() == Some(&expected.number), Field::Number),
        (reported.total.currency == expected.amount.currency, Field::Currency),
        (reported.total == expected.amount, Field::Amount),
        (same_payee(&expected.payee, &reported.payee), Field::Payee),
    ];
    fields.into_iter().find(|(same, _)| !same).map(|(_, field)| field)
}

/// The merchant id decides where both sides tell one, because an account has several addresses; else the address does.
fn same_payee(expected: &Payee, reported: &Payee) -> bool {
    match (expected.merchant_id.as_ref().zip(reported.merchant_id.as_ref()), expected.email.as_ref(), &reported.email) {
        (Some((ours, theirs)), _, _) => ours == theirs,
        (None, Some(ours), Some(theirs)) => ours.eq_ignore_ascii_case(theirs),
        (None, _, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, Reference};
    use iso_currency::Currency;

    fn payee(merchant: Option<&str>, email: Option<&str>) -> Payee {
        Payee { merchant_id: merchant.map(str::to_owned), email: email.map(str::to_owned) }
    }

    fn expected() -> Expected {
        Expected {
            environment: Environment::Live,
            number: "BC-2026-000123".to_owned(),
            amount: Money::euro_cents(12_000),
            payee: payee(Some("MERCHANT"), Some("caisse@example.org")),
        }
    }

    fn paid() -> Reported {
        Reported {
            reference: Reference::new(Environment::Live, Kind::Invoice, "INV2-A").unwrap(),
            state: State::Paid,
            number: Some("BC-2026-000123".to_owned()),
            payee: payee(None, Some("Caisse@Example.org")),
            total: Money::euro_cents(12_000),
            paid: Money::euro_cents(12_000),
            due: Some(Money::euro_cents(0)),
            refunded: Some(Money::euro_cents(0)),
            captures: Vec::new(),
            page: None,
        }
    }

    fn judged(change: impl FnOnce(&mut Reported)) -> Verdict {
        let mut reported = paid();
        change(&mut reported);
        check(&expected(), &reported)
    }

    #[test]
    fn paid_means_paid_with_nothing_due() {
        assert_eq!(judged(|_| {}), Verdict::Paid);
        assert_eq!(judged(|reported| reported.due = None), Verdict::Mismatch(Field::Paid));
        assert_eq!(judged(|reported| reported.due = Some(Money::euro_cents(1))), Verdict::Mismatch(Field::Paid));
        let part = judged(|reported| {
            reported.paid = Money::euro_cents(5_000);
            reported.due = Some(Money::euro_cents(7_000));
        });
        assert_eq!(part, Verdict::Partial(Money::euro_cents(5_000)));
        assert_eq!(judged(|reported| reported.paid = Money::euro_cents(11_999)), Verdict::Mismatch(Field::Paid));
        assert_eq!(judged(|reported| reported.paid = Money::euro_cents(12_001)), Verdict::Mismatch(Field::Paid));
        assert_eq!(
            judged(|reported| reported.refunded = Some(Money::euro_cents(1))),
            Verdict::Refunded(Some(Money::euro_cents(1)))
        );
    }

    #[test]
    fn no_state_but_paid_is_a_payment() {
        let other = State::Other("MARKED_AS_PAID".to_owned());
        let states = [
            (State::Draft, Verdict::Open),
            (State::Open, Verdict::Open),
            (State::Approved, Verdict::Open),
            (State::Pending, Verdict::Pending),
            (State::Partial, Verdict::Partial(Money::euro_cents(12_000))),
            (State::Disputed, Verdict::Disputed),
            (State::PartlyRefunded, Verdict::Refunded(Some(Money::euro_cents(0)))),
            (State::Refunded, Verdict::Refunded(Some(Money::euro_cents(0)))),
            (State::Reversed, Verdict::Reversed),
            (State::Cancelled, Verdict::Ended),
            (State::Failed, Verdict::Ended),
            (other, Verdict::Unclear("MARKED_AS_PAID".to_owned())),
        ];
        for (state, verdict) in states {
            assert_eq!(judged(|reported| reported.state = state), verdict);
        }
    }

    #[test]
    fn what_differs_is_named() {
        let mismatch = |change: fn(&mut Reported)| match judged(change) {
            Verdict::Mismatch(field) => Some(field),
            _ => None,
        };
        assert_eq!(
            mismatch(|reported| {
                reported.reference = Reference::new(Environment::Sandbox, Kind::Invoice, "INV2-A").unwrap();
            }),
            Some(Field::Environment)
        );
        assert_eq!(mismatch(|reported| reported.number = None), Some(Field::Number));
        assert_eq!(mismatch(|reported| reported.number = Some("BC-2026-000124".to_owned())), Some(Field::Number));
        assert_eq!(mismatch(|reported| reported.total.currency = Currency::USD), Some(Field::Currency));
        assert_eq!(mismatch(|reported| reported.total.minor = 11_999), Some(Field::Amount));
        assert_eq!(mismatch(|reported| reported.paid.currency = Currency::USD), Some(Field::Paid));
        assert_eq!(mismatch(|reported| reported.payee = payee(None, None)), Some(Field::Payee));
        assert_eq!(mismatch(|reported| reported.payee = payee(Some("OTHER"), None)), Some(Field::Payee));
        assert_eq!(mismatch(|reported| reported.payee = payee(None, Some("autre@example.org"))), Some(Field::Payee));
        let other_address = judged(|reported| reported.payee = payee(Some("MERCHANT"), Some("autre@example.org")));
        assert_eq!(other_address, Verdict::Paid);
    }
}
