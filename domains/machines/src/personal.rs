//! What machines keep about a person: who linked and unlinked what, and where links for a new code went.

use accounts::service::members;
use accounts::{WalkedRows, walk};
use kit_core::{AccountId, Context, Text};
use kit_db::{DbError, Read, Tx};
use kit_web::{Erasure, Ground, Personal, Subject};
use serde_json::json;

use crate::store;

/// How many lines one step reads.
const ROWS: i64 = 500;

/// The declarations.
pub(crate) fn kept() -> Vec<Personal> {
    vec![
        Personal {
            name: "machines.machines",
            columns: &[
                "machines.linked_by",
                "machine_events.author",
                "machine_events.person",
                "personal_codes.made_by",
            ],
            what: Text::new("machines-kept-machines"),
            why: Text::new("machines-kept-machines-why"),
            ground: Ground::Interest,
            how_long: Text::new("machines-kept-machines-how-long"),
            rows: |read, subject, after| walk(read, subject, after, events),
            erasure: Erasure::Kept(Text::new("machines-kept-machines-after")),
        },
        Personal {
            name: "machines.code-links",
            columns: &["personal_code_links.email"],
            what: Text::new("machines-kept-links"),
            why: Text::new("machines-kept-links-why"),
            ground: Ground::Contract,
            how_long: Text::new("machines-kept-links-how-long"),
            rows: |read, subject, after| walk(read, subject, after, links),
            erasure: Erasure::Gone(forget_links),
        },
    ]
}

/// What the person did to machines.
fn events(read: &mut Read<'_>, subject: &Subject, account: AccountId, after: &[i64]) -> Result<WalkedRows, DbError> {
    let after = match after {
        [machine, at, id] => (*machine, *at, *id),
        _ => (i64::MIN, i64::MIN, i64::MIN),
    };
    let found = store::personal::events(read, account, subject.person, after, ROWS)?;
    let last = found.last().filter(|_| found.len() as i64 == ROWS);
    let next = last.map(|last| vec![last.machine, last.at.as_microsecond(), last.id]);
    let rows = found.iter().map(|row| {
        vec![
            ("account", json!(account.to_string())),
            ("machine", json!(row.name)),
            ("at", json!(row.at)),
            ("what", json!(row.what)),
        ]
    });
    Ok((rows.collect(), next))
}

/// The links that went to the person's address.
fn links(read: &mut Read<'_>, subject: &Subject, account: AccountId, _: &[i64]) -> Result<WalkedRows, DbError> {
    let found = store::personal::links(read, account, &subject.email)?;
    let rows = found.iter().map(|row| {
        vec![
            ("account", json!(account.to_string())),
            ("sent_at", json!(row.created_at)),
            ("used_at", json!(row.used_at)),
        ]
    });
    Ok((rows.collect(), None))
}

fn forget_links(tx: &mut Tx<'_>, _: &Context, subject: &Subject) -> Result<(), DbError> {
    for account in members::ever_in(tx, subject.person)? {
        store::personal::forget_links(tx, account, &subject.email)?;
    }
    Ok(())
}
