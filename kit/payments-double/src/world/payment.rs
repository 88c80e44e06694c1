//! Money that came in and went back: Payments v2.

use kit_core::Money;
use serde_json::{Value, json};

use super::money::{sum, written};
use super::{Refused, World};

/// What a payment is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Invoice(String),
    Order(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Pending,
    Completed,
    Declined,
    Disputed,
    Lost,
}

/// Money that came in.
#[derive(Debug)]
pub struct Capture {
    pub id: String,
    pub amount: Money,
    pub created: String,
    origin: Origin,
    number: String,
    stage: Stage,
    refunded: Money,
}

impl Capture {
    /// What has come in, whatever became of it.
    pub fn arrived(&self) -> Money {
        match self.stage {
            Stage::Completed | Stage::Disputed | Stage::Lost => self.amount,
            Stage::Pending | Stage::Declined => Money { minor: 0, ..self.amount },
        }
    }

    /// What came in or is on its way.
    pub fn promised(&self) -> Money {
        if self.stage == Stage::Pending { self.amount } else { self.arrived() }
    }

    /// What went back.
    pub fn gone(&self) -> Money {
        if self.stage == Stage::Lost { self.amount } else { self.refunded }
    }

    fn status(&self) -> (&'static str, Option<&'static str>) {
        match self.stage {
            Stage::Pending => ("PENDING", Some("ECHECK")),
            Stage::Declined => ("DECLINED", None),
            Stage::Disputed => ("PENDING", Some("BUYER_COMPLAINT")),
            Stage::Lost => ("REFUNDED", Some("CHARGEBACK")),
            Stage::Completed if self.refunded.minor >= self.amount.minor => ("REFUNDED", None),
            Stage::Completed if self.refunded.minor > 0 => ("PARTIALLY_REFUNDED", None),
            Stage::Completed => ("COMPLETED", None),
        }
    }
}

/// Money that went back.
#[derive(Debug)]
pub struct Refund {
    pub id: String,
    pub capture: String,
    pub amount: Money,
    pub created: String,
    number: String,
}

impl World {
    pub fn captures_of<'a>(&'a self, of: &'a str) -> impl Iterator<Item = &'a Capture> {
        self.captures.values().filter(move |capture| match &capture.origin {
            Origin::Invoice(id) | Origin::Order(id) => id == of,
        })
    }

    /// Takes money for an invoice or an order.
    pub fn take(&mut self, origin: Origin, number: &str, amount: Money, pending: bool) -> String {
        let id = self.letters(17);
        let stage = if pending { Stage::Pending } else { Stage::Completed };
        let (created, refunded) = (self.now(), Money { minor: 0, ..amount });
        let number = number.to_owned();
        let capture = Capture { id: id.clone(), amount, created, origin, number, stage, refunded };
        self.captures.insert(id.clone(), capture);
        let (what, summary) = match stage {
            Stage::Pending => ("PENDING", "A payment is pending"),
            _ => ("COMPLETED", "A payment was completed"),
        };
        self.tell_capture(&id, what, summary);
        id
    }

    pub fn settle(&mut self, id: &str, arrives: bool) -> Result<(), Refused> {
        let capture = self.captures.get_mut(id).ok_or(Refused::UNKNOWN)?;
        if capture.stage != Stage::Pending {
            return Err(Refused::business("INVALID_STATE", "The payment is not pending."));
        }
        capture.stage = if arrives { Stage::Completed } else { Stage::Declined };
        let origin = capture.origin.clone();
        let (what, summary) =
            if arrives { ("COMPLETED", "A payment was completed") } else { ("DENIED", "A payment was denied") };
        self.tell_capture(id, what, summary);
        if let (Origin::Invoice(invoice), true) = (origin, arrives) {
            self.tell_invoice(&invoice, "PAID", "An invoice was paid, partially paid, or payment is pending");
        }
        Ok(())
    }

    pub fn dispute(&mut self, id: &str) -> Result<(), Refused> {
        let capture = self.captures.get_mut(id).ok_or(Refused::UNKNOWN)?;
        if capture.stage != Stage::Completed {
            return Err(Refused::business("INVALID_STATE", "The payment cannot be contested."));
        }
        capture.stage = Stage::Disputed;
        self.tell_dispute(id, "CREATED", "OPEN");
        Ok(())
    }

    pub fn resolve(&mut self, id: &str, kept: bool) -> Result<(), Refused> {
        let capture = self.captures.get_mut(id).ok_or(Refused::UNKNOWN)?;
        if capture.stage != Stage::Disputed {
            return Err(Refused::business("INVALID_STATE", "The payment is not contested."));
        }
        capture.stage = if kept { Stage::Completed } else { Stage::Lost };
        self.tell_dispute(id, "RESOLVED", "RESOLVED");
        if !kept {
            self.tell_capture(id, "REVERSED", "A payment was reversed");
        }
        Ok(())
    }

