//! What is left, and what it is made of.

use jiff::Timestamp;
use kit_core::{AccountId, Credits};
use kit_db::{DbError, Read};

use crate::model::{
    Balance, Block, Hold, HoldState, Lot, LowWatch, Month, MonthFigures, Standing, Unit, Wallet, WalletId,
};
use crate::store;

/// How many months the overview tells of, the present one included.
const MONTHS: usize = 12;

/// A wallet at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// What is there now, and how much of it is set aside.
    pub balance: Balance,
    /// What is owed, to be settled by the next purchase.
    pub debt: Credits,
    /// Why nothing can be used, if that is so.
    pub blocked: Option<Block>,
    /// The open lots, the next to burn first.
    pub lots: Vec<Lot>,
    /// The open holds and leases, the oldest first.
    pub holds: Vec<Hold>,
    /// The last twelve months, the oldest first.
    pub months: Vec<MonthFigures>,
    /// When little is left.
    pub low: LowWatch,
}

/// What is there now: lots that are due no longer count, also before their expiry is booked. Nothing for an account
/// that has no wallet yet.
///
/// # Errors
/// The database cannot be read.
pub fn balance(read: &mut Read<'_>, wallet: impl Into<WalletId>, now: Timestamp) -> Result<Balance, DbError> {
    Ok(standing(read, wallet, now)?.lots.balance())
}

/// What is there now, and what is owed.
///
/// # Errors
/// The database cannot be read.
pub fn standing(read: &mut Read<'_>, wallet: impl Into<WalletId>, now: Timestamp) -> Result<Standing, DbError> {
    let WalletId { account, unit } = wallet.into();
    let wallet = store::wallets::wallet(read, account, unit)?;
    let standing = |wallet: Wallet| {
        let Wallet { lots, debt, blocked, .. } = wallet.as_of(now);
        Standing { lots, debt, blocked }
    };
    Ok(wallet.map(standing).unwrap_or_default())
}

/// Says that the balance of this account will be asked for: see [`Read::foresee`].
pub fn foresee_balance(read: &mut Read<'_>, account: AccountId) {
    store::wallets::foresee(read, account, Unit::Credit);
}

/// Whether the account has such a wallet, however little is in it.
///
/// # Errors
/// The database cannot be read.
pub fn has_wallet(read: &mut Read<'_>, wallet: impl Into<WalletId>) -> Result<bool, DbError> {
    let WalletId { account, unit } = wallet.into();
    Ok(store::wallets::wallet(read, account, unit)?.is_some_and(|wallet| wallet.seq > 0))
}

/// The wallet at a glance.
///
/// # Errors
/// The database cannot be read.
pub fn overview(read: &mut Read<'_>, wallet: impl Into<WalletId>, now: Timestamp) -> Result<Overview, DbError> {
    let WalletId { account, unit } = wallet.into();
    let wanted = Month::of(now).and_before(MONTHS);
    let Some(wallet) = store::wallets::wallet(read, account, unit)? else {
        let months = wanted.into_iter().map(MonthFigures::empty).collect();
        let (balance, low, lots, holds) = (Balance::default(), LowWatch::default(), Vec::new(), Vec::new());
        return Ok(Overview { balance, debt: Credits::ZERO, blocked: None, lots, holds, months, low });
    };
    let first = wanted.first().copied().unwrap_or(Month::of(now));
    let mut kept = store::wallets::months_since(read, account, unit, first)?;
    kept.push(wallet.month);
    let figures =
        |month| kept.iter().find(|figures| figures.month == month).copied().unwrap_or(MonthFigures::empty(month));
    let wallet = wallet.as_of(now);
    let mut holds = Vec::new();
    if wallet.holds.next_return().is_some() {
        let now = wallet.moment(now);
        holds = store::holds::open(read, account, unit)?;
        holds.retain(|hold| hold.state_at(now) == HoldState::Open);
        holds.sort_by_key(|hold| hold.made_at);
    }
    Ok(Overview {
        balance: wallet.lots.balance(),
        debt: wallet.debt,
        blocked: wallet.blocked,
        lots: wallet.lots.iter().copied().collect(),
        holds,
        months: wanted.into_iter().map(figures).collect(),
        low: wallet.low,
    })
}
