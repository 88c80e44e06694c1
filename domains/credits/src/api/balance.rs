//! What is left.

use axum::Json;
use kit_web::{Gate, Problem};

use super::views::{BalanceView, ProblemView};
use crate::model::Unit;
use crate::permissions::ReadCredits;
use crate::service;

/// What is left
///
/// What has expired no longer counts. `debt` and `blocked` tell of payments that went back.
#[utoipa::path(
    get,
    path = "/api/v1/balance",
    operation_id = "getBalance",
    tag = "credits",
    security(("key" = ["credits:read"])),
    responses(
        (status = 200, description = "The balance of the key's account", body = BalanceView),
        (status = 401, description = "No valid key", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy: try again", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(gate: Gate<ReadCredits>) -> Result<Json<BalanceView>, Problem> {
    let now = gate.now();
    let (_, standing) = gate
        .read_foreseeing(service::foresee_balance, move |read, actor| {
            Ok(service::standing(read, actor.key()?.account, now)?)
        })
        .await?;
    Ok(Json(BalanceView::of_standing(Unit::Credit, &standing)))
}
