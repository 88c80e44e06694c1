//! What programs of the publisher hear of accounts.

use kit_core::{AccountId, Context, Text};
use kit_db::{DbError, Tx};
use kit_web::AccountState;
use serde_json::json;
use webhooks::{Event, EventKind, emit};

use crate::model::Decision;

webhooks::events! {
    OPENED = "account.opened", Text::new("accounts-event-opened"),
        r#"{"account": "C-1042", "name": "Atelier Kerlann", "state": "active", "reason": null}"#;
    ACCEPTED = "account.accepted", Text::new("accounts-event-accepted"),
        r#"{"account": "C-1042", "name": "Atelier Kerlann", "state": "active", "reason": null}"#;
    REFUSED = "account.refused", Text::new("accounts-event-refused"),
        r#"{"account": "C-1042", "name": "Atelier Kerlann", "state": "refused", "reason": "Unknown company."}"#;
    REOPENED = "account.reopened", Text::new("accounts-event-reopened"),
        r#"{"account": "C-1042", "name": "Atelier Kerlann", "state": "pending", "reason": null}"#;
    SUSPENDED = "account.suspended", Text::new("accounts-event-suspended"),
        r#"{"account": "C-1042", "name": "Atelier Kerlann", "state": "suspended", "reason": "Unpaid invoice."}"#;
    REACTIVATED = "account.reactivated", Text::new("accounts-event-reactivated"),
        r#"{"account": "C-1042", "name": "Atelier Kerlann", "state": "active", "reason": null}"#;
    CLOSED = "account.closed", Text::new("accounts-event-closed"),
        r#"{"account": "C-1042", "name": "Atelier Kerlann", "state": "closed", "reason": null}"#;
    RESTORED = "account.restored", Text::new("accounts-event-restored"),
        r#"{"account": "C-1042", "name": "Atelier Kerlann", "state": "active", "reason": null}"#;
}

/// An admin closed the account, or staff took that back: it is in `state` now.
pub(crate) fn closed(
    tx: &mut Tx<'_>,
    ctx: &Context,
    (account, name): (AccountId, &str),
    state: AccountState,
) -> Result<(), DbError> {
    let kind = if state == AccountState::Closed { &CLOSED } else { &RESTORED };
    told(tx, ctx, kind, account, name, state, None)
}

/// The publisher opened an account that is in use at once.
pub(crate) fn opened(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, name: &str) -> Result<(), DbError> {
    told(tx, ctx, &OPENED, account, name, AccountState::Active, None)
}

/// The publisher decided; the account is in `state` now.
pub(crate) fn decided(
    tx: &mut Tx<'_>,
    ctx: &Context,
    decision: Decision,
    (account, name): (AccountId, &str),
    state: AccountState,
    reason: Option<&str>,
) -> Result<(), DbError> {
    let kind = match decision {
        Decision::Accept => &ACCEPTED,
        Decision::Refuse => &REFUSED,
        Decision::Reopen => &REOPENED,
        Decision::Suspend => &SUSPENDED,
        Decision::Reactivate => &REACTIVATED,
    };
    told(tx, ctx, kind, account, name, state, reason)
}

fn told(
    tx: &mut Tx<'_>,
    ctx: &Context,
    kind: &'static EventKind,
    account: AccountId,
    name: &str,
    state: AccountState,
    reason: Option<&str>,
) -> Result<(), DbError> {
    let data = json!({ "name": name, "state": state.code(), "reason": reason });
    emit(tx, ctx, &Event { kind, account, data })
}
