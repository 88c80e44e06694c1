//! What calls keep about a person.

use kit_core::Text;
use kit_db::{DbError, Read};
use kit_web::{Erasure, Ground, Personal, PersonalRows, Subject};
use serde_json::json;

use crate::store;
use crate::store::personal::{CallLine, CallerLine, CorrectionLine};

/// How many lines one step reads.
const ROWS: i64 = 200;

/// The declarations.
pub(crate) fn kept() -> Vec<Personal> {
    vec![
        Personal {
            name: "calls.callers",
            columns: &["callers.person", "callers.named_by", "callers.checked_by", "callers.phone"],
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
    let own = store::personal::callers(read, subject.person)?;
    let named = store::personal::named_by(read, subject.person)?;
    let checked = store::personal::checked_by(read, subject.person)?;
    let row = |row: &CallerLine, (is_own, is_checked): (bool, bool)| {
        // What others call from, and when they took their PINs, is theirs.
        let own = Some(row).filter(|_| is_own);
        vec![
            ("account", json!(row.account.to_string())),
            ("named_by_you", json!(!is_own && !is_checked)),
            ("checked_by_you", json!(is_checked)),
            ("named_at", json!(row.named_at)),
            ("phone", json!(own.and_then(|row| row.phone.as_deref()))),
            ("pin_taken_at", json!(own.and_then(|row| row.pin_at))),
        ]
    };
    let own = own.iter().map(|caller| row(caller, (true, false)));
    let named = named.iter().map(|caller| row(caller, (false, false)));
    Ok(PersonalRows::all(own.chain(named).chain(checked.iter().map(|caller| row(caller, (false, true))))))
}

fn after(place: Option<&str>) -> i64 {
    place.and_then(|id| id.parse().ok()).unwrap_or(i64::MIN)
}

fn calls(read: &mut Read<'_>, subject: &Subject, place: Option<&str>) -> Result<PersonalRows, DbError> {
    let person = subject.person;
    let found = store::personal::calls(read, person, after(place), ROWS)?;
    let row = |row: &CallLine| {
        vec![
            ("account", json!(row.account.to_string())),
            ("at", json!(row.started_at)),
            ("seconds", json!(row.seconds)),
            ("subject", json!(row.subject)),
            ("called_by_you", json!(row.caller == Some(person))),
            ("answered_by_you", json!(row.agent == person)),
            ("approved_by_you", json!(row.approved_by == Some(person))),
        ]
    };
    Ok(PersonalRows::page(&found, ROWS, |last| last.id.0.to_string(), row))
}

fn corrections(read: &mut Read<'_>, subject: &Subject, place: Option<&str>) -> Result<PersonalRows, DbError> {
    let person = subject.person;
    let found = store::personal::corrections(read, person, after(place), ROWS)?;
    let row = |row: &CorrectionLine| {
        vec![
            ("account", json!(row.account.to_string())),
            ("at", json!(row.asked_at)),
            ("words", json!(row.reason)),
            ("answer", json!(row.answer)),
            ("asked_by_you", json!(row.asked_by == person)),
            ("decided_by_you", json!(row.decided_by == Some(person))),
        ]
    };
    Ok(PersonalRows::page(&found, ROWS, |last| last.id.0.to_string(), row))
}