    pub fn refund(&mut self, id: &str, amount: Option<Money>) -> Result<String, Refused> {
        let capture = self.captures.get(id).ok_or(Refused::UNKNOWN)?;
        let left = Money { minor: capture.amount.minor - capture.refunded.minor, ..capture.amount };
        let amount = amount.unwrap_or(left);
        let refused = match capture.stage {
            Stage::Pending | Stage::Declined => Some((
                "PENDING_CAPTURE",
                "Cannot initiate a refund as the capture is pending. Capture is typically pending when the payer has funded \
                 the transaction using e-check/bank funded.",
            )),
            Stage::Disputed if amount != capture.amount => Some((
                "TRANSACTION_DISPUTED",
                "Partial refunds cannot be offered at this time because there is an open case on this transaction. Visit the \
                 PayPal Resolution Center to review this case.",
            )),
            Stage::Lost => Some(("CAPTURE_FULLY_REFUNDED", "The capture has already been fully refunded")),
            _ if left.minor == 0 => Some(("CAPTURE_FULLY_REFUNDED", "The capture has already been fully refunded")),
            _ if amount.currency != left.currency => {
                Some(("REFUND_CAPTURE_CURRENCY_MISMATCH", "Refund must be in the same currency as the capture"))
            }
            _ if amount.minor > left.minor || amount.minor <= 0 => Some((
                "REFUND_AMOUNT_EXCEEDED",
                "The refund amount must be less than or equal to the capture amount that has not yet been refunded.",
            )),
            _ => None,
        };
        if let Some((issue, description)) = refused {
            return Err(Refused::business(issue, description));
        }
        let (refund_id, created, number) = (self.letters(17), self.now(), capture.number.clone());
        let refund = Refund { id: refund_id.clone(), capture: id.to_owned(), amount, created, number };
        self.refunds.insert(refund_id.clone(), refund);
        let origin = match self.captures.get_mut(id) {
            Some(capture) => {
                capture.refunded = sum(capture.amount, [capture.refunded, amount].into_iter());
                if capture.stage == Stage::Disputed {
                    capture.stage = Stage::Completed;
                }
                capture.origin.clone()
            }
            None => return Err(Refused::UNKNOWN),
        };
        let resource = self.show_refund(&refund_id)?;
        self.tell("PAYMENT.CAPTURE.REFUNDED", "refund", "A payment was refunded", resource);
        if let Origin::Invoice(invoice) = origin {
            self.tell_invoice(&invoice, "REFUNDED", "An invoice was refunded or partially refunded");
        }
        Ok(refund_id)
    }

    pub fn show_capture(&self, id: &str) -> Result<Value, Refused> {
        let capture = self.captures.get(id).ok_or(Refused::UNKNOWN)?;
        let (status, reason) = capture.status();
        let mut shown = json!({
            "id": capture.id,
            "status": status,
            "amount": written(capture.amount),
            "final_capture": true,
            "invoice_id": capture.number,
            "custom_id": capture.number,
            "create_time": capture.created,
            "update_time": capture.created,
            "seller_receivable_breakdown": { "gross_amount": written(capture.amount) },
            "links": [
                { "href": self.address("v2/payments/captures", id), "rel": "self", "method": "GET" },
                { "href": format!("{}/refund", self.address("v2/payments/captures", id)), "rel": "refund", "method": "POST" },
            ],
        });
        if let Some(reason) = reason {
            shown["status_details"] = json!({ "reason": reason });
        }
        Ok(shown)
    }

    /// A capture asked for by itself also says who was paid.
    pub fn show_capture_alone(&self, id: &str) -> Result<Value, Refused> {
        let mut shown = self.show_capture(id)?;
        shown["payee"] = json!({ "email_address": self.email, "merchant_id": self.merchant_id });
        Ok(shown)
    }

    pub fn show_refund(&self, id: &str) -> Result<Value, Refused> {
        let refund = self.refunds.get(id).ok_or(Refused::UNKNOWN)?;
        Ok(json!({
            "id": refund.id,
            "status": "COMPLETED",
            "amount": written(refund.amount),
            "invoice_id": refund.number,
            "custom_id": refund.number,
            "create_time": refund.created,
            "update_time": refund.created,
            "links": [
                { "href": self.address("v2/payments/refunds", id), "rel": "self", "method": "GET" },
                { "href": self.address("v2/payments/captures", &refund.capture), "rel": "up", "method": "GET" },
            ],
        }))
    }

    fn tell_capture(&mut self, id: &str, what: &str, summary: &str) {
        if let Ok(resource) = self.show_capture_alone(id) {
            self.tell(&format!("PAYMENT.CAPTURE.{what}"), "capture", summary, resource);
        }
    }

    fn tell_dispute(&mut self, id: &str, what: &str, status: &str) {
        let resource = json!({
            "dispute_id": format!("PP-D-{}", self.letters(6)),
            "status": status,
            "disputed_transactions": [{ "seller_transaction_id": id }],
        });
        self.tell(&format!("CUSTOMER.DISPUTE.{what}"), "dispute", "A dispute was opened or closed", resource);
    }
}
