//! What the audit log is told.

use audit::{Entry, Label};
use kit_core::{AccountId, Context, PersonId, Text};
use kit_db::{DbError, Tx};

audit::actions! {
    pub(super) CALLER_NAMED = "calls.caller-named", Text::new("calls-audit-caller-named");
    pub(super) CALLER_REMOVED = "calls.caller-removed", Text::new("calls-audit-caller-removed");
    pub(super) PIN_TAKEN = "calls.pin-taken", Text::new("calls-audit-pin-taken");
    pub(super) PIN_WITHDRAWN = "calls.pin-withdrawn", Text::new("calls-audit-pin-withdrawn");
    pub(super) PIN_RIGHT = "calls.pin-right", Text::new("calls-audit-pin-right");
    pub(super) PIN_WRONG = "calls.pin-wrong", Text::new("calls-audit-pin-wrong");
    pub(super) PIN_LOCKED = "calls.pin-locked", Text::new("calls-audit-pin-locked");
    pub(super) PHONE_SET = "calls.phone-set", Text::new("calls-audit-phone-set");
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
