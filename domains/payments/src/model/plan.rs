//! Which mailed requests an order needs, and which it does not need any more.

use std::collections::BTreeSet;

use orders::OrderNumber;

use super::{Payment, PaymentId, PaymentState, Way, number_at};

/// Something to be done about the requests of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// This request is not needed (as it is): withdraw it.
    Withdraw(PaymentId),
    /// Ask for so many cents.
    Make(i64),
}

/// What to do for an order of which `due` cents are to be paid (nothing once it takes no money), with the `payments` that it
/// has; `mails`: whether requests are to be mailed.
///
/// A request asks for all that is due or is withdrawn. A new one is made only when no other can be paid any more, so that the
/// customer never has two; and not where the one of the same amount was paid (staff then sees where its money is), or ended at
/// PayPal by somebody, or where staff has to look at one. While a payment waits for its money nothing is to be paid: if it fails,
/// another request is made.
pub fn plan(due: i64, mails: bool, payments: &[Payment]) -> Vec<Step> {
    let is_pending = payments.iter().any(|payment| payment.state == PaymentState::Pending);
    let due = if is_pending { 0 } else { due };
    let requests = || payments.iter().filter(|payment| payment.way == Way::Mailed);
    let unfit =
        |payment: &&Payment| matches!(payment.state, PaymentState::Wanted | PaymentState::Open) && payment.cents != due;
    let withdrawn: Vec<Step> = requests().filter(unfit).map(|payment| Step::Withdraw(payment.id)).collect();
    let is_answered = requests().any(|payment| match payment.state {
        PaymentState::Odd => true,
        PaymentState::Ended | PaymentState::Paid => payment.cents == due,
        state => state.is_live(),
    });
    if mails && due > 0 && !is_answered { vec![Step::Make(due)] } else { withdrawn }
}

/// A number that none of an order's payments has had: PayPal takes each once.
pub fn spare_number(order: OrderNumber, payments: &[Payment]) -> String {
    let taken: BTreeSet<&str> = payments.iter().map(|payment| payment.number.as_str()).collect();
    let spare = (1..=taken.len()).map(|place| number_at(order, place)).find(|number| !taken.contains(number.as_str()));
    spare.unwrap_or_else(|| number_at(order, taken.len() + 1))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use kit_core::AccountId;
    use kit_payments::{Environment, Payee};
    use proptest::prelude::*;

    pub(crate) fn payment(id: i64, way: Way, state: PaymentState, cents: i64) -> Payment {
        let order = OrderNumber::new(2026, 123).unwrap();
        Payment {
            id: PaymentId::from_raw(id),
            order,
            account: AccountId(1042),
            way,
            environment: Environment::Sandbox,
            number: number_at(order, usize::try_from(id).unwrap()),
            cents,
            payee: Payee { merchant_id: None, email: Some("caisse@editeur.example".into()) },
            made_at: "2026-11-21T09:00:00Z".parse().unwrap(),
            came_at: None,
            state,
            reference: None,
            page: Some("http://127.0.0.1:9/pay".into()),
            odd: None,
            words: String::new(),
            seen: false,
            part: None,
            decided: None,
            asked_at: None,
            next_at: None,
        }
    }

    fn request(id: i64, state: PaymentState, cents: i64) -> Payment {
        payment(id, Way::Mailed, state, cents)
    }

    #[test]
    fn an_order_gets_one_request_for_what_is_due() {
        assert_eq!(plan(500, true, &[]), [Step::Make(500)]);
        assert_eq!(plan(500, false, &[]), []);
        assert_eq!(plan(0, true, &[]), []);
        assert_eq!(plan(500, true, &[request(1, PaymentState::Open, 500)]), []);
        assert_eq!(plan(500, true, &[payment(1, Way::AtOnce, PaymentState::Open, 500)]), [Step::Make(500)]);
    }

    #[test]
    fn a_part_paid_order_has_its_request_withdrawn_before_it_gets_another() {
        let mut one = request(1, PaymentState::Open, 500);
        assert_eq!(plan(300, true, std::slice::from_ref(&one)), [Step::Withdraw(one.id)]);
        one.state = PaymentState::Unwanted;
        assert_eq!(plan(300, true, std::slice::from_ref(&one)), []);
        one.state = PaymentState::Withdrawn;
        assert_eq!(plan(300, true, std::slice::from_ref(&one)), [Step::Make(300)]);
        assert_eq!(spare_number(one.order, std::slice::from_ref(&one)), "BC-2026-000123-2");
    }

    #[test]
    fn what_somebody_ended_at_paypal_is_not_made_again() {
        assert_eq!(plan(500, true, &[request(1, PaymentState::Ended, 500)]), []);
        assert_eq!(plan(300, true, &[request(1, PaymentState::Ended, 500)]), [Step::Make(300)]);
        assert_eq!(plan(500, true, &[request(1, PaymentState::Gone, 500)]), [Step::Make(500)]);
        assert_eq!(plan(500, true, &[request(1, PaymentState::Odd, 500)]), []);
    }

    #[test]
    fn nothing_is_asked_for_while_a_payment_waits_for_its_money() {
        let open = request(1, PaymentState::Open, 500);
        let mut other = payment(2, Way::AtOnce, PaymentState::Pending, 500);
        assert_eq!(plan(500, true, &[open.clone(), other.clone()]), [Step::Withdraw(open.id)]);
        let withdrawn = request(1, PaymentState::Withdrawn, 500);
        assert_eq!(plan(500, true, &[withdrawn.clone(), other.clone()]), []);
        other.state = PaymentState::Ended;
        assert_eq!(plan(500, true, &[withdrawn, other]), [Step::Make(500)]);
        assert_eq!(
            plan(500, true, &[request(1, PaymentState::Pending, 500)]),
            [],
            "the request itself is what is paid"
        );
    }

    #[test]
    fn what_was_paid_is_not_asked_for_again() {
        assert_eq!(plan(500, true, &[request(1, PaymentState::Paid, 500)]), []);
        assert_eq!(plan(300, true, &[request(1, PaymentState::Paid, 500)]), [Step::Make(300)]);
    }

    proptest! {
        /// Whatever happened before: at most one request can be paid, and following the plan ends.
        #[test]
        fn there_is_never_a_second_request(
            due in 0_i64..3,
            mails: bool,
            states in prop::collection::vec((prop::sample::select(PaymentState::ALL.to_vec()), 1_i64..3), 0..6),
        ) {
            let all: Vec<Payment> =
                (1..).zip(&states).map(|(id, (state, cents))| request(id, *state, *cents)).collect();
            let steps = plan(due, mails, &all);
            let live = all.iter().filter(|payment| payment.state.is_live()).count();
            let made = steps.iter().filter(|step| matches!(step, Step::Make(_))).count();
            prop_assert!(made == 0 || live == 0);
            prop_assert!(made <= 1 && (made == 0 || mails && due > 0));
            for step in steps {
                if let Step::Withdraw(id) = step {
                    let is_pending = all.iter().any(|payment| payment.state == PaymentState::Pending);
                    prop_assert!(all.iter().any(|payment| payment.id == id && (is_pending || payment.cents != due)));
                }
            }
            prop_assert!(!all.iter().any(|payment| payment.number == spare_number(payment.order, &all)));
        }
    }
}
