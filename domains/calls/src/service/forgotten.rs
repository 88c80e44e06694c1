//! Timers that were forgotten: their agents are told, once. A timer never counts by itself.

use kit_core::Context;
use kit_db::{DbError, Tx};

use crate::model::{Call, FORGOTTEN_AFTER};
use crate::{mails, store};

/// How many are told in one transaction.
const AT_ONCE: i64 = 100;

/// Tells agents that their timer is still running, some at a time. Answers how many.
///
/// # Errors
/// The database refuses.
pub fn remind_forgotten(tx: &mut Tx<'_>, ctx: &Context) -> Result<usize, DbError> {
    let before = ctx.now.saturating_sub(FORGOTTEN_AFTER).unwrap_or(ctx.now);
    let calls = store::calls::forgotten(tx, before, AT_ONCE)?;
    for call in &calls {
        store::calls::save(tx, &Call { reminded_at: Some(ctx.now), ..call.clone() })?;
        mails::forgotten(tx, ctx, call)?;
    }
    Ok(calls.len())
}
