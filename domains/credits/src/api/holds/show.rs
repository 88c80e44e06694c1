//! A hold as it stands.

use axum::Json;
use kit_web::{Gate, Path, Problem, WebError};

use super::super::hold_views::HoldView;
use super::super::problems;
use super::super::request::sight;
use super::super::views::{ProblemView, addresses_of};
use crate::model::{HoldId, HoldKind};
use crate::permissions::ReadHolds;
use crate::service;

/// Get a hold
#[utoipa::path(
    get,
    path = "/api/v1/holds/{id}",
    operation_id = "getHold",
    tag = "credits",
    security(("key" = ["credits:read"]), ("key" = ["credits:use"]), ("key" = ["credits:charge"])),
    params(("id" = String, Path, description = "The hold's name")),
    responses(
        (status = 200, description = "The hold", body = HoldView),
        (status = 401, description = "No valid key", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "The account has no such hold", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy: try again", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(gate: Gate<ReadHolds>, Path(id): Path<String>) -> Result<Json<HoldView>, Problem> {
    let id: HoldId = id.parse().map_err(|_| problems::NOT_FOUND.problem())?;
    let now = gate.now();
    let (_, view) = gate
        .read(move |read, actor| {
            let key = actor.key()?;
            let found = service::hold(read, key.account, sight(key), HoldKind::Hold, id)?;
            let hold = found.ok_or(WebError::NotFound)?;
            let addresses = addresses_of(read, hold.member)?;
            Ok(HoldView::at(&hold, now, hold.member.and_then(|member| addresses.get(&member).cloned())))
        })
        .await
        .map_err(problems::of_look_up)?;
    Ok(Json(view))
}
