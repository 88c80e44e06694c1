//! The portal is opened from a machine, signed in.

use axum::Json as Answer;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kit_db::Lock;
use kit_web::{ClientAddress, Errors, Gate, Json, Limited, Problem, href};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::problems;
use super::shown::ShowsWho;
use super::views::ProblemView;
use crate::permissions::ActAsMachine;
use crate::service::{self, Asks, Opened};

/// Who wants to go to the portal. Never printed: it holds the password.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PortalVisit)]
pub(crate) struct PortalBody {
    /// The address with which a member of the account signs in.
    #[schema(max_length = 254, example = "camille.durand@kerlann.example")]
    login: String,
    /// The member's password.
    #[schema(max_length = 128)]
    password: String,
    /// The code of the second factor, of who has one.
    #[schema(max_length = 20, example = "123456")]
    code: Option<String>,
}

/// A link to the portal; without `Debug`, as whoever reads it signs in.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = PortalLink)]
pub(crate) struct PortalView {
    /// To be opened in a browser at once: it begins a session there, once.
    #[schema(example = "https://client.example.org/sign-in/by-link/…")]
    url: String,
    /// Until when: a minute.
    #[schema(format = DateTime)]
    expires_at: String,
}

/// Open the portal signed in
///
/// A member of the account gives address and password, and a code where he or she has a second factor: a linked machine alone signs nobody in. The
/// answer is a link that opens for a minute and begins one session.
#[utoipa::path(
    post,
    path = "/api/v1/machines/self/portal",
    operation_id = "openPortal",
    tag = "machines",
    security(("machine" = [])),
    request_body = PortalBody,
    responses(
        (status = 201, description = "The link", body = PortalView),
        (status = 400, description = "The body cannot be read", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "No valid token: the machine was unlinked, or its account is closed", body = ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "Address and password do not belong together, a code is asked for, or a value is not accepted", body = ProblemView, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts: wait as long as Retry-After says", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy: try again", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn open(
    gate: Gate<ActAsMachine>,
    address: ClientAddress,
    Json(body): Json<PortalBody>,
) -> Result<Response, Problem> {
    gate.app().limits.take(Limited::Secret, address.0)?;
    let mut errors = Errors::default();
    let shows = ShowsWho::read(&mut errors, &body.login, body.password, body.code);
    let who = errors.finish(|| shows)?.at_machine(&gate, Asks::Member).await?;
    let account = who.machine.account;
    let (_, opened) =
        gate.write_sure_with(Lock::Account(account), move |tx, ctx, _| service::open_portal(tx, ctx, &who)).await?;
    let link = match opened {
        Opened::Link(link) => link,
        Opened::NotShown(what) => return Err(problems::not_shown(what, Asks::Member, gate.now())),
    };
    let path = href(&link.path, &[("back", &format!("/accounts/{account}"))]);
    let view = PortalView { url: gate.app().public_url.to(&path), expires_at: link.expires_at.to_string() };
    Ok((StatusCode::CREATED, Answer(view)).into_response())
}
