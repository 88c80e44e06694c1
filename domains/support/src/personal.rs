//! What support keeps about a person: the cases asked and followed, and what he or she wrote there.

use kit_core::{Context, Text};
use kit_db::{DbError, Read, Tx};
use kit_web::{Erasure, Ground, Personal, PersonalRows, Subject};
use serde_json::json;

use crate::store;

/// How many lines of conversations one step reads.
const ROWS: i64 = 200;

/// The declarations.
pub(crate) fn kept() -> Vec<Personal> {
    vec![
        Personal {
            name: "support.cases",
            columns: &["cases.requester", "cases.assignee", "case_watchers.person"],
            what: Text::new("support-kept-cases"),
            why: Text::new("support-kept-cases-why"),
            ground: Ground::Contract,
            how_long: Text::new("support-kept-how-long"),
            rows: cases,
            erasure: Erasure::Reduced(unwatch_all, Text::new("support-kept-cases-after")),
        },
        Personal {
            name: "support.messages",
            columns: &["case_lines.person"],
            what: Text::new("support-kept-messages"),
            why: Text::new("support-kept-messages-why"),
            ground: Ground::Contract,
            how_long: Text::new("support-kept-how-long"),
            rows: messages,
            erasure: Erasure::Kept(Text::new("support-kept-messages-after")),
        },
    ]
}

/// The cases that the person asked or follows.
fn cases(read: &mut Read<'_>, subject: &Subject, after: Option<&str>) -> Result<PersonalRows, DbError> {
    let after = after.and_then(|number| number.parse().ok()).unwrap_or(i64::MIN);
    let found = store::personal::cases(read, subject.person, after, ROWS)?;
    let next = found.last().filter(|_| found.len() as i64 == ROWS).map(|last| last.number.raw().to_string());
    let rows = found.iter().map(|row| {
        vec![
            ("case", json!(row.number.to_string())),
            ("subject", json!(row.subject)),
            ("product", json!(row.product)),
            ("opened_at", json!(row.opened_at)),
            ("asked_by_you", json!(row.requester == subject.person)),
        ]
    });
    Ok(PersonalRows { rows: rows.collect(), next })
}

/// What the person wrote in them.
fn messages(read: &mut Read<'_>, subject: &Subject, after: Option<&str>) -> Result<PersonalRows, DbError> {
    let mut place = after.unwrap_or_default().split(' ').filter_map(|number| number.parse().ok());
    let after = (place.next().unwrap_or(i64::MIN), place.next().unwrap_or(i64::MIN));
    let found = store::personal::messages(read, subject.person, after, ROWS)?;
    let next = found.last().filter(|_| found.len() as i64 == ROWS);
    let next = next.map(|last| format!("{} {}", last.number.raw(), last.seq));
    let rows = found
        .iter()
        .map(|row| vec![("case", json!(row.number.to_string())), ("at", json!(row.at)), ("words", json!(row.body))]);
    Ok(PersonalRows { rows: rows.collect(), next })
}

/// Nothing more is mailed; who asked and wrote stays as an id that names nobody.
fn unwatch_all(tx: &mut Tx<'_>, _: &Context, subject: &Subject) -> Result<(), DbError> {
    store::personal::unwatch_all(tx, subject.person)
}
