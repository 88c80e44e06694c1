//! Every row that is never changed is as it was written, and none is missing.

use kit_core::KeyRing;
use kit_db::{Db, DbError, Read};

use super::{ENOUGH, Fault, Violation};
use crate::model::{OrderNumber, ReceiptId};
use crate::store::seals::{Place, Sealed, rows, seals};

/// How many rows are read at a time.
const PAGE: i64 = 500;
/// Before every row.
const FIRST: Place = (i64::MIN, i64::MIN);

/// Looks at the seals of every kind of rows.
pub(super) async fn check(db: &Db, keys: &KeyRing, found: &mut Vec<Violation>) -> Result<(), DbError> {
    for kind in Sealed::ALL {
        false_rows(db, keys, kind, found).await?;
        lost_rows(db, kind, found).await?;
    }
    Ok(())
}

/// Rows that were changed, or that somebody else put in.
async fn false_rows(db: &Db, keys: &KeyRing, kind: Sealed, found: &mut Vec<Violation>) -> Result<(), DbError> {
    let mut after = FIRST;
    while found.len() < ENOUGH {
        let page = db.read::<_, DbError, _>(move |read| rows(read, kind, after, PAGE)).await?;
        let Some(newest) = page.last() else { break };
        after = newest.place;
        let false_ones = page.iter().filter(|row| !row.holds(keys, kind));
        found.extend(false_ones.map(|row| Violation { subject: named(kind, row.place), fault: Fault::Seal }));
    }
    Ok(())
}

/// Seals whose rows are gone.
async fn lost_rows(db: &Db, kind: Sealed, found: &mut Vec<Violation>) -> Result<(), DbError> {
    let mut after = FIRST;
    while found.len() < ENOUGH {
        let step = move |read: &mut Read<'_>| {
            let places = seals(read, kind, after, PAGE)?;
            let there = match places.last() {
                Some(last) => within(read, kind, after, *last)?,
                None => Vec::new(),
            };
            Ok::<_, DbError>((places, there))
        };
        let (places, there) = db.read(step).await?;
        let Some(newest) = places.last() else { break };
        after = *newest;
        let lost = places.into_iter().filter(|place| there.binary_search(place).is_err());
        found.extend(lost.map(|place| Violation { subject: named(kind, place), fault: Fault::Gone }));
    }
    Ok(())
}

/// The places of the rows after one of them, up to another; there are as many as seals, or fewer.
fn within(read: &mut Read<'_>, kind: Sealed, after: Place, last: Place) -> Result<Vec<Place>, DbError> {
    let mut there = Vec::new();
    let mut from = after;
    loop {
        let page = rows(read, kind, from, PAGE)?;
        there.extend(page.iter().map(|row| row.place).take_while(|place| *place <= last));
        match page.last() {
            Some(row) if row.place < last => from = row.place,
            _ => return Ok(there),
        }
    }
}

/// `order BC-2026-000001`, `receipt 7`, `event BC-2026-000001 2`.
fn named(kind: Sealed, (one, two): Place) -> String {
    let one = match kind {
        Sealed::Order | Sealed::Event => OrderNumber::from_raw(one).to_string(),
        Sealed::Receipt | Sealed::Allocation | Sealed::Back => ReceiptId::from_raw(one).to_string(),
    };
    let code = kind.code();
    if two == 0 { format!("{code} {one}") } else { format!("{code} {one} {two}") }
}
