//! Orders v2: payments at once. A request id makes repetitions of an order one.

use kit_core::Money;
use serde::Deserialize;
use serde_json::json;

use super::PayPal;
use super::call::{Call, Effect};
use super::captures::{self, CaptureWire};
use super::wire::{Amount, Link, PayeeWire, amount, language, link, not_understood, zero};
use crate::{Answer, AtOnce, Begun, Captured, Checkout, Failure, Kind, Payee, Reference, Reported, State};

#[derive(Debug, Deserialize)]
struct OrderWire {
    id: String,
    status: String,
    #[serde(default)]
    purchase_units: Vec<UnitWire>,
    #[serde(default)]
    links: Vec<Link>,
}

#[derive(Debug, Deserialize)]
struct UnitWire {
    amount: Amount,
    #[serde(default)]
    payee: PayeeWire,
    custom_id: Option<String>,
    invoice_id: Option<String>,
    #[serde(default)]
    payments: PaymentsWire,
}

#[derive(Debug, Default, Deserialize)]
struct PaymentsWire {
    #[serde(default)]
    captures: Vec<CaptureWire>,
    #[serde(default)]
    refunds: Vec<RefundWire>,
}

#[derive(Debug, Deserialize)]
struct RefundWire {
    status: Option<String>,
    amount: Amount,
}

impl AtOnce for PayPal {
    fn begin<'a>(&'a self, checkout: &'a Checkout) -> Answer<'a, Begun> {
        Box::pin(async move {
            let mut call = Call::post("v2/checkout/orders".to_owned(), &self.order_of(checkout), Effect::Writes);
            call.request_id = Some(&checkout.key);
            let order: OrderWire = self.caller.json(&call).await?;
            let unknown = |what: &str| Failure::Unknown { why: format!("the new order has no {what}") };
            let page = link(&order.links, &["payer-action", "approve"]).ok_or_else(|| unknown("page"))?;
            let reference = self.reference(Kind::Order, &order.id).map_err(|_| unknown("id"))?;
            Ok(Begun { reference, page: page.to_owned() })
        })
    }

    fn finish<'a>(&'a self, reference: &'a Reference) -> Answer<'a, Reported> {
        Box::pin(async move {
            let before = self.order(reference).await?;
            if before.state != State::Approved {
                return Ok(before);
            }
            // Without a request id: an order is captured once by itself, and a key that a declined card has used would
            // stand in the way of the next card.
            let path = format!("v2/checkout/orders/{}/capture", reference.id());
            match self.caller.done(&Call::post(path, &json!({}), Effect::Writes)).await {
                Ok(()) => self.order(reference).await,
                Err(Failure::Refused(refusal)) if SAID_BY_STATE.iter().any(|issue| refusal.is(issue)) => {
                    self.order(reference).await
                }
                Err(failure) => Err(failure),
            }
        })
    }
}

/// Refusals to capture that the order's own state tells better.
const SAID_BY_STATE: [&str; 3] = ["ORDER_ALREADY_CAPTURED", "ORDER_NOT_APPROVED", "ORDER_COMPLETION_IN_PROGRESS"];

impl PayPal {
    pub(super) async fn order(&self, reference: &Reference) -> Result<Reported, Failure> {
        let id = self.own(reference, Kind::Order)?;
        let wire: OrderWire = self.caller.json(&Call::get(format!("v2/checkout/orders/{id}"))).await?;
        if wire.id != id {
            return Err(not_understood("another order than the one asked for"));
        }
        self.read_order(wire, reference.clone())
    }

    fn order_of(&self, checkout: &Checkout) -> serde_json::Value {
        let payee = self.settings.payee();
        let payee = PayeeWire { email_address: payee.email.clone(), merchant_id: payee.merchant_id.clone() };
        json!({
            "intent": "CAPTURE",
            "purchase_units": [{
                "custom_id": checkout.number,
                "invoice_id": checkout.number,
                "description": checkout.title,
                "amount": amount(checkout.amount),
                "payee": payee,
            }],
            "payment_source": { "paypal": { "experience_context": {
                "locale": language(checkout.locale),
                "shipping_preference": "NO_SHIPPING",
                "user_action": "PAY_NOW",
                "return_url": checkout.return_url,
                "cancel_url": checkout.cancel_url,
            } } },
        })
    }

    fn read_order(&self, wire: OrderWire, reference: Reference) -> Result<Reported, Failure> {
        let unit: [UnitWire; 1] =
            wire.purchase_units.try_into().map_err(|_| not_understood("an order of more or fewer parts than ours"))?;
        let [unit] = unit;
        let total = unit.amount.read()?;
        let taken = Taken::read(&unit.payments, total)?;
        let captures = unit.payments.captures.iter().map(|capture| {
            Ok(Captured { reference: self.reference(Kind::Capture, capture.id()?)?, amount: capture.amount()? })
        });
        let state = match wire.status.as_str() {
            "CREATED" | "SAVED" | "PAYER_ACTION_REQUIRED" => State::Open,
            "APPROVED" => State::Approved,
            "VOIDED" => State::Cancelled,
            "COMPLETED" => taken.state,
            other => State::Other(other.to_owned()),
        };
        Ok(Reported {
            reference,
            state,
            number: unit.invoice_id.or(unit.custom_id),
            payee: Payee::from(unit.payee),
            total,
            paid: taken.paid,
            due: Some(Money { minor: total.minor.saturating_sub(taken.paid.minor), ..total }),
            refunded: Some(taken.refunded),
            captures: captures.collect::<Result<_, Failure>>()?,
            page: link(&wire.links, &["payer-action", "approve"]).map(str::to_owned),
        })
    }
}

/// What an order's payments come to.
struct Taken {
    state: State,
    paid: Money,
    refunded: Money,
}

impl Taken {
    /// We take the money of an order in one capture; more of them is somebody else's doing.
    fn read(payments: &PaymentsWire, total: Money) -> Result<Taken, Failure> {
        let sum = |sum: Result<Money, Failure>, part: Money| {
            sum?.plus(part).map_err(|_| not_understood("amounts that do not add up"))
        };
        let mut refunded = Ok(zero(total));
        for refund in payments.refunds.iter().filter(|refund| refund.status.as_deref() == Some("COMPLETED")) {
            refunded = sum(refunded, refund.amount.read()?);
        }
        let mut paid = Ok(zero(total));
        for capture in &payments.captures {
            if captures::arrived(&capture.state()) {
                paid = sum(paid, capture.amount()?);
            }
        }
        let state = match payments.captures.as_slice() {
            [capture] => capture.state(),
            several => State::Other(format!("{} captures", several.len())),
        };
        Ok(Taken { state, paid: paid?, refunded: refunded? })
    }
}
