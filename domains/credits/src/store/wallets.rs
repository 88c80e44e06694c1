//! Wallets and their months.

use jiff::Timestamp;
use kit_core::{AccountId, Credits};
use kit_db::{DbError, FromRow, Read, Tx, sql};

use crate::model::{Lots, Month, MonthFigures, Unit, Wallet};

#[derive(FromRow)]
struct WalletRow {
    seq: i64,
    at: Timestamp,
    chain: [u8; 32],
    lots: Lots,
    month: Month,
    used_promotional: Credits,
    used_purchased: Credits,
    expired: Credits,
}

impl WalletRow {
    fn wallet(self, unit: Unit) -> Wallet {
        let WalletRow { month, used_promotional, used_purchased, expired, .. } = self;
        let month = MonthFigures { month, used_promotional, used_purchased, expired };
        Wallet { unit, seq: self.seq, at: self.at, chain: self.chain, lots: self.lots, month }
    }
}

sql!(
    WALLET,
    "SELECT seq, at, chain, lots, month, used_promotional, used_purchased, expired
     FROM wallets WHERE account = $1 AND unit = $2"
);
sql!(
    WALLET_LOCKED,
    sqlite: "SELECT seq, at, chain, lots, month, used_promotional, used_purchased, expired
             FROM wallets WHERE account = $1 AND unit = $2",
    postgres: "SELECT seq, at, chain, lots, month, used_promotional, used_purchased, expired
               FROM wallets WHERE account = $1 AND unit = $2 FOR UPDATE"
);
sql!(
    OPEN_WALLET,
    "INSERT INTO wallets (account, unit, seq, at, chain, lots, promotional, purchased, next_expiry,
                          month, used_promotional, used_purchased, expired)
     VALUES ($1, $2, $3, $4, $5, '', 0, 0, NULL, $6, 0, 0, 0)
     ON CONFLICT (account, unit) DO NOTHING"
);
sql!(
    SAVE_WALLET,
    "UPDATE wallets SET seq = $3, at = $4, chain = $5, lots = $6, promotional = $7, purchased = $8,
                        month = $9, used_promotional = $10, used_purchased = $11, expired = $12
     WHERE account = $1 AND unit = $2"
);
sql!(SAVE_NEXT_EXPIRY, "UPDATE wallets SET next_expiry = $3 WHERE account = $1 AND unit = $2");
sql!(
    DUE_WALLETS,
    "SELECT account FROM wallets WHERE next_expiry <= $1 AND unit = $2 ORDER BY next_expiry, account LIMIT $3"
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
    Ok(row.map(|row| row.wallet(unit)))
}

/// Says that the wallet will be asked for.
pub(crate) fn foresee(read: &mut Read<'_>, account: AccountId, unit: Unit) {
    read.foresee(&WALLET, &[&account, &unit]);
}

/// The wallet, opened if it is new, held until the end of the transaction so that operations queue up in one order.
pub(crate) fn locked(tx: &mut Tx<'_>, account: AccountId, unit: Unit) -> Result<Wallet, DbError> {
    if let Some(row) = tx.opt::<WalletRow>(&WALLET_LOCKED, &[&account, &unit])? {
        return Ok(row.wallet(unit));
    }
    let new = Wallet::new(unit);
    tx.exec(&OPEN_WALLET, &[&account, &unit, &new.seq, &new.at, &new.chain, &new.month.month])?;
    tx.one::<WalletRow>(&WALLET_LOCKED, &[&account, &unit]).map(|row| row.wallet(unit))
}

/// Writes the wallet back. The index on expiries is only touched when `expiry_before` is no longer true.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    account: AccountId,
    wallet: &Wallet,
    expiry_before: Option<Timestamp>,
) -> Result<(), DbError> {
    let Wallet { unit, seq, at, chain, lots, month } = wallet;
    let balance = lots.balance();
    tx.exec(
        &SAVE_WALLET,
        &[
            &account,
            unit,
            seq,
            at,
            chain,
            &lots.to_string(),
            &balance.promotional,
            &balance.purchased,
            &month.month,
            &month.used_promotional,
            &month.used_purchased,
            &month.expired,
        ],
    )?;
    let next_expiry = lots.next_expiry();
    if next_expiry != expiry_before {
        tx.exec(&SAVE_NEXT_EXPIRY, &[&account, unit, &next_expiry])?;
    }
    Ok(())
}

/// At most `limit` accounts whose wallet has lots due at `now`, the longest due first.
pub(crate) fn due(read: &mut Read<'_>, unit: Unit, now: Timestamp, limit: i64) -> Result<Vec<AccountId>, DbError> {
    #[derive(FromRow)]
    struct Due {
        account: AccountId,
    }
    let due: Vec<Due> = read.all(&DUE_WALLETS, &[&now, &unit, &limit])?;
    Ok(due.into_iter().map(|due| due.account).collect())
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
    tx.exec(&KEEP_MONTH, &[&account, &unit, month, used_promotional, used_purchased, expired]).map(drop)
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
