//! The one way into the ledger: every operation of every kind is written here.

use jiff::Timestamp;
use kit_core::{AccountId, Context, Credits, PersonId};
use kit_db::{DbError, Failed, Tx};

use crate::model::{Digest, Kind, LotKind, Moved, Movement, MovementError, Operation, Wallet, WrittenBy, sealed};
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

/// A wallet held by this transaction.
pub(crate) struct Held {
    account: AccountId,
    wallet: Wallet,
    stored_expiry: Option<Timestamp>,
}

impl Held {
    /// Takes hold of the account's wallet until the transaction ends, and opens it if it is new.
    pub(crate) fn take(tx: &mut Tx<'_>, account: AccountId) -> Result<Held, DbError> {
        let wallet = store::wallets::locked(tx, account, crate::model::Unit::Credit)?;
        let stored_expiry = wallet.lots.next_expiry();
        Ok(Held { account, wallet, stored_expiry })
    }

    /// Which account's wallet it is.
    pub(crate) fn account(&self) -> AccountId {
        self.account
    }

    /// Which wallet of the account it is.
    pub(crate) fn unit(&self) -> crate::model::Unit {
        self.wallet.unit
    }

    /// The moment of an operation written now.
    pub(crate) fn moment(&self, ctx: &Context) -> Timestamp {
        self.wallet.moment(ctx.now)
    }

    /// Books what is due, then the movement, and writes the wallet back.
    pub(crate) fn book(
        mut self,
        tx: &mut Tx<'_>,
        ctx: &Context,
        kind: Kind,
        movement: Movement,
        line: Line,
    ) -> Result<Operation, Failed<MovementError>> {
        self.expire(tx, ctx)?;
        let moved = self.wallet.decide(kind, movement, ctx.now).map_err(Failed::Refused)?;
        let opened_until = match movement {
            Movement::Open { expires_at, .. } => expires_at,
            Movement::Take(_) | Movement::Expire { .. } => None,
        };
        let operation = self.write(tx, ctx, kind, moved, opened_until, WrittenBy::from(&ctx.author), line)?;
        store::wallets::save(tx, self.account, &self.wallet, self.stored_expiry)?;
        Ok(operation)
    }

    /// Books what is due and nothing else; answers how many lots that were.
    pub(crate) fn book_due(mut self, tx: &mut Tx<'_>, ctx: &Context) -> Result<usize, DbError> {
        let expired = self.expire(tx, ctx)?;
        if expired > 0 {
            store::wallets::save(tx, self.account, &self.wallet, self.stored_expiry)?;
        }
        Ok(expired)
    }

    fn expire(&mut self, tx: &mut Tx<'_>, ctx: &Context) -> Result<usize, DbError> {
        let mut expired = 0;
        while let Some(lot) = self.wallet.due(ctx.now) {
            let moved =
                self.wallet.decide(Kind::Expiry, Movement::Expire { lot: lot.seq }, ctx.now).map_err(DbError::fault)?;
            let author = WrittenBy::System("expiry".to_owned());
            self.write(tx, ctx, Kind::Expiry, moved, None, author, Line::default())?;
            expired += 1;
        }
        Ok(expired)
    }

    #[allow(clippy::too_many_arguments)]
    fn write(
        &mut self,
        tx: &mut Tx<'_>,
        ctx: &Context,
        kind: Kind,
        moved: Moved,
        expires_at: Option<Timestamp>,
        author: WrittenBy,
        line: Line,
    ) -> Result<Operation, DbError> {
        let Moved { seq, at, split, after, ended_month } = moved;
        if let Some(figures) = ended_month {
            store::wallets::keep_month(tx, self.account, self.wallet.unit, &figures)?;
        }
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
        store::operations::insert(tx, &operation)?;
        Ok(operation)
    }
}
