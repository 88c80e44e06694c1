//! The history, for programs.

use axum::Json;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use kit_core::{Cursor, PageSize};
use kit_mail::Email;
use kit_web::{ActingKey, Gate, Path, Problem, Query, WebError};
use serde::Deserialize;
use utoipa::IntoParams;

use super::cursor;
use super::errors::{Errors, Wrong};
use super::problems;
use super::views::{OperationView, OperationsView, ProblemView, addresses};
use crate::model::{HistoryFilter, InputError, Kind, OperationId, Sight, Unit};
use crate::permissions::ReadCredits;
use crate::service;

/// How many operations a page holds when the caller does not say.
const LIMIT: i64 = 40;
/// How many it holds at most.
const MOST: i64 = 200;

/// Which operations are wanted. Everything arrives as text, so that what is wrong can be said.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OperationsQuery {
    /// How many operations a page holds, 1 to 200; 40 when left out.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// Where the page starts: `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]{11}$", example = "AAAAAAAADJk")]
    cursor: Option<String>,
    /// `usage`, `grant`, `purchase`, `expiry` or `correction`.
    #[param(pattern = "^(usage|grant|purchase|expiry|correction)?$", example = "usage")]
    kind: Option<String>,
    /// The address of the member who used it.
    #[param(max_length = 254, example = "a@b.fr")]
    member: Option<String>,
    /// `credit`, or `support_minutes`; `credit` when left out. Nothing is summed over both.
    #[param(pattern = "^(credit|support_minutes)?$", example = "credit")]
    unit: Option<String>,
    /// From this moment on (RFC 3339), or from this day on (`2026-11-21`, UTC).
    #[param(max_length = 64, pattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2}(T.+)?)?$", example = "2026-11-21")]
    from: Option<String>,
    /// Before this moment, or up to this day's end.
    #[param(max_length = 64, pattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2}(T.+)?)?$", example = "2026-11-21T12:00:00Z")]
    to: Option<String>,
}

#[derive(Debug, Clone)]
struct Wanted {
    size: PageSize,
    cursor: Option<Cursor>,
    unit: Unit,
    member: Option<Email>,
    filter: HistoryFilter,
}

impl OperationsQuery {
    fn read(&self) -> Result<Wanted, Problem> {
        let mut errors = Errors::default();
        let mut one = |name, wrong: Wrong, text: &Option<String>, known: bool| {
            if text.is_some() && !known {
                errors.add(name, wrong);
            }
        };
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let limit = self.limit.as_deref().and_then(|text| text.parse().ok()).filter(|rows| (1..=MOST).contains(rows));
        one("limit", InputError::Range { min: 1, max: MOST }.into(), &self.limit, limit.is_some());
        let cursor = self.cursor.as_deref().and_then(cursor::read);
        one("cursor", Wrong::unknown("not a cursor"), &self.cursor, cursor.is_some());
        let kind = self.kind.as_deref().and_then(Kind::from_code);
        one("kind", Wrong::unknown("not a kind of operation"), &given(&self.kind), kind.is_some());
        let member = self.member.as_deref().and_then(|text| Email::parse(text).ok());
        one("member", Wrong::email(), &given(&self.member), member.is_some());
        let unit = self.unit.as_deref().and_then(Unit::from_code);
        one("unit", Wrong::unknown("not a unit"), &given(&self.unit), unit.is_some());
        let unit = unit.unwrap_or_default();
        let from = self.from.as_deref().and_then(|text| moment(text, false));
        one("from", Wrong::moment(), &given(&self.from), from.is_some());
        let until = self.to.as_deref().and_then(|text| moment(text, true));
        one("to", Wrong::moment(), &given(&self.to), until.is_some());
        let filter = HistoryFilter { kind, from, until, ..HistoryFilter::default() };
        errors.finish(|| Some(Wanted { size: PageSize::new(limit.unwrap_or(LIMIT)), cursor, unit, member, filter }))
    }
}

/// A moment, or the beginning (or end) of a day, UTC.
pub(super) fn moment(text: &str, end: bool) -> Option<Timestamp> {
    if let Ok(at) = text.parse() {
        return Some(at);
    }
    let day: Date = text.parse().ok()?;
    let day = if end { day.checked_add(1.day()).ok()? } else { day };
    day.to_zoned(TimeZone::UTC).ok().map(|start| start.timestamp())
}

