//! The password was forgotten.

use axum::http::StatusCode;
use kit_db::{DbError, Lock};
use kit_web::{ClientAddress, Gate, Limited, Problem};

use super::views::ProblemView;
use crate::permissions::ActAsMachine;
use crate::service;

/// Have a link for a new password mailed
///
/// To who speaks for the account, at the address with which he or she signs in; the machine is not told which. Some seconds may pass before it leaves.
/// Others ask for theirs on the sign-in page.
#[utoipa::path(
    post,
    path = "/api/v1/machines/self/forgotten-password",
    operation_id = "mailPasswordLink",
    tag = "machines",
    security(("machine" = [])),
    responses(
        (status = 202, description = "The mail is on its way, unless three left within the hour"),
        (status = 401, description = "No valid token: the machine was unlinked, or its account is closed", body = ProblemView, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests: wait as long as Retry-After says", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy: try again", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create(gate: Gate<ActAsMachine>, address: ClientAddress) -> Result<StatusCode, Problem> {
    gate.app().limits.take(Limited::Mail, address.0)?;
    gate.write_sure_with(Lock::None, |tx, ctx, actor| {
        let account = actor.machine().map_err(|_| DbError::fault("no machine acts"))?.account;
        service::mail_password_link(tx, ctx, account)
    })
    .await?;
    Ok(StatusCode::ACCEPTED)
}
