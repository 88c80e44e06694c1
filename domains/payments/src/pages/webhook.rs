//! The address that PayPal tells: nobody is signed in there, the signature over the raw bytes is what counts.

use axum::body::Bytes;
use http::{HeaderMap, StatusCode};
use kit_payments::Unheard;
use kit_web::{Anyone, Gate, WebError};

use crate::service::{self, Heard};

/// `POST /webhooks/paypal`: taken once it is kept (200); forged (400); to be delivered again, as nobody can judge or keep it
/// now (503).
pub(super) async fn hear(gate: Gate<Anyone>, headers: HeaderMap, body: Bytes) -> Result<StatusCode, WebError> {
    let heard = service::hear(gate.app(), &headers, &body).await?;
    let outcome = match &heard {
        Heard::Deaf => "deaf",
        Heard::Event(true) => "new",
        Heard::Event(false) => "known",
        Heard::Not(Unheard::Forged(_)) => "forged",
        Heard::Not(Unheard::NotUnderstood(_)) => "not_understood",
        Heard::Not(Unheard::Unjudged(_)) => "unjudged",
    };
    metrics::counter!("guichet_paypal_events_total", "outcome" => outcome).increment(1);
    match heard {
        Heard::Deaf => Err(WebError::NotFound),
        Heard::Event(_) => Ok(StatusCode::OK),
        Heard::Not(Unheard::Forged(why)) => Err(WebError::BadRequest(why.to_owned())),
        Heard::Not(Unheard::NotUnderstood(why)) => {
            tracing::warn!(why, "PayPal told something that is not understood");
            Ok(StatusCode::OK)
        }
        Heard::Not(Unheard::Unjudged(failure)) => {
            tracing::warn!(%failure, "what came for PayPal's events cannot be judged");
            Err(WebError::Busy)
        }
    }
}
