//! A machine takes credits along.

use axum::http::HeaderMap;
use axum::response::Response;
use kit_core::Credits;
use kit_mail::Email;
use kit_web::{ActingKey, Gate, Json, Problem};
use serde::Deserialize;
use serde_json::Number;
use utoipa::ToSchema;

use super::super::errors::Errors;
use super::super::hold_views::{LeasedView, Told};
use super::super::problems::hold_refused;
use super::super::request::{asked_by, idempotency_key, key, used_by, whole};
use super::super::views::ProblemView;
use crate::model::{HoldKind, Lasting, Machine, NewLease, UseKey, amount};
use crate::permissions::UseCredits;
use crate::service;

/// Credits to be taken along.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewLease)]
pub(crate) struct LeaseBody {
    /// How many credits.
    #[schema(value_type = i64, minimum = 1, maximum = 1_000_000_000, example = 100)]
    amount: Number,
    /// How long, in seconds: an hour to a week.
    #[schema(value_type = i64, minimum = 3_600, maximum = 604_800, example = 86_400)]
    expires_in: Number,
    /// The machine, in the words of the application.
    #[schema(min_length = 1, max_length = 100)]
    machine: Option<String>,
    /// The address of the member who uses it. A key that stands for a member needs none.
    #[schema(max_length = 254, example = "a@b.fr")]
    member: Option<String>,
}

/// Lease credits
///
/// A machine takes credits along, uses features without a connection, and settles later at the prices of this moment, which
/// the answer tells. What it did not settle comes back when the time is over. Idempotent as a use is.
#[utoipa::path(
    post,
    path = "/api/v1/leases",
    operation_id = "createLease",
    tag = "credits",
    security(("key" = ["credits:use"]), ("key" = ["credits:charge"])),
    params(
        ("Idempotency-Key" = String, Header, description = "1 to 255 visible ASCII characters, the same when the request is repeated",
            min_length = 1, max_length = 255, pattern = "^[!-~]+$"),
    ),
    request_body = LeaseBody,
    responses(
        (status = 201, description = "Leased, now or by the same request before", body = LeasedView,
            headers(("Idempotent-Replayed" = String, description = "`true` when nothing was written this time"))),
        (status = 400, description = "Not understood, or without a key", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "No valid key", body = ProblemView, content_type = "application/problem+json"),
        (status = 402, description = "Not enough credits that are not held", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope, or the account is suspended", body = ProblemView, content_type = "application/problem+json"),
        (status = 409, description = "Too many holds are open", body = ProblemView, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "A value is not accepted, or the key was used for something else", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy, or the outcome is unknown: repeat with the same key", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create(
    gate: Gate<UseCredits>,
    headers: HeaderMap,
    Json(body): Json<LeaseBody>,
) -> Result<Response, Problem> {
    let wanted = Wanted::read(&headers, &body)?;
    let (_, made) = gate
        .write(move |tx, ctx, actor| {
            let key = key(actor)?;
            let receipt = service::make_lease(tx, ctx, key.account, key.state, &wanted.lease(key))?;
            Ok(Told::of(tx, receipt)?)
        })
        .await?;
    made.map(Told::leased).map_err(|reason| hold_refused(HoldKind::Lease, reason))
}

/// What the request asks for, before it is known who asks.
#[derive(Debug, Clone)]
struct Wanted {
    amount: Credits,
    lasting: Lasting,
    machine: Option<Machine>,
    member: Option<Email>,
    key: UseKey,
    body: String,
}

impl Wanted {
    fn read(headers: &HeaderMap, body: &LeaseBody) -> Result<Wanted, Problem> {
        let key = idempotency_key(headers)?;
        let mut errors = Errors::default();
        let amount = errors.field("amount", whole(&body.amount).and_then(|named| amount(named, 1)));
        let lasting = errors.field("expires_in", whole(&body.expires_in).and_then(Lasting::of_lease));
        let machine = errors.field("machine", body.machine.as_deref().map(Machine::parse).transpose());
        let member = errors.member("member", body.member.as_deref());
        errors.finish(|| {
            let (amount, lasting, machine, member) = (amount?, lasting?, machine?, member?);
            // The values in their order: stored digests depend on it.
            let values = serde_json::json!([
                amount,
                lasting.seconds(),
                machine.as_ref().map(Machine::as_str),
                member.as_ref().map(ToString::to_string),
            ]);
            let body = values.to_string();
            Some(Wanted { amount, lasting, machine, member, key, body })
        })
    }

    /// As this key may ask for it.
    fn lease(&self, key: &ActingKey) -> NewLease {
        NewLease {
            amount: self.amount,
            used_by: used_by(key.member, self.member.clone()),
            machine: self.machine.clone(),
            lasting: self.lasting,
            idempotency: asked_by("leases", &self.key, &self.body, key.member),
        }
    }
}
