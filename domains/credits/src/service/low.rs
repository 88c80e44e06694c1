//! Little is left: told once when an operation takes the wallet below what its account wants to be there.

use kit_core::{AccountId, Context, Credits};
use kit_db::{DbError, Read, Tx};
use serde_json::json;
use webhooks::{Event, emit};

use super::ledger::Held;
use super::{events, log};
use crate::api::OperationView;
use crate::model::{LowWatch, Operation, Unit};
use crate::{mails, store};

/// Below what the account is told, if it wants to be, and whether so little is there.
///
/// # Errors
/// The database cannot be read.
pub fn low_watch(read: &mut Read<'_>, account: AccountId) -> Result<LowWatch, DbError> {
    Ok(store::wallets::wallet(read, account, Unit::Credit)?.map(|wallet| wallet.low).unwrap_or_default())
}

/// Sets below what the account is told, or that it never is; answers whether less is there already. Then that is not told: whoever
/// sets it sees it.
///
/// # Errors
/// The database refuses.
pub fn set_threshold(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    threshold: Option<Credits>,
) -> Result<bool, DbError> {
    let held = Held::take(tx, account)?;
    let before = held.wallet().low;
    if before.threshold == threshold {
        return Ok(before.is_low());
    }
    let free = held.wallet().clone().as_of(ctx.now).lots.balance().free();
    let low = LowWatch { threshold, since: None }.after(free, held.moment(ctx));
    store::wallets::save_low(tx, account, held.unit(), low)?;
    log::threshold_set(tx, ctx, account, before.threshold, threshold)?;
    Ok(low.is_low())
}

/// Tells that `operation` left less than `threshold`.
pub(super) fn told(tx: &mut Tx<'_>, ctx: &Context, operation: &Operation, threshold: Credits) -> Result<(), DbError> {
    let data = json!({ "threshold": threshold, "operation": OperationView::new(operation, None) });
    emit(tx, ctx, &Event { kind: &events::LOW, account: operation.account, data })?;
    mails::low(tx, ctx, operation.account, operation.after(), threshold)
}
