//! Money received.

use jiff::Timestamp;
use jiff::civil::Date;
use kit_core::{Credits, Money};
use kit_db::stored_as_code;

use super::PaymentReference;

/// How money came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Means {
    /// A bank transfer.
    Transfer,
    /// A payment card.
    Card,
    /// PayPal.
    Paypal,
    /// A cheque.
    Cheque,
}

impl Means {
    /// Every means.
    pub const ALL: [Means; 4] = [Means::Transfer, Means::Card, Means::Paypal, Means::Cheque];

    /// The name in forms and in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Means::Transfer => "transfer",
            Means::Card => "card",
            Means::Paypal => "paypal",
            Means::Cheque => "cheque",
        }
    }

    /// The means with this name.
    pub fn from_code(code: &str) -> Option<Means> {
        Means::ALL.into_iter().find(|means| means.code() == code)
    }
}

stored_as_code!(Means);

/// A payment to be recorded: it makes purchased credit, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentReceived {
    /// How the money came.
    pub means: Means,
    /// The bank's or the provider's own reference; the same one is not recorded twice.
    pub reference: PaymentReference,
    /// The day on which it came.
    pub received_on: Date,
    /// How much money, more than nothing.
    pub amount: Money,
    /// How many credits it makes.
    pub credits: Credits,
    /// When these expire, if the publisher's terms say so.
    pub expires_at: Option<Timestamp>,
}

/// A payment that was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// How the money came.
    pub means: Means,
    /// The bank's or the provider's own reference.
    pub reference: String,
    /// The day on which it came.
    pub received_on: Date,
    /// How much money.
    pub amount: Money,
}
