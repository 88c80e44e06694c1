//! What programs of the publisher hear of machines.

use kit_core::{Context, Text};
use kit_db::{DbError, Tx};
use serde_json::{Value, json};
use webhooks::{Event, emit};

use crate::model::{Ended, Machine};

webhooks::events! {
    LINKED = "machine.linked", Text::new("machines-event-linked"), r#"{
  "account": "C-1042",
  "machine": {"id": "0c4xq7gk2m9tz", "name": "Poste 3", "system": "Windows 11", "application": "Planelle", "version": "2.4.1"},
  "how": "replacement",
  "replaced": "0b7trq2m1s8vy"
}"#;
    UNLINKED = "machine.unlinked", Text::new("machines-event-unlinked"), r#"{
  "account": "C-1042",
  "machine": {"id": "0b7trq2m1s8vy", "name": "Poste 1", "system": "Windows 10", "application": "Planelle", "version": "2.3.0"},
  "how": "replaced"
}"#;
}

fn shown(machine: &Machine) -> Value {
    json!({
        "id": machine.id,
        "name": machine.name,
        "system": machine.system,
        "application": machine.application,
        "version": machine.version,
    })
}

/// A machine was linked, maybe in the place of another one.
pub(crate) fn linked(
    tx: &mut Tx<'_>,
    ctx: &Context,
    machine: &Machine,
    replaced: Option<&Machine>,
) -> Result<(), DbError> {
    let replaced = replaced.map(|replaced| replaced.id);
    let data = json!({ "machine": shown(machine), "how": machine.linked_how.code(), "replaced": replaced });
    emit(tx, ctx, &Event { kind: &LINKED, account: machine.account, data })
}

/// A machine was unlinked.
pub(crate) fn unlinked(tx: &mut Tx<'_>, ctx: &Context, machine: &Machine, how: Ended) -> Result<(), DbError> {
    let data = json!({ "machine": shown(machine), "how": how.code() });
    emit(tx, ctx, &Event { kind: &UNLINKED, account: machine.account, data })
}
