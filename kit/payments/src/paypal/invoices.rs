//! Invoicing v2: payment requests by mail. PayPal knows no request ids here, so a request is searched by its number before
//! it is made, and made under that number, which PayPal accepts once.

use serde::Deserialize;
use serde_json::json;

use super::PayPal;
use super::call::{Call, Effect};
use super::wire::{Amount, PayeeWire, amount, language, last_part, not_understood, zero};
use crate::{Answer, ByMail, Captured, Failure, Kind, PaymentRequest, Reference, Reported, State};

/// PayPal's code for a number that is taken.
const TAKEN: &str = "DUPLICATE_INVOICE_NUMBER";

#[derive(Debug, Deserialize)]
struct InvoiceWire {
    id: String,
    status: String,
    detail: DetailWire,
    #[serde(default)]
    invoicer: PayeeWire,
    amount: Option<Amount>,
    due_amount: Option<Amount>,
    #[serde(default)]
    payments: PaymentsWire,
    #[serde(default)]
    refunds: RefundsWire,
}

#[derive(Debug, Default, Deserialize)]
struct DetailWire {
    invoice_number: Option<String>,
    #[serde(default)]
    metadata: MetadataWire,
}

#[derive(Debug, Default, Deserialize)]
struct MetadataWire {
    recipient_view_url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct PaymentsWire {
    paid_amount: Option<Amount>,
    #[serde(default)]
    transactions: Vec<TransactionWire>,
}

#[derive(Debug, Deserialize)]
struct TransactionWire {
    r#type: Option<String>,
    payment_id: Option<String>,
    amount: Option<Amount>,
}

#[derive(Debug, Default, Deserialize)]
struct RefundsWire {
    refund_amount: Option<Amount>,
}

/// What making an invoice answers: the invoice, or a link to it.
#[derive(Debug, Deserialize)]
struct MadeWire {
    id: Option<String>,
    href: Option<String>,
}

/// A page of a search: of each invoice only what tells it.
#[derive(Debug, Deserialize)]
struct FoundWire {
    #[serde(default)]
    items: Vec<FoundInvoiceWire>,
}

#[derive(Debug, Deserialize)]
struct FoundInvoiceWire {
    id: String,
    #[serde(default)]
    detail: DetailWire,
}

impl ByMail for PayPal {
    fn request<'a>(&'a self, request: &'a PaymentRequest) -> Answer<'a, Reported> {
        Box::pin(async move {
            let reference = match self.search(&request.number).await? {
                Some(reference) => reference,
                None => self.make(request).await?,
            };
            let reported = self.invoice(&reference).await?;
            if reported.state != State::Draft || reported.total != request.amount {
                return Ok(reported);
            }
            let mail = json!({ "send_to_recipient": true, "send_to_invoicer": false });
            let sent = self.caller.done(&on(&reference, "/send", mail)).await;
            match (sent, self.invoice(&reference).await?) {
                // Refused, and still to be sent: it is the refusal that matters.
                (Err(failure), Reported { state: State::Draft, .. }) => Err(failure),
                (_, reported) => Ok(reported),
            }
        })
    }

    fn find<'a>(&'a self, number: &'a str) -> Answer<'a, Option<Reported>> {
        Box::pin(async move {
            let Some(reference) = self.search(number).await? else { return Ok(None) };
            match self.invoice(&reference).await {
                // The search is behind: it was deleted meanwhile.
                Err(Failure::Refused(refusal)) if refusal.status == 404 => Ok(None),
                found => found.map(Some),
            }
        })
    }

    fn remind<'a>(&'a self, reference: &'a Reference, note: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            self.own(reference, Kind::Invoice)?;
            let mail = json!({ "note": note, "send_to_recipient": true, "send_to_invoicer": false });
            self.caller.done(&on(reference, "/remind", mail)).await
        })
    }

    fn withdraw<'a>(&'a self, reference: &'a Reference) -> Answer<'a, Reported> {
        Box::pin(async move {
            let reported = self.invoice(reference).await?;
            if reported.state == State::Draft {
                self.caller.done(&Call::delete(format!("v2/invoicing/invoices/{}", reference.id()))).await?;
                return Ok(Reported { state: State::Cancelled, ..reported });
            }
            if !matches!(reported.state, State::Open | State::Pending) {
                return Ok(reported);
            }
            let mail = json!({ "send_to_recipient": true, "send_to_invoicer": false });
            match self.caller.done(&on(reference, "/cancel", mail)).await {
                // Refused because it was paid or cancelled meanwhile: what is there now says which.
                Ok(()) | Err(Failure::Refused(_)) => self.invoice(reference).await,
                Err(failure) => Err(failure),
            }
        })
    }
}

impl PayPal {
    pub(super) async fn invoice(&self, reference: &Reference) -> Result<Reported, Failure> {
        let id = self.own(reference, Kind::Invoice)?;
        let wire: InvoiceWire = self.caller.json(&Call::get(format!("v2/invoicing/invoices/{id}"))).await?;
        if wire.id != id {
            return Err(not_understood("another invoice than the one asked for"));
        }
        self.read_invoice(wire, reference.clone())
    }

