//! What the API tells of holds and leases.

use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use kit_db::{DbError, Read};
use serde::Serialize;
use utoipa::ToSchema;

use super::request::done;
use super::views::{BalanceView, OperationView, addresses_of, key_of};
use crate::model::{Hold, HoldKind, HoldReceipt, HoldState};

/// What a state is called: a lease that was used is settled.
pub(super) fn state_name(kind: HoldKind, state: HoldState) -> &'static str {
    match (kind, state) {
        (HoldKind::Lease, HoldState::Captured) => "settled",
        (_, state) => state.code(),
    }
}

/// Credits set aside for a feature.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Hold)]
pub(crate) struct HoldView {
    /// Its name within the account.
    #[schema(example = "0c4xq7gk2m9tz")]
    id: String,
    /// What they are set aside for.
    #[schema(example = "plan.render")]
    feature: String,
    /// How much was set aside.
    #[schema(minimum = 0, example = 6)]
    amount: i64,
    /// How much of the feature that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<i64>,
    /// What one costs, whatever the tariff becomes; left out when the caller named the amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_price: Option<i64>,
    /// `open`, `captured`, `released` or `expired`.
    #[schema(example = "open")]
    state: &'static str,
    /// How much was used.
    #[schema(minimum = 0, example = 0)]
    captured: i64,
    /// When it was made, in UTC (RFC 3339).
    #[schema(format = DateTime)]
    at: String,
    /// From this moment on it has ended, and what it holds has come back.
    #[schema(format = DateTime)]
    expires_at: String,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    ended_at: Option<String>,
    /// What is to be produced, in the words of the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    /// The machine that it is for, in the words of the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    machine: Option<String>,
    /// The address of the member who uses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "a@b.fr")]
    member: Option<String>,
    /// The public part of the API key that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

/// What one use of a feature costs.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LeasePrice)]
pub(crate) struct LeasePriceView {
    /// The feature.
    #[schema(example = "plan.render")]
    feature: String,
    /// What one use of it costs.
    #[schema(minimum = 0, example = 3)]
    price: i64,
}

/// Credits that a machine took along.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Lease)]
pub(crate) struct LeaseView {
    /// Its name within the account.
    #[schema(example = "0c4xq7gk2m9tz")]
    id: String,
    /// How much was leased.
    #[schema(minimum = 1, example = 100)]
    amount: i64,
    /// `open`, `settled` or `expired`.
    #[schema(example = "open")]
    state: &'static str,
    /// How much was used.
    #[schema(minimum = 0, example = 0)]
    settled: i64,
    /// When it was made, in UTC (RFC 3339).
    #[schema(format = DateTime)]
    at: String,
    /// From this moment on it has ended, and what it holds has come back.
    #[schema(format = DateTime)]
    expires_at: String,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    ended_at: Option<String>,
    /// What features cost until it is settled, whatever the tariff becomes.
    prices: Vec<LeasePriceView>,
    /// The machine, in the words of the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    machine: Option<String>,
    /// The address of the member who uses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "a@b.fr")]
    member: Option<String>,
    /// The public part of the API key that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

/// A hold as it was when it was made.
fn as_made(hold: &Hold) -> Hold {
    Hold { state: HoldState::Open, captured: kit_core::Credits::ZERO, ended_at: None, ..hold.clone() }
}

impl HoldView {
    /// The hold as it stands at `now`.
    pub(super) fn at(hold: &Hold, now: Timestamp, member: Option<String>) -> HoldView {
        HoldView {
            id: hold.id.to_string(),
            feature: hold.feature.clone().unwrap_or_default(),
            amount: hold.amount.0,
            quantity: hold.quantity,
            unit_price: hold.unit_price.map(|price| price.0),
            state: state_name(HoldKind::Hold, hold.state_at(now)),
            captured: hold.captured.0,
            at: hold.made_at.to_string(),
            expires_at: hold.ends_at.to_string(),
            ended_at: hold.ended_by(now).map(|at| at.to_string()),
            reference: hold.reference.clone(),
            machine: hold.machine.clone(),
            member,
            key: key_of(&hold.author),
        }
    }
}

impl LeaseView {
    /// The lease as it stands at `now`.
    pub(super) fn at(lease: &Hold, now: Timestamp, member: Option<String>) -> LeaseView {
        let prices = lease.prices.iter().flat_map(|prices| &prices.0);
        LeaseView {
            id: lease.id.to_string(),
            amount: lease.amount.0,
            state: state_name(HoldKind::Lease, lease.state_at(now)),
            settled: lease.captured.0,
            at: lease.made_at.to_string(),
            expires_at: lease.ends_at.to_string(),
            ended_at: lease.ended_by(now).map(|at| at.to_string()),
            prices: prices
                .map(|(feature, price)| LeasePriceView { feature: feature.clone(), price: price.0 })
                .collect(),
            machine: lease.machine.clone(),
            member,
            key: key_of(&lease.author),
        }
    }
}

/// The answer to whoever made or released a hold.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Held)]
pub(crate) struct HeldView {
    /// The hold.
    hold: HoldView,
    /// What was left after it.
    balance: BalanceView,
}

/// The answer to a capture.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Captured)]
pub(crate) struct CapturedView {
    /// What was written.
    operation: OperationView,
    /// The hold, ended.
    hold: HoldView,
    /// What was left after it.
    balance: BalanceView,
}

/// The answer to whoever took a lease.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Leased)]
pub(crate) struct LeasedView {
    /// The lease.
    lease: LeaseView,
    /// What was left after it.
    balance: BalanceView,
}

/// The answer to a settlement.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Settled)]
pub(crate) struct SettledView {
    /// The lease, ended.
    lease: LeaseView,
    /// What was written, in the order of the uses.
    operations: Vec<OperationView>,
    /// What was left after it.
    balance: BalanceView,
}

/// A receipt with the addresses of the members that it tells of.
#[derive(Debug, Clone)]
pub(super) struct Told {
    receipt: HoldReceipt,
    member: Option<String>,
    operations: Vec<OperationView>,
}

impl Told {
    /// Looks the addresses up.
    ///
    /// # Errors
    /// The database cannot be read.
    pub(super) fn of(read: &mut Read<'_>, receipt: HoldReceipt) -> Result<Told, DbError> {
        let members = receipt.operations.iter().filter_map(|operation| operation.member).chain(receipt.hold.member);
        let addresses = addresses_of(read, members)?;
        let address = |member| addresses.get(&member).cloned();
        let view = |operation: &crate::Operation| OperationView::new(operation, operation.member.and_then(address));
        let operations = receipt.operations.iter().map(view).collect();
        Ok(Told { member: receipt.hold.member.and_then(address), operations, receipt })
    }

