//! Money that came, and what it is for.

use credits::{Means, PaymentReference, WrittenBy};
use jiff::Timestamp;
use jiff::civil::Date;
use kit_core::{AccountId, Id, Money};
use kit_db::FromRow;

use super::{Day, OrderNumber, ReceiptState};

/// The id of a receipt.
pub type ReceiptId = Id<Receipt>;

/// Money that came, to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReceipt {
    /// How it came.
    pub means: Means,
    /// The bank's or the provider's own reference: the same one is not recorded twice.
    pub reference: PaymentReference,
    /// The day on which it came.
    pub received_on: Date,
    /// How much, in cents; more than nothing.
    pub cents: i64,
    /// Who sent it, as the bank tells; may be empty.
    pub payer: String,
    /// What staff or the payer says about it; may be empty.
    pub note: String,
}

/// What a receipt is for: orders, one after the other, each up to what is due; the rest is the advance of an account, if one is
/// known, and waits otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Share {
    /// The orders, in this sequence.
    pub orders: Vec<OrderNumber>,
    /// Whose advance the rest is; none: that of the last order's account.
    pub account: Option<AccountId>,
}

/// Money that came.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Receipt {
    /// Its id.
    pub id: ReceiptId,
    /// How it came.
    pub means: Means,
    /// The bank's or the provider's own reference.
    pub reference: String,
    /// The day on which it came.
    pub received_on: Day,
    /// How much, in cents.
    pub cents: i64,
    /// What of it is for nobody yet, in cents.
    pub waiting: i64,
    /// What of it went back to the payer, in cents.
    pub gone: i64,
    /// How it stands.
    pub state: ReceiptState,
    /// Who sent it.
    pub payer: String,
    /// What is said about it.
    pub note: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Who recorded it.
    pub author: WrittenBy,
}

impl Receipt {
    /// How much.
    pub const fn money(&self) -> Money {
        Money::euro_cents(self.cents)
    }

    /// What of it went back to the payer.
    pub const fn gone_money(&self) -> Money {
        Money::euro_cents(self.gone)
    }

    /// What of it is for nobody yet.
    pub const fn waiting_money(&self) -> Money {
        Money::euro_cents(self.waiting)
    }
}

/// What a part of a receipt is for, since when; never changed. What is taken back is less than nothing.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Allocation {
    /// Its place among those of the receipt, from 1.
    pub seq: i64,
    /// Whose money it is.
    pub account: AccountId,
    /// The order that it pays; none: the advance of the account.
    pub number: Option<OrderNumber>,
    /// How much, in cents; less than nothing where it is taken back.
    pub cents: i64,
    /// When.
    pub at: Timestamp,
    /// Who said so.
    pub author: WrittenBy,
}

impl Allocation {
    /// How much.
    pub const fn money(&self) -> Money {
        Money::euro_cents(self.cents)
    }
}
