//! The ends of holds and leases: captured, released, settled.

use std::collections::{HashMap, HashSet};

use kit_core::{AccountId, Context, Credits, PersonId};
use kit_db::{Failed, Tx};

use super::super::ledger::{Held, Line, write};
use super::super::usage::{UsageRefusal, member};
use super::{HoldRefusal, hold, no};
use crate::model::{
    Capture, Hold, HoldEnd, HoldId, HoldKind, HoldReceipt, HoldSight, HoldState, Idempotency, Kind, LARGEST, Movement,
    OfflineUse, Operation, Settlement, UsedBy, keys_of,
};
use crate::store;

/// Uses what a hold set aside, or a part of it; the rest comes back at once. Also for a suspended account: the work is done.
///
/// # Errors
/// See [`HoldRefusal`]; a refused capture changes nothing and may be tried again with the same key.
pub fn capture(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    sight: HoldSight,
    id: HoldId,
    asked: &Capture,
) -> Result<HoldReceipt, Failed<HoldRefusal>> {
    let mut ending = match Ending::begin(tx, ctx, account, sight, (HoldKind::Hold, id), asked.idempotency)? {
        Begun::Now(ending) => ending,
        Begun::Before(receipt) => return Ok(*receipt),
    };
    let hold = &ending.hold;
    let (amount, quantity) = asked.how_much.of(hold).map_err(no)?;
    // A free feature is bounded by its quantity alone.
    let is_more = hold.unit_price.is_some() && quantity > hold.quantity;
    if amount > hold.amount || is_more {
        return Err(no(HoldRefusal::Exceeded));
    }
    let line = Line {
        feature: hold.feature.clone(),
        quantity,
        unit_price: hold.unit_price,
        reference: asked.reference.as_ref().map(ToString::to_string).or_else(|| hold.reference.clone()),
        member: hold.member,
        hold: Some(id),
        idempotency: Some(asked.idempotency.key),
        fingerprint: Some(asked.idempotency.body),
        ..Line::default()
    };
    ending.use_up(ctx, amount, true, line)?;
    ending.finish(tx, ctx, HoldState::Captured)
}

/// Gives back what a hold set aside, unused. Also for a suspended account.
///
/// # Errors
/// See [`HoldRefusal`].
pub fn release(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    sight: HoldSight,
    id: HoldId,
    idempotency: Idempotency,
) -> Result<HoldReceipt, Failed<HoldRefusal>> {
    match Ending::begin(tx, ctx, account, sight, (HoldKind::Hold, id), idempotency)? {
        Begun::Now(ending) => ending.finish(tx, ctx, HoldState::Released),
        Begun::Before(receipt) => Ok(*receipt),
    }
}

/// Writes what a machine used of its lease, all of it or nothing; the rest comes back at once. Also for a suspended account.
///
/// # Errors
/// See [`HoldRefusal`]: among them [`HoldRefusal::Exceeded`] when the uses cost more than was leased, and
/// [`UsageRefusal::KeyReused`] when one of them was settled before, or stands there twice.
pub fn settle(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    sight: HoldSight,
    id: HoldId,
    asked: &Settlement,
) -> Result<HoldReceipt, Failed<HoldRefusal>> {
    let mut ending = match Ending::begin(tx, ctx, account, sight, (HoldKind::Lease, id), asked.idempotency)? {
        Begun::Now(ending) => ending,
        Begun::Before(receipt) => return Ok(*receipt),
    };
    are_new(tx, account, &asked.uses)?;
    let mut members = Members { of: account, found: HashMap::new() };
    let mut lines = Vec::with_capacity(asked.uses.len());
    let mut total = Credits::ZERO;
    for one in &asked.uses {
        let (amount, line) = line_of(&ending.hold, one, members.member(tx, &one.used_by)?)?;
        total = total.plus(amount).map_err(|_| no(HoldRefusal::Exceeded))?;
        lines.push((amount, line));
    }
    if total > ending.hold.amount {
        return Err(no(HoldRefusal::Exceeded));
    }
    let last = lines.len().saturating_sub(1);
    for (place, (amount, line)) in lines.into_iter().enumerate() {
        ending.use_up(ctx, amount, place == last, line)?;
    }
    ending.finish(tx, ctx, HoldState::Captured)
}

/// A use is settled once: none of these may have been before, and none may be there twice.
fn are_new(tx: &mut Tx<'_>, account: AccountId, uses: &[OfflineUse]) -> Result<(), Failed<HoldRefusal>> {
    let keys = keys_of(uses);
    let different: HashSet<_> = keys.iter().collect();
    let asked: Vec<_> = keys.iter().map(|key| (account, *key)).collect();
    if different.len() < keys.len() || !store::operations::by_keys(tx, &asked)?.is_empty() {
        return Err(no(UsageRefusal::KeyReused));
    }
    Ok(())
}

