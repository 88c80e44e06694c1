//! What is left of support time.

use axum::Json;
use kit_web::{Gate, Problem};

use super::views::{BalanceView, ProblemView};
use crate::model::Unit;
use crate::permissions::ReadCredits;
use crate::service;

/// What is left of support time
///
/// In minutes. What has expired no longer counts. Its operations are those of `GET /operations?unit=support_minutes`.
#[utoipa::path(
    get,
    path = "/api/v1/support-time",
    operation_id = "getSupportTime",
    tag = "support time",
    security(("key" = ["credits:read"])),
    responses(
        (status = 200, description = "The support time of the key's account", body = BalanceView),
        (status = 401, description = "No valid key", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy: try again", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(gate: Gate<ReadCredits>) -> Result<Json<BalanceView>, Problem> {
    let (now, unit) = (gate.now(), Unit::SupportMinutes);
    let (_, standing) =
        gate.read(move |read, actor| Ok(service::standing(read, unit.of(actor.key()?.account), now)?)).await?;
    Ok(Json(BalanceView::of_standing(unit, &standing)))
}
