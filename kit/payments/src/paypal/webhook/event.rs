//! What an event is about. Only identities are read from it.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::super::wire::last_part;
use crate::{Environment, Event, EventKind, Kind, Reference, Subject, Unheard};

#[derive(Deserialize)]
struct EventWire {
    id: String,
    event_type: String,
    create_time: String,
    #[serde(default)]
    resource: Value,
}

/// Reads a body that is known to be PayPal's.
pub fn read(body: &[u8], environment: Environment) -> Result<Event, Unheard> {
    let wire: EventWire = serde_json::from_slice(body).map_err(|_| Unheard::NotUnderstood("it is no event"))?;
    let created: Timestamp = wire.create_time.parse().map_err(|_| Unheard::NotUnderstood("its time is not one"))?;
    if wire.id.is_empty() || wire.id.len() > 100 {
        return Err(Unheard::NotUnderstood("its id is not one"));
    }
    let (kind, about) = about(&wire.event_type, &wire.resource);
    let reference = |(kind, id): (Kind, &str)| Reference::new(environment, kind, id).ok();
    let subject = about.and_then(reference).map(|reference| match reference.kind() {
        Kind::Refund => Subject::Refund(reference),
        _ => Subject::Payment(reference),
    });
    Ok(Event { id: wire.id, kind, subject, created })
}

/// What kind of event it is, and the kind and id of what to ask about.
fn about<'a>(name: &str, resource: &'a Value) -> (EventKind, Option<(Kind, &'a str)>) {
    let text = |pointer: &str| resource.pointer(pointer).and_then(Value::as_str);
    let at = |kind: Kind, pointer: &str| text(pointer).map(|id| (kind, id));
    if name.starts_with("INVOICING.INVOICE.") {
        (EventKind::Request, at(Kind::Invoice, "/invoice/id").or_else(|| at(Kind::Invoice, "/id")))
    } else if name.starts_with("CHECKOUT.ORDER.") {
        (EventKind::Checkout, at(Kind::Order, "/id"))
    } else if name == "PAYMENT.CAPTURE.REFUNDED" || name == "PAYMENT.CAPTURE.REVERSED" {
        (EventKind::Refund, refund_or_capture(resource))
    } else if name.starts_with("PAYMENT.CAPTURE.") {
        (EventKind::Capture, at(Kind::Capture, "/id"))
    } else if name.starts_with("PAYMENT.REFUND.") {
        (EventKind::Refund, at(Kind::Refund, "/id"))
    } else if name.starts_with("CUSTOMER.DISPUTE.") {
        (EventKind::Dispute, at(Kind::Capture, "/disputed_transactions/0/seller_transaction_id"))
    } else {
        (EventKind::Other(name.chars().take(100).collect()), None)
    }
}

/// These events carry the refund, with a link up to its capture: the capture says all that matters. Without that link it
/// is the refund that is asked about.
fn refund_or_capture(resource: &Value) -> Option<(Kind, &str)> {
    let links = resource.get("links").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let up = links.iter().find(|link| link.get("rel").and_then(Value::as_str) == Some("up"));
    let capture =
        up.and_then(|link| link.get("href")).and_then(Value::as_str).filter(|href| href.contains("/captures/"));
    let refund = || resource.get("id").and_then(Value::as_str).map(|id| (Kind::Refund, id));
    capture.and_then(last_part).map(|id| (Kind::Capture, id)).or_else(refund)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn heard(name: &str, resource: Value) -> Event {
        let event =
            json!({ "id": "WH-1", "event_type": name, "create_time": "2026-11-21T10:00:00Z", "resource": resource });
        read(event.to_string().as_bytes(), Environment::Sandbox).unwrap()
    }

    fn subject(name: &str, resource: Value) -> Option<String> {
        heard(name, resource).subject.map(|subject| match subject {
            Subject::Payment(reference) | Subject::Refund(reference) => reference.to_string(),
        })
    }

    #[test]
    fn each_event_says_what_to_ask_about() {
        let id = json!({ "id": "A1" });
        assert_eq!(
            subject("INVOICING.INVOICE.PAID", json!({ "invoice": { "id": "INV2-A" } })),
            Some("sandbox:invoice:INV2-A".to_owned())
        );
        assert_eq!(subject("CHECKOUT.ORDER.APPROVED", id.clone()), Some("sandbox:order:A1".to_owned()));
        assert_eq!(subject("PAYMENT.CAPTURE.COMPLETED", id.clone()), Some("sandbox:capture:A1".to_owned()));
        assert_eq!(subject("PAYMENT.CAPTURE.REFUNDED", id), Some("sandbox:refund:A1".to_owned()));
        let links = json!([{ "rel": "up", "href": "https://api-m.paypal.com/v2/payments/captures/C1" }]);
        assert_eq!(
            subject("PAYMENT.CAPTURE.REFUNDED", json!({ "id": "A1", "links": links })),
            Some("sandbox:capture:C1".to_owned())
        );
        let disputed = json!({ "disputed_transactions": [{ "seller_transaction_id": "C1" }] });
        assert_eq!(subject("CUSTOMER.DISPUTE.CREATED", disputed), Some("sandbox:capture:C1".to_owned()));
    }

    #[test]
    fn what_does_not_concern_us_is_an_event_without_subject() {
        let event = heard("BILLING.PLAN.CREATED", json!({ "id": "P-1" }));
        assert_eq!((event.kind, event.subject), (EventKind::Other("BILLING.PLAN.CREATED".to_owned()), None));
        assert_eq!(subject("PAYMENT.CAPTURE.COMPLETED", json!({ "id": "../refunds/1" })), None);
        assert_eq!(subject("PAYMENT.CAPTURE.COMPLETED", json!(null)), None);
    }

    #[test]
    fn what_is_no_event_is_said_so() {
        for body in ["", "{}", "[]", "{\"id\":\"\",\"event_type\":\"A\",\"create_time\":\"2026-11-21T10:00:00Z\"}"] {
            assert!(matches!(read(body.as_bytes(), Environment::Live), Err(Unheard::NotUnderstood(_))), "{body}");
        }
    }
}
