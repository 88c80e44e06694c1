//! What speaks against recording a line, besides what the line itself tells: looked up when it is proposed, and once more when it is
//! recorded.

use std::collections::BTreeSet;

use kit_core::AccountId;
use kit_db::{DbError, Read};
use orders::{Day, OrderNumber, ReceiptId};

use crate::model::{BankLine, LineKind, Proposal, Reason, is_taken_back_by};
use crate::store;

/// A transfer that somebody recorded by hand may be a line's money when their days are no further apart: hands write down the day of
/// the transfer, of its value or of their own work.
const DAYS: i64 = 10;

/// What may have been recorded by hand: an amount of a day, of one of these accounts.
#[derive(Debug, Clone)]
pub(super) struct Money {
    pub(super) cents: i64,
    pub(super) day: Day,
    pub(super) accounts: BTreeSet<AccountId>,
}

/// The transfer that was recorded without a statement and may be this money.
pub(super) fn recorded_by_hand(read: &mut Read<'_>, money: &Money) -> Result<Option<ReceiptId>, DbError> {
    for account in &money.accounts {
        for receipt in orders::transfers_like(read, *account, money.cents, money.day, DAYS)? {
            if store::lines::of_receipt(read, receipt)?.is_none() {
                return Ok(Some(receipt));
            }
        }
    }
    Ok(None)
}

/// Whether the bank has taken a credit back, whatever somebody decided about the line that says so.
pub(super) fn is_taken_back(read: &mut Read<'_>, line: &BankLine) -> Result<bool, DbError> {
    if line.kind != LineKind::Credit {
        return Ok(false);
    }
    let taken = store::lines::taken_back(read, line.cents, &line.account)?;
    Ok(taken.iter().any(|taken| is_taken_back_by(line, taken)))
}

/// Whether there is a doubt by now that a proposal does not tell.
pub(super) fn is_doubted_since(read: &mut Read<'_>, line: &BankLine, proposal: &Proposal) -> Result<bool, DbError> {
    if !proposal.reasons.contains(&Reason::TakenBack) && is_taken_back(read, line)? {
        return Ok(true);
    }
    let numbers: Vec<OrderNumber> = proposal.orders().collect();
    let accounts = orders::standing(read, &numbers)?.into_iter().map(|order| order.account).chain(proposal.account);
    let money = Money { cents: line.cents, day: line.booked_on, accounts: accounts.collect() };
    let recorded = recorded_by_hand(read, &money)?;
    Ok(recorded.is_some() && recorded != proposal.perhaps_recorded())
}