    /// What is answered to whoever made a hold.
    pub(super) fn made(self) -> Response {
        let HoldReceipt { hold, replayed, .. } = &self.receipt;
        let view = HoldView::at(&as_made(hold), hold.made_at, self.member);
        done(StatusCode::CREATED, Json(HeldView { hold: view, balance: BalanceView::of(hold.made_balance) }), *replayed)
    }

    /// What is answered to whoever made a lease.
    pub(super) fn leased(self) -> Response {
        let HoldReceipt { hold, replayed, .. } = &self.receipt;
        let lease = LeaseView::at(&as_made(hold), hold.made_at, self.member);
        done(StatusCode::CREATED, Json(LeasedView { lease, balance: BalanceView::of(hold.made_balance) }), *replayed)
    }

    /// What is answered to whoever released a hold.
    pub(super) fn released(self) -> Response {
        let HoldReceipt { hold, replayed, .. } = &self.receipt;
        let view = HoldView::at(hold, hold.made_at, self.member);
        done(StatusCode::OK, Json(HeldView { hold: view, balance: after(hold) }), *replayed)
    }

    /// What is answered to whoever captured a hold; none if nothing was written, which cannot be.
    pub(super) fn captured(mut self) -> Option<Response> {
        let HoldReceipt { hold, replayed, .. } = &self.receipt;
        let operation = self.operations.pop()?;
        let view = HoldView::at(hold, hold.made_at, self.member);
        let captured = CapturedView { operation, hold: view, balance: after(hold) };
        Some(done(StatusCode::CREATED, Json(captured), *replayed))
    }

    /// What is answered to whoever settled a lease.
    pub(super) fn settled(self) -> Response {
        let HoldReceipt { hold, replayed, .. } = &self.receipt;
        let lease = LeaseView::at(hold, hold.made_at, self.member);
        let settled = SettledView { lease, operations: self.operations, balance: after(hold) };
        done(StatusCode::CREATED, Json(settled), *replayed)
    }
}

/// What was there after the end.
fn after(hold: &Hold) -> BalanceView {
    BalanceView::of(hold.ended_balance.unwrap_or_default())
}
