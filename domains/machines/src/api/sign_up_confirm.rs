//! The code of a sign-up is brought: account and machine come into being.

use accounts::SignUpId;
use accounts::service::by_code;
use axum::Json as Answer;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use kit_core::{CODE_SIGNS, TypedCode};
use kit_db::{DbError, Failed};
use kit_web::{
    Anyone, ClientAddress, Errors, Gate, Json, Limited, MACHINE_PREFIX, Path, Problem, WebError, Wrong, idempotency_key,
};
use people::{TryAgain, hashing};
use serde::Deserialize;
use utoipa::ToSchema;

use super::link::{described, network};
use super::problems;
use super::views::{CreatedView, MachineView, ProblemView};
use crate::service::{self, CreateRequest, Creating};

/// The code that was mailed, a password, and the machine. Never printed.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SignUpConfirmation)]
pub(crate) struct ConfirmBody {
    /// The code, as it was typed.
    #[schema(max_length = 40, example = "K7M2-9XW4")]
    code: String,
    /// The password chosen, with which the address signs in.
    #[schema(min_length = 1, max_length = 128)]
    password: String,
    /// What the machine is called.
    #[schema(min_length = 1, max_length = 100, example = "Poste 3")]
    name: String,
    /// Its operating system.
    #[schema(min_length = 1, max_length = 100, example = "Windows 11")]
    system: String,
    /// The application that asks.
    #[schema(min_length = 1, max_length = 100, example = "Planelle")]
    application: String,
    /// The version of that.
    #[schema(min_length = 1, max_length = 50, example = "2.4.1")]
    version: String,
}

/// Bring the mailed code
///
/// The address becomes a login with this password, the account comes into being, and the machine is linked to it: all of it or nothing.
/// Where the publisher decides on each account it is `pending`, and the machine sees when that changes. Repeated with the same key,
/// code and body it is answered as a link is, without the personal code.
#[utoipa::path(
    post,
    path = "/api/v1/sign-ups/{sign_up}/confirm",
    operation_id = "confirmSignUp",
    tag = "machines",
    security(()),
    params(
        ("sign_up" = String, Path, description = "The sign-up, as `POST /sign-ups` named it"),
        ("Idempotency-Key" = String, Header, description = "1 to 255 visible ASCII characters, the same when the request is repeated",
            min_length = 1, max_length = 255, pattern = "^[!-~]+$"),
    ),
    request_body = ConfirmBody,
    responses(
        (status = 201, description = "The account is there, and the machine is linked to it", body = CreatedView),
        (status = 400, description = "The body or the idempotency key cannot be read", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "This names no sign-up", body = ProblemView, content_type = "application/problem+json"),
        (status = 409, description = "The key's machine was unlinked since", body = ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "The code is not the one that was mailed, or a value is not accepted: a password that is easily guessed", body = ProblemView, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts: wait as long as Retry-After says", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy, or the outcome is unknown: repeat with the same key", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create(
    gate: Gate<Anyone>,
    address: ClientAddress,
    Path(sign_up): Path<SignUpId>,
    headers: HeaderMap,
    Json(body): Json<ConfirmBody>,
) -> Result<Response, Problem> {
    gate.app().limits.take(Limited::Secret, address.0)?;
    let key = idempotency_key(&headers)?.to_owned();
    let mut errors = Errors::default();
    let machine = described(&mut errors, [&body.name, &body.system, &body.application, &body.version]);
    let (_, own) = gate.read(move |read, _| Ok(by_code::own_words(read, sign_up)?)).await?;
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let password = hashing::accept(&gate.app().random, &body.password, &own).await;
    let password = password.map_err(WebError::from)?.map_err(|error| Wrong::new("password", error.to_string()));
    let password = errors.field("password", password);
    let request = errors.finish(|| {
        Some(CreateRequest {
            sign_up,
            code: TypedCode::parse(&body.code, CODE_SIGNS),
            password: password?,
            machine: machine?,
            key,
            from: network(address),
        })
    })?;
    let now = gate.now();
    let (_, created) = gate
        .write_with(accounts::LOGINS, move |tx, ctx, _| {
            let creating = service::create(tx, ctx, &request)?;
            let account = match &creating {
                Creating::Done { linked, .. } => accounts::service::account(tx, linked.machine.account)?,
                Creating::WrongCode | Creating::Refused(_) => None,
            };
            Ok::<_, Failed<TryAgain>>((creating, account))
        })
        .await?;
    let (linked, code, account) = match created {
        Ok((Creating::Done { linked, code }, Some(account))) => (linked, code, account),
        Ok((Creating::Done { .. }, None)) => {
            return Err(WebError::from(DbError::fault("a machine of no account")).into());
        }
        Ok((Creating::WrongCode, _)) => return Err(problems::wrong_mailed_code()),
        Ok((Creating::Refused(refusal), _)) => return Err(problems::refused(refusal)),
        Err(later) => return Err(problems::too_many(later, now)),
    };
    let view = CreatedView {
        machine: MachineView::of(&linked.machine, &account),
        token: linked.token.as_ref().map(|token| format!("{MACHINE_PREFIX}{}", token.reveal())),
        personal_code: code.map(|code| code.reveal()),
    };
    let mut response = (StatusCode::CREATED, Answer(view)).into_response();
    if linked.replayed {
        response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    }
    Ok(response)
}
