//! A feature is used: credits burn.

use axum::Json as Answer;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use kit_core::{Context, Credits, PersonId};
use kit_db::{DbError, Tx};
use kit_mail::Email;
use kit_web::{ActingKey, Actor, Asked, Denied, Entered, Gate, Gathered, Json, Problem, Scope};
use serde::Deserialize;
use serde_json::Number;
use utoipa::ToSchema;

use super::errors::Errors;
use super::problems;
use super::request::{asked_by, done, idempotency_key, used_by, whole};
use super::views::{BalanceView, OperationView, ProblemView, UsedView, addresses};
use crate::model::{Charge, Feature, Idempotency, Quantity, Receipt, Reference, Usage, UseKey, amount};
use crate::permissions::UseCredits;
use crate::service::{self, Asking};

/// A use of a feature.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Usage)]
pub(crate) struct UsageBody {
    /// What is used: a name of the tariff, or any name when `amount` is given.
    #[schema(min_length = 1, max_length = 100, pattern = "^[a-z0-9._-]+$", example = "plan.render")]
    feature: String,
    /// How much of it; 1 when left out.
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 1_000_000, example = 1)]
    quantity: Option<Number>,
    /// What it costs in all; only with the scope `credits:charge`, otherwise the tariff says.
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 1_000_000_000)]
    amount: Option<Number>,
    /// The address of the member who uses it. A key that stands for a member needs none.
    #[schema(max_length = 254, example = "a@b.fr")]
    member: Option<String>,
    /// What is produced, in the words of the application.
    #[schema(min_length = 1, max_length = 200)]
    reference: Option<String>,
}

