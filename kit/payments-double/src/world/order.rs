//! Payments at once: Orders v2.

use kit_core::Money;
use serde_json::{Value, json};

use super::money::{read, written};
use super::payment::Origin;
use super::{Refused, World};

/// A payment at once.
#[derive(Debug)]
pub struct Order {
    pub id: String,
    pub number: String,
    pub amount: Money,
    pub title: String,
    pub return_url: String,
    pub cancel_url: String,
    unit: Value,
    created: String,
    agreed: Agreed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Agreed {
    No,
    Now,
    Later,
    Taken,
}

impl World {
    pub fn create_order(&mut self, asked: &Value) -> Result<String, Refused> {
        let missing = Refused::malformed("MISSING_REQUIRED_PARAMETER", "A required field / parameter is missing.");
        let unit = asked.pointer("/purchase_units/0").ok_or(missing)?.clone();
        let amount = unit.get("amount").and_then(read).filter(|amount| amount.minor > 0).ok_or(missing)?;
        let payee = |name: &str| unit.pointer(&format!("/payee/{name}")).and_then(Value::as_str);
        let stranger = payee("merchant_id").is_some_and(|id| id != self.merchant_id)
            || payee("email_address").is_some_and(|email| email != self.email);
        if asked.get("intent").and_then(Value::as_str) != Some("CAPTURE") || stranger {
            return Err(Refused::business("PAYEE_ACCOUNT_INVALID", "Payee account specified is invalid."));
        }
        let text = |pointer: &str| asked.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let context = "/payment_source/paypal/experience_context";
        let (id, created) = (self.letters(17), self.now());
        let order = Order {
            id: id.clone(),
            number: text("/purchase_units/0/invoice_id"),
            amount,
            title: text("/purchase_units/0/description"),
            return_url: text(&format!("{context}/return_url")),
            cancel_url: text(&format!("{context}/cancel_url")),
            unit,
            created,
            agreed: Agreed::No,
        };
        self.orders.insert(id.clone(), order);
        Ok(id)
    }

    pub fn approve(&mut self, id: &str, later: bool) -> Result<(), Refused> {
        let order = self.orders.get_mut(id).ok_or(Refused::UNKNOWN)?;
        if order.agreed != Agreed::No {
            return Err(Refused::business("ORDER_ALREADY_APPROVED", "The order is approved already."));
        }
        order.agreed = if later { Agreed::Later } else { Agreed::Now };
        let resource = self.show_order(id)?;
        self.tell("CHECKOUT.ORDER.APPROVED", "checkout-order", "An order has been approved by buyer", resource);
        Ok(())
    }

    pub fn capture_order(&mut self, id: &str) -> Result<(), Refused> {
        let order = self.orders.get_mut(id).ok_or(Refused::UNKNOWN)?;
        let later = match order.agreed {
            Agreed::No => {
                let words = "Payer has not yet approved the Order for payment. Please redirect the payer to the \
                             'rel':'approve' url returned as part of the HATEOAS links within the Create Order call or \
                             provide a valid `payment_source` in the request.";
                return Err(Refused::business("ORDER_NOT_APPROVED", words));
            }
            Agreed::Taken => {
                let words = "Order already captured.If 'intent=CAPTURE' only one capture per order is allowed.";
                return Err(Refused::business("ORDER_ALREADY_CAPTURED", words));
            }
            Agreed::Now => false,
            Agreed::Later => true,
        };
        order.agreed = Agreed::Taken;
        let (number, amount) = (order.number.clone(), order.amount);
        self.take(Origin::Order(id.to_owned()), &number, amount, later);
        Ok(())
    }

    /// Whether the customer has still to decide.
    pub fn undecided(&self, id: &str) -> bool {
        self.orders.get(id).is_some_and(|order| order.agreed == Agreed::No)
    }

    pub fn show_order(&self, id: &str) -> Result<Value, Refused> {
        let order = self.orders.get(id).ok_or(Refused::UNKNOWN)?;
        let mut unit = order.unit.clone();
        unit["reference_id"] = json!("default");
        unit["payee"] = json!({ "email_address": self.email, "merchant_id": self.merchant_id });
        let captures: Result<Vec<Value>, Refused> =
            self.captures_of(id).map(|capture| self.show_capture(&capture.id)).collect();
        let captures = captures?;
        if !captures.is_empty() {
            let refunds =
                self.refunds.values().filter(|refund| self.captures_of(id).any(|own| own.id == refund.capture));
            let refunds: Result<Vec<Value>, Refused> = refunds.map(|refund| self.show_refund(&refund.id)).collect();
            unit["payments"] = json!({ "captures": captures, "refunds": refunds? });
        }
        let mut links = vec![json!({ "href": self.address("v2/checkout/orders", id), "rel": "self", "method": "GET" })];
        let status = match order.agreed {
            Agreed::No => {
                links.push(json!({ "href": self.address("pay/orders", id), "rel": "payer-action", "method": "GET" }));
                "PAYER_ACTION_REQUIRED"
            }
            Agreed::Now | Agreed::Later => "APPROVED",
            Agreed::Taken => "COMPLETED",
        };
        unit["amount"] = written(order.amount);
        Ok(json!({
            "id": order.id,
            "status": status,
            "intent": "CAPTURE",
            "create_time": order.created,
            "payment_source": { "paypal": {} },
            "purchase_units": [unit],
            "links": links,
        }))
    }
}
