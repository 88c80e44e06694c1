//! A way to pay an order at PayPal.

use jiff::Timestamp;
use kit_core::{AccountId, Id, Money, Text};
use kit_db::stored_as_code;
use kit_payments::{Environment, Expected, Field, Payee, Reference, State};
use orders::{OrderNumber, ReceiptId};

use super::Decision;

/// The id of a payment.
pub type PaymentId = Id<Payment>;

/// How an order is paid at PayPal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// PayPal mails a request, which is paid whenever the customer likes.
    Mailed,
    /// The customer pays now, on PayPal's page.
    AtOnce,
}

impl Way {
    /// The name in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Way::Mailed => "mailed",
            Way::AtOnce => "at_once",
        }
    }

    /// The way with this name.
    pub fn from_code(code: &str) -> Option<Way> {
        [Way::Mailed, Way::AtOnce].into_iter().find(|way| way.code() == code)
    }

    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            Way::Mailed => Text::new("payments-way-mailed"),
            Way::AtOnce => Text::new("payments-way-at-once"),
        }
    }
}

stored_as_code!(Way);

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaymentState {
    /// It is to be made; if PayPal was asked already, nobody knows whether it was.
    Wanted,
    /// The customer can pay it.
    Open,
    /// Nobody needs it any more: it is to be withdrawn.
    Unwanted,
    /// The customer paid; the money has not arrived.
    Pending,
    /// All of it is paid, and recorded.
    Paid,
    /// It is not what it should be: staff looks at it, nothing is done with it.
    Odd,
    /// We withdrew it.
    Withdrawn,
    /// Somebody ended it at PayPal, or the customer let it be.
    Ended,
    /// PayPal knows nothing of it (any more).
    Gone,
}

impl PaymentState {
    /// Every state, in the order of a payment's life.
    pub const ALL: [PaymentState; 9] = [
        PaymentState::Wanted,
        PaymentState::Open,
        PaymentState::Unwanted,
        PaymentState::Pending,
        PaymentState::Paid,
        PaymentState::Odd,
        PaymentState::Withdrawn,
        PaymentState::Ended,
        PaymentState::Gone,
    ];

    /// The name in addresses and in storage.
    pub const fn code(self) -> &'static str {
        match self {
            PaymentState::Wanted => "wanted",
            PaymentState::Open => "open",
            PaymentState::Unwanted => "unwanted",
            PaymentState::Pending => "pending",
            PaymentState::Paid => "paid",
            PaymentState::Odd => "odd",
            PaymentState::Withdrawn => "withdrawn",
            PaymentState::Ended => "ended",
            PaymentState::Gone => "gone",
        }
    }

    /// The state with this name.
    pub fn from_code(code: &str) -> Option<PaymentState> {
        PaymentState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            PaymentState::Wanted => Text::new("payments-state-wanted"),
            PaymentState::Open => Text::new("payments-state-open"),
            PaymentState::Unwanted => Text::new("payments-state-unwanted"),
            PaymentState::Pending => Text::new("payments-state-pending"),
            PaymentState::Paid => Text::new("payments-state-paid"),
            PaymentState::Odd => Text::new("payments-state-odd"),
            PaymentState::Withdrawn => Text::new("payments-state-withdrawn"),
            PaymentState::Ended => Text::new("payments-state-ended"),
            PaymentState::Gone => Text::new("payments-state-gone"),
        }
    }

    /// Its tone as a badge.
    pub const fn tone(self) -> &'static str {
        match self {
            PaymentState::Wanted | PaymentState::Unwanted | PaymentState::Pending => "info",
            PaymentState::Open => "warning",
            PaymentState::Paid => "success",
            PaymentState::Odd => "danger",
            PaymentState::Withdrawn | PaymentState::Ended | PaymentState::Gone => "neutral",
        }
    }

    /// The name of its icon.
    pub const fn icon(self) -> &'static str {
        match self {
            PaymentState::Wanted => "send",
            PaymentState::Open => "mail",
            PaymentState::Unwanted | PaymentState::Withdrawn => "x",
            PaymentState::Pending => "hourglass",
            PaymentState::Paid => "circle-check",
            PaymentState::Odd => "alert-triangle",
            PaymentState::Ended | PaymentState::Gone => "circle-x",
        }
    }

    /// Whether it may still be paid.
    pub const fn is_live(self) -> bool {
        matches!(self, PaymentState::Wanted | PaymentState::Open | PaymentState::Unwanted | PaymentState::Pending)
    }
}

stored_as_code!(PaymentState);

