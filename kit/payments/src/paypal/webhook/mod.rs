//! Webhooks v1: is a delivery PayPal's word, and what is it about?
//!
//! PayPal signs `transmission id|time|webhook id|CRC-32 of the raw body`, with RSA and SHA-256, by a certificate that it serves.
//! The body is read only after that, and of it only what to ask about.

mod certificate;
mod delivery;
mod event;

use http::HeaderMap;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;

use super::PayPal;
use super::call::{Call, Effect};
use crate::{Answer, Event, Failure, Listens, Unheard};
use certificate::Uncertain;
pub use certificate::{Certificates, anchors};
use delivery::Delivery;

/// The longest delivery that is judged; PayPal's have some kilobytes.
const LONGEST: usize = 1024 * 1024;

impl Listens for PayPal {
    fn hear<'a>(&'a self, headers: &'a HeaderMap, body: &'a [u8], now: Timestamp) -> Answer<'a, Event, Unheard> {
        Box::pin(async move {
            let webhook_id = self.settings.webhook_id().ok_or(Unheard::Forged("no webhook is set up"))?;
            if body.len() > LONGEST {
                return Err(Unheard::Forged("it is longer than 1 MiB"));
            }
            let delivery = Delivery::read(headers, body)?;
            match self.certificates.judge(&self.caller.client, &delivery, webhook_id, now).await {
                Ok(()) => {}
                Err(Uncertain::Forged(why)) => return Err(Unheard::Forged(why)),
                // PayPal itself can say what this machine cannot know.
                Err(Uncertain::Unknown) => self.confirm(&delivery, webhook_id, now).await?,
                Err(Uncertain::Busy(why)) => return Err(later(why)),
            }
            event::read(body, self.settings.environment())
        })
    }
}

#[derive(Deserialize)]
struct ConfirmedWire {
    verification_status: String,
}

fn later(why: &str) -> Unheard {
    Unheard::Unjudged(Failure::Later { after: None, why: why.to_owned() })
}

impl PayPal {
    /// Asks PayPal whether a delivery is its own. The event goes back byte for byte: written anew, its signature would not
    /// hold.
    async fn confirm(&self, delivery: &Delivery<'_>, webhook_id: &str, now: Timestamp) -> Result<(), Unheard> {
        let event = std::str::from_utf8(delivery.body).map_err(|_| Unheard::Forged("it is not UTF-8"))?;
        serde_json::from_str::<serde::de::IgnoredAny>(event).map_err(|_| Unheard::Forged("it is not JSON"))?;
        if !self.certificates.may_ask(now).await {
            return Err(later("PayPal was asked about too many deliveries"));
        }
        let mut body = json!({
            "transmission_id": delivery.id,
            "transmission_time": delivery.time,
            "transmission_sig": delivery.signature_text,
            "cert_url": delivery.certificate,
            "auth_algo": delivery::ALGORITHM,
            "webhook_id": webhook_id,
        })
        .to_string();
        body.pop();
        body.push_str(",\"webhook_event\":");
        body.push_str(event);
        body.push('}');
        let path = "v1/notifications/verify-webhook-signature".to_owned();
        let call = Call { body: Some(body), ..Call::post(path, &json!(null), Effect::Reads) };
        match self.caller.json::<ConfirmedWire>(&call).await {
            Ok(confirmed) if confirmed.verification_status == "SUCCESS" => Ok(()),
            Ok(_) => Err(Unheard::Forged("PayPal does not know it")),
            Err(Failure::Refused(_)) => Err(Unheard::Forged("PayPal does not want to judge it")),
            Err(failure) => Err(Unheard::Unjudged(failure)),
        }
    }
}
