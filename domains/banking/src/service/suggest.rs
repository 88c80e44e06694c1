//! What somebody who decides about a line may choose: orders of its amount, orders of accounts called like its payer, or what was
//! looked for.

use accounts::service::search::{Among, search};
use kit_core::{AccountId, PageSize};
use kit_db::{DbError, Read};
use orders::{OrderFilter, OrderRow, OrderState};

use crate::model::BankLine;

/// Orders that are suggested at most.
const MOST: usize = 12;
/// Of an account, or of an amount, so many.
const OF_EACH: i64 = 6;
/// Accounts that are looked at.
const ACCOUNTS: i64 = 5;

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suggestion {
    /// An order that takes money.
    Order(Box<OrderRow>),
    /// An account, by its number and name.
    Account(AccountId, String),
}

/// What a line may be for; `looked_for` is what somebody typed, or nothing.
///
/// # Errors
/// The database cannot be read.
pub fn suggestions(read: &mut Read<'_>, line: &BankLine, looked_for: &str) -> Result<Vec<Suggestion>, DbError> {
    let mut found: Vec<Suggestion> = Vec::new();
    let mut add = |suggestion: Suggestion| {
        if found.len() < MOST && !found.contains(&suggestion) {
            found.push(suggestion);
        }
    };
    if looked_for.trim().is_empty() {
        let of_amount = OrderFilter { gross: Some(line.cents), ..OrderFilter::default() };
        open(read, of_amount)?.into_iter().for_each(&mut add);
        of_accounts(read, &line.payer, &mut add)?;
    } else {
        match orders::Wanted::read(looked_for, None) {
            orders::Wanted::One(number) => {
                orders::standing(read, &[number])?.into_iter().map(suggested).for_each(&mut add);
            }
            orders::Wanted::All(filter) => open(read, filter)?.into_iter().for_each(&mut add),
            orders::Wanted::Nothing => {}
        }
        of_accounts(read, looked_for, &mut add)?;
    }
    Ok(found)
}

/// The orders of a filter that take money.
fn open(read: &mut Read<'_>, filter: OrderFilter) -> Result<Vec<Suggestion>, DbError> {
    let mut rows = Vec::new();
    for state in OrderState::ALL.into_iter().filter(|state| state.takes_money()) {
        let filter = OrderFilter { state: Some(state), ..filter };
        rows.extend(orders::orders(read, filter, None, PageSize::new(OF_EACH))?.rows);
    }
    rows.sort_by_key(|row| row.number);
    Ok(rows.into_iter().map(suggested).collect())
}

fn suggested(order: OrderRow) -> Suggestion {
    Suggestion::Order(Box::new(order))
}

/// The accounts that a name may mean, each after its orders.
fn of_accounts(read: &mut Read<'_>, name: &str, add: &mut impl FnMut(Suggestion)) -> Result<(), DbError> {
    if name.trim().is_empty() {
        return Ok(());
    }
    for account in search(read, name, Among { state: None, limit: ACCOUNTS })? {
        let of_account = OrderFilter { account: Some(account.id), ..OrderFilter::default() };
        open(read, of_account)?.into_iter().for_each(&mut *add);
        add(Suggestion::Account(account.id, account.name));
    }
    Ok(())
}
