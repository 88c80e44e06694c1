//! Wallets and their months.

use std::collections::BTreeSet;

use jiff::Timestamp;
use kit_core::{AccountId, Credits};
use kit_db::{DbError, FromRow, Read, ToValue, Tx, sql};

use crate::model::{Balance, Block, Holds, Lots, LowWatch, Month, MonthFigures, Unit, Wallet, WalletId};

#[derive(FromRow)]
struct WalletRow {
    account: AccountId,
    seq: i64,
    at: Timestamp,
    chain: [u8; 32],
    lots: Lots,
    holds: Holds,
    debt: Credits,
    blocked: Option<Block>,
    month: Month,
    used_promotional: Credits,
    used_purchased: Credits,
    expired: Credits,
    low_threshold: Option<Credits>,
    low_since: Option<Timestamp>,
}

impl WalletRow {
    fn wallet(self, unit: Unit) -> Result<Wallet, DbError> {
        let low = LowWatch { threshold: self.low_threshold, since: self.low_since };
        let WalletRow { seq, at, chain, lots, holds, debt, blocked, .. } = self;
        let WalletRow { month, used_promotional, used_purchased, expired, .. } = self;
        let month = MonthFigures { month, used_promotional, used_purchased, expired };
        let wallet = Wallet { unit, seq, at, chain, lots, holds: Holds::default(), debt, blocked, month, low };
        wallet.with_holds(holds).map_err(DbError::fault)
    }
}

sql!(
    WALLET,
    "SELECT account, seq, at, chain, lots, holds, debt, blocked, month, used_promotional, used_purchased, expired,
            low_threshold, low_since
     FROM wallets WHERE account = $1 AND unit = $2"
);
sql!(
    WALLETS_LOCKED,
    sqlite: "SELECT account, seq, at, chain, lots, holds, debt, blocked, month, used_promotional, used_purchased, expired,
                    low_threshold, low_since
             FROM wallets WHERE account = $1 AND unit = $2",
    postgres: "SELECT w.account, w.seq, w.at, w.chain, w.lots, w.holds, w.debt, w.blocked, w.month, w.used_promotional,
                      w.used_purchased, w.expired,
                      w.low_threshold, w.low_since
               FROM wallets w JOIN UNNEST(CAST($1 AS BIGINT[]), CAST($2 AS BIGINT[])) AS a (account, unit)
                 ON w.account = a.account AND w.unit = a.unit
               ORDER BY w.account FOR UPDATE OF w"
);
sql!(
    OPEN_WALLET,
    "INSERT INTO wallets (account, unit, seq, at, chain, lots, promotional, purchased, next_expiry,
                          holds, next_return, debt, blocked, month, used_promotional, used_purchased, expired)
     VALUES ($1, $2, $3, $4, $5, '', 0, 0, NULL, '', NULL, 0, NULL, $6, 0, 0, 0)
     ON CONFLICT (account, unit) DO NOTHING"
);
sql!(
    SAVE_WALLETS,
    sqlite: "UPDATE wallets SET seq = $3, at = $4, chain = $5, lots = $6, promotional = $7, purchased = $8,
                                month = $9, used_promotional = $10, used_purchased = $11, expired = $12, holds = $13
             WHERE account = $1 AND unit = $2",
    postgres: "UPDATE wallets w SET seq = n.seq, at = n.at, chain = n.chain, lots = n.lots, promotional = n.promotional,
                      purchased = n.purchased, month = n.month, used_promotional = n.used_promotional,
                      used_purchased = n.used_purchased, expired = n.expired, holds = n.holds
               FROM UNNEST(CAST($1 AS BIGINT[]), CAST($2 AS BIGINT[]), CAST($3 AS BIGINT[]), CAST($4 AS BIGINT[]),
                           CAST($5 AS BYTEA[]), CAST($6 AS TEXT[]), CAST($7 AS BIGINT[]), CAST($8 AS BIGINT[]),
                           CAST($9 AS BIGINT[]), CAST($10 AS BIGINT[]), CAST($11 AS BIGINT[]), CAST($12 AS BIGINT[]),
                           CAST($13 AS TEXT[]))
                 AS n (account, unit, seq, at, chain, lots, promotional, purchased, month, used_promotional,
                       used_purchased, expired, holds)
               WHERE w.account = n.account AND w.unit = n.unit"
);
sql!(SAVE_DEBT, "UPDATE wallets SET debt = $3, blocked = $4 WHERE account = $1 AND unit = $2");
sql!(SAVE_NEXT, "UPDATE wallets SET next_expiry = $3, next_return = $4 WHERE account = $1 AND unit = $2");
sql!(SAVE_LOW, "UPDATE wallets SET low_threshold = $3, low_since = $4 WHERE account = $1 AND unit = $2");
sql!(
    DUE_WALLETS,
    "SELECT account, unit FROM wallets WHERE next_expiry <= $1 ORDER BY next_expiry, account, unit LIMIT $2"
);
sql!(
    RETURNING_WALLETS,
    "SELECT account, unit FROM wallets WHERE next_return <= $1 ORDER BY next_return, account, unit LIMIT $2"
);
sql!(
    EXPIRING,
    "SELECT account, next_expiry AS at FROM wallets WHERE next_expiry > $1 AND next_expiry <= $2 AND unit = $3
     ORDER BY next_expiry, account LIMIT $4"
);
sql!(
    KEEP_MONTH,
    "INSERT INTO months (account, unit, month, used_promotional, used_purchased, expired)
     VALUES ($1, $2, $3, $4, $5, $6)"
);
sql!(
    MONTHS_SINCE,
    "SELECT month, used_promotional, used_purchased, expired FROM months
     WHERE account = $1 AND unit = $2 AND month >= $3 ORDER BY month"
);

