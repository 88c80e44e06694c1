//! The one way into the ledger: every operation of every kind is written here.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kit_core::{AccountId, Context, Credits, PersonId};
use kit_db::{DbError, Failed, Tx};

use super::{events, low};
use crate::model::{
    Block, Digest, HoldEnd, HoldId, HoldState, Holds, Kind, LotKind, LowWatch, MonthFigures, Moved, Movement,
    MovementError, Operation, RequestKey, Split, Unit, Wallet, WalletId, WrittenBy, first_reminder, sealed, sealed_end,
};
use crate::store;

/// What an operation tells beside the credits that it moves.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub(crate) feature: Option<String>,
    pub(crate) quantity: Option<i64>,
    pub(crate) unit_price: Option<Credits>,
    pub(crate) reference: Option<String>,
    pub(crate) member: Option<PersonId>,
    pub(crate) reason: Option<String>,
    pub(crate) payment: Option<String>,
    pub(crate) corrects: Option<i64>,
    pub(crate) hold: Option<HoldId>,
    pub(crate) used_at: Option<Timestamp>,
    pub(crate) idempotency: Option<RequestKey>,
    pub(crate) fingerprint: Option<Digest>,
}

/// A wallet held by this transaction, and what happened to it, not written yet.
pub(crate) struct Held {
    account: AccountId,
    wallet: Wallet,
    stored_expiry: Option<Timestamp>,
    stored_holds: Holds,
    stored_debt: (Credits, Option<Block>),
    stored_low: LowWatch,
    operations: Vec<Operation>,
    ended_months: Vec<MonthFigures>,
    ended_holds: Vec<(HoldEnd, [u8; 32])>,
    /// Within which change something expired, to be told with it.
    expired_in: Option<Context>,
    /// Within which change too little was left, to be told with it.
    low_in: Option<Context>,
}

impl Held {
    /// Takes hold of a wallet until the transaction ends, and opens it if it is new.
    pub(crate) fn take(tx: &mut Tx<'_>, wallet: impl Into<WalletId>) -> Result<Held, DbError> {
        let WalletId { account, unit } = wallet.into();
        let mut all = Held::take_all(tx, BTreeSet::from([account]), unit)?;
        all.remove(&account).ok_or_else(|| DbError::fault("a wallet was not opened"))
    }

    /// As [`Held::take`], of several accounts in one unit, in the order of their numbers: two transactions that want the same ones do not
    /// wait for each other crosswise.
    pub(crate) fn take_all(
        tx: &mut Tx<'_>,
        accounts: BTreeSet<AccountId>,
        unit: Unit,
    ) -> Result<BTreeMap<AccountId, Held>, DbError> {
        let wallets = store::wallets::locked(tx, &accounts, unit)?;
        let held = |(account, wallet): (AccountId, Wallet)| {
            let (stored_expiry, stored_holds) = (wallet.lots.next_expiry(), wallet.holds.clone());
            let stored_debt = (wallet.debt, wallet.blocked);
            let stored_low = wallet.low;
            let held = Held {
                account,
                wallet,
                stored_expiry,
                stored_holds,
                stored_debt,
                stored_low,
                operations: Vec::new(),
                ended_months: Vec::new(),
                ended_holds: Vec::new(),
                expired_in: None,
                low_in: None,
            };
            (account, held)
        };
        Ok(wallets.into_iter().map(held).collect())
    }

    /// Which account's wallet it is.
    pub(crate) fn account(&self) -> AccountId {
        self.account
    }

    /// Which wallet of the account it is.
    pub(crate) fn unit(&self) -> Unit {
        self.wallet.unit
    }

    /// Which wallet it is.
    pub(crate) fn id(&self) -> WalletId {
        self.wallet.unit.of(self.account)
    }

    /// The wallet as it stands.
    pub(crate) fn wallet(&self) -> &Wallet {
        &self.wallet
    }

    /// The moment of an operation written now.
    pub(crate) fn moment(&self, ctx: &Context) -> Timestamp {
        self.wallet.moment(ctx.now)
    }

    /// Books what is due, then the movement, and writes it all.
    pub(crate) fn book(
        mut self,
        tx: &mut Tx<'_>,
        ctx: &Context,
        kind: Kind,
        movement: Movement<'_>,
        line: Line,
    ) -> Result<Operation, Failed<MovementError>> {
        let operation = self.note(ctx, kind, movement, line).map_err(Failed::Refused)?;
        write(tx, [self])?;
        Ok(operation)
    }

