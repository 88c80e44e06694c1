//! When PayPal is asked again: fast at first, then daily, until nothing can change any more.

use jiff::{SignedDuration, Timestamp};

use super::{Oddity, Payment, PaymentState, Way};

/// How long a payment at once waits for its customer before it is let be.
pub const GIVEN_UP: SignedDuration = SignedDuration::from_hours(3 * 24);
/// How long payers and banks may contest a payment, from its money on: what is paid is looked at until then.
const CONTESTED: SignedDuration = SignedDuration::from_hours(180 * 24);
const DAY: SignedDuration = SignedDuration::from_hours(24);
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// When a payment is looked at next, as it stands at `now`; none: only when something is heard of it. Half its age from now,
/// so that what the customer does in the first minutes shows within minutes, and what he does after days shows within a day.
pub fn next_look(payment: &Payment, now: Timestamp) -> Option<Timestamp> {
    let age = now.duration_since(payment.made_at).max(SignedDuration::ZERO);
    let held = now.duration_since(payment.came_at.unwrap_or(payment.made_at)).max(SignedDuration::ZERO);
    let may_clear =
        matches!(payment.odd, Some(Oddity::Disputed | Oddity::Transactions | Oddity::State | Oddity::Partial));
    let pause = match (payment.state, payment.way) {
        (PaymentState::Odd, _) if may_clear && payment.reference.is_some() && held <= CONTESTED => DAY,
        (PaymentState::Odd | PaymentState::Withdrawn | PaymentState::Ended | PaymentState::Gone, _) => return None,
        (PaymentState::Paid, _) if held > CONTESTED => return None,
        (PaymentState::Paid, _) => held.clamp(DAY, WEEK),
        (_, Way::AtOnce) => (age / 2).clamp(SignedDuration::from_mins(1), DAY / 4),
        (_, Way::Mailed) => (age / 2).clamp(SignedDuration::from_mins(2), DAY),
    };
    Some(now.saturating_add(pause).unwrap_or(Timestamp::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::plan::tests::payment;

    #[test]
    fn what_is_odd_and_may_clear_is_looked_at_daily() {
        use kit_payments::{Environment, Kind, Reference};
        let mut odd = payment(1, Way::Mailed, PaymentState::Odd, 100);
        let (now, later) = (odd.made_at + DAY, odd.made_at + CONTESTED + DAY);
        odd.reference = Some(Reference::new(Environment::Sandbox, Kind::Invoice, "INV2-A").unwrap());
        for oddity in [Oddity::Disputed, Oddity::Transactions, Oddity::State, Oddity::Partial] {
            odd.odd = Some(oddity);
            assert_eq!((next_look(&odd, now), next_look(&odd, later)), (Some(now + DAY), None));
        }
        for oddity in [None, Some(Oddity::Amount), Some(Oddity::Refused), Some(Oddity::Reversed)] {
            odd.odd = oddity;
            assert_eq!(next_look(&odd, now), None);
        }
        odd.odd = Some(Oddity::Disputed);
        odd.reference = None;
        assert_eq!(next_look(&odd, now), None, "PayPal never had it");
    }

    #[test]
    fn money_that_came_late_is_looked_at_as_long_as_any() {
        let mut paid = payment(1, Way::Mailed, PaymentState::Paid, 100);
        let now = paid.made_at + CONTESTED + DAY;
        assert_eq!(next_look(&paid, now), None);
        paid.came_at = Some(now - WEEK);
        assert_eq!(next_look(&paid, now), Some(now + WEEK));
    }

    /// The minutes after its beginning at which a payment in this state is looked at, during so many days.
    fn looks(state: PaymentState, way: Way, days: i64) -> Vec<i64> {
        let mut payment = payment(1, way, state, 100);
        payment.state = state;
        let (mut looks, mut now) = (Vec::new(), payment.made_at);
        while let Some(next) = next_look(&payment, now) {
            now = next;
            let minutes = now.duration_since(payment.made_at).as_mins();
            if minutes > days * 24 * 60 {
                break;
            }
            looks.push(minutes);
        }
        looks
    }

    #[test]
    fn a_request_is_asked_about_within_minutes_then_daily() {
        let looks = looks(PaymentState::Open, Way::Mailed, 30);
        assert_eq!(looks[..4], [2, 4, 6, 9]);
        assert!(looks.windows(2).all(|pair| pair[1] - pair[0] <= 24 * 60), "never more than a day apart");
        assert!(looks.len() > 35 && looks.len() < 60, "{}", looks.len());
    }

    #[test]
    fn what_is_paid_is_looked_at_while_it_can_be_contested() {
        let looks = looks(PaymentState::Paid, Way::Mailed, 400);
        assert_eq!(looks[0], 24 * 60);
        let last = looks[looks.len() - 1] / (24 * 60);
        assert!((180..=187).contains(&last), "{last}");
        for state in [PaymentState::Odd, PaymentState::Withdrawn, PaymentState::Ended, PaymentState::Gone] {
            assert!(self::looks(state, Way::Mailed, 400).is_empty());
        }
    }
}
