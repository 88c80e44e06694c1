//! What the audit log is told.

use audit::{Entry, Label};
use credits::Unit;
use kit_core::{AccountId, Context, PersonId, Text};
use kit_db::{DbError, Tx};

use crate::model::{Call, Outcome};

audit::actions! {
    pub(super) CALLER_NAMED = "calls.caller-named", Text::new("calls-audit-caller-named");
    pub(super) CALLER_REMOVED = "calls.caller-removed", Text::new("calls-audit-caller-removed");
    pub(super) PIN_TAKEN = "calls.pin-taken", Text::new("calls-audit-pin-taken");
    pub(super) PIN_WITHDRAWN = "calls.pin-withdrawn", Text::new("calls-audit-pin-withdrawn");
    pub(super) PIN_RIGHT = "calls.pin-right", Text::new("calls-audit-pin-right");
    pub(super) PIN_WRONG = "calls.pin-wrong", Text::new("calls-audit-pin-wrong");
    pub(super) PIN_LOCKED = "calls.pin-locked", Text::new("calls-audit-pin-locked");
    APPROVED = "calls.approved", Text::new("calls-audit-approved");
    COUNTED = "calls.counted", Text::new("calls-audit-counted");
    UNCOUNTED = "calls.uncounted", Text::new("calls-audit-uncounted");
    DROPPED = "calls.dropped", Text::new("calls-audit-dropped");
    pub(super) CORRECTION_ASKED = "calls.correction-asked", Text::new("calls-audit-correction-asked");
    pub(super) CORRECTION_GRANTED = "calls.correction-granted", Text::new("calls-audit-correction-granted");
    pub(super) CORRECTION_REFUSED = "calls.correction-refused", Text::new("calls-audit-correction-refused");
    pub(super) PHONE_SET = "calls.phone-set", Text::new("calls-audit-phone-set");
}

audit::labels! {
    MINUTES = "calls.minutes", Text::new("calls-audit-minutes");
    CASE = "calls.case", Text::new("calls-audit-case");
    OPERATION = "calls.operation", Text::new("calls-audit-operation");
}

/// A member approved what a call costs.
pub(super) fn approved(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    by: PersonId,
    minutes: i64,
) -> Result<(), DbError> {
    audit::record(tx, ctx, Entry::new(&APPROVED).account(account).person(by).with(&MINUTES, minutes))
}

/// A call ended.
pub(super) fn ended(tx: &mut Tx<'_>, ctx: &Context, call: &Call) -> Result<(), DbError> {
    let action = match call.outcome {
        Some(Outcome::Counted) => &COUNTED,
        Some(Outcome::Uncounted) => &UNCOUNTED,
        Some(Outcome::Dropped) | None => &DROPPED,
    };
    let mut entry = Entry::new(action).account(call.account).with(&MINUTES, call.real());
    if let Some(caller) = call.caller {
        entry = entry.person(caller);
    }
    if let Some(case) = call.case_number {
        entry = entry.with(&CASE, case.to_string());
    }
    audit::record(tx, ctx, entry)
}

/// Something that happened about a correction of a use of support time.
pub(super) fn correction(
    tx: &mut Tx<'_>,
    ctx: &Context,
    action: &'static Label,
    account: AccountId,
    seq: i64,
) -> Result<(), DbError> {
    let operation = Unit::SupportMinutes.operation(seq).to_string();
    audit::record(tx, ctx, Entry::new(action).account(account).with(&OPERATION, operation))
}

/// Something that happened about a designated caller.
pub(super) fn caller(
    tx: &mut Tx<'_>,
    ctx: &Context,
    action: &'static Label,
    account: AccountId,
    person: PersonId,
) -> Result<(), DbError> {
    audit::record(tx, ctx, Entry::new(action).account(account).person(person))
}