/// Why staff has to look at a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// It is of the other environment.
    Environment,
    /// It carries another number.
    Number,
    /// It is in another currency.
    Currency,
    /// It asks for another amount.
    Amount,
    /// Another amount was paid.
    Paid,
    /// Somebody else is paid.
    Payee,
    /// A part was paid, which is not credited: staff decides what becomes of it.
    Partial,
    /// PayPal names a state that is no payment, such as one that somebody noted as paid by other means.
    State,
    /// The transactions that PayPal names do not make up the amount.
    Transactions,
    /// The money is recorded and waits, because the order or its account could not take it.
    Waiting,
    /// PayPal refuses to do what was asked.
    Refused,
    /// PayPal does not accept the client id and the secret.
    Credentials,
    /// PayPal's answer is not understood.
    NotUnderstood,
    /// The payer or his bank contests it.
    Disputed,
    /// A part, or all, went back.
    Refunded,
    /// All went back because the payer or his bank won.
    Reversed,
    /// Money went back or is contested, and the orders could not take note of it.
    Unbooked,
    /// Staff had recorded its transaction with another amount.
    Receipt,
    /// A refund that staff asked for is not done after a day.
    Late,
}

impl Oddity {
    const ALL: [Oddity; 19] = [
        Oddity::Environment,
        Oddity::Number,
        Oddity::Currency,
        Oddity::Amount,
        Oddity::Paid,
        Oddity::Payee,
        Oddity::Partial,
        Oddity::State,
        Oddity::Transactions,
        Oddity::Waiting,
        Oddity::Refused,
        Oddity::Credentials,
        Oddity::NotUnderstood,
        Oddity::Disputed,
        Oddity::Refunded,
        Oddity::Reversed,
        Oddity::Unbooked,
        Oddity::Receipt,
        Oddity::Late,
    ];

    /// The name in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Oddity::Environment => "environment",
            Oddity::Number => "number",
            Oddity::Currency => "currency",
            Oddity::Amount => "amount",
            Oddity::Paid => "paid",
            Oddity::Payee => "payee",
            Oddity::Partial => "partial",
            Oddity::State => "state",
            Oddity::Transactions => "transactions",
            Oddity::Waiting => "waiting",
            Oddity::Refused => "refused",
            Oddity::Credentials => "credentials",
            Oddity::NotUnderstood => "not_understood",
            Oddity::Disputed => "disputed",
            Oddity::Refunded => "refunded",
            Oddity::Reversed => "reversed",
            Oddity::Unbooked => "unbooked",
            Oddity::Receipt => "receipt",
            Oddity::Late => "late",
        }
    }

    /// The oddity with this name.
    pub fn from_code(code: &str) -> Option<Oddity> {
        Oddity::ALL.into_iter().find(|oddity| oddity.code() == code)
    }

    /// What it means and what to do.
    pub const fn says(self) -> Text {
        match self {
            Oddity::Environment => Text::new("payments-odd-environment"),
            Oddity::Number => Text::new("payments-odd-number"),
            Oddity::Currency => Text::new("payments-odd-currency"),
            Oddity::Amount => Text::new("payments-odd-amount"),
            Oddity::Paid => Text::new("payments-odd-paid"),
            Oddity::Payee => Text::new("payments-odd-payee"),
            Oddity::Partial => Text::new("payments-odd-partial"),
            Oddity::State => Text::new("payments-odd-state"),
            Oddity::Transactions => Text::new("payments-odd-transactions"),
            Oddity::Waiting => Text::new("payments-odd-waiting"),
            Oddity::Refused => Text::new("payments-odd-refused"),
            Oddity::Credentials => Text::new("payments-odd-credentials"),
            Oddity::NotUnderstood => Text::new("payments-odd-not-understood"),
            Oddity::Disputed => Text::new("payments-odd-disputed"),
            Oddity::Refunded => Text::new("payments-odd-refunded"),
            Oddity::Reversed => Text::new("payments-odd-reversed"),
            Oddity::Unbooked => Text::new("payments-odd-unbooked"),
            Oddity::Receipt => Text::new("payments-odd-receipt"),
            Oddity::Late => Text::new("payments-odd-late"),
        }
    }
}

stored_as_code!(Oddity);

impl From<Field> for Oddity {
    fn from(field: Field) -> Oddity {
        match field {
            Field::Environment => Oddity::Environment,
            Field::Number => Oddity::Number,
            Field::Currency => Oddity::Currency,
            Field::Amount => Oddity::Amount,
            Field::Paid => Oddity::Paid,
            Field::Payee => Oddity::Payee,
        }
    }
}

/// A way to pay an order at PayPal: what was asked for, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Its id, which is also the key under which a payment at once is begun.
    pub id: PaymentId,
    /// The order that it pays.
    pub order: OrderNumber,
    /// Whose order.
    pub account: AccountId,
    /// How it is paid.
    pub way: Way,
    /// Whether the money is real.
    pub environment: Environment,
    /// What it is called at PayPal.
    pub number: String,
    /// How much, in cents.
    pub cents: i64,
    /// Who was to be paid when it was made.
    pub payee: Payee,
    /// When it was wanted.
    pub made_at: Timestamp,
    /// When PayPal first told of its money; none before that.
    pub came_at: Option<Timestamp>,
    /// Where it stands.
    pub state: PaymentState,
    /// PayPal's id of it.
    pub reference: Option<Reference>,
    /// Where it is paid.
    pub page: Option<String>,
    /// What staff has to look at.
    pub odd: Option<Oddity>,
    /// The provider's words about that; may be empty.
    pub words: String,
    /// Whether staff has seen it.
    pub seen: bool,
    /// What PayPal has of it, in cents, while that is a part only.
    pub part: Option<i64>,
    /// What staff decided about that part.
    pub decided: Option<Decision>,
    /// When PayPal was asked last.
    pub asked_at: Option<Timestamp>,
    /// When it is asked next; none: only when something is heard of it.
    pub next_at: Option<Timestamp>,
}

