//! Paying at once: what is begun when the customer presses the button.

use jiff::SignedDuration;
use kit_core::{AccountId, Context, Text};
use kit_db::{DbError, Failed, Tx, refuse};
use orders::OrderNumber;
use thiserror::Error;

use super::arrange::wanted;
use super::back::receipt;
use crate::model::{Payment, PaymentId, PaymentState, Settings, Way, spare_number};
use crate::store;

/// How long a page at PayPal is led to again: it is good for six hours there (`PayPal-Request-Id`), and the customer needs some
/// of them.
const SAME_PAGE: SignedDuration = SignedDuration::from_hours(2);

/// Why nothing is begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PayRefusal {
    /// There is no such order.
    #[error("there is no such order")]
    NoOrder,
    /// The order takes no money (any more).
    #[error("nothing is due")]
    NotDue,
    /// Orders are not paid at once by PayPal.
    #[error("payments at once are off")]
    Off,
    /// A payment is on its way already.
    #[error("a payment is on its way")]
    OnItsWay,
    /// PayPal has a part of it, about which staff has not decided.
    #[error("a part came")]
    Part,
    /// It was paid before, and the money waits for staff to place it.
    #[error("it was paid before")]
    PaidBefore,
}

impl From<PayRefusal> for Text {
    fn from(refusal: PayRefusal) -> Text {
        match refusal {
            PayRefusal::NoOrder | PayRefusal::NotDue => Text::new("payments-refused-not-due"),
            PayRefusal::Off => Text::new("payments-refused-off"),
            PayRefusal::OnItsWay => Text::new("payments-refused-on-its-way"),
            PayRefusal::Part => Text::new("payments-refused-part"),
            PayRefusal::PaidBefore => Text::new("payments-refused-paid-before"),
        }
    }
}

/// The payment at once of what is due of an account's order: the one that was begun a while ago, or a new one. Call it under the
/// lock of the account.
///
/// # Errors
/// [`PayRefusal`].
pub fn prepare(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    number: OrderNumber,
) -> Result<PaymentId, Failed<PayRefusal>> {
    let Some(found) = orders::order(tx, number, Some(account))? else { return refuse(PayRefusal::NoOrder) };
    let order = found.order;
    if order.due() == 0 {
        return refuse(PayRefusal::NotDue);
    }
    let Some(settings) = in_use(tx)? else { return refuse(PayRefusal::Off) };
    let all = store::payments::of_order(tx, number)?;
    let mut ours = all.iter().filter(|payment| payment.environment == settings.environment);
    if ours.clone().any(Payment::holds_part) {
        return refuse(PayRefusal::Part);
    }
    if ours.clone().any(|payment| payment.state == PaymentState::Pending) {
        return refuse(PayRefusal::OnItsWay);
    }
    for payment in ours.clone().filter(|payment| payment.state == PaymentState::Paid) {
        if is_waiting(tx, payment)? {
            return refuse(PayRefusal::PaidBefore);
        }
    }
    let is_good = |payment: &&Payment| {
        let is_begun = matches!(payment.state, PaymentState::Wanted | PaymentState::Open);
        let is_fresh = ctx.now.duration_since(payment.made_at) < SAME_PAGE;
        payment.way == Way::AtOnce && is_begun && is_fresh && payment.cents == order.due()
    };
    if let Some(known) = ours.clone().rfind(is_good) {
        return Ok(known.id);
    }
    // Under the number of the request for the same amount, where there is one: PayPal takes a number's money once, and so
    // keeps a customer from paying both.
    let same = ours.rfind(|payment| payment.state.is_live() && payment.cents == order.due());
    let at_paypal = same.map_or_else(|| spare_number(number, &all), |payment| payment.number.clone());
    let payment = wanted(ctx, &settings, &order, Way::AtOnce, order.due(), at_paypal);
    store::payments::insert(tx, &payment)?;
    Ok(payment.id)
}

/// Whether money of a payment is for nobody yet.
fn is_waiting(tx: &mut Tx<'_>, payment: &Payment) -> Result<bool, DbError> {
    for capture in store::captures::of_payment(tx, payment.id)? {
        if receipt(tx, &capture)?.is_some_and(|receipt| receipt.waiting > 0) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn in_use(tx: &mut Tx<'_>) -> Result<Option<Settings>, DbError> {
    Ok(store::settings::settings(tx)?.map(|(settings, _)| settings).filter(|settings| settings.at_once))
}
