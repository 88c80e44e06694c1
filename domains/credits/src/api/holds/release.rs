//! What was set aside comes back unused.

use axum::http::HeaderMap;
use axum::response::Response;
use kit_web::{Gate, Path, Problem};

use super::super::hold_views::{HeldView, Told};
use super::super::problems::{self, hold_refused};
use super::super::request::{asked_by, idempotency_key, key, sight};
use super::super::views::ProblemView;
use crate::model::{HoldId, HoldKind};
use crate::permissions::UseCredits;
use crate::service;

/// Release a hold
///
/// Everything that it holds comes back at once, and it ends. Takes no body. Also for a suspended account. Idempotent as a use is.
#[utoipa::path(
    post,
    path = "/api/v1/holds/{id}/release",
    operation_id = "releaseHold",
    tag = "credits",
    security(("key" = ["credits:use"]), ("key" = ["credits:charge"])),
    params(
        ("id" = String, Path, description = "The hold's name"),
        ("Idempotency-Key" = String, Header, description = "1 to 255 visible ASCII characters, the same when the request is repeated",
            min_length = 1, max_length = 255, pattern = "^[!-~]+$"),
    ),
    responses(
        (status = 200, description = "Released, now or by the same request before", body = HeldView,
            headers(("Idempotent-Replayed" = String, description = "`true` when nothing was written this time"))),
        (status = 400, description = "Without a key", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "No valid key", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "The account has no such hold", body = ProblemView, content_type = "application/problem+json"),
        (status = 409, description = "The hold has ended", body = ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "The key was used for something else", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy, or the outcome is unknown: repeat with the same key", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create(
    gate: Gate<UseCredits>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id: HoldId = id.parse().map_err(|_| problems::NOT_FOUND.problem())?;
    let named = idempotency_key(&headers)?;
    let (_, released) = gate
        .write(move |tx, ctx, actor| {
            let key = key(actor)?;
            let idempotency = asked_by("release", &named, &id.to_string(), key.member);
            let receipt = service::release(tx, ctx, key.account, sight(key), id, idempotency)?;
            Ok(Told::of(tx, receipt)?)
        })
        .await?;
    released.map(Told::released).map_err(|reason| hold_refused(HoldKind::Hold, reason))
}
