//! A machine tells what it used of its lease.

use axum::http::HeaderMap;
use axum::response::Response;
use jiff::Timestamp;
use kit_core::Credits;
use kit_mail::Email;
use kit_web::{ActingKey, Gate, Json, Path, Problem, Scope};
use serde::Deserialize;
use serde_json::Number;
use utoipa::ToSchema;

use super::super::errors::{Errors, Wrong};
use super::super::hold_views::{SettledView, Told};
use super::super::problems::{self, hold_refused};
use super::super::request::{asked_by, idempotency_key, key, sight, used_by, whole};
use super::super::views::ProblemView;
use crate::model::{
    Feature, HoldId, HoldKind, HowMuch, OfflineUse, Quantity, Reference, Settlement, UseKey, amount, used_at,
};
use crate::permissions::UseCredits;
use crate::service;

/// How many uses a settlement tells of at most.
const MOST_USES: usize = 500;
/// How many bytes these are at most, with names and references as long as they may be.
pub(in crate::api) const LARGEST_BODY: usize = 1024 * 1024;

/// What was used of a lease.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Settlement)]
pub(crate) struct SettlementBody {
    /// The uses, in the order in which they are written; none when all comes back.
    #[schema(max_items = 500)]
    uses: Vec<OfflineUseBody>,
}

/// A use made without a connection.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OfflineUse)]
pub(crate) struct OfflineUseBody {
    /// Names the use: 1 to 255 visible ASCII characters. The same one is never settled twice, whatever the lease.
    #[schema(min_length = 1, max_length = 255, pattern = "^[!-~]+$", example = "5b0e-1")]
    key: String,
    /// What was used: a feature of the lease's prices, or any name when a key with `credits:charge` gives an `amount`.
    #[schema(min_length = 1, max_length = 100, pattern = "^[a-z0-9._-]+$", example = "plan.render")]
    feature: String,
    /// How much of it; 1 when left out and no `amount` is given.
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 1_000_000, example = 1)]
    quantity: Option<Number>,
    /// What it cost in all: a multiple of the price, unless the key has the scope `credits:charge`.
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 1_000_000_000)]
    amount: Option<Number>,
    /// The address of the member who used it; the lease's member when left out.
    #[schema(max_length = 254, example = "a@b.fr")]
    member: Option<String>,
    /// What was produced, in the words of the application.
    #[schema(min_length = 1, max_length = 200)]
    reference: Option<String>,
    /// When, by the machine's clock (RFC 3339).
    #[schema(format = DateTime, example = "2026-11-21T10:00:00Z")]
    at: String,
}

