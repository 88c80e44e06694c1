//! What calls keep about a person.

use kit_core::Text;
use kit_db::{DbError, Read};
use kit_web::{Erasure, Ground, Personal, PersonalRows, Subject};
use serde_json::json;

use crate::store;

/// How many lines one step reads.
const ROWS: i64 = 200;

/// The declarations.
pub(crate) fn kept() -> Vec<Personal> {
    vec![
        Personal {
            name: "calls.callers",
            columns: &["callers.person", "callers.named_by", "callers.phone"],
            what: Text::new("calls-kept-callers"),
            why: Text::new("calls-kept-callers-why"),
            ground: Ground::Contract,
            how_long: Text::new("calls-kept-callers-how-long"),
            rows: callers,
            erasure: Erasure::Gone(|tx, _, subject| store::personal::forget_callers(tx, subject.person)),
        },
        Personal {
            name: "calls.calls",
            columns: &["calls.caller", "calls.agent", "calls.approved_by"],
            what: Text::new("calls-kept-calls"),
            why: Text::new("calls-kept-calls-why"),
            ground: Ground::Contract,
            how_long: Text::new("calls-kept-calls-how-long"),
            rows: calls,
            erasure: Erasure::Kept(Text::new("calls-kept-calls-after")),
        },
        Personal {
            name: "calls.corrections",
            columns: &["burn_corrections.asked_by", "burn_corrections.decided_by"],
            what: Text::new("calls-kept-corrections"),
            why: Text::new("calls-kept-corrections-why"),
            ground: Ground::Contract,
            how_long: Text::new("calls-kept-calls-how-long"),
            rows: corrections,
            erasure: Erasure::Kept(Text::new("calls-kept-calls-after")),
        },
    ]
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

/// What follows after the last line of a full step.
fn next<T>(rows: &[T], id: impl Fn(&T) -> i64) -> Option<String> {
    rows.last().filter(|_| rows.len() as i64 == ROWS).map(|last| id(last).to_string())
}

fn calls(read: &mut Read<'_>, subject: &Subject, after: Option<&str>) -> Result<PersonalRows, DbError> {
    let after = after.and_then(|id| id.parse().ok()).unwrap_or(i64::MIN);
    let found = store::personal::calls(read, subject.person, after, ROWS)?;
    let rows = found.iter().map(|row| {
        vec![
            ("account", json!(row.account.to_string())),
            ("at", json!(row.started_at)),
            ("seconds", json!(row.seconds)),
            ("subject", json!(row.subject)),
        ]
    });
    Ok(PersonalRows { rows: rows.collect(), next: next(&found, |row| row.id.0) })
}

fn corrections(read: &mut Read<'_>, subject: &Subject, after: Option<&str>) -> Result<PersonalRows, DbError> {
    let after = after.and_then(|id| id.parse().ok()).unwrap_or(i64::MIN);
    let found = store::personal::corrections(read, subject.person, after, ROWS)?;
    let rows = found.iter().map(|row| {
        vec![
            ("account", json!(row.account.to_string())),
            ("at", json!(row.asked_at)),
            ("words", json!(row.reason)),
            ("answer", json!(row.answer)),
        ]
    });
    Ok(PersonalRows { rows: rows.collect(), next: next(&found, |row| row.id.0) })
}