    /// Books what is due and nothing else; answers how many lots and holds that were.
    pub(crate) fn book_due(mut self, tx: &mut Tx<'_>, ctx: &Context) -> Result<usize, DbError> {
        let due = self.catch_up(ctx).map_err(DbError::fault)?;
        write(tx, [self])?;
        Ok(due)
    }

    /// Books what is due, then the movement; [`write`] keeps it.
    pub(crate) fn note(
        &mut self,
        ctx: &Context,
        kind: Kind,
        movement: Movement<'_>,
        line: Line,
    ) -> Result<Operation, MovementError> {
        self.catch_up(ctx)?;
        let moved = self.wallet.decide(kind, movement, ctx.now)?;
        let opened_until = match movement {
            Movement::Open { expires_at, .. } => expires_at,
            _ => None,
        };
        Ok(self.seal(ctx, kind, moved, opened_until, WrittenBy::from(&ctx.author), line))
    }

    /// Books what is due: first ended holds come back, then due lots expire, for some may have been held. Answers how many of
    /// either; [`write`] keeps it.
    pub(crate) fn catch_up(&mut self, ctx: &Context) -> Result<usize, MovementError> {
        let mut due = 0;
        for hold in self.wallet.give_back_ended(ctx.now) {
            self.end(
                ctx,
                HoldEnd {
                    id: hold.id,
                    state: HoldState::Expired,
                    ended_at: hold.ends_at,
                    until_seq: self.wallet.seq + 1,
                    captured: Credits::ZERO,
                    balance: None,
                    request: None,
                },
            );
            due += 1;
        }
        while let Some(lot) = self.wallet.due(ctx.now) {
            let moved = self.wallet.decide(Kind::Expiry, Movement::Expire { lot: lot.seq }, ctx.now)?;
            self.seal(ctx, Kind::Expiry, moved, None, WrittenBy::System("expiry".to_owned()), Line::default());
            due += 1;
            self.expired_in.get_or_insert_with(|| ctx.clone());
        }
        Ok(due)
    }

    /// Sets credits aside; the caller writes the hold.
    pub(crate) fn set_aside(
        &mut self,
        id: HoldId,
        amount: Credits,
        ends_at: Timestamp,
    ) -> Result<Split, MovementError> {
        self.wallet.hold(id, amount, ends_at)
    }

    /// Gives back what a hold holds; the caller notes its end.
    pub(crate) fn give_back(&mut self, id: HoldId) -> Result<(), MovementError> {
        self.wallet.release(id)
    }

    /// Notes the end of a hold; answers its seal.
    pub(crate) fn end(&mut self, ctx: &Context, end: HoldEnd) -> [u8; 32] {
        let seal = sealed_end(&ctx.keys, self.account, &end);
        self.ended_holds.push((end, seal));
        seal
    }

    /// Says why nothing of the wallet can be used, or that it can.
    pub(crate) fn block(&mut self, blocked: Option<Block>) {
        self.wallet.blocked = blocked;
    }

    fn owes_otherwise(&self) -> bool {
        (self.wallet.debt, self.wallet.blocked) != self.stored_debt
    }

    fn is_changed(&self) -> bool {
        !self.operations.is_empty() || self.wallet.holds != self.stored_holds || self.owes_otherwise()
    }

    /// Notes when too little is left, and when there is enough again.
    fn watch(&mut self, ctx: &Context, free: Credits, at: Timestamp) {
        let low = self.wallet.low.after(free, at);
        if low.is_low() && !self.wallet.low.is_low() {
            self.low_in = Some(ctx.clone());
        }
        self.wallet.low = low;
    }

    fn seal(
        &mut self,
        ctx: &Context,
        kind: Kind,
        moved: Moved,
        expires_at: Option<Timestamp>,
        author: WrittenBy,
        line: Line,
    ) -> Operation {
        let Moved { seq, at, split, owed, after, ended_month } = moved;
        self.ended_months.extend(ended_month);
        let mut operation = Operation {
            account: self.account,
            unit: self.wallet.unit,
            seq,
            at,
            kind,
            amount: split.total(),
            promotional: split.of(LotKind::Promotional),
            purchased: split.of(LotKind::Purchased),
            split,
            promotional_after: after.promotional,
            purchased_after: after.purchased,
            held_after: after.held,
            owed,
            expires_at,
            feature: line.feature,
            quantity: line.quantity,
            unit_price: line.unit_price,
            reference: line.reference,
            member: line.member,
            author,
            reason: line.reason,
            payment: line.payment,
            corrects: line.corrects,
            hold: line.hold,
            used_at: line.used_at,
            idempotency: line.idempotency,
            fingerprint: line.fingerprint,
            chain: [0; 32],
        };
        operation.chain = sealed(&ctx.keys, &operation, &self.wallet.chain);
        self.wallet.chain = operation.chain;
        // What settles a debt is not there to be used: the settlement, which follows, tells what is.
        if kind != Kind::Purchase || self.wallet.debt == Credits::ZERO {
            self.watch(ctx, after.free(), at);
        }
        self.operations.push(operation.clone());
        operation
    }
}

