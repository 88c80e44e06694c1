//! Money that goes back to its payer, is disputed, or was taken for what it is not.

use credits::{PaymentReference, WrittenBy};
use jiff::Timestamp;
use jiff::civil::Date;
use kit_core::{Credits, Money, Text};
use kit_db::{FromRow, stored_as_code};

use super::{Day, OrderNumber, ReceiptId};

/// How a receipt stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReceiptState {
    /// Its money is the publisher's, but for what went back.
    Open,
    /// The payer asks the bank or the provider for it: nothing more is done with it until that has ended.
    Disputed,
    /// It was recorded by mistake and counts for nothing.
    Void,
}

impl ReceiptState {
    /// Every state.
    pub const ALL: [ReceiptState; 3] = [ReceiptState::Open, ReceiptState::Disputed, ReceiptState::Void];

    /// The name in storage.
    pub const fn code(self) -> &'static str {
        match self {
            ReceiptState::Open => "open",
            ReceiptState::Disputed => "disputed",
            ReceiptState::Void => "void",
        }
    }

    /// The state with this name.
    pub fn from_code(code: &str) -> Option<ReceiptState> {
        ReceiptState::ALL.into_iter().find(|state| state.code() == code)
    }
}

stored_as_code!(ReceiptState);

/// What became of a receipt's money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BackKind {
    /// It went back to the payer.
    Refund,
    /// It was taken from an order that it was not for, and waits.
    Reversal,
    /// The payer asks the bank or the provider for it.
    Dispute,
    /// The dispute ended for the publisher.
    Won,
    /// The dispute ended for the payer: the money is gone.
    Lost,
    /// The receipt was recorded by mistake.
    Void,
}

impl BackKind {
    /// Every kind.
    pub const ALL: [BackKind; 6] =
        [BackKind::Refund, BackKind::Reversal, BackKind::Dispute, BackKind::Won, BackKind::Lost, BackKind::Void];

    /// The name in addresses and in storage.
    pub const fn code(self) -> &'static str {
        match self {
            BackKind::Refund => "refund",
            BackKind::Reversal => "reversal",
            BackKind::Dispute => "dispute",
            BackKind::Won => "won",
            BackKind::Lost => "lost",
            BackKind::Void => "void",
        }
    }

    /// The kind with this name.
    pub fn from_code(code: &str) -> Option<BackKind> {
        BackKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            BackKind::Refund => Text::new("orders-back-refund"),
            BackKind::Reversal => Text::new("orders-back-reversal"),
            BackKind::Dispute => Text::new("orders-back-dispute"),
            BackKind::Won => Text::new("orders-back-won"),
            BackKind::Lost => Text::new("orders-back-lost"),
            BackKind::Void => Text::new("orders-back-void"),
        }
    }

    /// Whether the money left with it.
    pub const fn is_gone(self) -> bool {
        matches!(self, BackKind::Refund | BackKind::Lost)
    }
}

stored_as_code!(BackKind);

/// How money leaves an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It went back to its payer on this day.
    Refunded(Day),
    /// It was for something else, and waits.
    Reversed,
    /// The payer's bank or provider took it back after a dispute.
    Lost,
}

/// Money of a receipt that went back to its payer, all of it or a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoneBack {
    /// Of which receipt.
    pub receipt: ReceiptId,
    /// The bank's or the provider's own reference of the refund: the same one is not recorded twice.
    pub reference: PaymentReference,
    /// How much, in cents; more than nothing.
    pub cents: i64,
    /// The day on which it went.
    pub on: Date,
    /// The order that it is taken from first; none: what is for no order goes first, then the order paid last.
    pub order: Option<OrderNumber>,
    /// Why; may be empty. The account's members read it.
    pub note: String,
}

/// A payment that its payer disputes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disputed {
    /// The bank's or the provider's own reference of the dispute: the same one is not recorded twice.
    pub reference: PaymentReference,
    /// Why; may be empty. The account's members read it.
    pub note: String,
}

/// What became of a receipt's money, as it was written: never changed.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Back {
    /// Its place among those of the receipt, from 1.
    pub seq: i64,
    /// What.
    pub kind: BackKind,
    /// The bank's or the provider's reference.
    pub reference: Option<String>,
    /// The day on which the money went.
    pub day: Option<Day>,
    /// How much, in cents.
    pub cents: i64,
    /// Why.
    pub note: String,
    /// When it was written.
    pub at: Timestamp,
    /// By whom.
    pub author: WrittenBy,
}

impl Back {
    /// How much.
    pub const fn money(&self) -> Money {
        Money::euro_cents(self.cents)
    }
}

/// What an order gave up of a receipt's money, and the operations that took its credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct OrderBack {
    /// Which order.
    pub number: OrderNumber,
    /// How much, in cents.
    pub cents: i64,
    /// Whether its credits had been made: then they go with the money.
    pub settled: bool,
    /// The operation that took of its purchase.
    pub purchase: Option<i64>,
    /// The operation that took of its bonus.
    pub gift: Option<i64>,
}

/// How many of `credits` go with `cents` of `gross`, rounded down; all of them with all of it.
pub fn in_proportion(credits: Credits, cents: i64, gross: i64) -> Credits {
    let share = i128::from(credits.0) * i128::from(cents) / i128::from(gross.max(1));
    Credits(i64::try_from(share).unwrap_or(credits.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_go_with_their_money() {
        let share = |cents| in_proportion(Credits(1_000), cents, 13_200).0;
        assert_eq!([share(0), share(1), share(13), share(14), share(6_600)], [0, 0, 0, 1, 500]);
        assert_eq!([share(13_199), share(13_200)], [999, 1_000]);
        assert_eq!(in_proportion(Credits(i64::MAX), i64::MAX, i64::MAX), Credits(i64::MAX));
    }

    #[test]
    fn codes_lead_back() {
        for kind in BackKind::ALL {
            assert_eq!(BackKind::from_code(kind.code()), Some(kind));
        }
        for state in ReceiptState::ALL {
            assert_eq!(ReceiptState::from_code(state.code()), Some(state));
        }
        assert_eq!((BackKind::from_code("x"), ReceiptState::from_code("x")), (None, None));
    }
}