/// The wallet as it stands.
pub(crate) fn wallet(read: &mut Read<'_>, account: AccountId, unit: Unit) -> Result<Option<Wallet>, DbError> {
    let row: Option<WalletRow> = read.opt(&WALLET, &[&account, &unit])?;
    row.map(|row| row.wallet(unit)).transpose()
}

/// Says that the wallet will be asked for.
pub(crate) fn foresee(read: &mut Read<'_>, account: AccountId, unit: Unit) {
    read.foresee(&WALLET, &[&account, &unit]);
}

/// The wallets of these accounts, opened if they are new, held until the end of the transaction so that operations queue up in
/// one order.
pub(crate) fn locked(
    tx: &mut Tx<'_>,
    accounts: &BTreeSet<AccountId>,
    unit: Unit,
) -> Result<Vec<(AccountId, Wallet)>, DbError> {
    let wanted: Vec<[&dyn ToValue; 2]> = accounts.iter().map(|account| [account as &dyn ToValue, &unit]).collect();
    let wanted: Vec<&[&dyn ToValue]> = wanted.iter().map(<[_; 2]>::as_slice).collect();
    let mut rows: Vec<WalletRow> = tx.all_of(&WALLETS_LOCKED, &wanted)?;
    if rows.len() < accounts.len() {
        let new = Wallet::new(unit);
        for account in accounts.iter().filter(|account| !rows.iter().any(|row| row.account == **account)) {
            tx.exec(&OPEN_WALLET, &[account, &unit, &new.seq, &new.at, &new.chain, &new.month.month])?;
        }
        rows = tx.all_of(&WALLETS_LOCKED, &wanted)?;
    }
    rows.into_iter().map(|row| Ok((row.account, row.wallet(unit)?))).collect()
}