/// What a use cost by the lease, and the line that tells of it.
fn line_of(lease: &Hold, one: &OfflineUse, member: Option<PersonId>) -> Result<(Credits, Line), Failed<HoldRefusal>> {
    let (amount, quantity, unit_price) = match one.how_much.named() {
        Some((amount, quantity)) => (amount, quantity, None),
        None => {
            let frozen = lease.prices.as_ref().and_then(|prices| prices.0.get(one.feature.as_str()).copied());
            let price = frozen.ok_or_else(|| no(UsageRefusal::UnknownFeature))?;
            let (amount, quantity) = one.how_much.at(price).map_err(no)?;
            (amount, quantity, Some(price))
        }
    };
    let line = Line {
        feature: Some(one.feature.to_string()),
        quantity: Some(quantity.get()),
        unit_price,
        reference: one.reference.as_ref().map(ToString::to_string),
        member: member.or(lease.member),
        hold: Some(lease.id),
        used_at: Some(one.at),
        idempotency: Some(one.idempotency.key),
        fingerprint: Some(one.idempotency.body),
        ..Line::default()
    };
    Ok((amount, line))
}

/// The members that uses name, each looked up once.
struct Members {
    of: AccountId,
    found: HashMap<String, Option<PersonId>>,
}

impl Members {
    fn member(&mut self, tx: &mut Tx<'_>, used_by: &UsedBy) -> Result<Option<PersonId>, Failed<HoldRefusal>> {
        let named = match used_by {
            UsedBy::Member(address) | UsedBy::Bearer(_, Some(address)) => address.to_string(),
            UsedBy::Nobody | UsedBy::Bearer(_, None) => String::new(),
        };
        if let Some(known) = self.found.get(&named) {
            return Ok(*known);
        }
        let found = member(tx, self.of, used_by).map_err(|failed| failed.map(HoldRefusal::from))?;
        self.found.insert(named, found);
        Ok(found)
    }
}

/// Whether the request is new.
enum Begun {
    Now(Box<Ending>),
    Before(Box<HoldReceipt>),
}

/// A hold on its way to its end.
struct Ending {
    held: Held,
    hold: Hold,
    operations: Vec<Operation>,
    idempotency: Idempotency,
}

impl Ending {
    /// Takes the wallet, then looks whether the request ended a hold before, then whether the hold is open.
    fn begin(
        tx: &mut Tx<'_>,
        ctx: &Context,
        account: AccountId,
        sight: HoldSight,
        (kind, id): (HoldKind, HoldId),
        idempotency: Idempotency,
    ) -> Result<Begun, Failed<HoldRefusal>> {
        let mut held = Held::take(tx, account)?;
        if let Some(before) = store::holds::by_end_key(tx, account, idempotency.key)? {
            if before.end_fingerprint != Some(idempotency.body) {
                return Err(no(UsageRefusal::KeyReused));
            }
            let operations = store::operations::of_hold(tx, account, before.unit, before.id)?;
            return Ok(Begun::Before(Box::new(HoldReceipt { hold: before, operations, replayed: true })));
        }
        let hold = hold(tx, account, sight, kind, id)?.ok_or_else(|| no(HoldRefusal::NoSuchHold))?;
        match hold.state_at(held.moment(ctx)) {
            HoldState::Open => {}
            ended => return Err(no(HoldRefusal::Ended(ended))),
        }
        held.catch_up(ctx).map_err(no)?;
        Ok(Begun::Now(Box::new(Ending { held, hold, operations: Vec::new(), idempotency })))
    }

    fn use_up(&mut self, ctx: &Context, amount: Credits, last: bool, line: Line) -> Result<(), Failed<HoldRefusal>> {
        let movement = Movement::Capture { hold: self.hold.id, amount, last };
        let operation = self.held.note(ctx, Kind::Usage, movement, line).map_err(no)?;
        self.operations.push(operation);
        Ok(())
    }

    /// Ends the hold and writes it all. What is due of the rest that comes back expires at once.
    fn finish(mut self, tx: &mut Tx<'_>, ctx: &Context, state: HoldState) -> Result<HoldReceipt, Failed<HoldRefusal>> {
        let until_seq = match self.operations.last() {
            Some(operation) => operation.seq,
            None => {
                self.held.give_back(self.hold.id).map_err(no)?;
                self.held.wallet().seq + 1
            }
        };
        self.held.catch_up(ctx).map_err(no)?;
        let used = self.operations.iter().fold(0_i64, |sum, operation| sum.saturating_sub(operation.amount.0));
        let end = HoldEnd {
            id: self.hold.id,
            state,
            ended_at: self.held.moment(ctx),
            until_seq,
            captured: Credits(used.min(LARGEST.0)),
            balance: Some(self.held.wallet().lots.balance()),
            request: Some((self.idempotency.key, self.idempotency.body)),
        };
        let seal = self.held.end(ctx, end.clone());
        write(tx, [self.held])?;
        let hold = Hold {
            state: end.state,
            captured: end.captured,
            ended_at: Some(end.ended_at),
            until_seq: Some(end.until_seq),
            ended_balance: end.balance,
            end_idempotency: Some(self.idempotency.key),
            end_fingerprint: Some(self.idempotency.body),
            end_seal: Some(seal),
            ..self.hold
        };
        Ok(HoldReceipt { hold, operations: self.operations, replayed: false })
    }
}
