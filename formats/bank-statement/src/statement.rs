//! What a statement says, whatever the format.

use iso_currency::Currency;
use jiff::civil::{Date, DateTime};

use crate::{BankAccount, Money, Place};

/// The format a statement came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// `BankToCustomerStatement`: the booked movements of a period, between two balances.
    Camt053 {
        /// 2 to 8.
        version: u8,
    },
    /// `BankToCustomerDebitCreditNotification`: single movements, often the details of a batch; no balances.
    Camt054 {
        /// 2 to 8.
        version: u8,
    },
    /// *Relevé de compte* of the CFONB in records of 120 characters.
    Cfonb120,
}

/// The statement of one account. A file may hold several, of one or more accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The format it came in.
    pub format: Format,
    /// Where it begins in the file.
    pub place: Place,
    /// The bank's name for the statement; CFONB has none.
    pub id: Option<String>,
    /// Whose statement it is.
    pub account: BankAccount,
    /// The account's currency: as told, else that of the balances or of the first entry.
    pub currency: Option<Currency>,
    /// When the bank made it, by the bank's clock; CFONB does not say.
    pub created: Option<DateTime>,
    /// What the account held before (`OPBD`, else `PRCD`; record 01).
    pub opening: Option<Balance>,
    /// What the account held after (`CLBD`; record 07).
    pub closing: Option<Balance>,
    /// One page of a statement told in several messages: its balances say nothing about its entries alone.
    pub is_page: bool,
    /// The movements, in the file's order.
    pub entries: Vec<Entry>,
}

/// What an account held at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// Negative when overdrawn.
    pub amount: Money,
    /// The day.
    pub date: Option<Date>,
}

/// Which way money went, seen from the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Into the account.
    Credit,
    /// Out of the account.
    Debit,
}

/// How certain an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// On the account (`BOOK`; all of CFONB).
    Booked,
    /// Expected, and may still change or vanish (`PDNG`, `FUTR`, or a code of the bank's own).
    Pending,
    /// Told only, never to be booked (`INFO`).
    Information,
}

/// A movement on the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it begins in the file.
    pub place: Place,
    /// Never negative: see `direction`.
    pub amount: Money,
    /// What happens to the account, in the end: of a reversal too.
    pub direction: Direction,
    /// It undoes an earlier movement (`RvslInd`), which went the other way: a debit with this set takes a credit back.
    pub reversal: bool,
    /// How certain it is.
    pub status: Status,
    /// The day of booking. A day, not a time: one told with a time is the day in the bank's own time zone.
    pub booked_on: Option<Date>,
    /// The day from which it counts for interest.
    pub valued_on: Option<Date>,
    /// The bank's own reference of the entry (`AcctSvcrRef`); CFONB has none.
    pub bank_reference: Option<String>,
    /// The bank's words about the entry (`AddtlNtryInf`; the label of record 04 and its continuations `LIB`).
    pub label: Option<String>,
    /// What the entry consists of: none if the bank does not say, several if it is a batch.
    pub transactions: Vec<Transaction>,
}

/// One payment within an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// Never negative. In the entry's currency if the bank tells it in that one, else in the payment's.
    pub amount: Option<Money>,
    /// What happens to the account; the entry's if the bank does not say.
    pub direction: Direction,
    /// The payer's reference, carried from end to end (`EndToEndId`; `RCN`). `NOTPROVIDED` is none.
    pub end_to_end_id: Option<String>,
    /// References made to be read by machines: the creditor's (`CdtrRefInf`; `LCS`), such as `RF86F2026000123`; the
    /// numbers of documents paid (`RfrdDocInf`); the reference of record 04.
    pub references: Vec<String>,
    /// What the payer wrote (`Ustrd`, `AddtlRmtInf`; `LCC` and `LC2`), and what the bank adds.
    pub texts: Vec<String>,
    /// The debtor's name (`Dbtr`; `NPY`). Of a payment out of the account, that is its own holder.
    pub payer_name: Option<String>,
    /// The debtor's account.
    pub payer_account: Option<BankAccount>,
    /// The bank's own reference of the payment (`AcctSvcrRef` in `Refs`).
    pub bank_reference: Option<String>,
    /// The payment came back: why, as far as the bank says (`RtrInf`; *code motif de rejet*).
    pub returned: Option<Box<Return>>,
}

/// Why a payment came back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Return {
    /// The reason's code: of ISO 20022 (`AC04`, account closed), or of the CFONB (two characters).
    pub reason: Option<String>,
    /// The bank's words about it.
    pub texts: Vec<String>,
}

/// Whether the balances agree with the entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BalanceCheck {
    /// The opening balance and the entries come to the closing balance.
    Agrees,
    /// They do not. No statement that was read says so: the file is refused.
    Contradicts {
        /// The opening balance and all entries.
        expected: Money,
        /// The closing balance.
        told: Money,
    },
    /// Balances or entries are in different currencies, so that the statement cannot be checked.
    MixedCurrencies,
    /// A balance is missing, an entry is not booked, or the statement is one page of several.
    NotTold,
}

impl Direction {
    /// An amount as it changes the balance.
    pub(crate) fn signed(self, minor: i64) -> i64 {
        match self {
            Direction::Credit => minor,
            Direction::Debit => -minor,
        }
    }
}

impl Transaction {
    /// A payment of which nothing is known yet but its direction.
    pub(crate) fn new(direction: Direction) -> Transaction {
        Transaction {
            amount: None,
            direction,
            end_to_end_id: None,
            references: Vec::new(),
            texts: Vec::new(),
            payer_name: None,
            payer_account: None,
            bank_reference: None,
            returned: None,
        }
    }
}

impl Statement {
    /// Whether the opening balance and the entries come to the closing balance.
    pub fn balance_check(&self) -> BalanceCheck {
        let (Some(opening), Some(closing)) = (self.opening, self.closing) else { return BalanceCheck::NotTold };
        if self.is_page || self.entries.iter().any(|entry| entry.status != Status::Booked) {
            return BalanceCheck::NotTold;
        }
        let currency = opening.amount.currency;
        let mut entries = self.entries.iter();
        if closing.amount.currency != currency || entries.any(|entry| entry.amount.currency != currency) {
            return BalanceCheck::MixedCurrencies;
        }
        let sum: i128 = i128::from(opening.amount.minor)
            + self.entries.iter().map(|entry| i128::from(entry.direction.signed(entry.amount.minor))).sum::<i128>();
        if sum == i128::from(closing.amount.minor) {
            return BalanceCheck::Agrees;
        }
        let bounded = sum.clamp(i128::from(i64::MIN), i128::from(i64::MAX));
        let expected = Money { minor: i64::try_from(bounded).unwrap_or_default(), currency };
        BalanceCheck::Contradicts { expected, told: closing.amount }
    }
}
