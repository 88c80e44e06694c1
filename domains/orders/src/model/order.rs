//! An order, and what happened to it.

use credits::{Unit, WalletId, WrittenBy};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use kit_core::{AccountId, Credits, Money};
use kit_db::FromRow;
use people::QrPicture;
use sepa_transfer::{EpcQr, Remittance};
use serde::{Deserialize, Serialize};

use super::vat::{vat_on, vat_within};
use super::{Bank, Buyer, Event, OrderNumber, OrderState, ReceiptId, Underway, VatTerms, Words};

/// What a line of an order sells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A pack, by its name.
    Pack,
    /// A free amount.
    Free,
    /// Credits for a payment that staff recorded.
    Direct,
    /// A pack of support time, by its name.
    Time,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What it sells.
    pub kind: LineKind,
    /// What a pack is called; empty for others.
    pub name: Words,
    /// How many credits; of support time, how many minutes.
    pub credits: Credits,
    /// What it costs in cents, before tax unless the order's prices include it.
    pub cents: i64,
    /// For how many months after the payment the minutes can be used; none: without an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<i64>,
}

impl Line {
    /// What it costs.
    pub const fn price(&self) -> Money {
        Money::euro_cents(self.cents)
    }
}

/// The lines of an order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lines(pub Vec<Line>);

impl Lines {
    /// What is sold. One order sells one unit, since it makes one purchase.
    pub fn unit(&self) -> Unit {
        let is_time = self.0.iter().any(|line| line.kind == LineKind::Time);
        if is_time { Unit::SupportMinutes } else { Unit::Credit }
    }

    /// For how many months after the payment it can be used; none: without an end.
    pub fn months(&self) -> Option<i64> {
        self.0.iter().find_map(|line| line.months)
    }
}

impl From<Vec<Line>> for Lines {
    fn from(lines: Vec<Line>) -> Lines {
        Lines(lines)
    }
}

stored_as_json!(Lines);

/// Promotional credits that come with an order once it is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bonus {
    /// How many.
    pub credits: Credits,
    /// For how many days they can be used.
    pub days: i64,
}

/// What an order freezes when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// To whom it is made out.
    pub buyer: Buyer,
    /// What it sells.
    pub lines: Lines,
    /// Its VAT.
    pub vat: VatTerms,
    /// Whether the prices of the lines include the tax.
    pub tax_included: bool,
    /// What comes with it.
    pub bonus: Option<Bonus>,
}

/// What an order comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Before tax, in cents.
    pub net: i64,
    /// The tax, in cents.
    pub vat: i64,
    /// What is to be paid, in cents.
    pub gross: i64,
    /// The purchased credits.
    pub credits: Credits,
}

impl Totals {
    /// The totals of lines at a rate; none when they do not fit.
    pub fn of(lines: &Lines, rate: i64, tax_included: bool) -> Option<Totals> {
        let cents = lines.0.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.cents))?;
        let credits = lines.0.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.credits.0)).map(Credits)?;
        let vat = if tax_included { vat_within(cents, rate)? } else { vat_on(cents, rate)? };
        let (net, gross) = if tax_included { (cents - vat, cents) } else { (cents, cents.checked_add(vat)?) };
        Some(Totals { net, vat, gross, credits })
    }
}

impl Frozen {
    /// The totals; none when they do not fit.
    pub fn totals(&self) -> Option<Totals> {
        Totals::of(&self.lines, self.vat.rate, self.tax_included)
    }
}

/// An order.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Order {
    /// Its number.
    pub number: OrderNumber,
    /// Whose.
    pub account: AccountId,
    /// Where it stands.
    pub state: OrderState,
    /// When it was made.
    pub issued_at: Timestamp,
    /// When it expires, if nobody pays.
    pub expires_at: Timestamp,
    /// To whom it is made out.
    pub buyer: Buyer,
    /// What it sells.
    pub lines: Lines,
    /// Its VAT.
    pub vat_terms: VatTerms,
    /// Whether the prices of the lines include the tax.
    pub tax_included: bool,
    /// The purchased credits.
    pub credits: Credits,
    /// Until when these can be used; none: without an end.
    pub credits_until: Option<Timestamp>,
    /// The promotional credits that come with it; zero for none.
    pub bonus: Credits,
    /// For how many days these can be used.
    pub bonus_days: i64,
    /// Before tax, in cents.
    pub net: i64,
    /// The tax, in cents.
    pub vat: i64,
    /// What is to be paid, in cents.
    pub gross: i64,
    /// What has been paid, in cents.
    pub paid: i64,
    /// What of it went back after its credits were made, in cents.
    pub refunded: i64,
    /// What of it is in dispute, in cents.
    pub disputed: i64,
    /// The operation that made its purchased credits.
    pub purchase: Option<i64>,
    /// The operation that made its promotional credits.
    pub gift: Option<i64>,
    /// Why it is not to be paid another way now.
    pub underway: Option<Underway>,
}

