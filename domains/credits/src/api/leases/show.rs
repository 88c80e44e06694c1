//! A lease as it stands.

use axum::Json;
use kit_web::{Gate, Path, Problem, WebError};

use super::super::hold_views::LeaseView;
use super::super::problems;
use super::super::request::sight;
use super::super::views::{ProblemView, addresses_of};
use crate::model::{HoldId, HoldKind};
use crate::permissions::ReadHolds;
use crate::service;

/// Get a lease
#[utoipa::path(
    get,
    path = "/api/v1/leases/{id}",
    operation_id = "getLease",
    tag = "credits",
    security(("key" = ["credits:read"]), ("key" = ["credits:use"]), ("key" = ["credits:charge"])),
    params(("id" = String, Path, description = "The lease's name")),
    responses(
        (status = 200, description = "The lease", body = LeaseView),
        (status = 401, description = "No valid key", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "The account has no such lease", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy: try again", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(gate: Gate<ReadHolds>, Path(id): Path<String>) -> Result<Json<LeaseView>, Problem> {
    let id: HoldId = id.parse().map_err(|_| problems::NOT_FOUND.problem())?;
    let now = gate.now();
    let (_, view) = gate
        .read(move |read, actor| {
            let key = actor.key()?;
            let found = service::hold(read, key.account, sight(key), HoldKind::Lease, id)?;
            let lease = found.ok_or(WebError::NotFound)?;
            let addresses = addresses_of(read, lease.member)?;
            Ok(LeaseView::at(&lease, now, lease.member.and_then(|member| addresses.get(&member).cloned())))
        })
        .await
        .map_err(problems::of_look_up)?;
    Ok(Json(view))
}
