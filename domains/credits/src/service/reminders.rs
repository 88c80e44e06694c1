//! Lots that come to their end are pointed out before, each once per mark, all of a day in one mail.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use kit_core::{Author, Clock, Context, Credits, KeyRing, Random};
use kit_db::{Db, DbError, Lock, Tx};
use serde_json::{Value, json};
use webhooks::{Event, emit};

use super::events;
use super::ledger::Held;
use crate::model::{Lot, Unit, WalletId, reminders};
use crate::store::reminders::Told;
use crate::{mails, store};

/// How many wallets are looked up at a time; each is told in a transaction of its own.
const BATCH: i64 = 200;

/// Tells an account of the lots of one wallet that come to their end, unless it was told; answers how many lots it told of. Done again it does
/// nothing: what was told stands in rows of the same transaction.
///
/// # Errors
/// The database refuses.
pub fn remind(tx: &mut Tx<'_>, ctx: &Context, wallet: impl Into<WalletId>) -> Result<usize, DbError> {
    let held = Held::take(tx, wallet)?;
    let WalletId { account, unit } = held.id();
    let place = (account, unit);
    let lots = &held.wallet().lots;
    let mut told: Vec<(Lot, i64)> = Vec::new();
    for lot in lots.iter() {
        let Some(expires_at) = lot.expires_at else { continue };
        let opening = store::operations::opening(tx, account, unit, lot.seq)?;
        let (_, opened_at) = opening.ok_or_else(|| DbError::fault(format!("lot {} was never opened", lot.seq)))?;
        let mut days = None;
        for reminder in reminders(expires_at, opened_at).filter(|reminder| reminder.from <= ctx.now) {
            if store::reminders::tell(tx, place, Told { lot: lot.seq, days: reminder.days }, ctx.now)? {
                days = Some(reminder.days);
            }
        }
        // A lot that is due has no day before its end any more, though its expiry may not be booked yet.
        told.extend(days.filter(|_| !lot.is_due(ctx.now)).map(|days| (*lot, days)));
    }
    store::reminders::look_again(tx, account, unit, lots.next_reminder(ctx.now))?;
    let is_open = accounts::service::account(tx, account)?.is_some_and(|account| account.state.is_open());
    if told.is_empty() || !is_open {
        return Ok(0);
    }
    told.sort_by_key(|(lot, _)| (lot.expires_at, lot.seq));
    let kind = if unit.is_time() { &events::TIME_EXPIRING } else { &events::EXPIRING };
    emit(tx, ctx, &Event { kind, account, data: json!({ "lots": views(unit, &told) }) })?;
    let mut ends: BTreeMap<Timestamp, Credits> = BTreeMap::new();
    for (lot, _) in &told {
        let Some(at) = lot.expires_at else { continue };
        let end = ends.entry(at).or_default();
        end.0 = end.0.saturating_add(lot.remaining.0);
    }
    mails::expiring(tx, ctx, unit.of(account), ends.into_iter().map(|(at, credits)| (credits, at)).collect())?;
    Ok(told.len())
}

/// The lots in the words of the API.
fn views(unit: Unit, told: &[(Lot, i64)]) -> Vec<Value> {
    let view = |(lot, days): &(Lot, i64)| {
        json!({
            "lot": unit.operation(lot.seq).to_string(),
            "kind": lot.kind.code(),
            "remaining": lot.remaining,
            "expires_at": lot.expires_at,
            "days": days,
        })
    };
    told.iter().map(view).collect()
}

/// Tells every account whose lots come to their end; answers how many lots were told of.
///
/// # Errors
/// The database fails, with the last of its failures; who was told stays told, and a wallet that cannot be told of holds up
/// nobody else.
pub async fn remind_all(db: &Db, clock: &Clock, random: &Random, keys: &Arc<KeyRing>) -> Result<usize, DbError> {
    let (mut told, mut failed) = (0, None);
    loop {
        let now = clock.now();
        let waiting = db.read::<_, DbError, _>(move |read| store::reminders::to_look_at(read, now, BATCH)).await?;
        let mut looked_at = 0;
        for wallet in waiting {
            let ctx = Context { now, author: Author::System("reminders"), random: random.clone(), keys: keys.clone() };
            match db.write::<_, DbError, _>(Lock::None, move |tx| remind(tx, &ctx, wallet)).await {
                Ok(lots) => {
                    told += lots;
                    looked_at += 1;
                }
                Err(error) => failed = Some(error),
            }
        }
        // Nobody is left; or a wallet's row is spoilt, which the check tells.
        if looked_at == 0 {
            return failed.map_or(Ok(told), Err);
        }
    }
}
