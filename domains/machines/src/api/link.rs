//! A machine is linked to an account by the account's number and its personal code.

use std::net::IpAddr;

use accounts::model::Account;
use axum::Json as Answer;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, MachineId};
use kit_db::{DbError, Lock};
use kit_web::{
    Anyone, ClientAddress, Errors, Gate, Json, Limited, MACHINE_PREFIX, Problem, WebError, Wrong, idempotency_key,
};
use people::TryAgain;
use serde::Deserialize;
use utoipa::ToSchema;

use super::problems;
use super::views::{LinkedView, MachineView, ProblemView};
use crate::model::{LONGEST_NAME, LONGEST_VERSION, NewMachine, PersonalCode, label};
use crate::service::{self, LinkRequest, LinkedNow, Linking};

/// A machine that is to be linked. Never printed: it holds the code.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMachine)]
pub(crate) struct LinkBody {
    /// The account's number, as it is printed or as people say it.
    #[schema(max_length = 30, example = "C-1042")]
    account: String,
    /// The account's personal code, as it was typed.
    #[schema(max_length = 40, example = "K7M2Q-9XW4T")]
    personal_code: String,
    /// What the machine is called: its name in the network, say.
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
    /// The id of a machine that is unlinked in the same step, as the answer at the limit offers.
    #[schema(max_length = 13, example = "0c4xq7gk2m9tz")]
    replaces: Option<String>,
}

/// Link a machine
///
/// By the account's number and its personal code; no key is needed. The answer holds the machine's own token, which opens
/// `/machines/self`. Repeated with the same key and body it is answered with the same machine and `Idempotent-Replayed: true`; with the
/// token as well while the machine has not been heard of, for a day at most: send a heartbeat once it is kept. At the limit, the problem
/// offers the machines that could be replaced. Attempts at codes are limited, per network and per account.
#[utoipa::path(
    post,
    path = "/api/v1/machines",
    operation_id = "linkMachine",
    tag = "machines",
    security(()),
    params(
        ("Idempotency-Key" = String, Header, description = "1 to 255 visible ASCII characters, the same when the request is repeated",
            min_length = 1, max_length = 255, pattern = "^[!-~]+$"),
    ),
    request_body = LinkBody,
    responses(
        (status = 201, description = "Linked, now or by the same request before", body = LinkedView),
        (status = 400, description = "The body or the idempotency key cannot be read", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The account links no machines now", body = ProblemView, content_type = "application/problem+json"),
        (status = 409, description = "Every place is taken, nothing more can be replaced this year, or the key's machine was unlinked", body = ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "Number and code do not belong together, or a value is not accepted", body = ProblemView, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts: wait as long as Retry-After says", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy, or the outcome is unknown: repeat with the same key", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create(
    gate: Gate<Anyone>,
    address: ClientAddress,
    headers: HeaderMap,
    Json(body): Json<LinkBody>,
) -> Result<Response, Problem> {
    gate.app().limits.take(Limited::Secret, address.0)?;
    let request = body.read(idempotency_key(&headers)?, address)?;
    let (account, now) = (request.account, gate.now());
    let (_, linked) = gate
        .write_with(Lock::Account(account), move |tx, ctx, _| {
            let linking = service::link(tx, ctx, &request)?;
            let account = match &linking {
                Linking::Done(_) => accounts::service::account(tx, account)?,
                Linking::Refused(_) => None,
            };
            Ok::<_, kit_db::Failed<TryAgain>>((linking, account))
        })
        .await?;
    match linked {
        Ok((Linking::Done(linked), account)) => {
            let account = account.ok_or_else(|| WebError::from(DbError::fault("a machine of no account")))?;
            Ok(answer(&linked, &account))
        }
        Ok((Linking::Refused(refusal), _)) => Err(problems::refused(refusal)),
        Err(later) => Err(problems::too_many(later, now)),
    }
}

fn answer(linked: &LinkedNow, account: &Account) -> Response {
    let token = linked.token.as_ref().map(|token| format!("{MACHINE_PREFIX}{}", token.reveal()));
    let view = LinkedView { machine: MachineView::of(&linked.machine, account), token };
    let mut response = (StatusCode::CREATED, Answer(view)).into_response();
    if linked.replayed {
        response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    }
    response
}

/// How a machine describes itself, checked.
pub(super) fn described(errors: &mut Errors, [name, system, application, version]: [&str; 4]) -> Option<NewMachine> {
    let name = errors.field("name", label(name, LONGEST_NAME));
    let system = errors.field("system", label(system, LONGEST_NAME));
    let application = errors.field("application", label(application, LONGEST_NAME));
    let version = errors.field("version", label(version, LONGEST_VERSION));
    Some(NewMachine { name: name?, system: system?, application: application?, version: version? })
}

/// The network that attempts are counted on.
pub(super) fn network(address: ClientAddress) -> Vec<u8> {
    match address.network() {
        IpAddr::V4(v4) => v4.octets().to_vec(),
        IpAddr::V6(v6) => v6.octets().to_vec(),
    }
}

impl LinkBody {
    fn read(&self, key: &str, address: ClientAddress) -> Result<LinkRequest, Problem> {
        let mut errors = Errors::default();
        let account = self.account.parse::<AccountId>().map_err(|_| Wrong::unknown("no account's number"));
        let account = errors.field("account", account);
        let machine = described(&mut errors, [&self.name, &self.system, &self.application, &self.version]);
        let replaces = self.replaces.as_deref().map(str::parse::<MachineId>).transpose();
        let replaces = errors.field("replaces", replaces.map_err(|_| Wrong::unknown("no machine's id")));
        errors.finish(|| {
            Some(LinkRequest {
                account: account?,
                code: PersonalCode::parse(&self.personal_code),
                machine: machine?,
                replaces: replaces?,
                key: key.to_owned(),
                from: network(address),
            })
        })
    }
}
