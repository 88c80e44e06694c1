//! Payment requests: Invoicing v2.

use kit_core::Money;
use serde_json::{Value, json};

use super::money::{decimal, read, sum, written};
use super::payment::{Capture, Origin};
use super::{Paying, Refused, World};
use crate::Mailed;

/// A payment request.
#[derive(Debug)]
pub struct Invoice {
    pub id: String,
    pub number: String,
    /// What was sent to make it.
    draft: Value,
    pub total: Money,
    stage: Stage,
    created: String,
    sent: Option<String>,
    /// A search does not find it.
    hidden: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Draft,
    Sent,
    Cancelled,
}

impl Invoice {
    fn text(&self, pointer: &str) -> Option<&str> {
        self.draft.pointer(pointer).and_then(Value::as_str)
    }

    /// What it is for.
    pub fn title(&self) -> &str {
        self.text("/items/0/name").unwrap_or_default()
    }
}

impl World {
    pub fn invoice_numbered(&self, number: &str) -> Option<&Invoice> {
        self.invoices.values().find(|invoice| invoice.number == number)
    }

    pub fn create_invoice(&mut self, draft: Value) -> Result<Value, Refused> {
        let missing = Refused::malformed("MISSING_REQUIRED_PARAMETER", "A required field is missing.");
        let number = draft.pointer("/detail/invoice_number").and_then(Value::as_str).ok_or(missing)?.to_owned();
        if number.chars().count() > 25 {
            let length = "Invoice number length should be less than 25 characters.";
            return Err(Refused::malformed("INVALID_STRING_MAX_LENGTH", length));
        }
        let sender = draft.pointer("/invoicer/email_address").and_then(Value::as_str);
        if sender != Some(self.email.as_str()) {
            let user = "User is not associated with paypal based on invoicer email.";
            return Err(Refused::business("USER_NOT_FOUND", user));
        }
        if self.invoice_numbered(&number).is_some() {
            return Err(Refused::business("DUPLICATE_INVOICE_NUMBER", "The invoice number already exists."));
        }
        let items = draft.get("items").and_then(Value::as_array).ok_or(missing)?;
        let lines: Option<Vec<Money>> = items.iter().map(line).collect();
        let lines = lines.filter(|lines| !lines.is_empty()).ok_or(missing)?;
        let total = sum(lines[0], lines.into_iter());
        let id = format!("INV2-{}-{}-{}-{}", self.letters(4), self.letters(4), self.letters(4), self.letters(4));
        let (created, hidden) = (self.now(), self.search_lags);
        let invoice =
            Invoice { id: id.clone(), number, draft, total, stage: Stage::Draft, created, sent: None, hidden };
        self.invoices.insert(id.clone(), invoice);
        self.tell_invoice(&id, "CREATED", "An invoice was created");
        self.show_invoice(&id)
    }

    pub fn send_invoice(&mut self, id: &str) -> Result<Mailed, Refused> {
        let now = self.now();
        let invoice = self.invoices.get_mut(id).ok_or(Refused::UNKNOWN)?;
        if invoice.stage != Stage::Draft {
            return Err(Refused::business("INVOICE_ALREADY_SENT", "The invoice is already sent."));
        }
        invoice.stage = Stage::Sent;
        invoice.sent = Some(now);
        self.tell_invoice(id, "UPDATED", "An invoice was sent");
        self.mailed(id, false)
    }

    pub fn remind_invoice(&mut self, id: &str) -> Result<Mailed, Refused> {
        if !matches!(self.invoice_status(id)?, "SENT" | "PARTIALLY_PAID") {
            let words = "You cannot remind an invoice which is in DRAFT status. Only UNPAID, SENT and PARTIALLY_PAID invoices \
                         can be reminded.";
            return Err(Refused::business("CANNOT_REMIND_INVOICE", words));
        }
        self.mailed(id, true)
    }

    pub fn delete_invoice(&mut self, id: &str) -> Result<(), Refused> {
        if self.invoice_status(id)? != "DRAFT" {
            return Err(Refused::business("INVALID_INVOICE_STATE", "Only a draft can be deleted."));
        }
        self.invoices.remove(id);
        Ok(())
    }

