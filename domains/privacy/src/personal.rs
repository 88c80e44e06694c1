//! What personal data itself keeps about a person; and the log, which knows nothing of pages and so declares nothing itself.

use kit_core::Text;
use kit_db::{DbError, Read};
use kit_web::{Erasure, Ground, Personal, PersonalRows, Subject};
use serde_json::json;

use crate::store;

/// How many lines one step reads.
const ROWS: i64 = 500;

/// The declarations.
pub(crate) fn kept() -> Vec<Personal> {
    vec![
        Personal {
            name: "log.about-you",
            columns: &["events.person"],
            what: Text::new("privacy-kept-about"),
            why: Text::new("privacy-kept-log-why"),
            ground: Ground::Interest,
            how_long: Text::new("privacy-kept-log-how-long"),
            rows: |read, subject, after| events(read, subject, after, false),
            erasure: Erasure::Kept(Text::new("privacy-kept-log-after")),
        },
        Personal {
            name: "log.by-you",
            columns: &["events.author_person", "events.author", "events.author_detail"],
            what: Text::new("privacy-kept-by"),
            why: Text::new("privacy-kept-log-why"),
            ground: Ground::Interest,
            how_long: Text::new("privacy-kept-log-how-long"),
            rows: |read, subject, after| events(read, subject, after, true),
            erasure: Erasure::Kept(Text::new("privacy-kept-log-after")),
        },
        Personal {
            name: "privacy.requests",
            columns: &["erasure_requests.person", "erasure_requests.ended_by"],
            what: Text::new("privacy-kept-requests"),
            why: Text::new("privacy-kept-requests-why"),
            ground: Ground::Law,
            how_long: Text::new("privacy-kept-requests-how-long"),
            rows: erasure_requests,
            erasure: Erasure::Kept(Text::new("privacy-kept-requests-after")),
        },
        Personal {
            name: "privacy.exports",
            columns: &["personal_exports.person"],
            what: Text::new("privacy-kept-exports"),
            why: Text::new("privacy-kept-exports-why"),
            ground: Ground::Law,
            how_long: Text::new("privacy-kept-exports-how-long"),
            rows: exports,
            erasure: Erasure::Gone(|tx, _, subject| store::exports::remove_of(tx, subject.person)),
        },
    ]
}

/// Lines of the log. What somebody else's line says of its author is not told; what one's own lines say of others neither.
fn events(read: &mut Read<'_>, subject: &Subject, after: Option<&str>, by: bool) -> Result<PersonalRows, DbError> {
    let place = after.and_then(|after| after.split_once(' '));
    let place = place.and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?))).unwrap_or((i64::MIN, i64::MIN));
    let found = audit::of_person(read, subject.person, by, place, ROWS)?;
    let last = found.last().filter(|_| found.len() as i64 == ROWS);
    let next = last.map(|last| format!("{} {}", last.at.as_microsecond(), last.id.0));
    let rows = found.iter().map(|event| {
        let account = event.account.map(|account| account.to_string());
        let about = [("at", json!(event.at)), ("action", json!(event.action)), ("account", json!(account))];
        let changes = (!by).then(|| ("changes", json!(event.changes)));
        about.into_iter().chain(changes).collect()
    });
    Ok(PersonalRows { rows: rows.collect(), next })
}

fn erasure_requests(read: &mut Read<'_>, subject: &Subject, _: Option<&str>) -> Result<PersonalRows, DbError> {
    let rows = store::erasure_requests::of_person(read, subject.person)?;
    Ok(PersonalRows::all(rows.into_iter().map(|row| {
        vec![
            ("asked_at", json!(row.asked_at)),
            ("state", json!(row.state.code())),
            ("due_at", json!(row.due_at)),
            ("extended_because", json!(row.extension)),
            ("ended_at", json!(row.ended_at)),
            ("reason", json!(row.reason)),
        ]
    })))
}

fn exports(read: &mut Read<'_>, subject: &Subject, _: Option<&str>) -> Result<PersonalRows, DbError> {
    let rows = store::exports::of_person(read, subject.person, jiff::Timestamp::MIN)?;
    Ok(PersonalRows::all(rows.into_iter().map(|row| {
        vec![
            ("asked_at", json!(row.asked_at)),
            ("ready_at", json!(row.ready_at)),
            ("expires_at", json!(row.expires_at)),
            ("bytes", json!(row.bytes)),
        ]
    })))
}
