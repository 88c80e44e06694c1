//! What was set aside is used.

use axum::http::HeaderMap;
use axum::response::Response;
use kit_core::Credits;
use kit_web::{ActingKey, Gate, Json, Path, Problem, Scope, WebError};
use serde::Deserialize;
use serde_json::Number;
use utoipa::ToSchema;

use super::super::errors::Errors;
use super::super::hold_views::{CapturedView, Told};
use super::super::problems::{self, hold_refused};
use super::super::request::{asked_by, idempotency_key, key, sight, whole};
use super::super::views::ProblemView;
use crate::model::{Capture, HoldId, HoldKind, HowMuch, Quantity, Reference, UseKey, amount};
use crate::permissions::UseCredits;
use crate::service;

/// How much of a hold is used: all of it when nothing is said.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCapture)]
pub(crate) struct CaptureBody {
    /// How much of the feature, at the price of the hold.
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 1_000_000, example = 1)]
    quantity: Option<Number>,
    /// How many credits: a multiple of the hold's price if it has one.
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 1_000_000_000)]
    amount: Option<Number>,
    /// What was produced, if it is not what the hold says.
    #[schema(min_length = 1, max_length = 200)]
    reference: Option<String>,
}

/// Capture a hold
///
/// Writes one use, of at most what is held; the rest comes back at once, and the hold ends. A key without `credits:charge`
/// captures a hold whose amount was named as a whole. Also for a suspended account. Idempotent as a use is.
#[utoipa::path(
    post,
    path = "/api/v1/holds/{id}/capture",
    operation_id = "captureHold",
    tag = "credits",
    security(("key" = ["credits:use"]), ("key" = ["credits:charge"])),
    params(
        ("id" = String, Path, description = "The hold's name"),
        ("Idempotency-Key" = String, Header, description = "1 to 255 visible ASCII characters, the same when the request is repeated",
            min_length = 1, max_length = 255, pattern = "^[!-~]+$"),
    ),
    request_body = CaptureBody,
    responses(
        (status = 201, description = "Captured, now or by the same request before", body = CapturedView,
            headers(("Idempotent-Replayed" = String, description = "`true` when nothing was written this time"))),
        (status = 400, description = "Not understood, or without a key", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "No valid key", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "The account has no such hold", body = ProblemView, content_type = "application/problem+json"),
        (status = 409, description = "The hold has ended", body = ProblemView, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "A value is not accepted, it is more than is held, or the key was used for something else", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy, or the outcome is unknown: repeat with the same key", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create(
    gate: Gate<UseCredits>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<CaptureBody>,
) -> Result<Response, Problem> {
    let id: HoldId = id.parse().map_err(|_| problems::NOT_FOUND.problem())?;
    let wanted = Wanted::read(&headers, &body, id)?;
    let (_, captured) = gate
        .write(move |tx, ctx, actor| {
            let key = key(actor)?;
            let receipt = service::capture(tx, ctx, key.account, sight(key), id, &wanted.capture(key))?;
            Ok(Told::of(tx, receipt)?)
        })
        .await?;
    let captured = captured.map_err(|reason| hold_refused(HoldKind::Hold, reason))?;
    captured.captured().ok_or_else(|| WebError::Fault("a capture wrote nothing".to_owned()).into())
}

/// What the request asks for, before it is known who asks.
#[derive(Debug, Clone)]
struct Wanted {
    quantity: Option<Quantity>,
    amount: Option<Credits>,
    reference: Option<Reference>,
    key: UseKey,
    body: String,
}

impl Wanted {
    fn read(headers: &HeaderMap, body: &CaptureBody, id: HoldId) -> Result<Wanted, Problem> {
        let key = idempotency_key(headers)?;
        let mut errors = Errors::default();
        let quantity = body.quantity.as_ref().map(|named| Quantity::new(whole(named)?)).transpose();
        let quantity = errors.field("quantity", quantity);
        let amount = body.amount.as_ref().map(|named| amount(whole(named)?, 0)).transpose();
        let amount = errors.field("amount", amount);
        let reference = errors.field("reference", body.reference.as_deref().map(Reference::parse).transpose());
        errors.finish(|| {
            let (quantity, amount, reference) = (quantity?, amount?, reference?);
            // The values in their order: stored digests depend on it.
            let values =
                serde_json::json!(
                    [id, quantity.map(Quantity::get), amount, reference.as_ref().map(Reference::as_str),]
                );
            let body = values.to_string();
            Some(Wanted { quantity, amount, reference, key, body })
        })
    }

    /// As this key may ask for it.
    fn capture(&self, key: &ActingKey) -> Capture {
        let may_charge = key.scopes.contains(Scope::CreditsCharge);
        Capture {
            how_much: HowMuch { amount: self.amount, quantity: self.quantity, may_charge },
            reference: self.reference.clone(),
            idempotency: asked_by("capture", &self.key, &self.body, key.member),
        }
    }
}