    pub fn cancel_invoice(&mut self, id: &str) -> Result<(), Refused> {
        let refused = match self.invoice_status(id)? {
            "DRAFT" => Some(("CANNOT_CANCEL_DRAFT_INVOICE", "Draft invoice cannot be canceled.")),
            "CANCELLED" => Some(("INVOICE_CANCELED_ALREADY", "Invoice is already cancelled.")),
            "SENT" => None,
            "REFUNDED" | "PARTIALLY_REFUNDED" => {
                Some(("CANNOT_CANCEL_REFUNDED_INVOICE", "Cannot cancel a refunded or partially refunded invoice."))
            }
            _ => Some(("CANNOT_CANCEL_PAID_INVOICE", "Cannot cancel a paid or partially paid invoice.")),
        };
        if let Some((issue, description)) = refused {
            return Err(Refused::business(issue, description));
        }
        self.invoices.get_mut(id).ok_or(Refused::UNKNOWN)?.stage = Stage::Cancelled;
        self.tell_invoice(id, "CANCELLED", "An invoice was cancelled");
        Ok(())
    }

    pub fn pay_invoice(&mut self, id: &str, paying: Paying) -> Result<(), Refused> {
        let invoice = self.invoices.get(id).ok_or(Refused::UNKNOWN)?;
        if invoice.stage != Stage::Sent {
            return Err(Refused::business("INVALID_INVOICE_STATE", "The invoice cannot be paid."));
        }
        let (number, due) = (invoice.number.clone(), self.due(invoice));
        let amount = match paying {
            Paying::Part(amount) => amount,
            Paying::Full | Paying::Pending => due,
        };
        if amount.minor <= 0 || amount.minor > due.minor || amount.currency != due.currency {
            return Err(Refused::business("INVALID_AMOUNT", "Nothing is due, or less than this."));
        }
        let pending = matches!(paying, Paying::Pending);
        self.take(Origin::Invoice(id.to_owned()), &number, amount, pending);
        // As PayPal does, also for a part and for money that is still on its way.
        self.tell_invoice(id, "PAID", "An invoice was paid, partially paid, or payment is pending");
        Ok(())
    }

    pub fn search_invoices(&self, sought: &Value) -> Value {
        let number = sought.get("invoice_number").and_then(Value::as_str).unwrap_or_default();
        // PayPal's search is no exact one.
        let found = self.invoices.values().filter(|invoice| {
            (!invoice.hidden || !self.search_lags) && invoice.number.to_lowercase().starts_with(&number.to_lowercase())
        });
        let items: Vec<Value> = found
            .map(|invoice| {
                json!({
                    "id": invoice.id,
                    "status": self.status_of(invoice),
                    "detail": {
                        "invoice_number": invoice.number,
                        "currency_code": invoice.total.currency.code(),
                        "metadata": { "create_time": invoice.created },
                    },
                    "amount": written(invoice.total),
                    "links": [],
                })
            })
            .collect();
        json!({ "total_pages": 1, "total_items": items.len(), "items": items, "links": [] })
    }

