//! The calls of PayPal's interface.

mod gate;
mod invoices;
mod orders;
mod payments;
mod token;
mod webhooks;

use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use http::StatusCode;
use serde_json::Value;

use crate::Double;
use crate::world::{Refused, World};

/// What a call answers.
type Answer = Result<(StatusCode, Json<Value>), Failed>;

/// A refusal with the number that PayPal's support asks for.
pub struct Failed {
    refused: Refused,
    debug_id: String,
}

impl axum::response::IntoResponse for Failed {
    fn into_response(self) -> axum::response::Response {
        let status = StatusCode::from_u16(self.refused.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(self.refused.document(&self.debug_id))).into_response()
    }
}

/// Answers with what `action` makes of the world.
fn answer(double: &Double, status: StatusCode, action: impl FnOnce(&mut World) -> Result<Value, Refused>) -> Answer {
    let (result, debug_id) = double.act(|world| (action(world), world.letters(13).to_lowercase()));
    result.map(|value| (status, Json(value))).map_err(|refused| Failed { refused, debug_id })
}

/// Does what `action` does once per path and request id, and answers the same ever after.
fn answer_once(
    double: &Double,
    path: &str,
    headers: &http::HeaderMap,
    action: impl FnOnce(&mut World) -> Result<Value, Refused>,
) -> Answer {
    let id = headers.get("paypal-request-id").and_then(|value| value.to_str().ok());
    let key = id.map(|id| (path.to_owned(), id.to_owned()));
    answer(double, StatusCode::CREATED, |world| {
        if let Some(reply) = key.as_ref().and_then(|key| world.replies.get(key)) {
            return Ok(reply.clone());
        }
        let reply = action(world)?;
        if let Some(key) = key {
            world.replies.insert(key, reply.clone());
        }
        Ok(reply)
    })
}

pub fn router(double: &Double) -> Router {
    Router::new()
        .route("/v1/oauth2/token", post(token::grant))
        .route("/v1/notifications/certs/{id}", get(webhooks::certificate))
        .route("/v1/notifications/verify-webhook-signature", post(webhooks::verify))
        .route("/v2/invoicing/invoices", post(invoices::create))
        .route("/v2/invoicing/search-invoices", post(invoices::search))
        .route("/v2/invoicing/invoices/{id}", get(invoices::show).delete(invoices::delete))
        .route("/v2/invoicing/invoices/{id}/send", post(invoices::send))
        .route("/v2/invoicing/invoices/{id}/remind", post(invoices::remind))
        .route("/v2/invoicing/invoices/{id}/cancel", post(invoices::cancel))
        .route("/v2/checkout/orders", post(orders::create))
        .route("/v2/checkout/orders/{id}", get(orders::show))
        .route("/v2/checkout/orders/{id}/capture", post(orders::capture))
        .route("/v2/payments/captures/{id}", get(payments::show))
        .route("/v2/payments/captures/{id}/refund", post(payments::refund))
        .route("/v2/payments/refunds/{id}", get(payments::show_refund))
        .layer(middleware::from_fn_with_state(double.clone(), gate::pass))
        .with_state(double.clone())
}
