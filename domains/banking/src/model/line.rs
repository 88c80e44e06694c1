//! A line of a statement, as it is kept.

use credits::WrittenBy;
use jiff::Timestamp;
use jiff::civil::Date;
use kit_core::{Id, Money, Text};
use kit_db::{FromRow, stored_as_code};
use orders::{Day, ReceiptId};
use serde::{Deserialize, Serialize};

use super::{ImportId, Movement, Proposal};

/// The id of a line.
pub type LineId = Id<BankLine>;

/// Characters of the digest that stand in a receipt's reference: 80 bits, which no two lines share by chance.
const DIGITS_OF_REFERENCE: usize = 20;

/// Which way a line goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// Money came.
    Credit,
    /// A payment of the publisher's own came back.
    Returned,
    /// A credit was undone: the money is gone.
    TakenBack,
}

impl LineKind {
    /// The name in storage.
    pub const fn code(self) -> &'static str {
        match self {
            LineKind::Credit => "credit",
            LineKind::Returned => "returned",
            LineKind::TakenBack => "taken_back",
        }
    }

    /// The kind with this name.
    pub fn from_code(code: &str) -> Option<LineKind> {
        [LineKind::Credit, LineKind::Returned, LineKind::TakenBack].into_iter().find(|kind| kind.code() == code)
    }
}

stored_as_code!(LineKind);

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineState {
    /// Nobody has decided.
    Open,
    /// It is a receipt.
    Recorded,
    /// It is not to be recorded.
    Ignored,
}

impl LineState {
    /// Every state.
    pub const ALL: [LineState; 3] = [LineState::Open, LineState::Recorded, LineState::Ignored];

    /// The name in addresses and in storage.
    pub const fn code(self) -> &'static str {
        match self {
            LineState::Open => "open",
            LineState::Recorded => "recorded",
            LineState::Ignored => "ignored",
        }
    }

    /// The state with this name.
    pub fn from_code(code: &str) -> Option<LineState> {
        LineState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            LineState::Open => Text::new("banking-state-open"),
            LineState::Recorded => Text::new("banking-state-recorded"),
            LineState::Ignored => Text::new("banking-state-ignored"),
        }
    }

    /// Its tone as a badge.
    pub const fn tone(self) -> &'static str {
        match self {
            LineState::Open => "warning",
            LineState::Recorded => "success",
            LineState::Ignored => "neutral",
        }
    }

    /// The name of its icon.
    pub const fn icon(self) -> &'static str {
        match self {
            LineState::Open => "hourglass",
            LineState::Recorded => "circle-check",
            LineState::Ignored => "ban",
        }
    }
}

stored_as_code!(LineState);

/// What bank and payer say about a line, apart from amount, day and payer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// The payers' references, carried from end to end.
    pub end_to_end: Vec<String>,
    /// References made to be read by machines: creditor references, numbers of documents.
    pub references: Vec<String>,
    /// Free texts.
    pub texts: Vec<String>,
    /// The bank's own references, of the entry and of the payment.
    pub of_bank: Vec<String>,
}

stored_as_json!(Told);

impl Told {
    /// All of it on one line, for people.
    pub fn shown(&self) -> String {
        let all = self.references.iter().chain(&self.end_to_end).chain(&self.texts);
        all.map(String::as_str).collect::<Vec<_>>().join(" · ")
    }
}

/// A line that a file tells, to be kept if it is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLine {
    /// What it is known by: see `bank-statement`.
    pub identity: String,
    /// Which way it goes.
    pub kind: LineKind,
    /// The bank account that the money moved on: one text for all names of it.
    pub account: String,
    /// The day of booking.
    pub booked_on: Date,
    /// How much, in euro cents; more than nothing.
    pub cents: i64,
    /// Who paid, as the bank tells; may be empty.
    pub payer: String,
    /// From which account, as the bank tells; may be empty.
    pub payer_account: String,
    /// What else is said.
    pub told: Told,
}

/// A line of a statement.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct BankLine {
    /// Its id.
    pub id: LineId,
    /// What it is known by.
    pub identity: String,
    /// The file that told it first.
    pub import: ImportId,
    /// Which way it goes.
    pub kind: LineKind,
    /// The bank account that the money moved on.
    pub account: String,
    /// The day of booking.
    pub booked_on: Day,
    /// How much, in euro cents.
    pub cents: i64,
    /// Who paid; may be empty.
    pub payer: String,
    /// From which account; may be empty.
    pub payer_account: String,
    /// What else is said.
    pub told: Told,
    /// What became of it.
    pub state: LineState,
    /// What it seems to be for; none before it was looked at.
    pub proposal: Option<Proposal>,
    /// The receipt that it became.
    pub receipt: Option<ReceiptId>,
    /// When somebody decided.
    pub decided_at: Option<Timestamp>,
    /// Who decided.
    pub decided_by: Option<WrittenBy>,
    /// Why, in the words of who decided.
    pub note: Option<String>,
}

impl NewLine {
    /// What matching sees of it.
    pub fn movement(&self, is_own: bool) -> Movement<'_> {
        let NewLine { kind, cents, payer, told, .. } = self;
        Movement { kind: *kind, cents: *cents, payer, told, is_own }
    }
}

impl BankLine {
    /// How much.
    pub const fn money(&self) -> Money {
        Money::euro_cents(self.cents)
    }

    /// What matching sees of it.
    pub fn movement(&self, is_own: bool) -> Movement<'_> {
        let BankLine { kind, cents, payer, told, .. } = self;
        Movement { kind: *kind, cents: *cents, payer, told, is_own }
    }

    /// The reference of its receipt, made of its identity: short enough to be read out, and the same whenever the line is
    /// told.
    pub fn reference(&self) -> String {
        let (digest, occurrence) = self.identity.split_once('-').unwrap_or((&self.identity, "1"));
        format!("REL-{}-{occurrence}", digest.get(..DIGITS_OF_REFERENCE).unwrap_or(digest))
    }
}
