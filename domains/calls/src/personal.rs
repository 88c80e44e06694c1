//! What calls keep about a person.

use kit_core::Text;
use kit_db::{DbError, Read};
use kit_web::{Erasure, Ground, Personal, PersonalRows, Subject};
use serde_json::json;

use crate::store;

/// The declarations.
pub(crate) fn kept() -> Vec<Personal> {
    vec![Personal {
        name: "calls.callers",
        columns: &["callers.person", "callers.named_by", "callers.phone"],
        what: Text::new("calls-kept-callers"),
        why: Text::new("calls-kept-callers-why"),
        ground: Ground::Contract,
        how_long: Text::new("calls-kept-callers-how-long"),
        rows: callers,
        erasure: Erasure::Gone(|tx, _, subject| store::personal::forget_callers(tx, subject.person)),
    }]
}

fn callers(read: &mut Read<'_>, subject: &Subject, _: Option<&str>) -> Result<PersonalRows, DbError> {
    let rows = store::personal::callers(read, subject.person)?;
    Ok(PersonalRows::all(rows.into_iter().map(|row| {
        vec![
            ("account", json!(row.account.to_string())),
            ("named_at", json!(row.named_at)),
            ("phone", json!(row.phone)),
            ("pin_taken_at", json!(row.pin_at)),
        ]
    })))
}
