//! Making holds and leases.

use kit_core::{AccountId, Context, Credits, PersonId};
use kit_db::{Failed, Tx};
use kit_web::AccountState;

use super::super::ledger::{Held, write};
use super::super::usage::{UsageRefusal, member, price_of};
use super::{HoldRefusal, no};
use crate::model::{
    FrozenPrices, Hold, HoldId, HoldKind, HoldReceipt, HoldState, Idempotency, Lasting, NewHold, NewLease, Quantity,
    UsedBy, WrittenBy, sealed_hold,
};
use crate::store;

/// What is particular to a hold or a lease.
struct Wanted {
    kind: HoldKind,
    amount: Credits,
    feature: Option<String>,
    quantity: Option<Quantity>,
    unit_price: Option<Credits>,
    prices: Option<FrozenPrices>,
    reference: Option<String>,
    machine: Option<String>,
    lasting: Lasting,
    idempotency: Idempotency,
}

/// Sets credits aside for a feature, at the price of this moment, or answers again what the same request was answered before.
///
/// # Errors
/// See [`HoldRefusal`]; a refused hold leaves no trace and may be tried again with the same key.
pub fn make_hold(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    state: AccountState,
    new: &NewHold,
) -> Result<HoldReceipt, Failed<HoldRefusal>> {
    let held = Held::take(tx, account)?;
    if let Some(before) = before(tx, account, new.idempotency)? {
        return Ok(before);
    }
    let member = may_hold(tx, &held, state, &new.used_by)?;
    let (amount, quantity, unit_price) = match new.how_much.named() {
        Some((amount, quantity)) => (amount, quantity, None),
        None => {
            let prices = store::prices::all(tx)?;
            let price =
                price_of(&new.feature, &prices, held.moment(ctx)).ok_or_else(|| no(UsageRefusal::UnknownFeature))?;
            let (amount, quantity) = new.how_much.at(price).map_err(no)?;
            (amount, quantity, Some(price))
        }
    };
    let wanted = Wanted {
        kind: HoldKind::Hold,
        amount,
        feature: Some(new.feature.to_string()),
        quantity: Some(quantity),
        unit_price,
        prices: None,
        reference: new.reference.as_ref().map(ToString::to_string),
        machine: new.machine.as_ref().map(ToString::to_string),
        lasting: new.lasting,
        idempotency: new.idempotency,
    };
    make(tx, ctx, held, member, wanted)
}

/// Sets credits aside for a machine, which uses them at the prices of this moment and settles later; or answers again what
/// the same request was answered before.
///
/// # Errors
/// See [`HoldRefusal`]; a refused lease leaves no trace and may be tried again with the same key.
pub fn make_lease(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    state: AccountState,
    new: &NewLease,
) -> Result<HoldReceipt, Failed<HoldRefusal>> {
    let held = Held::take(tx, account)?;
    if let Some(before) = before(tx, account, new.idempotency)? {
        return Ok(before);
    }
    let member = may_hold(tx, &held, state, &new.used_by)?;
    let prices = FrozenPrices::of(&store::prices::all(tx)?, held.moment(ctx));
    let wanted = Wanted {
        kind: HoldKind::Lease,
        amount: new.amount,
        feature: None,
        quantity: None,
        unit_price: None,
        prices: Some(prices),
        reference: None,
        machine: new.machine.as_ref().map(ToString::to_string),
        lasting: new.lasting,
        idempotency: new.idempotency,
    };
    make(tx, ctx, held, member, wanted)
}

/// What the same request made before. The wallet is held, so that two equal requests at the same time are one hold.
fn before(
    tx: &mut Tx<'_>,
    account: AccountId,
    idempotency: Idempotency,
) -> Result<Option<HoldReceipt>, Failed<HoldRefusal>> {
    match store::holds::by_key(tx, account, idempotency.key)? {
        Some(hold) if hold.fingerprint != idempotency.body => Err(no(UsageRefusal::KeyReused)),
        Some(hold) => Ok(Some(HoldReceipt { hold, operations: Vec::new(), replayed: true })),
        None => Ok(None),
    }
}

fn may_hold(
    tx: &mut Tx<'_>,
    held: &Held,
    state: AccountState,
    used_by: &UsedBy,
) -> Result<Option<PersonId>, Failed<HoldRefusal>> {
    if state != AccountState::Active {
        return Err(no(UsageRefusal::Suspended));
    }
    if let Some(block) = held.wallet().blocked {
        return Err(no(UsageRefusal::Blocked(block)));
    }
    member(tx, held.account(), used_by).map_err(|failed| failed.map(HoldRefusal::from))
}

fn make(
    tx: &mut Tx<'_>,
    ctx: &Context,
    mut held: Held,
    member: Option<PersonId>,
    wanted: Wanted,
) -> Result<HoldReceipt, Failed<HoldRefusal>> {
    held.catch_up(ctx).map_err(no)?;
    let id = HoldId::random(&ctx.random);
    let made_at = held.moment(ctx);
    let ends_at = wanted.lasting.after(made_at);
    let parts = held.set_aside(id, wanted.amount, ends_at).map_err(no)?;
    let mut hold = Hold {
        id,
        account: held.account(),
        unit: held.unit(),
        kind: wanted.kind,
        amount: wanted.amount,
        parts,
        feature: wanted.feature,
        quantity: wanted.quantity.map(Quantity::get),
        unit_price: wanted.unit_price,
        prices: wanted.prices,
        reference: wanted.reference,
        machine: wanted.machine,
        member,
        author: WrittenBy::from(&ctx.author),
        made_at,
        ends_at,
        first_seq: held.wallet().seq + 1,
        made_balance: held.wallet().lots.balance(),
        idempotency: wanted.idempotency.key,
        fingerprint: wanted.idempotency.body,
        made_seal: [0; 32],
        state: HoldState::Open,
        captured: Credits::ZERO,
        ended_at: None,
        until_seq: None,
        ended_balance: None,
        end_idempotency: None,
        end_fingerprint: None,
        end_seal: None,
    };
    hold.made_seal = sealed_hold(&ctx.keys, &hold);
    store::holds::insert(tx, &hold)?;
    write(tx, [held])?;
    Ok(HoldReceipt { hold, operations: Vec::new(), replayed: false })
}
