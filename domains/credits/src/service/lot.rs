//! What became of a lot: sums that are exact, and the operations that drew on it, a walk along its life.

use kit_core::{AccountId, Credits, Cursor, PageSize};
use kit_db::{DbError, Read};

use super::history::may_see;
use crate::model::{Draw, Kind, Lot, LotCursor, LotTrace, Operation, OperationId, Sight};
use crate::store;
use crate::store::history::Window;

/// How many operations one page looks through; the next page goes on from there.
const WINDOW: i64 = 50_000;

/// What became of the lot that an operation opened; none when it opened none, or not for these eyes.
///
/// # Errors
/// The database cannot be read.
pub fn lot_trace(
    read: &mut Read<'_>,
    account: AccountId,
    sight: Sight,
    id: OperationId,
    from: Option<LotCursor>,
    size: PageSize,
) -> Result<Option<LotTrace>, DbError> {
    let place = (account, id.unit);
    let found = store::operations::operation(read, account, id.unit, id.seq)?;
    let Some(opening) = found.filter(|opening| may_see(sight, opening)) else { return Ok(None) };
    let own = opening.split.parts().iter().find(|part| part.lot == id.seq && part.amount.is_positive());
    let (Some(own), Some(wallet)) = (own.copied(), store::wallets::wallet(read, account, id.unit)?) else {
        return Ok(None);
    };
    let open: Option<Lot> = wallet.lots.iter().find(|lot| lot.seq == id.seq).copied();
    let remaining = open.map_or(Credits::ZERO, |lot| lot.remaining);
    // An open lot knows what took from it last; one that is gone ends somewhere before the wallet's last operation.
    let life = Window { first: id.seq + 1, before: open.map_or(wallet.seq, |lot| lot.last) + 1 };

    let mut gone: Vec<(Kind, Credits)> = Kind::ALL.map(|kind| (kind, Credits::ZERO)).into();
    let mut used = own.amount.0.saturating_sub(remaining.0);
    let others = store::lots::other_draws(read, place, id.seq, life)?;
    for draw in &others {
        let taken = draw.split.of_lot(id.seq).0.saturating_neg();
        used = used.saturating_sub(taken);
        // What came again was taken back before.
        let cause = if draw.kind == Kind::Restitution { Kind::Reclaim } else { draw.kind };
        gone.iter_mut().filter(|(kind, _)| *kind == cause).for_each(|(_, sum)| sum.0 = sum.0.saturating_add(taken));
    }
    let came_again = others.iter().any(|draw| draw.kind == Kind::Restitution);
    gone.iter_mut().filter(|(kind, _)| *kind == Kind::Usage).for_each(|(_, sum)| sum.0 = used);
    gone.retain(|(_, sum)| *sum != Credits::ZERO);

    let from = from.unwrap_or(LotCursor { after: Cursor(id.seq), left: own.amount });
    let (draws, next) = walk(read, (account, id), life, came_again, from, size)?;
    let payment = match opening.kind {
        Kind::Purchase => store::payments::payment(read, account, id.unit, id.seq)?,
        _ => None,
    };
    Ok(Some(LotTrace {
        payment,
        kind: own.kind,
        amount: own.amount,
        expires_at: opening.expires_at,
        remaining,
        held: open.map_or(Credits::ZERO, |lot| lot.held),
        gone,
        draws: draws.into_iter().filter(|draw| may_see(sight, &draw.operation)).collect(),
        next,
        opening,
    }))
}

/// A page of the walk along a lot's life, and where it goes on: within the life, while something is left or may come again.
fn walk(
    read: &mut Read<'_>,
    (account, id): (AccountId, OperationId),
    life: Window,
    came_again: bool,
    LotCursor { after: Cursor(after), left }: LotCursor,
    size: PageSize,
) -> Result<(Vec<Draw>, Option<LotCursor>), DbError> {
    let first = life.first.max(after.saturating_add(1));
    let window = Window { first, before: life.before.min(first.saturating_add(WINDOW)) };
    if window.first >= window.before || (left <= Credits::ZERO && !came_again) {
        return Ok((Vec::new(), None));
    }
    let found = store::lots::draws(read, (account, id.unit), id.seq, window, size.and_one())?;
    let page = kit_core::Page::cut(found, size, |operation| operation.seq);
    let draw = |operation: Operation| Draw { part: operation.split.of_lot(id.seq), operation };
    let draws: Vec<Draw> = page.rows.into_iter().map(draw).collect();
    let left = draws.iter().fold(left.0, |left, draw| left.saturating_add(draw.part.0));
    let after = page.next.unwrap_or(Cursor(window.before - 1));
    let goes_on = (left > 0 || came_again) && after.0 < life.before - 1;
    Ok((draws, goes_on.then_some(LotCursor { after, left: Credits(left) })))
}