    /// The invoice with exactly this number. PayPal's search also finds numbers that only resemble it.
    async fn search(&self, number: &str) -> Result<Option<Reference>, Failure> {
        let path = "v2/invoicing/search-invoices?page=1&page_size=100".to_owned();
        let call = Call::post(path, &json!({ "invoice_number": number }), Effect::Reads);
        let found: FoundWire = self.caller.json(&call).await?;
        let same = found.items.into_iter().find(|invoice| invoice.detail.invoice_number.as_deref() == Some(number));
        same.map(|invoice| self.reference(Kind::Invoice, &invoice.id)).transpose()
    }

    /// Makes a draft under the order's number. If that is refused, an earlier try may have taken the number meanwhile, or
    /// the search may not have shown it yet.
    async fn make(&self, request: &PaymentRequest) -> Result<Reference, Failure> {
        let draft = self.draft(request);
        let call = Call::post("v2/invoicing/invoices".to_owned(), &draft, Effect::Writes);
        match self.caller.json::<MadeWire>(&call).await {
            Ok(made) => {
                let id = made.id.as_deref().or_else(|| made.href.as_deref().and_then(last_part));
                let reference = id.and_then(|id| self.reference(Kind::Invoice, id).ok());
                reference.ok_or_else(|| Failure::Unknown { why: "the new invoice has no id".to_owned() })
            }
            Err(Failure::Refused(refusal)) => {
                let why = "the number is taken, and the search does not find it yet".to_owned();
                let later = Failure::Later { after: None, why };
                let failure = if refusal.is(TAKEN) { later } else { Failure::Refused(refusal) };
                self.search(&request.number).await?.ok_or(failure)
            }
            Err(failure) => Err(failure),
        }
    }

    /// One line, all taxes in it, all or nothing: PayPal computes nothing that we do not know.
    fn draft(&self, request: &PaymentRequest) -> serde_json::Value {
        let mut detail = json!({
            "invoice_number": request.number,
            "reference": request.number,
            "currency_code": request.amount.currency.code(),
        });
        if !request.note.is_empty() {
            detail["note"] = request.note.as_str().into();
        }
        json!({
            "detail": detail,
            "invoicer": { "email_address": self.settings.payee().email },
            "primary_recipients": [
                { "billing_info": { "email_address": request.recipient, "language": language(request.locale) } },
            ],
            "items": [{ "name": request.title, "quantity": "1", "unit_amount": amount(request.amount) }],
            "configuration": {
                "partial_payment": { "allow_partial_payment": false },
                "allow_tip": false,
                "tax_inclusive": true,
            },
        })
    }

    fn read_invoice(&self, wire: InvoiceWire, reference: Reference) -> Result<Reported, Failure> {
        let total = wire.amount.ok_or_else(|| not_understood("an invoice without an amount"))?.read()?;
        let or_nothing = |amount: Option<Amount>| amount.map_or(Ok(zero(total)), |amount| amount.read());
        let outside = wire.payments.transactions.iter().any(|payment| payment.r#type.as_deref() == Some("EXTERNAL"));
        let state = if outside { State::Other("EXTERNAL".to_owned()) } else { state(&wire.status) };
        let mut captures = Vec::new();
        for payment in &wire.payments.transactions {
            if let (Some(id), Some(amount)) = (&payment.payment_id, &payment.amount) {
                captures.push(Captured { reference: self.reference(Kind::Capture, id)?, amount: amount.read()? });
            }
        }
        Ok(Reported {
            reference,
            state,
            number: wire.detail.invoice_number,
            payee: wire.invoicer.into(),
            total,
            paid: or_nothing(wire.payments.paid_amount)?,
            due: wire.due_amount.map(|due| due.read()).transpose()?,
            refunded: Some(or_nothing(wire.refunds.refund_amount)?),
            captures,
            page: wire.detail.metadata.recipient_view_url,
        })
    }
}

/// A call on an invoice that mails.
fn on(reference: &Reference, action: &str, mail: serde_json::Value) -> Call<'static> {
    Call::post(format!("v2/invoicing/invoices/{}{action}", reference.id()), &mail, Effect::Writes)
}

/// `MARKED_AS_PAID` is the publisher's own note that money came another way, so it is no payment here.
fn state(status: &str) -> State {
    match status {
        "DRAFT" => State::Draft,
        "SENT" | "UNPAID" => State::Open,
        "PAYMENT_PENDING" => State::Pending,
        "PARTIALLY_PAID" => State::Partial,
        "PAID" => State::Paid,
        "PARTIALLY_REFUNDED" => State::PartlyRefunded,
        "REFUNDED" => State::Refunded,
        "CANCELLED" => State::Cancelled,
        other => State::Other(other.to_owned()),
    }
}