impl Payment {
    /// How much.
    pub const fn money(&self) -> Money {
        Money::euro_cents(self.cents)
    }

    /// What PayPal has to say of it before it is credited.
    pub fn expected(&self) -> Expected {
        Expected {
            environment: self.environment,
            number: self.number.clone(),
            amount: self.money(),
            payee: self.payee.clone(),
        }
    }

    /// Where it is paid; an address of the web, whatever PayPal says.
    pub fn way_there(&self) -> Option<&str> {
        self.page.as_deref().filter(|page| page.starts_with("https://") || page.starts_with("http://127.0.0.1:"))
    }

    /// Notes what staff has to look at, or that there is nothing (any more). What staff saw already stays seen.
    pub fn tell_odd(&mut self, odd: Option<Oddity>, words: &str) {
        let words: String = words.chars().filter(|c| !c.is_control()).take(300).collect();
        if self.odd != odd || self.words != words {
            self.seen = false;
        }
        self.odd = odd;
        self.words = words;
    }
}

/// The number at a place of those that an order has at PayPal: the order's own, then `BC-2026-000123-2`.
pub fn number_at(order: OrderNumber, place: usize) -> String {
    if place < 2 { order.to_string() } else { format!("{order}-{place}") }
}

/// How money that came in stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptureState {
    /// It is ours.
    Held,
    /// The payer or his bank contests it.
    Disputed,
    /// A part went back.
    PartlyRefunded,
    /// All went back, as we wanted.
    Refunded,
    /// All went back, because the payer or his bank won.
    Reversed,
    /// PayPal names a state that money that came in should not have.
    Unclear,
}

impl CaptureState {
    const ALL: [CaptureState; 6] = [
        CaptureState::Held,
        CaptureState::Disputed,
        CaptureState::PartlyRefunded,
        CaptureState::Refunded,
        CaptureState::Reversed,
        CaptureState::Unclear,
    ];

    /// The name in storage.
    pub const fn code(self) -> &'static str {
        match self {
            CaptureState::Held => "held",
            CaptureState::Disputed => "disputed",
            CaptureState::PartlyRefunded => "partly_refunded",
            CaptureState::Refunded => "refunded",
            CaptureState::Reversed => "reversed",
            CaptureState::Unclear => "unclear",
        }
    }

    /// The state with this name.
    pub fn from_code(code: &str) -> Option<CaptureState> {
        CaptureState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// What staff has to look at.
    pub const fn odd(self) -> Option<Oddity> {
        match self {
            CaptureState::Held | CaptureState::PartlyRefunded | CaptureState::Refunded => None,
            CaptureState::Disputed => Some(Oddity::Disputed),
            CaptureState::Reversed => Some(Oddity::Reversed),
            CaptureState::Unclear => Some(Oddity::State),
        }
    }
}

stored_as_code!(CaptureState);

impl From<&State> for CaptureState {
    fn from(state: &State) -> CaptureState {
        match state {
            State::Paid => CaptureState::Held,
            State::Disputed => CaptureState::Disputed,
            State::PartlyRefunded => CaptureState::PartlyRefunded,
            State::Refunded => CaptureState::Refunded,
            State::Reversed => CaptureState::Reversed,
            _ => CaptureState::Unclear,
        }
    }
}

/// Money that came in by a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// PayPal's id of it.
    pub reference: Reference,
    /// The payment that it came by.
    pub payment: PaymentId,
    /// How it is recorded.
    pub receipt: ReceiptId,
    /// How much it was, in cents.
    pub cents: i64,
    /// How it stands by PayPal's last word.
    pub state: CaptureState,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back() {
        for state in PaymentState::ALL {
            assert_eq!(PaymentState::from_code(state.code()), Some(state));
        }
        for odd in Oddity::ALL {
            assert_eq!(Oddity::from_code(odd.code()), Some(odd));
        }
        for state in CaptureState::ALL {
            assert_eq!(CaptureState::from_code(state.code()), Some(state));
        }
        assert_eq!(Way::from_code("by pigeon"), None);
    }

    #[test]
    fn the_longest_number_fits_paypal() {
        let order = OrderNumber::new(9999, 999_999_999).unwrap();
        assert!(number_at(order, 9999).len() <= 25);
        assert_eq!(number_at(OrderNumber::new(2026, 123).unwrap(), 1), "BC-2026-000123");
        assert_eq!(number_at(OrderNumber::new(2026, 123).unwrap(), 2), "BC-2026-000123-2");
    }
}
