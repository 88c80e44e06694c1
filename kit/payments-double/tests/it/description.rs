//! PayPal's descriptions: every call of the client and every answer of the double is valid by them, and has no field that they
//! do not name (they do not forbid such fields, but one is a slip all the same).

use std::collections::HashMap;

use payments_double::{Call, Exchange};
use serde_json::{Value, json};

use crate::schema::Schemas;

const INVOICING: &str = include_str!("../data/paypal/invoicing_v2.json");
const ORDERS: &str = include_str!("../data/paypal/checkout_orders_v2.json");
const PAYMENTS: &str = include_str!("../data/paypal/payments_payment_v2.json");
const WEBHOOKS: &str = include_str!("../data/paypal/notifications_webhooks_v1.json");

/// Refusals that PayPal makes and its descriptions leave out of their lists: the rest of the document is held to them.
const UNLISTED: [&str; 1] = ["DUPLICATE_INVOICE_NUMBER"];

/// Where a call is described: file, path, method. Tokens and certificates are not.
fn place(call: Call) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match call {
        Call::Token | Call::Certificate => return None,
        Call::CreateInvoice => (INVOICING, "/v2/invoicing/invoices", "post"),
        Call::SearchInvoices => (INVOICING, "/v2/invoicing/search-invoices", "post"),
        Call::GetInvoice => (INVOICING, "/v2/invoicing/invoices/{invoice_id}", "get"),
        Call::SendInvoice => (INVOICING, "/v2/invoicing/invoices/{invoice_id}/send", "post"),
        Call::RemindInvoice => (INVOICING, "/v2/invoicing/invoices/{invoice_id}/remind", "post"),
        Call::CancelInvoice => (INVOICING, "/v2/invoicing/invoices/{invoice_id}/cancel", "post"),
        Call::DeleteInvoice => (INVOICING, "/v2/invoicing/invoices/{invoice_id}", "delete"),
        Call::CreateOrder => (ORDERS, "/v2/checkout/orders", "post"),
        Call::GetOrder => (ORDERS, "/v2/checkout/orders/{id}", "get"),
        Call::CaptureOrder => (ORDERS, "/v2/checkout/orders/{id}/capture", "post"),
        Call::GetCapture => (PAYMENTS, "/v2/payments/captures/{capture_id}", "get"),
        Call::RefundCapture => (PAYMENTS, "/v2/payments/captures/{capture_id}/refund", "post"),
        Call::GetRefund => (PAYMENTS, "/v2/payments/refunds/{refund_id}", "get"),
        Call::VerifyWebhook => (WEBHOOKS, "/v1/notifications/verify-webhook-signature", "post"),
    })
}

/// Fails if a call or an answer is not as described.
pub fn hold(exchanges: &[Exchange]) {
    let mut files: HashMap<&str, Schemas> = HashMap::new();
    for exchange in exchanges {
        let Some((file, path, method)) = place(exchange.call) else { continue };
        let schemas = files.entry(file).or_insert_with(|| Schemas::read(file));
        let operation =
            schemas.part(&format!("/paths/{}/{method}", path.replace('/', "~1"))).expect("the call is described");
        if let Some(schema) = operation.pointer("/requestBody/content/application~1json/schema") {
            let request = exchange.request.as_ref().unwrap_or(&Value::Null);
            hold_to(schemas, schema, request, &format!("the call of {}", exchange.path));
            if exchange.call != Call::VerifyWebhook {
                let set = schemas.odd_fields(schema, request, true);
                assert!(set.is_empty(), "{}: fields that only PayPal sets: {set:?}", exchange.path);
            }
        }
        // 0 is an answer that was lost on purpose; no description knows 429.
        if matches!(exchange.status, 0 | 429) || exchange.status == 200 && exchange.answer.is_none() {
            continue;
        }
        let schema = described(schemas, &operation, exchange.status);
        match (schema, &exchange.answer) {
            (Some(schema), Some(answer)) => {
                let listed = !UNLISTED.iter().any(|issue| answer.pointer("/details/0/issue") == Some(&json!(issue)));
                let schema = if listed { &schema } else { schema.pointer("/allOf/0").unwrap_or(&schema) };
                hold_to(schemas, schema, answer, &format!("the answer {} to {}", exchange.status, exchange.path));
            }
            (None, None) => {}
            (schema, _) => {
                panic!("{} answered {}: a body is described: {}", exchange.path, exchange.status, schema.is_some())
            }
        }
    }
}

/// The schema of an answer with this status; `None` if it has no body.
fn described(schemas: &Schemas, operation: &Value, status: u16) -> Option<Value> {
    let responses = &operation["responses"];
    let response =
        responses.get(status.to_string()).or_else(|| responses.get("default")).expect("the status is described");
    schemas.resolved(response).pointer("/content/application~1json/schema").cloned()
}

fn hold_to(schemas: &mut Schemas, schema: &Value, value: &Value, what: &str) {
    let errors = schemas.errors(schema, value, "");
    assert!(errors.is_empty(), "{what}: {errors:#?}\n{value:#}");
    let odd = schemas.odd_fields(schema, value, false);
    assert!(odd.is_empty(), "{what}: fields that are not described: {odd:?}");
}

#[test]
fn what_is_not_described_is_found() {
    let exchange = |request: Value, answer: Value| Exchange {
        call: Call::RefundCapture,
        path: "/v2/payments/captures/A/refund".to_owned(),
        request: Some(request),
        request_id: None,
        status: 201,
        answer: Some(answer),
    };
    let fails = |exchange: Exchange| std::panic::catch_unwind(|| hold(&[exchange])).is_err();
    let money = json!({ "currency_code": "EUR", "value": "1.00" });
    assert!(!fails(exchange(json!({ "amount": money }), json!({ "id": "A", "amount": money }))));
    assert!(fails(exchange(json!({ "amount": "1.00" }), json!({}))), "another shape");
    assert!(fails(exchange(json!({ "ammount": money }), json!({}))), "a slip in a call");
    assert!(fails(exchange(json!({}), json!({ "amount": { "currency": "EUR" } }))), "a slip in an answer");
    let inner = json!({ "seller_payable_breakdown": { "nett": money } });
    assert!(fails(exchange(json!({}), inner)), "a slip further in");
}
