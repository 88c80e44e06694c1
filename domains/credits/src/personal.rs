//! What the ledger keeps about a person: ids only, for as long as the law wants accounts to be kept.

use accounts::{WalkedRows, walk};
use kit_core::{AccountId, Text};
use kit_db::{DbError, Read};
use kit_web::{Erasure, Ground, Personal, PersonalRows, Subject};
use serde_json::json;

use crate::store;
use crate::store::personal::BurnLine;

/// How many lines one step reads.
const ROWS: i64 = 500;

/// The declarations.
pub(crate) fn kept() -> Vec<Personal> {
    vec![
        Personal {
            name: "credits.operations",
            columns: &["operations.member", "operations.author"],
            what: Text::new("credits-kept-operations"),
            why: Text::new("credits-kept-operations-why"),
            ground: Ground::Law,
            how_long: Text::new("credits-kept-operations-how-long"),
            rows: |read, subject, after| walk(read, subject, after, operations),
            erasure: Erasure::Kept(Text::new("credits-kept-operations-after")),
        },
        Personal {
            name: "credits.holds",
            columns: &["holds.member", "holds.author"],
            what: Text::new("credits-kept-holds"),
            why: Text::new("credits-kept-holds-why"),
            ground: Ground::Law,
            how_long: Text::new("credits-kept-operations-how-long"),
            rows: |read, subject, after| walk(read, subject, after, holds),
            erasure: Erasure::Kept(Text::new("credits-kept-operations-after")),
        },
        Personal {
            name: "credits.support-time",
            columns: &["support_burns.agent"],
            what: Text::new("credits-kept-burns"),
            why: Text::new("credits-kept-burns-why"),
            ground: Ground::Law,
            how_long: Text::new("credits-kept-operations-how-long"),
            rows: burns,
            erasure: Erasure::Kept(Text::new("credits-kept-operations-after")),
        },
    ]
}

fn operations(
    read: &mut Read<'_>,
    subject: &Subject,
    account: AccountId,
    after: &[i64],
) -> Result<WalkedRows, DbError> {
    let after = match after {
        [unit, seq] => (*unit, *seq),
        _ => (i64::MIN, i64::MIN),
    };
    let found = store::personal::operations(read, account, subject.person, after, ROWS)?;
    let last = found.last().filter(|_| found.len() as i64 == ROWS);
    let next = last.map(|last| vec![last.unit, last.seq]);
    let rows = found.iter().map(|row| {
        vec![
            ("account", json!(account.to_string())),
            ("unit", json!(row.unit)),
            ("number", json!(row.seq)),
            ("at", json!(row.at)),
            ("kind", json!(row.kind)),
            ("amount", json!(row.amount)),
            ("feature", json!(row.feature)),
            ("quantity", json!(row.quantity)),
            ("reference", json!(row.reference)),
        ]
    });
    Ok((rows.collect(), next))
}

fn holds(read: &mut Read<'_>, subject: &Subject, account: AccountId, after: &[i64]) -> Result<WalkedRows, DbError> {
    let after = match after {
        [unit, seq, id] => (*unit, *seq, *id),
        _ => (i64::MIN, i64::MIN, i64::MIN),
    };
    let found = store::personal::holds(read, account, subject.person, after, ROWS)?;
    let last = found.last().filter(|_| found.len() as i64 == ROWS);
    let next = last.map(|last| vec![last.unit, last.first_seq, last.id]);
    let rows = found.iter().map(|row| {
        vec![
            ("account", json!(account.to_string())),
            ("made_at", json!(row.made_at)),
            ("ended_at", json!(row.ended_at)),
            ("state", json!(row.state)),
            ("amount", json!(row.amount)),
            ("feature", json!(row.feature)),
            ("reference", json!(row.reference)),
            ("machine", json!(row.machine)),
        ]
    });
    Ok((rows.collect(), next))
}

/// What the person worked on, as an agent.
fn burns(read: &mut Read<'_>, subject: &Subject, after: Option<&str>) -> Result<PersonalRows, DbError> {
    let mut place = after.unwrap_or_default().split(' ').filter_map(|number| number.parse().ok());
    let after = (place.next().unwrap_or(i64::MIN), place.next().unwrap_or(i64::MIN));
    let found = store::personal::burns(read, subject.person, after, ROWS)?;
    let row = |row: &BurnLine| {
        vec![
            ("account", json!(row.account.to_string())),
            ("number", json!(row.seq)),
            ("at", json!(row.at)),
            ("seconds", json!(row.seconds)),
            ("subject", json!(row.reference)),
            ("case", json!(row.case_reference)),
        ]
    };
    Ok(PersonalRows::page(&found, ROWS, |last| format!("{} {}", last.account.0, last.seq), row))
}
