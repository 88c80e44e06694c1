//! PayPal's descriptions: every call of the client and every answer of the double is valid by them, and has no field that they
//! do not name (they do not forbid such fields, but one is a slip all the same).

use std::collections::{HashMap, HashSet};

use jsonschema::{Draft, Validator};
use payments_double::{Call, Exchange};
use serde_json::{Value, json};

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
        Call::CreateOrder => (ORDERS, "/v2/checkout/orders", "post"),
        Call::GetOrder => (ORDERS, "/v2/checkout/orders/{id}", "get"),
        Call::CaptureOrder => (ORDERS, "/v2/checkout/orders/{id}/capture", "post"),
        Call::GetCapture => (PAYMENTS, "/v2/payments/captures/{capture_id}", "get"),
        Call::RefundCapture => (PAYMENTS, "/v2/payments/captures/{capture_id}/refund", "post"),
        Call::GetRefund => (PAYMENTS, "/v2/payments/refunds/{refund_id}", "get"),
        Call::VerifyWebhook => (WEBHOOKS, "/v1/notifications/verify-webhook-signature", "post"),
    })
}

#[derive(Default)]
struct Descriptions {
    files: HashMap<usize, Value>,
    validators: HashMap<(usize, String), Validator>,
}

/// Fails if a call or an answer is not as described.
pub fn hold(exchanges: &[Exchange]) {
    let mut descriptions = Descriptions::default();
    for exchange in exchanges {
        let Some((file, path, method)) = place(exchange.call) else { continue };
        let key = file.as_ptr() as usize;
        let document = descriptions.files.entry(key).or_insert_with(|| serde_json::from_str(file).unwrap()).clone();
        let operation = &document["paths"][path][method];
        assert!(operation.is_object(), "{path} is described");
        if let Some(schema) = operation.pointer("/requestBody/content/application~1json/schema") {
            let request = exchange.request.as_ref().unwrap_or(&Value::Null);
            descriptions.check(key, &document, schema, request, &format!("the call of {}", exchange.path));
            if exchange.call != Call::VerifyWebhook {
                let set = fields(&document, schema, request, true);
                assert!(set.is_empty(), "{}: fields that only PayPal sets: {set:?}", exchange.path);
            }
        }
        // 0 is an answer that was lost on purpose; no description knows 429.
        if matches!(exchange.status, 0 | 429) || exchange.status == 200 && exchange.answer.is_none() {
            continue;
        }
        let answer = exchange.answer.as_ref();
        match (described(&document, operation, exchange.status), answer) {
            (Some(schema), Some(answer)) => {
                let listed = !UNLISTED.iter().any(|issue| answer.pointer("/details/0/issue") == Some(&json!(issue)));
                let schema = if listed { &schema } else { schema.pointer("/allOf/0").unwrap_or(&schema) };
                let what = format!("the answer {} to {}", exchange.status, exchange.path);
                descriptions.check(key, &document, schema, answer, &what);
            }
            (None, None) => {}
            (schema, _) => {
                panic!("{} answered {}: a body is described: {}", exchange.path, exchange.status, schema.is_some())
            }
        }
    }
}

/// The schema of an answer with this status; `None` if it has no body.
fn described(document: &Value, operation: &Value, status: u16) -> Option<Value> {
    let responses = &operation["responses"];
    let response = responses.get(status.to_string());
    let response = response.or_else(|| responses.get("default")).expect("the status is described");
    let response = match response.get("$ref") {
        Some(reference) => at(document, reference),
        None => response,
    };
    response.pointer("/content/application~1json/schema").cloned()
}

fn at<'a>(document: &'a Value, reference: &Value) -> &'a Value {
    let pointer =
        reference.as_str().and_then(|reference| reference.strip_prefix('#')).expect("a reference within the file");
    document.pointer(pointer).expect("the reference leads somewhere")
}

impl Descriptions {
    fn check(&mut self, key: usize, document: &Value, schema: &Value, value: &Value, what: &str) {
        let validator = self.validators.entry((key, schema.to_string())).or_insert_with(|| {
            let whole = json!({ "allOf": [schema], "components": document["components"] });
            jsonschema::options().with_draft(Draft::Draft4).build(&whole).unwrap()
        });
        let errors: Vec<String> =
            validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{what}: {errors:#?}\n{value:#}");
        let unknown = fields(document, schema, value, false);
        assert!(unknown.is_empty(), "{what}: fields that are not described: {unknown:?}");
    }
}

/// The fields of `value`, at any depth, that `schema` marks as PayPal's own (`read_only`), or that it does not name.
fn fields(document: &Value, schema: &Value, value: &Value, read_only: bool) -> Vec<String> {
    match value {
        Value::Object(object) => {
            let mut named = HashMap::new();
            let open = name(document, schema, &mut named, &mut HashSet::new());
            let mut found = Vec::new();
            for (field, value) in object {
                match named.get(field.as_str()) {
                    Some(schema) if read_only && schema.get("readOnly") == Some(&json!(true)) => {
                        found.push(field.clone())
                    }
                    Some(schema) => {
                        let below = fields(document, schema, value, read_only);
                        found.extend(below.into_iter().map(|inner| format!("{field}/{inner}")));
                    }
                    None if read_only || open || named.is_empty() => {}
                    None => found.push(field.clone()),
                }
            }
            found
        }
        Value::Array(items) => {
            let schema = resolved(document, schema);
            let of = schema.get("items").unwrap_or(&Value::Null);
            items.iter().flat_map(|item| fields(document, of, item, read_only)).collect()
        }
        _ => Vec::new(),
    }
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    schema.get("$ref").map_or(schema, |reference| at(document, reference))
}

/// Gathers the properties that `schema` and the schemas it is made of name; whether it says that there may be others.
fn name<'a>(
    document: &'a Value,
    schema: &'a Value,
    named: &mut HashMap<&'a str, &'a Value>,
    seen: &mut HashSet<*const Value>,
) -> bool {
    let schema = resolved(document, schema);
    if !seen.insert(schema) {
        return false;
    }
    for (field, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        named.entry(field).or_insert(property);
    }
    let mut open = schema.get("additionalProperties") == Some(&json!(true));
    for made_of in ["allOf", "oneOf", "anyOf"] {
        for part in schema.get(made_of).and_then(Value::as_array).into_iter().flatten() {
            open |= name(document, part, named, seen);
        }
    }
    open
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
