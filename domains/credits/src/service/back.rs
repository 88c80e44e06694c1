//! What goes back with its payment, what comes again, and who may not spend meanwhile.

use kit_core::{AccountId, Context, Credits};
use kit_db::{DbError, Failed, Read, Tx, refuse};

use super::ledger::{Held, Line, write};
use super::staff::StaffRefusal;
use super::{events, expire, log};
use crate::model::{Block, Claimed, Kind, Lot, Movement, Operation, Part, Reason, TakeBack, TakenBack, Unit, WalletId};
use crate::{mails, store};

/// Takes credits back because their payment, or a part of it, went back: of its own lot first, then of the others in burn
/// order, never what open holds hold. What expired unused or was corrected away is gone already; what was used up is owed.
///
/// # Errors
/// [`StaffRefusal::NoSuchOperation`]; [`StaffRefusal::NotTaken`] when more would go back than came in.
pub fn take_back(
    tx: &mut Tx<'_>,
    ctx: &Context,
    wallet: impl Into<WalletId>,
    wanted: &TakeBack,
) -> Result<TakenBack, Failed<StaffRefusal>> {
    // What is due is written first, so that what has expired is read like all that had before.
    let wallet = wallet.into();
    expire(tx, ctx, wallet)?;
    let mut held = Held::take(tx, wallet)?;
    let mut taken = TakenBack::default();
    // The bonus first: while it is there, it does not come out of what was paid for.
    if let Some((gift, credits)) = wanted.bonus {
        taken.bonus = reclaim(tx, ctx, &mut held, (Kind::Grant, gift), credits, &wanted.reason)?;
    }
    taken.purchase = reclaim(tx, ctx, &mut held, (Kind::Purchase, wanted.purchase), wanted.credits, &wanted.reason)?;
    let operations: Vec<&Operation> = taken.bonus.iter().chain(&taken.purchase).collect();
    let owes_more = operations.iter().any(|operation| operation.owed.is_positive());
    let blocks = wanted.blocks && owes_more && held.wallet().blocked.is_none();
    if blocks {
        held.block(Some(Block::Debt));
    }
    let debt = held.wallet().debt;
    write(tx, [held])?;
    if owes_more {
        mails::debt(tx, ctx, wallet, debt)?;
    }
    for operation in operations {
        log::taken_back(tx, ctx, operation)?;
        events::told(tx, ctx, &events::TAKEN_BACK, operation)?;
    }
    if blocks {
        log::blocked(tx, ctx, wallet, true, &wanted.reason)?;
    }
    Ok(taken)
}

fn reclaim(
    tx: &mut Tx<'_>,
    ctx: &Context,
    held: &mut Held,
    (kind, lot): (Kind, i64),
    credits: Credits,
    reason: &Reason,
) -> Result<Option<Operation>, Failed<StaffRefusal>> {
    if credits == Credits::ZERO {
        return Ok(None);
    }
    let (account, unit) = (held.account(), held.unit());
    let opened = store::operations::operation(tx, account, unit, lot)?.filter(|opened| opened.kind == kind);
    let Some(opened) = opened else { return refuse(StaffRefusal::NoSuchOperation) };
    let before = store::operations::claimed(tx, account, unit, lot)?;
    let most = Credits(opened.amount.0.saturating_sub(before.claimed.0).max(0));
    if credits < Credits::ZERO || credits > most {
        return refuse(StaffRefusal::NotTaken { most });
    }
    let lost = store::operations::lost(tx, account, unit, lot)?.all;
    let lost = Credits(lost.0.saturating_sub(before.lost.0).max(0)).min(credits);
    let movement = Movement::Reclaim { lot, amount: Credits(credits.0.saturating_sub(lost.0)) };
    let line =
        Line { quantity: Some(credits.0), reason: Some(reason.to_string()), corrects: Some(lot), ..Line::default() };
    let noted = held.note(ctx, Kind::Reclaim, movement, line);
    noted.map(Some).map_err(|error| Failed::Refused(error.into()))
}

