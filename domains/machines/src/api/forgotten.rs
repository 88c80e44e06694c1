//! The personal code was forgotten.

use axum::http::StatusCode;
use kit_core::AccountId;
use kit_db::Lock;
use kit_web::{Anyone, ClientAddress, Errors, Gate, Json, Limited, Problem, Wrong};
use serde::Deserialize;
use utoipa::ToSchema;

use super::views::ProblemView;
use crate::service;

/// Whose code was forgotten.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ForgottenCode)]
pub(crate) struct ForgottenBody {
    /// The account's number.
    #[schema(max_length = 30, example = "C-1042")]
    account: String,
}

/// Have a link for a new code mailed
///
/// To the account's administration address, which is told to nobody. The link makes a new code, once; machines stay linked. At most
/// three leave for one account in a day. The answer is the same whether there is such an account or not.
#[utoipa::path(
    post,
    path = "/api/v1/machines/forgotten-code",
    operation_id = "mailCodeLink",
    tag = "machines",
    security(()),
    request_body = ForgottenBody,
    responses(
        (status = 202, description = "If there is such an account in use, the mail is on its way"),
        (status = 400, description = "The body cannot be read", body = ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "A value is not accepted", body = ProblemView, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests: wait as long as Retry-After says", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy: try again", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create(
    gate: Gate<Anyone>,
    address: ClientAddress,
    Json(body): Json<ForgottenBody>,
) -> Result<StatusCode, Problem> {
    gate.app().limits.take(Limited::Mail, address.0)?;
    let mut errors = Errors::default();
    let account =
        errors.field("account", body.account.parse::<AccountId>().map_err(|_| Wrong::unknown("no account's number")));
    let account = errors.finish(|| account)?;
    gate.write_sure_with(Lock::Account(account), move |tx, ctx, _| service::mail_link(tx, ctx, account)).await?;
    Ok(StatusCode::ACCEPTED)
}