/// Keys that stand for a member see what that member used.
fn sight(key: &ActingKey) -> Sight {
    key.member.map_or(Sight::All, Sight::Own)
}

/// List operations
///
/// Newest first. A page ends with `next`, where the next one starts.
#[utoipa::path(
    get,
    path = "/api/v1/operations",
    operation_id = "listOperations",
    tag = "credits",
    security(("key" = ["credits:read"])),
    params(OperationsQuery),
    responses(
        (status = 200, description = "A page of operations", body = OperationsView),
        (status = 400, description = "Not understood", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "No valid key", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope", body = ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is not accepted", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy: try again", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    gate: Gate<ReadCredits>,
    Query(query): Query<OperationsQuery>,
) -> Result<Json<OperationsView>, Problem> {
    let wanted = query.read()?;
    let (_, view) = gate
        .read(move |read, actor| {
            let key = actor.key()?;
            let mut filter = wanted.filter.clone();
            if let Some(address) = &wanted.member {
                // Whoever was never in the account is answered as one whom nobody knows.
                let Some(person) = accounts::service::members::once_member_by_email(read, key.account, address)? else {
                    return Ok(OperationsView::new(Vec::new(), None));
                };
                filter.member = Some(person);
            }
            let page = service::operations(
                read,
                wanted.unit.of(key.account),
                sight(key),
                &filter,
                wanted.cursor,
                wanted.size,
            )?;
            let addresses = addresses(read, &page.rows)?;
            let address = |member| addresses.get(&member).cloned();
            let rows = page.rows.iter().map(|row| OperationView::new(row, row.member.and_then(address)));
            Ok(OperationsView::new(rows.collect(), page.next))
        })
        .await?;
    Ok(Json(view))
}

/// Get one operation
#[utoipa::path(
    get,
    path = "/api/v1/operations/{id}",
    operation_id = "getOperation",
    tag = "credits",
    security(("key" = ["credits:read"])),
    params(("id" = String, Path, description = "The operation's name, as in `credit-1042` or `minute-12`")),
    responses(
        (status = 200, description = "The operation", body = OperationView),
        (status = 401, description = "No valid key", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "The account has no such operation", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy: try again", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(gate: Gate<ReadCredits>, Path(id): Path<String>) -> Result<Json<OperationView>, Problem> {
    let id: Option<OperationId> = id.parse().ok();
    let (_, view) = gate
        .read(move |read, actor| {
            let key = actor.key()?;
            let found = match id {
                Some(id) => service::operation(read, key.account, sight(key), id)?,
                None => None,
            };
            let operation = found.ok_or(WebError::NotFound)?.operation;
            let addresses = addresses(read, std::slice::from_ref(&operation))?;
            let member = operation.member.and_then(|member| addresses.get(&member).cloned());
            Ok(OperationView::new(&operation, member))
        })
        .await
        .map_err(problems::of_look_up)?;
    Ok(Json(view))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_are_read() {
        let at = |text: &str| Some(text.parse::<Timestamp>().unwrap());
        assert_eq!(moment("2026-11-21", false), at("2026-11-21T00:00:00Z"));
        assert_eq!(moment("2026-11-21", true), at("2026-11-22T00:00:00Z"));
        assert_eq!(moment("2026-11-21T10:00:00+01:00", true), at("2026-11-21T09:00:00Z"));
        assert_eq!(moment("yesterday", false), None);
    }

    #[test]
    fn everything_wrong_is_told() {
        let text = |text: &str| Some(text.to_owned());
        let query = OperationsQuery {
            limit: text("0"),
            cursor: text("?"),
            kind: text("x"),
            member: text("x"),
            unit: text("x"),
            from: text("x"),
            to: text("x"),
        };
        assert_eq!(query.read().unwrap_err().status(), axum::http::StatusCode::UNPROCESSABLE_ENTITY);
        let query = OperationsQuery {
            limit: text("200"),
            kind: text("usage"),
            member: text("a@b.fr"),
            ..OperationsQuery::default()
        };
        assert!(query.read().is_ok());
    }
}
