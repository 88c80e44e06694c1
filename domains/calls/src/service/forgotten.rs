//! Timers that were forgotten: their agents are told, once. A timer never counts by itself.

use std::sync::Arc;

use kit_core::{Author, Clock, Context, KeyRing, Random};
use kit_db::{Db, DbError, Lock, Tx};

use crate::model::{Call, FORGOTTEN_AFTER};
use crate::{mails, store};

/// How many are told in one transaction.
const AT_ONCE: i64 = 100;

/// Tells agents that their timer is still running. Answers how many.
///
/// # Errors
/// The database refuses.
pub async fn remind_forgotten(db: &Db, clock: &Clock, random: &Random, keys: &Arc<KeyRing>) -> Result<usize, DbError> {
    let mut all = 0;
    loop {
        let author = Author::System("calls");
        let ctx = Context { now: clock.now(), random: random.clone(), keys: keys.clone(), author };
        let told = db.write(Lock::None, move |tx| remind_some(tx, &ctx)).await?;
        all += told;
        if i64::try_from(told).unwrap_or(i64::MAX) < AT_ONCE {
            return Ok(all);
        }
    }
}

fn remind_some(tx: &mut Tx<'_>, ctx: &Context) -> Result<usize, DbError> {
    let before = ctx.now.saturating_sub(FORGOTTEN_AFTER).unwrap_or(ctx.now);
    let calls = store::calls::forgotten(tx, before, AT_ONCE)?;
    for call in &calls {
        store::calls::save(tx, &Call { reminded_at: Some(ctx.now), ..call.clone() })?;
        mails::forgotten(tx, ctx, call)?;
    }
    Ok(calls.len())
}
