//! What the audit log is told, beside what orders tell it of receipts.

use audit::Entry;
use kit_core::{Context, Text};
use kit_db::{DbError, Tx};
use orders::OrderNumber;

use crate::model::{BankLine, Import};

audit::actions! {
    /// A file was dropped, and all of its lines are there.
    IMPORTED = "banking.imported", Text::new("banking-audit-imported");
    /// A line was recorded without anybody's confirmation.
    AUTOMATIC = "banking.automatic", Text::new("banking-audit-automatic");
    /// Every sure line was confirmed at once.
    ALL_CONFIRMED = "banking.all_confirmed", Text::new("banking-audit-all-confirmed");
    /// A line is not to be recorded.
    IGNORED = "banking.ignored", Text::new("banking-audit-ignored");
    /// It is open again.
    REOPENED = "banking.reopened", Text::new("banking-audit-reopened");
}

audit::labels! {
    FILE = "banking.file", Text::new("banking-file");
    FRESH = "banking.fresh", Text::new("banking-fresh");
    KNOWN = "banking.known", Text::new("banking-known");
    REFERENCE = "banking.reference", Text::new("banking-reference");
    AMOUNT = "banking.amount", Text::new("banking-amount");
    ORDER = "banking.order", Text::new("banking-order");
    NOTE = "banking.note", Text::new("banking-note");
    LINES = "banking.lines", Text::new("banking-lines");
}

pub(super) fn imported(tx: &mut Tx<'_>, ctx: &Context, import: &Import) -> Result<(), DbError> {
    let entry =
        Entry::new(&IMPORTED).with(&FILE, import.name.as_str()).with(&FRESH, import.fresh).with(&KNOWN, import.known());
    audit::record(tx, ctx, entry)
}

fn of(action: &'static audit::Label, line: &BankLine) -> Entry {
    Entry::new(action).with(&REFERENCE, line.reference()).with(&AMOUNT, line.money())
}

pub(super) fn automatic(tx: &mut Tx<'_>, ctx: &Context, line: &BankLine, order: OrderNumber) -> Result<(), DbError> {
    audit::record(tx, ctx, of(&AUTOMATIC, line).with(&ORDER, order.to_string()))
}

pub(super) fn all_confirmed(tx: &mut Tx<'_>, ctx: &Context, lines: i64) -> Result<(), DbError> {
    audit::record(tx, ctx, Entry::new(&ALL_CONFIRMED).with(&LINES, lines))
}

pub(super) fn ignored(tx: &mut Tx<'_>, ctx: &Context, line: &BankLine, note: &str) -> Result<(), DbError> {
    let note = Some(note).filter(|note| !note.is_empty()).map(audit::Value::from);
    audit::record(tx, ctx, of(&IGNORED, line).change(&NOTE, None, note))
}

pub(super) fn reopened(tx: &mut Tx<'_>, ctx: &Context, line: &BankLine) -> Result<(), DbError> {
    audit::record(tx, ctx, of(&REOPENED, line))
}