/// Gives again what an operation took back: each part into the lot that it was taken from, with its kind and its expiry. What
/// had been owed is struck from the debt; what of it a purchase settled meanwhile comes back as credit.
///
/// # Errors
/// [`StaffRefusal::NoSuchOperation`]; [`StaffRefusal::NotTaken`] when it was given again before.
pub fn give_again(
    tx: &mut Tx<'_>,
    ctx: &Context,
    wallet: impl Into<WalletId>,
    reclaim: i64,
    reason: &Reason,
) -> Result<Operation, Failed<StaffRefusal>> {
    let mut held = Held::take(tx, wallet)?;
    let WalletId { account, unit } = held.id();
    let taken = store::operations::operation(tx, account, unit, reclaim)?.filter(|taken| taken.kind == Kind::Reclaim);
    let Some(taken) = taken else { return refuse(StaffRefusal::NoSuchOperation) };
    if store::operations::is_given_again(tx, account, unit, reclaim)? {
        return refuse(StaffRefusal::NotTaken { most: Credits::ZERO });
    }
    let mut lots = Vec::with_capacity(taken.split.parts().len());
    for part in taken.split.parts() {
        lots.push(as_it_was(tx, account, unit, *part)?);
    }
    let movement = Movement::GiveAgain { lots: &lots, owed: taken.owed };
    let line = Line { reason: Some(reason.to_string()), corrects: Some(reclaim), ..Line::default() };
    let again = held.note(ctx, Kind::Restitution, movement, line).map_err(|error| Failed::Refused(error.into()))?;
    // What came back after its time expires at once.
    held.catch_up(ctx).map_err(DbError::fault)?;
    write(tx, [held])?;
    log::given_again(tx, ctx, &again)?;
    events::told(tx, ctx, &events::GIVEN_AGAIN, &again)?;
    Ok(again)
}

/// The lot that a part was taken from, with the part as what remains of it.
fn as_it_was(read: &mut Read<'_>, account: AccountId, unit: Unit, part: Part) -> Result<Lot, DbError> {
    let opened = store::operations::operation(read, account, unit, part.lot)?;
    let opened = opened.ok_or_else(|| DbError::fault(format!("nothing opened lot {}", part.lot)))?;
    let came = opened.split.parts().iter().find(|came| came.lot == part.lot);
    let amount = came.map(|came| came.amount).ok_or_else(|| DbError::fault(format!("{} opened no lot", part.lot)))?;
    Ok(Lot {
        seq: part.lot,
        kind: part.kind,
        amount,
        remaining: Credits(part.amount.0.saturating_neg()),
        held: Credits::ZERO,
        expires_at: opened.expires_at,
        last: part.lot,
    })
}

/// What of a purchase or a gift went back, and was not given again.
///
/// # Errors
/// The database cannot be read.
pub fn claimed(read: &mut Read<'_>, wallet: impl Into<WalletId>, opened: i64) -> Result<Claimed, DbError> {
    let WalletId { account, unit } = wallet.into();
    store::operations::claimed(read, account, unit, opened)
}

/// The operations that took of a purchase or a gift because its payment went back, the earliest first, those that were given again
/// included.
///
/// # Errors
/// The database cannot be read.
pub fn reclaims(read: &mut Read<'_>, wallet: impl Into<WalletId>, opened: i64) -> Result<Vec<i64>, DbError> {
    let WalletId { account, unit } = wallet.into();
    store::operations::reclaims(read, account, unit, opened)
}

/// Lets nothing of a wallet be used any more, for this reason; what was held before is still captured. Answers
/// whether that is new.
///
/// # Errors
/// The database refuses.
pub fn block(tx: &mut Tx<'_>, ctx: &Context, wallet: impl Into<WalletId>, reason: &Reason) -> Result<bool, DbError> {
    set_block(tx, ctx, wallet.into(), Some(Block::Staff), reason)
}

/// Lets a wallet be used again, whatever had kept them. Answers whether that is new.
///
/// # Errors
/// The database refuses.
pub fn unblock(tx: &mut Tx<'_>, ctx: &Context, wallet: impl Into<WalletId>, reason: &Reason) -> Result<bool, DbError> {
    set_block(tx, ctx, wallet.into(), None, reason)
}

fn set_block(
    tx: &mut Tx<'_>,
    ctx: &Context,
    wallet: WalletId,
    block: Option<Block>,
    reason: &Reason,
) -> Result<bool, DbError> {
    let mut held = Held::take(tx, wallet)?;
    if held.wallet().blocked == block {
        return Ok(false);
    }
    held.block(block);
    write(tx, [held])?;
    log::blocked(tx, ctx, wallet, block.is_some(), reason)?;
    Ok(true)
}
