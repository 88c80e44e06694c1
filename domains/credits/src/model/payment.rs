//! Money received.

use jiff::Timestamp;
use jiff::civil::Date;
use kit_core::{AccountId, Credits, Money};
use kit_db::{FromRow, stored_as_code};

use super::{Digest, PaymentReference, Unit, WalletId};

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
    /// What was paid, the number of the order: the same one is not recorded twice.
    pub reference: PaymentReference,
    /// The day on which the last of the money came.
    pub received_on: Date,
    /// How much money, more than nothing.
    pub amount: Money,
    /// How many credits it makes.
    pub credits: Credits,
    /// When these expire, if the publisher's terms say so.
    pub expires_at: Option<Timestamp>,
}

/// What a payment says, as one digest: the purchase carries it, so that its seal covers the payment too.
pub(crate) fn payment_digest(means: &str, reference: &str, received_on: &str, minor: i64, currency: &str) -> Digest {
    let parts = [means, reference, received_on, currency].map(str::as_bytes);
    let [means, reference, received_on, currency] = parts;
    Digest::of(&[means, reference, received_on, &minor.to_be_bytes(), currency])
}

impl PaymentReceived {
    /// As [`payment_digest`].
    pub(crate) fn digest(&self) -> Digest {
        let (day, money) = (self.received_on.to_string(), self.amount);
        payment_digest(self.means.code(), self.reference.as_str(), &day, money.minor, money.currency.code())
    }
}

/// Which operation a payment made, and what for.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Bought {
    /// Whose.
    pub account: AccountId,
    /// Which wallet.
    pub unit: Unit,
    /// The place of the purchase in the wallet's history.
    pub seq: i64,
    /// The reference of the payment: the number of the order.
    pub reference: String,
}

impl Bought {
    /// Which wallet of which account.
    pub fn wallet(&self) -> WalletId {
        self.unit.of(self.account)
    }
}

/// A payment that was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// How the money came.
    pub means: Means,
    /// What was paid, the number of the order.
    pub reference: String,
    /// The day on which the last of the money came.
    pub received_on: Date,
    /// How much money.
    pub amount: Money,
}
