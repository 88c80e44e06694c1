//! What the API answers with.

use std::collections::HashMap;

use kit_core::{Cursor, PersonId};
use kit_db::{DbError, Read};
use serde::Serialize;
use utoipa::ToSchema;

use super::cursor;
use crate::model::{Balance, Operation, Standing, Unit, WrittenBy};

/// What is left, in whole credits or in minutes.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Balance)]
pub(crate) struct BalanceView {
    /// What is counted: `credit`, or `support_minutes`.
    #[schema(example = "credit")]
    unit: &'static str,
    /// Paid for.
    #[schema(minimum = 0, example = 1200)]
    purchased: i64,
    /// Given by the publisher; burns first.
    #[schema(minimum = 0, example = 50)]
    promotional: i64,
    /// How much of the total holds and leases set aside.
    #[schema(minimum = 0, example = 0)]
    held: i64,
    /// All that is there.
    #[schema(minimum = 0, example = 1250)]
    total: i64,
    /// All that can be used now: the total without what is held.
    #[schema(minimum = 0, example = 1250)]
    available: i64,
    /// In the answers of `GET /balance` and `GET /support-time`: what went back with its payment after it was used. The next purchase settles it first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    debt: Option<i64>,
    /// In the answers of `GET /balance` and `GET /support-time`: whether nothing can be used although it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    blocked: Option<bool>,
}

impl BalanceView {
    pub(crate) fn of(balance: Balance) -> BalanceView {
        BalanceView {
            unit: Unit::Credit.code(),
            purchased: balance.purchased.0,
            promotional: balance.promotional.0,
            held: balance.held.0,
            total: balance.total().0,
            available: balance.free().0,
            debt: None,
            blocked: None,
        }
    }

    /// The same of a wallet in this unit.
    fn counting(self, unit: Unit) -> BalanceView {
        BalanceView { unit: unit.code(), ..self }
    }

    /// With what is owed, and whether anything can be used.
    pub(crate) fn of_standing(unit: Unit, standing: &Standing) -> BalanceView {
        let balance = BalanceView::of(standing.lots.balance()).counting(unit);
        BalanceView { debt: Some(standing.debt.0), blocked: Some(standing.blocked.is_some()), ..balance }
    }
}

/// How much of an amount is of which kind, without sign.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Split)]
pub(crate) struct SplitView {
    /// Promotional credits.
    #[schema(minimum = 0, example = 3)]
    promotional: u64,
    /// Purchased credits.
    #[schema(minimum = 0, example = 0)]
    purchased: u64,
}

/// A lot that an operation opened or took from.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Lot)]
pub(crate) struct LotView {
    /// The operation that opened the lot.
    #[schema(example = "credit-1")]
    lot: String,
    /// `promotional` or `purchased`.
    #[schema(example = "promotional")]
    kind: &'static str,
    /// What came in or went out (negative).
    #[schema(example = -3)]
    amount: i64,
}

/// One line of the history. It never changes.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Operation)]
pub(crate) struct OperationView {
    /// Its name within the account.
    #[schema(example = "credit-1042")]
    id: String,
    /// What is counted: `credit`, or `support_minutes`.
    #[schema(example = "credit")]
    unit: &'static str,
    /// `usage`, `grant`, `purchase`, `expiry`, `correction`, `reclaim`, `settlement` or `restitution`.
    #[schema(example = "usage")]
    kind: &'static str,
    /// When, in UTC (RFC 3339).
    #[schema(format = DateTime)]
    at: String,
    /// What came in or went out (negative).
    #[schema(example = -3)]
    amount: i64,
    /// The amount by kind.
    split: SplitView,
    /// The amount by lot.
    lots: Vec<LotView>,
    /// What was left after it.
    balance: BalanceView,
    /// What is owed more since, as it was used before its payment went back; less than nothing where that was settled or struck.
    #[serde(skip_serializing_if = "Option::is_none")]
    owed: Option<i64>,
    /// What was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "plan.render")]
    feature: Option<String>,
    /// How much of it; of a `reclaim`, how much went back with the payment, what had expired unused included.
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<i64>,
    /// What one cost by the tariff; left out when the caller named the amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_price: Option<i64>,
    /// What was produced, in the words of the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    /// The address of the member who used it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "a@b.fr")]
    member: Option<String>,
    /// The public part of the API key that wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    /// Why, of grants, corrections, and what goes back with its payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Reference of the payment, of purchases.
    #[serde(skip_serializing_if = "Option::is_none")]
    payment: Option<String>,
    /// The operation that it puts right, takes back, settles from or undoes.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrects: Option<String>,
    /// The hold or lease that had set the credits aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "0c4xq7gk2m9tz")]
    hold: Option<String>,
    /// When it was used by the machine's clock, of uses out of a lease.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    used_at: Option<String>,
    /// When the lot that it opened expires.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    expires_at: Option<String>,
}

