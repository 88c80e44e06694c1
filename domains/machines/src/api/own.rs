//! A machine about itself.

use axum::Json as Answer;
use axum::http::StatusCode;
use kit_core::MachineId;
use kit_db::{DbError, Lock};
use kit_web::{ActingMachine, Errors, Gate, Json, Problem, WebError};
use serde::Deserialize;
use utoipa::ToSchema;

use super::views::{MachineView, ProblemView};
use crate::model::{LONGEST_VERSION, Machine, is_news, label};
use crate::permissions::ActAsMachine;
use crate::service;

/// What a machine tells of itself.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Heartbeat)]
pub(crate) struct HeartbeatBody {
    /// The version of the application, where it may have changed.
    #[schema(min_length = 1, max_length = 50, example = "2.4.2")]
    version: Option<String>,
}

/// The machine and its account
#[utoipa::path(
    get,
    path = "/api/v1/machines/self",
    operation_id = "getMachine",
    tag = "machines",
    security(("machine" = [])),
    responses(
        (status = 200, description = "The machine, and the account that it is linked to", body = MachineView),
        (status = 401, description = "No valid token: the machine was unlinked, or its account is closed", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy: try again", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(gate: Gate<ActAsMachine>) -> Result<Answer<MachineView>, Problem> {
    let (_, found) = gate.read(|_, actor| Ok(MachineView::own(actor.machine()?))).await?;
    Ok(Answer(found))
}

/// Tell that the machine is alive
///
/// Send one once the token is kept, at each start, and every few hours. It costs as little as reading: a row is written every five minutes at most. A version
/// that changed is written with the next one that is; until then the answer has the one before.
#[utoipa::path(
    post,
    path = "/api/v1/machines/self/heartbeat",
    operation_id = "beatMachine",
    tag = "machines",
    security(("machine" = [])),
    request_body = HeartbeatBody,
    responses(
        (status = 200, description = "The machine, and the account that it is linked to", body = MachineView),
        (status = 400, description = "The body cannot be read", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "No valid token: the machine was unlinked, or its account is closed", body = ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "A value is not accepted", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy: try again", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn heartbeat(
    gate: Gate<ActAsMachine>,
    Json(body): Json<HeartbeatBody>,
) -> Result<Answer<MachineView>, Problem> {
    let mut errors = Errors::default();
    let version = body.version.as_deref().map(|typed| label(typed, LONGEST_VERSION)).transpose();
    let version = errors.field("version", version);
    let version = errors.finish(|| version)?;
    let (_, acting) = gate.read(|_, actor| Ok(actor.machine()?.clone())).await?;
    if !is_news(acting.is_heard, acting.seen_at, gate.now()) {
        return Ok(Answer(MachineView::own(&acting)));
    }
    let machine = write_down(&gate, acting.id, version).await?;
    let Machine { version, seen_at, .. } = machine;
    Ok(Answer(MachineView::own(&ActingMachine { version, seen_at, ..acting })))
}

/// Writes down what was heard; the machine may have been unlinked since it was read.
async fn write_down(gate: &Gate<ActAsMachine>, id: MachineId, version: Option<String>) -> Result<Machine, Problem> {
    let hear = gate.write_sure_with(Lock::None, move |tx, ctx, _| service::hear(tx, ctx, id, version.as_deref()));
    let (_, heard) = hear.await?;
    heard.ok_or_else(|| WebError::Unauthorized.into())
}

/// Unlink the machine
///
/// Its token ends with this answer. It can be linked again, to this account or another one.
#[utoipa::path(
    delete,
    path = "/api/v1/machines/self",
    operation_id = "unlinkMachine",
    tag = "machines",
    security(("machine" = [])),
    responses(
        (status = 204, description = "Unlinked"),
        (status = 401, description = "No valid token: it was unlinked already", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy: try again", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn unlink(gate: Gate<ActAsMachine>) -> Result<StatusCode, Problem> {
    gate.write_sure_with(Lock::None, |tx, ctx, actor| {
        let machine = actor.machine().map_err(|_| DbError::fault("no machine acts"))?;
        service::unlink_itself(tx, ctx, machine.account, machine.id)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
