//! The one way into the ledger: every operation of every kind is written here.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kit_core::{AccountId, Context, Credits, PersonId};
use kit_db::{DbError, Failed, Tx};

use super::events;
use crate::model::{
    Digest, Kind, LotKind, MonthFigures, Moved, Movement, MovementError, Operation, Unit, Wallet, WrittenBy, sealed,
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
    pub(crate) idempotency: Option<Digest>,
    pub(crate) fingerprint: Option<Digest>,
}

/// A wallet held by this transaction, and what happened to it, not written yet.
pub(crate) struct Held {
    account: AccountId,
    wallet: Wallet,
    stored_expiry: Option<Timestamp>,
    operations: Vec<Operation>,
    ended_months: Vec<MonthFigures>,
    /// Within which change something expired, to be told with it.
    expired_in: Option<Context>,
}

impl Held {
    /// Takes hold of the account's wallet until the transaction ends, and opens it if it is new.
    pub(crate) fn take(tx: &mut Tx<'_>, account: AccountId) -> Result<Held, DbError> {
        let mut all = Held::take_all(tx, BTreeSet::from([account]))?;
        all.remove(&account).ok_or_else(|| DbError::fault("a wallet was not opened"))
    }

    /// As [`Held::take`], of several accounts, in the order of their numbers: two transactions that want the same ones do not
    /// wait for each other crosswise.
    pub(crate) fn take_all(
        tx: &mut Tx<'_>,
        accounts: BTreeSet<AccountId>,
    ) -> Result<BTreeMap<AccountId, Held>, DbError> {
        let wallets = store::wallets::locked(tx, &accounts, Unit::Credit)?;
        let held = |(account, wallet): (AccountId, Wallet)| {
            let stored_expiry = wallet.lots.next_expiry();
            let (operations, ended_months) = (Vec::new(), Vec::new());
            (account, Held { account, wallet, stored_expiry, operations, ended_months, expired_in: None })
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
        movement: Movement,
        line: Line,
    ) -> Result<Operation, Failed<MovementError>> {
        let operation = self.note(ctx, kind, movement, line).map_err(Failed::Refused)?;
        write(tx, [self])?;
        Ok(operation)
    }

    /// Books what is due and nothing else; answers how many lots that were.
    pub(crate) fn book_due(mut self, tx: &mut Tx<'_>, ctx: &Context) -> Result<usize, DbError> {
        let expired = self.expire(ctx).map_err(DbError::fault)?;
        write(tx, [self])?;
        Ok(expired)
    }

    /// Books what is due, then the movement; [`write`] keeps it.
    pub(crate) fn note(
        &mut self,
        ctx: &Context,
        kind: Kind,
        movement: Movement,
        line: Line,
    ) -> Result<Operation, MovementError> {
        self.expire(ctx)?;
        let moved = self.wallet.decide(kind, movement, ctx.now)?;
        let opened_until = match movement {
            Movement::Open { expires_at, .. } => expires_at,
            Movement::Take(_) | Movement::Expire { .. } => None,
        };
        Ok(self.seal(ctx, kind, moved, opened_until, WrittenBy::from(&ctx.author), line))
    }

    fn expire(&mut self, ctx: &Context) -> Result<usize, MovementError> {
        let mut expired = 0;
        while let Some(lot) = self.wallet.due(ctx.now) {
            let moved = self.wallet.decide(Kind::Expiry, Movement::Expire { lot: lot.seq }, ctx.now)?;
            self.seal(ctx, Kind::Expiry, moved, None, WrittenBy::System("expiry".to_owned()), Line::default());
            expired += 1;
            self.expired_in.get_or_insert_with(|| ctx.clone());
        }
        Ok(expired)
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
        let Moved { seq, at, split, after, ended_month } = moved;
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
            idempotency: line.idempotency,
            fingerprint: line.fingerprint,
            chain: [0; 32],
        };
        operation.chain = sealed(&ctx.keys, &operation, &self.wallet.chain);
        self.wallet.chain = operation.chain;
        self.operations.push(operation.clone());
        operation
    }
}

/// Writes what happened to wallets, all of them in as many journeys as one.
pub(crate) fn write(tx: &mut Tx<'_>, held: impl IntoIterator<Item = Held>) -> Result<(), DbError> {
    let changed: Vec<Held> = held.into_iter().filter(|held| !held.operations.is_empty()).collect();
    let operations: Vec<&Operation> = changed.iter().flat_map(|held| &held.operations).collect();
    store::operations::insert(tx, &operations)?;
    for Held { account, wallet, ended_months, .. } in &changed {
        for figures in ended_months {
            store::wallets::keep_month(tx, *account, wallet.unit, figures)?;
        }
    }
    let wallets: Vec<(AccountId, &Wallet)> = changed.iter().map(|held| (held.account, &held.wallet)).collect();
    store::wallets::save(tx, &wallets)?;
    for Held { account, wallet, stored_expiry, .. } in &changed {
        if wallet.lots.next_expiry() != *stored_expiry {
            store::wallets::save_next_expiry(tx, *account, wallet)?;
        }
    }
    for Held { operations, expired_in, .. } in &changed {
        let Some(ctx) = expired_in else { continue };
        for expiry in operations.iter().filter(|operation| operation.kind == Kind::Expiry) {
            events::told(tx, ctx, &events::EXPIRED, expiry)?;
        }
    }
    Ok(())
}
