//! Credits are set aside for a feature.

use axum::http::HeaderMap;
use axum::response::Response;
use kit_core::Credits;
use kit_mail::Email;
use kit_web::{ActingKey, Gate, Json, Problem, Scope};
use serde::Deserialize;
use serde_json::Number;
use utoipa::ToSchema;

use super::super::errors::Errors;
use super::super::hold_views::{HeldView, Told};
use super::super::problems::hold_refused;
use super::super::request::{asked_by, idempotency_key, key, used_by, whole};
use super::super::views::ProblemView;
use crate::model::{Feature, HoldKind, HowMuch, Lasting, Machine, NewHold, Quantity, Reference, UseKey, amount};
use crate::permissions::UseCredits;
use crate::service;

/// Credits to be set aside.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewHold)]
pub(crate) struct HoldBody {
    /// What they are for: a name of the tariff, or any name when a key with `credits:charge` gives an `amount`.
    #[schema(min_length = 1, max_length = 100, pattern = "^[a-z0-9._-]+$", example = "plan.render")]
    feature: String,
    /// How much of it; 1 when left out and no `amount` is given.
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 1_000_000, example = 2)]
    quantity: Option<Number>,
    /// How many credits: a multiple of the price, unless the key has the scope `credits:charge`.
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 1_000_000_000)]
    amount: Option<Number>,
    /// How long, in seconds: a minute to a day.
    #[schema(value_type = i64, minimum = 60, maximum = 86_400, example = 900)]
    expires_in: Number,
    /// The address of the member who uses it. A key that stands for a member needs none.
    #[schema(max_length = 254, example = "a@b.fr")]
    member: Option<String>,
    /// What is to be produced, in the words of the application.
    #[schema(min_length = 1, max_length = 200)]
    reference: Option<String>,
    /// The machine that it is for, in the words of the application.
    #[schema(min_length = 1, max_length = 100)]
    machine: Option<String>,
}

/// Hold credits
///
/// Sets credits aside, which nothing else uses until they are captured, released, or the time is over. Nothing leaves the
/// balance before the capture. The price of the feature is frozen. Idempotent as a use is.
#[utoipa::path(
    post,
    path = "/api/v1/holds",
    operation_id = "createHold",
    tag = "credits",
    security(("key" = ["credits:use"]), ("key" = ["credits:charge"])),
    params(
        ("Idempotency-Key" = String, Header, description = "1 to 255 visible ASCII characters, the same when the request is repeated",
            min_length = 1, max_length = 255, pattern = "^[!-~]+$"),
    ),
    request_body = HoldBody,
    responses(
        (status = 201, description = "Held, now or by the same request before", body = HeldView,
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
    Json(body): Json<HoldBody>,
) -> Result<Response, Problem> {
    let wanted = Wanted::read(&headers, &body)?;
    let (_, made) = gate
        .write(move |tx, ctx, actor| {
            let key = key(actor)?;
            let receipt = service::make_hold(tx, ctx, key.account, key.state, &wanted.hold(key))?;
            Ok(Told::of(tx, receipt)?)
        })
        .await?;
    made.map(Told::made).map_err(|reason| hold_refused(HoldKind::Hold, reason))
}

/// What the request asks for, before it is known who asks.
#[derive(Debug, Clone)]
struct Wanted {
    feature: Feature,
    quantity: Option<Quantity>,
    amount: Option<Credits>,
    lasting: Lasting,
    member: Option<Email>,
    reference: Option<Reference>,
    machine: Option<Machine>,
    key: UseKey,
    body: String,
}

impl Wanted {
    fn read(headers: &HeaderMap, body: &HoldBody) -> Result<Wanted, Problem> {
        let key = idempotency_key(headers)?;
        let mut errors = Errors::default();
        let feature = errors.field("feature", Feature::parse(&body.feature));
        let quantity = body.quantity.as_ref().map(|named| Quantity::new(whole(named)?)).transpose();
        let quantity = errors.field("quantity", quantity);
        let amount = body.amount.as_ref().map(|named| amount(whole(named)?, 0)).transpose();
        let amount = errors.field("amount", amount);
        let lasting = errors.field("expires_in", whole(&body.expires_in).and_then(Lasting::of_hold));
        let reference = errors.field("reference", body.reference.as_deref().map(Reference::parse).transpose());
        let machine = errors.field("machine", body.machine.as_deref().map(Machine::parse).transpose());
        let member = errors.member("member", body.member.as_deref());
        errors.finish(|| {
            let (feature, quantity, amount, lasting) = (feature?, quantity?, amount?, lasting?);
            let (member, reference, machine) = (member?, reference?, machine?);
            // The values in their order: stored digests depend on it.
            let values = serde_json::json!([
                feature.as_str(),
                quantity.map(Quantity::get),
                amount,
                lasting.seconds(),
                member.as_ref().map(ToString::to_string),
                reference.as_ref().map(Reference::as_str),
                machine.as_ref().map(Machine::as_str),
            ]);
            let body = values.to_string();
            Some(Wanted { feature, quantity, amount, lasting, member, reference, machine, key, body })
        })
    }

    /// As this key may ask for it.
    fn hold(&self, key: &ActingKey) -> NewHold {
        let may_charge = key.scopes.contains(Scope::CreditsCharge);
        NewHold {
            feature: self.feature.clone(),
            how_much: HowMuch { amount: self.amount, quantity: self.quantity, may_charge },
            used_by: used_by(key.member, self.member.clone()),
            reference: self.reference.clone(),
            machine: self.machine.clone(),
            lasting: self.lasting,
            idempotency: asked_by("holds", &self.key, &self.body, key.member),
        }
    }
}