/// Use a feature
///
/// Priced by the tariff; with the scope `credits:charge` also by the caller. What holds and leases set aside is not used. The answer comes after the operation is
/// durable. Repeated with the same key and body it is answered the same again, with `Idempotent-Replayed: true`, and
/// nothing is written. A free use is an operation of 0 credits.
#[utoipa::path(
    post,
    path = "/api/v1/usage",
    operation_id = "createUsage",
    tag = "credits",
    security(("key" = ["credits:use"]), ("key" = ["credits:charge"])),
    params(
        ("Idempotency-Key" = String, Header, description = "1 to 255 visible ASCII characters, the same when the request is repeated",
            min_length = 1, max_length = 255, pattern = "^[!-~]+$"),
    ),
    request_body = UsageBody,
    responses(
        (status = 201, description = "Written, now or by the same request before", body = UsedView,
            headers(("Idempotent-Replayed" = String, description = "`true` when nothing was written this time"))),
        (status = 400, description = "Not understood, or without a key", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "No valid key", body = ProblemView, content_type = "application/problem+json"),
        (status = 402, description = "Not enough credits", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope, or the account is suspended", body = ProblemView,
            content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "A value is not accepted, or the key was used for something else", body = ProblemView,
            content_type = "application/problem+json"),
        (status = 503, description = "Busy, or the outcome is unknown: repeat with the same key", body = ProblemView,
            content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create(
    gate: Gate<UseCredits>,
    headers: HeaderMap,
    Json(body): Json<UsageBody>,
) -> Result<Response, Problem> {
    let wanted = Wanted::read(&headers, &body)?;
    match gate.gather(&USES, wanted).await? {
        Ok((receipt, member)) => Ok(answer(&receipt, member)),
        Err(Refusal::Scope) => Err(problems::FORBIDDEN.problem().detail("`amount` needs the scope credits:charge")),
        Err(Refusal::Use(reason)) => Err(problems::refused(reason)),
    }
}

/// A use written, and the address of its member; or why not.
type Outcome = Result<(Receipt, Option<String>), Refusal>;

/// Uses are decided together: a wallet that many burn from is written once.
static USES: Gathered<Wanted, Outcome> = Gathered::new(use_all);

/// Somebody who was let in, and what he or she may ask for.
struct LetIn {
    actor: Actor,
    ctx: Context,
    usage: Result<Usage, Refusal>,
}

impl LetIn {
    fn asking(&self) -> Option<Asking<'_>> {
        let (key, usage) = (self.actor.key.as_ref()?, self.usage.as_ref().ok()?);
        Some(Asking { ctx: &self.ctx, account: key.account, state: key.state, usage })
    }
}

fn let_in(tx: &mut Tx<'_>, asked: &Asked<Wanted>) -> Result<Result<LetIn, Denied>, DbError> {
    let usage = |actor: &Actor| actor.key().map_err(|_| Refusal::Scope).and_then(|key| asked.wanted.usage(key));
    match asked.enter(tx) {
        Ok((actor, ctx)) => Ok(Ok(LetIn { usage: usage(&actor), actor, ctx })),
        Err(Denied::Db(error)) => Err(error),
        Err(denied) => Ok(Err(denied)),
    }
}

fn use_all(tx: &mut Tx<'_>, asked: &[Asked<Wanted>]) -> Result<Vec<Entered<Outcome>>, DbError> {
    let entered: Vec<Result<LetIn, Denied>> = asked.iter().map(|asked| let_in(tx, asked)).collect::<Result<_, _>>()?;
    let askings: Vec<Asking<'_>> = entered.iter().flatten().filter_map(LetIn::asking).collect();
    let receipts = service::spend_all(tx, &askings)?;
    let addresses = addresses(tx, receipts.iter().flatten().map(|receipt| &receipt.operation))?;
    let mut receipts = receipts.into_iter();
    let mut answers = Vec::with_capacity(asked.len());
    for entered in entered {
        answers.push(match entered {
            Err(denied) => Err(denied),
            Ok(LetIn { actor, usage: Err(reason), .. }) => Ok((actor, Err(reason))),
            Ok(LetIn { actor, usage: Ok(_), .. }) => {
                let receipt = receipts.next().ok_or_else(|| DbError::fault("a use was not answered"))?;
                let with_address = |receipt: Receipt| {
                    let member = receipt.operation.member.and_then(|member| addresses.get(&member).cloned());
                    (receipt, member)
                };
                Ok((actor, receipt.map(with_address).map_err(Refusal::Use)))
            }
        });
    }
    Ok(answers)
}

fn answer(receipt: &Receipt, member: Option<String>) -> Response {
    let operation = &receipt.operation;
    let used =
        UsedView { operation: OperationView::new(operation, member), balance: BalanceView::of(operation.after()) };
    done(StatusCode::CREATED, Answer(used), receipt.replayed)
}

enum Refusal {
    Scope,
    Use(service::UsageRefusal),
}

/// What the request asks for, before it is known who asks.
#[derive(Debug, Clone)]
struct Wanted {
    feature: Feature,
    quantity: Quantity,
    amount: Option<Credits>,
    member: Option<Email>,
    reference: Option<Reference>,
    key: UseKey,
    body: String,
}

impl Wanted {
    fn read(headers: &HeaderMap, body: &UsageBody) -> Result<Wanted, Problem> {
        let key = idempotency_key(headers)?;
        let mut errors = Errors::default();
        let feature = errors.field("feature", Feature::parse(&body.feature));
        let quantity = body.quantity.as_ref().map_or(Ok(Quantity::ONE), |named| Quantity::new(whole(named)?));
        let quantity = errors.field("quantity", quantity);
        let amount = body.amount.as_ref().map(|named| amount(whole(named)?, 0)).transpose();
        let amount = errors.field("amount", amount);
        let reference = errors.field("reference", body.reference.as_deref().map(Reference::parse).transpose());
        let member = errors.member("member", body.member.as_deref());
        errors.finish(|| {
            let (feature, quantity, amount, reference, member) = (feature?, quantity?, amount?, reference?, member?);
            // The values in their order: stored digests depend on it.
            let values = serde_json::json!([
                feature.as_str(),
                quantity.get(),
                amount,
                member.as_ref().map(ToString::to_string),
                reference.as_ref().map(Reference::as_str),
            ]);
            let body = values.to_string();
            Some(Wanted { feature, quantity, amount, member, reference, key, body })
        })
    }

    /// As this key may ask for it.
    fn usage(&self, key: &ActingKey) -> Result<Usage, Refusal> {
        let charge = match self.amount {
            Some(_) if !key.scopes.contains(Scope::CreditsCharge) => return Err(Refusal::Scope),
            Some(amount) => Charge::Amount(amount),
            None => Charge::Tariff,
        };
        Ok(Usage {
            feature: self.feature.clone(),
            quantity: self.quantity,
            charge,
            used_by: used_by(key.member, self.member.clone()),
            reference: self.reference.clone(),
            idempotency: self.idempotency(key.member),
        })
    }
}

impl Wanted {
    /// What is asked for with the key, and by whom: one member is not answered with what another one did.
    fn idempotency(&self, bearer: Option<PersonId>) -> Idempotency {
        asked_by("usage", &self.key, &self.body, bearer)
    }
}