/// Settle a lease
///
/// Writes an operation for each use, all of them or none; the rest comes back at once, and the lease ends. Also for a suspended
/// account. Idempotent as a use is.
#[utoipa::path(
    post,
    path = "/api/v1/leases/{id}/settle",
    operation_id = "settleLease",
    tag = "credits",
    security(("key" = ["credits:use"]), ("key" = ["credits:charge"])),
    params(
        ("id" = String, Path, description = "The lease's name"),
        ("Idempotency-Key" = String, Header, description = "1 to 255 visible ASCII characters, the same when the request is repeated",
            min_length = 1, max_length = 255, pattern = "^[!-~]+$"),
    ),
    request_body = SettlementBody,
    responses(
        (status = 201, description = "Settled, now or by the same request before", body = SettledView,
            headers(("Idempotent-Replayed" = String, description = "`true` when nothing was written this time"))),
        (status = 400, description = "Not understood, or without a key", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "No valid key", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "The account has no such lease", body = ProblemView, content_type = "application/problem+json"),
        (status = 409, description = "The lease has ended", body = ProblemView, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "A value is not accepted, it is more than was leased, or a key was used for something else", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy, or the outcome is unknown: repeat with the same key", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create(
    gate: Gate<UseCredits>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<SettlementBody>,
) -> Result<Response, Problem> {
    let id: HoldId = id.parse().map_err(|_| problems::NOT_FOUND.problem())?;
    let wanted = Wanted::read(&headers, &body, id)?;
    let (_, settled) = gate
        .write(move |tx, ctx, actor| {
            let key = key(actor)?;
            let receipt = service::settle(tx, ctx, key.account, sight(key), id, &wanted.settlement(key))?;
            Ok(Told::of(tx, receipt)?)
        })
        .await?;
    settled.map(Told::settled).map_err(|reason| hold_refused(HoldKind::Lease, reason))
}

/// What the request asks for, before it is known who asks.
#[derive(Debug, Clone)]
struct Wanted {
    uses: Vec<WantedUse>,
    key: UseKey,
    body: String,
}

/// A use, before it is known who asks.
#[derive(Debug, Clone)]
struct WantedUse {
    key: UseKey,
    feature: Feature,
    quantity: Option<Quantity>,
    amount: Option<Credits>,
    member: Option<Email>,
    reference: Option<Reference>,
    at: Timestamp,
    body: serde_json::Value,
}

impl Wanted {
    fn read(headers: &HeaderMap, body: &SettlementBody, id: HoldId) -> Result<Wanted, Problem> {
        let key = idempotency_key(headers)?;
        let mut errors = Errors::default();
        if body.uses.len() > MOST_USES {
            errors.add("uses", Wrong::too_many(MOST_USES, "uses"));
        }
        let told = body.uses.iter().take(MOST_USES);
        let uses: Option<Vec<WantedUse>> = told.map(|one| WantedUse::read(one, &mut errors)).collect();
        errors.finish(|| {
            let uses = uses?;
            let bodies: Vec<&serde_json::Value> = uses.iter().map(|one| &one.body).collect();
            let body = serde_json::json!([id, bodies]).to_string();
            Some(Wanted { uses, key, body })
        })
    }

    /// As this key may ask for it.
    fn settlement(&self, key: &ActingKey) -> Settlement {
        Settlement {
            uses: self.uses.iter().map(|one| one.offline_use(key)).collect(),
            idempotency: asked_by("settle", &self.key, &self.body, key.member),
        }
    }
}

impl WantedUse {
    /// Reads a use; none at the first one that is wrong, which is enough to mend it.
    fn read(body: &OfflineUseBody, errors: &mut Errors) -> Option<WantedUse> {
        let key = errors.field("uses.key", UseKey::parse(&body.key));
        let feature = errors.field("uses.feature", Feature::parse(&body.feature));
        let quantity = body.quantity.as_ref().map(|named| Quantity::new(whole(named)?)).transpose();
        let quantity = errors.field("uses.quantity", quantity);
        let amount = body.amount.as_ref().map(|named| amount(whole(named)?, 0)).transpose();
        let amount = errors.field("uses.amount", amount);
        let reference = errors.field("uses.reference", body.reference.as_deref().map(Reference::parse).transpose());
        let member = errors.email("uses.member", body.member.as_deref());
        let at = errors.field("uses.at", used_at(&body.at));
        let (key, feature, quantity, amount) = (key?, feature?, quantity?, amount?);
        let (reference, member, at) = (reference?, member?, at?);
        // The values in their order: stored digests depend on it.
        let body = serde_json::json!([
            key.as_str(),
            feature.as_str(),
            quantity.map(Quantity::get),
            amount,
            member.as_ref().map(ToString::to_string),
            reference.as_ref().map(Reference::as_str),
            at.as_microsecond(),
        ]);
        Some(WantedUse { key, feature, quantity, amount, member, reference, at, body })
    }

    /// As this key may tell of it.
    fn offline_use(&self, key: &ActingKey) -> OfflineUse {
        let may_charge = key.scopes.contains(Scope::CreditsCharge);
        OfflineUse {
            idempotency: asked_by("lease-use", &self.key, &self.body.to_string(), key.member),
            feature: self.feature.clone(),
            how_much: HowMuch { amount: self.amount, quantity: self.quantity, may_charge },
            used_by: used_by(key.member, self.member.clone()),
            reference: self.reference.clone(),
            at: self.at,
        }
    }
}