    pub fn invoice_status(&self, id: &str) -> Result<&'static str, Refused> {
        self.invoices.get(id).map(|invoice| self.status_of(invoice)).ok_or(Refused::UNKNOWN)
    }

    pub fn show_invoice(&self, id: &str) -> Result<Value, Refused> {
        let invoice = self.invoices.get(id).ok_or(Refused::UNKNOWN)?;
        let mut shown = invoice.draft.clone();
        let captures: Vec<&Capture> = self.captures_of(id).collect();
        let of = |amounts: &mut dyn Iterator<Item = Money>| written(sum(invoice.total, amounts));
        shown["id"] = json!(invoice.id);
        shown["status"] = json!(self.status_of(invoice));
        shown["amount"] = json!({
            "currency_code": invoice.total.currency.code(),
            "value": decimal(invoice.total),
            "breakdown": { "item_total": written(invoice.total) },
        });
        shown["due_amount"] = written(self.due(invoice));
        shown["detail"]["invoice_date"] = json!(invoice.created.get(..10));
        shown["detail"]["metadata"] = json!({
            "create_time": invoice.created,
            "recipient_view_url": format!("{}/pay/invoices/{id}", self.base),
            "invoicer_view_url": format!("{}/pay/invoices/{id}", self.base),
        });
        if let Some(sent) = &invoice.sent {
            shown["detail"]["metadata"]["first_sent_time"] = json!(sent);
        }
        if !captures.is_empty() {
            let payments: Vec<Value> = captures
                .iter()
                .map(|capture| {
                    json!({
                        "type": "PAYPAL",
                        "payment_id": capture.id,
                        "payment_date": capture.created.get(..10),
                        "method": "PAYPAL",
                        "amount": written(capture.amount),
                    })
                })
                .collect();
            let paid = of(&mut captures.iter().map(|capture| capture.arrived()));
            shown["payments"] = json!({ "paid_amount": paid, "transactions": payments });
        }
        let back: Vec<Value> = self
            .refunds
            .values()
            .filter(|refund| captures.iter().any(|capture| capture.id == refund.capture))
            .map(|refund| {
                json!({
                    "type": "PAYPAL",
                    "refund_id": refund.id,
                    "refund_date": refund.created.get(..10),
                    "method": "PAYPAL",
                    "amount": written(refund.amount),
                })
            })
            .collect();
        if captures.iter().any(|capture| capture.gone().minor > 0) {
            let gone = of(&mut captures.iter().map(|capture| capture.gone()));
            shown["refunds"] = json!({ "refund_amount": gone, "transactions": back });
        }
        shown["links"] = json!([{ "href": self.address("v2/invoicing/invoices", id), "rel": "self", "method": "GET" }]);
        Ok(shown)
    }

    pub fn tell_invoice(&mut self, id: &str, what: &str, summary: &str) {
        if let Ok(invoice) = self.show_invoice(id) {
            let resource = json!({ "invoice": invoice });
            self.tell(&format!("INVOICING.INVOICE.{what}"), "invoices", summary, resource);
        }
    }

    /// What is still to be paid; money on its way counts as paid.
    fn due(&self, invoice: &Invoice) -> Money {
        let taken = sum(invoice.total, self.captures_of(&invoice.id).map(Capture::promised));
        Money { minor: (invoice.total.minor - taken.minor).max(0), ..invoice.total }
    }

    fn status_of(&self, invoice: &Invoice) -> &'static str {
        let of = |amount: fn(&Capture) -> Money| sum(invoice.total, self.captures_of(&invoice.id).map(amount)).minor;
        let (arrived, gone, promised) = (of(Capture::arrived), of(Capture::gone), of(Capture::promised));
        match invoice.stage {
            Stage::Draft => "DRAFT",
            Stage::Cancelled => "CANCELLED",
            Stage::Sent if gone > 0 && gone >= arrived => "REFUNDED",
            Stage::Sent if gone > 0 => "PARTIALLY_REFUNDED",
            Stage::Sent if promised > arrived => "PAYMENT_PENDING",
            Stage::Sent if arrived >= invoice.total.minor => "PAID",
            Stage::Sent if arrived > 0 => "PARTIALLY_PAID",
            Stage::Sent => "SENT",
        }
    }

    fn mailed(&self, id: &str, reminder: bool) -> Result<Mailed, Refused> {
        let invoice = self.invoices.get(id).ok_or(Refused::UNKNOWN)?;
        let billing = "/primary_recipients/0/billing_info";
        Ok(Mailed {
            invoice: invoice.id.clone(),
            number: invoice.number.clone(),
            recipient: invoice.text(&format!("{billing}/email_address")).unwrap_or_default().to_owned(),
            title: invoice.title().to_owned(),
            amount: invoice.total,
            page: format!("{}/pay/invoices/{id}", self.base),
            language: invoice.text(&format!("{billing}/language")).map(str::to_owned),
            reminder,
        })
    }

    /// The address of a thing.
    pub fn address(&self, path: &str, id: &str) -> String {
        format!("{}/{path}/{id}", self.base)
    }
}

fn line(item: &Value) -> Option<Money> {
    let price = read(item.get("unit_amount")?)?;
    let quantity: i64 = item.get("quantity")?.as_str()?.parse().ok()?;
    Some(Money { minor: price.minor.checked_mul(quantity)?, ..price })
}
