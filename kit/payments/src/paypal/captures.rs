//! Payments v2: money that came in, and giving it back.

use kit_core::Money;
use serde::Deserialize;
use serde_json::json;

use super::PayPal;
use super::call::{Call, Effect};
use super::wire::{Amount, Link, PayeeWire, amount, last_part, link, not_understood, zero};
use crate::{Answer, Captured, Failure, GivesBack, Kind, Reference, Reported, Returned, State};

/// A capture, in an order or by itself.
#[derive(Debug, Deserialize)]
pub struct CaptureWire {
    id: Option<String>,
    status: Option<String>,
    #[serde(default)]
    status_details: StatusDetailsWire,
    amount: Option<Amount>,
    custom_id: Option<String>,
    invoice_id: Option<String>,
    #[serde(default)]
    payee: PayeeWire,
}

#[derive(Debug, Default, Deserialize)]
struct StatusDetailsWire {
    reason: Option<String>,
}

impl CaptureWire {
    pub fn id(&self) -> Result<&str, Failure> {
        self.id.as_deref().ok_or_else(|| not_understood("a capture without an id"))
    }

    pub fn amount(&self) -> Result<Money, Failure> {
        self.amount.as_ref().ok_or_else(|| not_understood("a capture without an amount"))?.read()
    }

    /// The status alone does not tell a complaint: its reason does.
    pub fn state(&self) -> State {
        let contested = matches!(self.status_details.reason.as_deref(), Some("BUYER_COMPLAINT" | "CHARGEBACK"));
        match self.status.as_deref().unwrap_or_default() {
            "COMPLETED" | "PENDING" | "PARTIALLY_REFUNDED" if contested => State::Disputed,
            "REFUNDED" if contested => State::Reversed,
            "COMPLETED" => State::Paid,
            "PENDING" => State::Pending,
            "PARTIALLY_REFUNDED" => State::PartlyRefunded,
            "REFUNDED" => State::Refunded,
            "DECLINED" | "FAILED" => State::Failed,
            other => State::Other(other.to_owned()),
        }
    }
}

/// Whether the money of a capture in this state has come in, though it may have gone again.
pub fn arrived(state: &State) -> bool {
    matches!(state, State::Paid | State::Disputed | State::PartlyRefunded | State::Refunded | State::Reversed)
}

#[derive(Debug, Deserialize)]
struct RefundWire {
    id: String,
    status: Option<String>,
    amount: Option<Amount>,
    custom_id: Option<String>,
    invoice_id: Option<String>,
    #[serde(default)]
    links: Vec<Link>,
}

impl GivesBack for PayPal {
    fn give_back<'a>(&'a self, capture: &'a Reference, back: Option<Money>, key: &'a str) -> Answer<'a, Returned> {
        Box::pin(async move {
            let id = self.own(capture, Kind::Capture)?;
            let body = back.map_or_else(|| json!({}), |money| json!({ "amount": amount(money) }));
            let mut call = Call::post(format!("v2/payments/captures/{id}/refund"), &body, Effect::Writes);
            call.request_id = Some(key);
            let wire: RefundWire = self.caller.json(&call).await?;
            let id = wire.id.clone();
            match self.read_refund(wire) {
                Ok(returned) => Ok(returned),
                // It was made, so what is there says the rest.
                Err(_) => self.refund(&self.reference(Kind::Refund, &id)?).await,
            }
        })
    }

    fn ask_refund<'a>(&'a self, refund: &'a Reference) -> Answer<'a, Returned> {
        Box::pin(self.refund(refund))
    }
}

impl PayPal {
    pub(super) async fn capture(&self, reference: &Reference) -> Result<Reported, Failure> {
        let id = self.own(reference, Kind::Capture)?;
        let wire: CaptureWire = self.caller.json(&Call::get(format!("v2/payments/captures/{id}"))).await?;
        if wire.id()? != id {
            return Err(not_understood("another capture than the one asked for"));
        }
        let (total, state) = (wire.amount()?, wire.state());
        let paid = if arrived(&state) { total } else { zero(total) };
        Ok(Reported {
            due: (state == State::Paid).then(|| zero(total)),
            refunded: match state {
                State::PartlyRefunded => None,
                State::Refunded | State::Reversed => Some(total),
                _ => Some(zero(total)),
            },
            captures: vec![Captured { reference: reference.clone(), amount: total }],
            reference: reference.clone(),
            state,
            number: wire.invoice_id.or(wire.custom_id),
            payee: wire.payee.into(),
            total,
            paid,
            page: None,
        })
    }

    async fn refund(&self, refund: &Reference) -> Result<Returned, Failure> {
        let id = self.own(refund, Kind::Refund)?;
        let wire: RefundWire = self.caller.json(&Call::get(format!("v2/payments/refunds/{id}"))).await?;
        self.read_refund(wire)
    }

    fn read_refund(&self, wire: RefundWire) -> Result<Returned, Failure> {
        let amount = wire.amount.ok_or_else(|| not_understood("a refund without an amount"))?.read()?;
        let capture = link(&wire.links, &["up"]).and_then(last_part);
        Ok(Returned {
            reference: self.reference(Kind::Refund, &wire.id)?,
            amount,
            done: match wire.status.as_deref() {
                Some("COMPLETED") => Some(true),
                Some("CANCELLED" | "FAILED") => Some(false),
                _ => None,
            },
            number: wire.invoice_id.or(wire.custom_id),
            capture: capture.map(|id| self.reference(Kind::Capture, id)).transpose()?,
        })
    }
}
