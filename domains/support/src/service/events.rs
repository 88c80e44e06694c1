//! What programs of the publisher hear of the cases of accounts: never what was written.

use kit_core::{Context, Text};
use kit_db::{DbError, Tx};
use serde_json::json;
use webhooks::{EventKind, emit};

use crate::model::Case;

webhooks::events! {
    /// Staff answered.
    ANSWERED = "case.answered", Text::new("support-told-answered"), r#"{
  "account": "C-1042",
  "case": {
    "number": "CAS-2026-000123", "subject": "The plan does not print", "product": "Trame", "priority": "normal", "state": "waiting",
    "opened_at": "2026-11-20T15:00:00Z", "due_at": null, "merged_into": null
  }
}"#;
    /// It is done.
    CLOSED = "case.closed", Text::new("support-told-closed"), r#"{
  "account": "C-1042",
  "case": {
    "number": "CAS-2026-000123", "subject": "The plan does not print", "product": "Trame", "priority": "normal", "state": "closed",
    "opened_at": "2026-11-20T15:00:00Z", "due_at": null, "merged_into": null
  }
}"#;
    /// A customer asked.
    OPENED = "case.opened", Text::new("support-told-opened"), r#"{
  "account": "C-1042",
  "case": {
    "number": "CAS-2026-000123", "subject": "The plan does not print", "product": "Trame", "priority": "normal", "state": "new",
    "opened_at": "2026-11-20T15:00:00Z", "due_at": "2026-11-24T15:00:00Z", "merged_into": null
  }
}"#;
}

pub(super) fn opened(tx: &mut Tx<'_>, ctx: &Context, case: &Case) -> Result<(), DbError> {
    told(tx, ctx, &OPENED, case)
}

pub(super) fn answered(tx: &mut Tx<'_>, ctx: &Context, case: &Case) -> Result<(), DbError> {
    told(tx, ctx, &ANSWERED, case)
}

pub(super) fn closed(tx: &mut Tx<'_>, ctx: &Context, case: &Case) -> Result<(), DbError> {
    told(tx, ctx, &CLOSED, case)
}

fn told(tx: &mut Tx<'_>, ctx: &Context, kind: &'static EventKind, case: &Case) -> Result<(), DbError> {
    let Some(account) = case.account else { return Ok(()) };
    let data = json!({ "case": {
        "number": case.number.to_string(),
        "subject": case.subject,
        "product": case.product,
        "priority": case.priority.code(),
        "state": case.state.code(),
        "opened_at": case.opened_at.to_string(),
        "due_at": case.promised().map(|due| due.to_string()),
        "merged_into": case.merged_into.map(|into| into.to_string()),
    }});
    emit(tx, ctx, &webhooks::Event { kind, account, data })
}