/// Writes wallets back.
pub(crate) fn save(tx: &mut Tx<'_>, wallets: &[(AccountId, &Wallet)]) -> Result<(), DbError> {
    let told = |wallet: &Wallet| (wallet.lots.to_string(), wallet.holds.to_string(), wallet.lots.balance());
    let texts: Vec<(String, String, Balance)> = wallets.iter().map(|(_, wallet)| told(wallet)).collect();
    let rows: Vec<[&dyn ToValue; 13]> = wallets
        .iter()
        .zip(&texts)
        .map(|((account, wallet), (lots, holds, balance))| -> [&dyn ToValue; 13] {
            let Wallet { unit, seq, at, chain, month, .. } = wallet;
            [
                account,
                unit,
                seq,
                at,
                chain,
                lots,
                &balance.promotional,
                &balance.purchased,
                &month.month,
                &month.used_promotional,
                &month.used_purchased,
                &month.expired,
                holds,
            ]
        })
        .collect();
    let rows: Vec<&[&dyn ToValue]> = rows.iter().map(<[_; 13]>::as_slice).collect();
    tx.later(&SAVE_WALLETS, &rows)
}

/// Writes when something of a wallet expires or comes back next. Apart from the rest, so that the indexes on it are touched only
/// when it changed.
pub(crate) fn save_next(tx: &mut Tx<'_>, account: AccountId, wallet: &Wallet) -> Result<(), DbError> {
    let (expiry, back) = (wallet.lots.next_expiry(), wallet.holds.next_return());
    tx.later(&SAVE_NEXT, &[&[&account, &wallet.unit, &expiry, &back]])
}

/// Writes what is owed and whether anything can be used. Apart from the rest, since it changes seldom.
pub(crate) fn save_debt(tx: &mut Tx<'_>, account: AccountId, wallet: &Wallet) -> Result<(), DbError> {
    tx.exec(&SAVE_DEBT, &[&account, &wallet.unit, &wallet.debt, &wallet.blocked]).map(drop)
}

/// Writes when little is left, and since when it is.
pub(crate) fn save_low(tx: &mut Tx<'_>, account: AccountId, unit: Unit, low: LowWatch) -> Result<(), DbError> {
    tx.later(&SAVE_LOW, &[&[&account, &unit, &low.threshold, &low.since]])
}

/// A wallet that is looked for.
#[derive(FromRow)]
pub(super) struct Found {
    account: AccountId,
    unit: Unit,
}

impl Found {
    pub(super) fn id(self) -> WalletId {
        self.unit.of(self.account)
    }
}

/// Wallets that have lots or holds due at `now`, the longest due first; at most `limit` for either.
pub(crate) fn due(read: &mut Read<'_>, now: Timestamp, limit: i64) -> Result<BTreeSet<WalletId>, DbError> {
    let mut due: Vec<Found> = read.all(&DUE_WALLETS, &[&now, &limit])?;
    due.extend(read.all::<Found>(&RETURNING_WALLETS, &[&now, &limit])?);
    Ok(due.into_iter().map(Found::id).collect())
}

/// At most `limit` accounts with lots that expire after `from`, up to `until`, each with the first such moment.
pub(crate) fn expiring(
    read: &mut Read<'_>,
    unit: Unit,
    (from, until): (Timestamp, Timestamp),
    limit: i64,
) -> Result<Vec<(AccountId, Timestamp)>, DbError> {
    #[derive(FromRow)]
    struct Expiring {
        account: AccountId,
        at: Timestamp,
    }
    let expiring: Vec<Expiring> = read.all(&EXPIRING, &[&from, &until, &unit, &limit])?;
    Ok(expiring.into_iter().map(|row| (row.account, row.at)).collect())
}

/// Keeps the figures of a month that is over.
pub(crate) fn keep_month(
    tx: &mut Tx<'_>,
    account: AccountId,
    unit: Unit,
    figures: &MonthFigures,
) -> Result<(), DbError> {
    let MonthFigures { month, used_promotional, used_purchased, expired } = figures;
    tx.later(&KEEP_MONTH, &[&[&account, &unit, month, used_promotional, used_purchased, expired]])
}

/// The figures of the months that are over, from `first` on, the oldest first.
pub(crate) fn months_since(
    read: &mut Read<'_>,
    account: AccountId,
    unit: Unit,
    first: Month,
) -> Result<Vec<MonthFigures>, DbError> {
    read.all(&MONTHS_SINCE, &[&account, &unit, &first])
}