impl OperationView {
    pub(crate) fn new(operation: &Operation, member: Option<String>) -> OperationView {
        let lots = operation.split.parts().iter().map(|part| LotView {
            lot: operation.unit.operation(part.lot).to_string(),
            kind: part.kind.code(),
            amount: part.amount.0,
        });
        OperationView {
            id: operation.id().to_string(),
            unit: operation.unit.code(),
            kind: operation.kind.code(),
            at: operation.at.to_string(),
            amount: operation.amount.0,
            split: SplitView {
                promotional: operation.promotional.0.unsigned_abs(),
                purchased: operation.purchased.0.unsigned_abs(),
            },
            lots: lots.collect(),
            balance: BalanceView::of(operation.after()).counting(operation.unit),
            owed: Some(operation.owed.0).filter(|owed| *owed != 0),
            feature: operation.feature.clone(),
            quantity: operation.quantity,
            unit_price: operation.unit_price.map(|price| price.0),
            reference: operation.reference.clone(),
            member,
            key: key_of(&operation.author),
            reason: operation.reason.clone(),
            payment: operation.payment.clone(),
            corrects: operation.corrected().map(|id| id.to_string()),
            hold: operation.hold.map(|hold| hold.to_string()),
            used_at: operation.used_at.map(|at| at.to_string()),
            expires_at: operation.expires_at.map(|at| at.to_string()),
        }
    }
}

/// The public part of the key that wrote something, if it was one.
pub(super) fn key_of(author: &WrittenBy) -> Option<String> {
    match author {
        WrittenBy::Key(prefix) => Some(prefix.clone()),
        WrittenBy::Person(_) | WrittenBy::Staff(_) | WrittenBy::System(_) => None,
    }
}

/// A page of the history, newest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Operations)]
pub(crate) struct OperationsView {
    /// The operations. With a filter that few pass there may be none, and yet a next page.
    operations: Vec<OperationView>,
    /// Where the next page starts; null on the last one.
    next: Option<String>,
}

impl OperationsView {
    pub(crate) fn new(operations: Vec<OperationView>, next: Option<Cursor>) -> OperationsView {
        OperationsView { operations, next: next.map(cursor::write) }
    }
}

/// The answer to a use.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Used)]
pub(crate) struct UsedView {
    /// What was written.
    pub(crate) operation: OperationView,
    /// What was left after it.
    pub(crate) balance: BalanceView,
}

/// An error (RFC 9457). Its type is an address in this description.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Problem)]
#[allow(dead_code)] // described here, written by the kit
pub(crate) struct ProblemView {
    /// A stable address for this type of problem.
    #[schema(format = "uri-reference", example = "/api/v1/docs#problem-insufficient-credits")]
    r#type: String,
    /// What the type is called.
    title: String,
    /// The status of the answer.
    status: u16,
    /// What is particular to this case.
    detail: Option<String>,
    /// With `insufficient-credits`: what is there, and how much of it is held.
    balance: Option<BalanceView>,
    /// With `insufficient-credits`: what more is needed.
    missing: Option<i64>,
    /// With `hold-ended`: how it ended.
    state: Option<String>,
    /// With `invalid`: each field that is not accepted.
    errors: Option<Vec<FieldProblem>>,
}

/// A field that is not accepted.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(dead_code)] // described here, written by `Errors`
pub(crate) struct FieldProblem {
    /// The field of the body, or the parameter.
    field: String,
    /// Why, for programs: `missing`, `too-long`, `character`, `not-whole`, `range`, `moment`, `email`, `too-many` or `unknown`.
    code: String,
    /// Why, for people, in English.
    detail: String,
    /// With `range`: the smallest that is accepted.
    min: Option<i64>,
    /// With `range`, `too-long` and `too-many`: the largest, or how much of it.
    max: Option<i64>,
}

/// The addresses of the members of some operations.
///
/// # Errors
/// The database cannot be read.
pub(crate) fn addresses<'a>(
    read: &mut Read<'_>,
    operations: impl IntoIterator<Item = &'a Operation>,
) -> Result<HashMap<PersonId, String>, DbError> {
    addresses_of(read, operations.into_iter().filter_map(|operation| operation.member))
}

/// The addresses of people.
///
/// # Errors
/// The database cannot be read.
pub(crate) fn addresses_of(
    read: &mut Read<'_>,
    people: impl IntoIterator<Item = PersonId>,
) -> Result<HashMap<PersonId, String>, DbError> {
    let mut ids: Vec<PersonId> = people.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let people = people::service::people(read, &ids)?;
    Ok(people.into_iter().map(|(id, person)| (id, person.email.to_string())).collect())
}
