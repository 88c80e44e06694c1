//! What orders keep about a person: documents of accounting, which the law wants whole.

use accounts::{WalkedRows, walk};
use credits::WrittenBy;
use kit_core::{AccountId, Text};
use kit_db::{DbError, Read};
use kit_web::{Erasure, Ground, Personal, Subject, nothing_of_a_person};
use serde_json::json;

use crate::store;

/// How many orders one step reads.
const ROWS: i64 = 200;

/// The declarations.
pub(crate) fn kept() -> Vec<Personal> {
    vec![
        Personal {
            name: "orders.orders",
            columns: &["orders.buyer", "order_events.author"],
            what: Text::new("orders-kept-orders"),
            why: Text::new("orders-kept-orders-why"),
            ground: Ground::Law,
            how_long: Text::new("orders-kept-how-long"),
            rows: |read, subject, after| walk(read, subject, after, orders),
            erasure: Erasure::Kept(Text::new("orders-kept-orders-after")),
        },
        Personal {
            name: "orders.receipts",
            columns: &["receipts.payer", "receipts.author", "allocations.author", "backs.author"],
            what: Text::new("orders-kept-receipts"),
            why: Text::new("orders-kept-receipts-why"),
            ground: Ground::Law,
            how_long: Text::new("orders-kept-how-long"),
            rows: nothing_of_a_person,
            erasure: Erasure::Kept(Text::new("orders-kept-receipts-after")),
        },
    ]
}

/// Orders that the person did something about, or that name him or her.
fn orders(read: &mut Read<'_>, subject: &Subject, account: AccountId, after: &[i64]) -> Result<WalkedRows, DbError> {
    let author = WrittenBy::Person(subject.person).to_string();
    let found = store::personal::orders(read, account, after.first().copied().unwrap_or(0), &author, ROWS)?;
    let last = found.last().filter(|_| found.len() as i64 == ROWS);
    let next = last.map(|last| vec![last.place]);
    let concerns = |row: &&store::personal::OrderLine| {
        row.acts > 0 || row.buyer.email == subject.email.as_str() || row.buyer.contact == subject.name
    };
    let rows = found.iter().filter(concerns).map(|row| {
        vec![
            ("account", json!(account.to_string())),
            ("order", json!(row.number.to_string())),
            ("issued_at", json!(row.issued_at)),
            ("total_cents", json!(row.gross)),
            ("buyer", json!(row.buyer)),
            ("done_by_you", json!(row.acts)),
        ]
    });
    Ok((rows.collect(), next))
}