impl Order {
    /// What it sells: credits, or support time.
    pub fn unit(&self) -> Unit {
        self.lines.unit()
    }

    /// The wallet that it fills.
    pub fn wallet(&self) -> WalletId {
        self.unit().of(self.account)
    }

    /// Until when what it sells can be used, if it is paid at this moment: that of the order, or so many months later by the clock of UTC,
    /// so that whoever looks later finds the same.
    pub fn lasts_until(&self, paid_at: Timestamp) -> Option<Timestamp> {
        let end = |months: i64| paid_at.to_zoned(TimeZone::UTC).checked_add(months.months()).ok();
        self.credits_until.or_else(|| self.lines.months().and_then(end).map(|end| end.timestamp()))
    }
    /// What is still to be paid, in cents; nothing once it takes no money.
    pub fn due(&self) -> i64 {
        if self.state.takes_money() { self.gross.saturating_sub(self.paid) } else { 0 }
    }

    /// Whether its account may cancel it: as long as nothing of it is paid, or may be.
    pub const fn is_cancellable(&self) -> bool {
        self.state.is_unpaid() && self.underway.is_none()
    }

    /// What is still to be paid.
    pub fn due_money(&self) -> Money {
        Money::euro_cents(self.due())
    }

    /// What of it went back after its credits were made.
    pub const fn refunded_money(&self) -> Money {
        Money::euro_cents(self.refunded)
    }

    /// What comes with it.
    pub fn bonus(&self) -> Option<Bonus> {
        let bonus = Bonus { credits: self.bonus, days: self.bonus_days };
        Some(bonus).filter(|bonus| bonus.credits.is_positive())
    }

    /// What is to be paid, in all.
    pub const fn gross_money(&self) -> Money {
        Money::euro_cents(self.gross)
    }

    /// The code that a bank's application reads into the transfer of what is due; none where it cannot be made.
    pub fn transfer_code(&self, bank: &Bank) -> Option<QrPicture> {
        let (iban, reference) = (bank.iban()?, self.number.reference()?);
        let bic = bank.bic();
        let remittance = Remittance::Reference(&reference);
        let transfer = EpcQr { bic: bic.as_ref(), holder: &bank.holder, iban: &iban, cents: self.due(), remittance };
        QrPicture::of(&transfer.text().ok()?)
    }
}

/// An order in a list.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct OrderRow {
    /// Its number.
    pub number: OrderNumber,
    /// Whose.
    pub account: AccountId,
    /// To whom it is made out.
    pub buyer: Buyer,
    /// Where it stands.
    pub state: OrderState,
    /// When it was made.
    pub issued_at: Timestamp,
    /// What it sells.
    pub lines: Lines,
    /// The purchased credits.
    pub credits: Credits,
    /// What is to be paid, in cents.
    pub gross: i64,
    /// What has been paid, in cents.
    pub paid: i64,
}

impl OrderRow {
    /// Whether it sells support time.
    pub fn is_time(&self) -> bool {
        self.lines.unit().is_time()
    }

    /// What is to be paid, in all.
    pub const fn money(&self) -> Money {
        Money::euro_cents(self.gross)
    }
}

/// A line of an order's timeline.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct OrderEvent {
    /// Its place in the timeline, from 1.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub author: WrittenBy,
    /// What happened.
    pub event: Event,
    /// Where the order stands since.
    pub state: OrderState,
    /// How much money, in cents.
    pub cents: Option<i64>,
    /// The receipt that it came with.
    pub receipt: Option<ReceiptId>,
    /// Why, in the author's words.
    pub note: Option<String>,
}

impl OrderEvent {
    /// How much money.
    pub fn money(&self) -> Option<Money> {
        self.cents.map(Money::euro_cents)
    }

    /// Its tone on a timeline.
    pub const fn tone(&self) -> &'static str {
        match self.event {
            Event::Made => "neutral",
            Event::Advanced => "info",
            _ => self.state.tone(),
        }
    }
}

/// Which orders are wanted; nothing set: all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OrderFilter {
    /// In this state.
    pub state: Option<OrderState>,
    /// Of this account.
    pub account: Option<AccountId>,
    /// Of this amount, in cents.
    pub gross: Option<i64>,
}