/// Takes hold of wallets until the transaction ends, unit by unit and in the order of their accounts: for who will move credits
/// of several, one after the other.
///
/// # Errors
/// The database fails.
pub fn hold_wallets(tx: &mut Tx<'_>, wallets: impl IntoIterator<Item = impl Into<WalletId>>) -> Result<(), DbError> {
    let wallets: Vec<WalletId> = wallets.into_iter().map(Into::into).collect();
    for unit in Unit::ALL {
        let of_unit = wallets.iter().filter(|wallet| wallet.unit == unit);
        let accounts: BTreeSet<AccountId> = of_unit.map(|wallet| wallet.account).collect();
        if !accounts.is_empty() {
            Held::take_all(tx, accounts, unit)?;
        }
    }
    Ok(())
}

/// Writes what happened to wallets, all of them in as many journeys as one.
pub(crate) fn write(tx: &mut Tx<'_>, held: impl IntoIterator<Item = Held>) -> Result<(), DbError> {
    let changed: Vec<Held> = held.into_iter().filter(Held::is_changed).collect();
    let operations: Vec<&Operation> = changed.iter().flat_map(|held| &held.operations).collect();
    store::operations::insert(tx, &operations)?;
    for Held { account, wallet, ended_months, .. } in &changed {
        for figures in ended_months {
            store::wallets::keep_month(tx, *account, wallet.unit, figures)?;
        }
    }
    let wallets: Vec<(AccountId, &Wallet)> = changed.iter().map(|held| (held.account, &held.wallet)).collect();
    store::wallets::save(tx, &wallets)?;
    for held in changed.iter().filter(|held| held.owes_otherwise()) {
        store::wallets::save_debt(tx, held.account, &held.wallet)?;
    }
    for Held { account, wallet, stored_expiry, stored_holds, .. } in &changed {
        if wallet.lots.next_expiry() != *stored_expiry || wallet.holds.next_return() != stored_holds.next_return() {
            store::wallets::save_next(tx, *account, wallet)?;
        }
    }
    let mut ends: Vec<(AccountId, &HoldEnd, [u8; 32])> = Vec::new();
    for Held { account, ended_holds, .. } in &changed {
        ends.extend(ended_holds.iter().map(|(end, seal)| (*account, end, *seal)));
    }
    store::holds::end(tx, &ends)?;
    for held in &changed {
        remember(tx, held)?;
    }
    for Held { operations, expired_in, .. } in &changed {
        let Some(ctx) = expired_in else { continue };
        for expiry in operations.iter().filter(|operation| operation.kind == Kind::Expiry) {
            events::told(tx, ctx, &events::EXPIRED, expiry)?;
        }
    }
    Ok(())
}

/// Writes what is to be told of a wallet later, and tells what is to be told now. Most uses do neither.
fn remember(tx: &mut Tx<'_>, held: &Held) -> Result<(), DbError> {
    let Held { account, wallet, stored_low, operations, low_in, .. } = held;
    let looks = operations.iter().filter_map(|operation| match operation.kind {
        // Its lots are older: a mark may have passed while they were away.
        Kind::Restitution => Some(operation.at),
        _ => first_reminder(operation.expires_at?, operation.at),
    });
    if let Some(at) = looks.min() {
        store::reminders::look_by(tx, *account, wallet.unit, at)?;
    }
    if wallet.low != *stored_low {
        store::wallets::save_low(tx, *account, wallet.unit, wallet.low)?;
    }
    match (low_in, wallet.low, operations.last()) {
        (Some(ctx), LowWatch { threshold: Some(threshold), since: Some(_) }, Some(last)) => {
            low::told(tx, ctx, last, threshold)
        }
        _ => Ok(()),
    }
}
