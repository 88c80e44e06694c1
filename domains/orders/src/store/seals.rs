//! The seals of orders and money: rows that are never changed, each with a seal beside it in `order_seals`. A row is read as it is
//! stored, its values left unread, when it is sealed and when its seal is looked at: both see the same.

use kit_core::{Canonical, Context, KeyRing};
use kit_db::{Cell, DbError, FromRow, FromValue, Read, Row, Sql, Tx, Value, sql};

/// A kind of rows that are sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sealed {
    /// What an order says.
    Order,
    /// A line of an order's timeline.
    Event,
    /// Money that came.
    Receipt,
    /// What a part of it is for.
    Allocation,
    /// What became of it later.
    Back,
}

/// What a row is known by: a number, and its place among those of that number where there are several, 0 elsewhere.
pub(crate) type Place = (i64, i64);

impl Sealed {
    /// Every kind.
    pub(crate) const ALL: [Sealed; 5] =
        [Sealed::Order, Sealed::Event, Sealed::Receipt, Sealed::Allocation, Sealed::Back];

    /// The name in storage, and in what the check says.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Sealed::Order => "order",
            Sealed::Event => "event",
            Sealed::Receipt => "receipt",
            Sealed::Allocation => "allocation",
            Sealed::Back => "back",
        }
    }
}

sql!(
    ORDERS,
    "SELECT t.number AS one, CAST(0 AS BIGINT) AS two, s.seal AS seal, t.account AS a, t.once AS b, t.issued_at AS c,
            t.expires_at AS d, t.buyer AS e, t.lines AS f, t.vat_terms AS g, t.tax_included AS h, t.credits AS i,
            t.credits_until AS j, t.bonus AS k, t.bonus_days AS l, t.net AS m, t.vat AS n, t.gross AS o
     FROM orders t LEFT JOIN order_seals s ON s.kind = 'order' AND s.one = t.number AND s.two = 0
     WHERE t.number > $1 ORDER BY t.number LIMIT $2"
);
sql!(
    EVENTS,
    "SELECT t.number AS one, t.seq AS two, s.seal AS seal, t.at AS a, t.author AS b, t.event AS c, t.state AS d,
            t.cents AS e, t.receipt AS f, t.note AS g, NULL AS h, NULL AS i, NULL AS j, NULL AS k, NULL AS l, NULL AS m,
            NULL AS n, NULL AS o
     FROM order_events t LEFT JOIN order_seals s ON s.kind = 'event' AND s.one = t.number AND s.two = t.seq
     WHERE (t.number, t.seq) > ($1, $2) ORDER BY t.number, t.seq LIMIT $3"
);
sql!(
    RECEIPTS,
    "SELECT t.id AS one, CAST(0 AS BIGINT) AS two, s.seal AS seal, t.means AS a, t.reference AS b, t.received_on AS c,
            t.cents AS d, t.payer AS e, t.note AS f, t.recorded_at AS g, t.author AS h, NULL AS i, NULL AS j, NULL AS k,
            NULL AS l, NULL AS m, NULL AS n, NULL AS o
     FROM receipts t LEFT JOIN order_seals s ON s.kind = 'receipt' AND s.one = t.id AND s.two = 0
     WHERE t.id > $1 ORDER BY t.id LIMIT $2"
);
sql!(
    ALLOCATIONS,
    "SELECT t.receipt AS one, t.seq AS two, s.seal AS seal, t.account AS a, t.number AS b, t.cents AS c, t.at AS d,
            t.author AS e, NULL AS f, NULL AS g, NULL AS h, NULL AS i, NULL AS j, NULL AS k, NULL AS l, NULL AS m,
            NULL AS n, NULL AS o
     FROM allocations t LEFT JOIN order_seals s ON s.kind = 'allocation' AND s.one = t.receipt AND s.two = t.seq
     WHERE (t.receipt, t.seq) > ($1, $2) ORDER BY t.receipt, t.seq LIMIT $3"
);
sql!(
    BACKS,
    "SELECT t.receipt AS one, t.seq AS two, s.seal AS seal, t.means AS a, t.kind AS b, t.reference AS c, t.day AS d,
            t.cents AS e, t.note AS f, t.at AS g, t.author AS h, NULL AS i, NULL AS j, NULL AS k, NULL AS l, NULL AS m,
            NULL AS n, NULL AS o
     FROM backs t LEFT JOIN order_seals s ON s.kind = 'back' AND s.one = t.receipt AND s.two = t.seq
     WHERE (t.receipt, t.seq) > ($1, $2) ORDER BY t.receipt, t.seq LIMIT $3"
);
sql!(LAST_EVENT, "SELECT MAX(seq) FROM order_events WHERE number = $1");
sql!(LAST_ALLOCATION, "SELECT MAX(seq) FROM allocations WHERE receipt = $1");
sql!(LAST_BACK, "SELECT MAX(seq) FROM backs WHERE receipt = $1");
sql!(INSERT_SEAL, "INSERT INTO order_seals (kind, one, two, seal) VALUES ($1, $2, $3, $4)");
sql!(SEALS, "SELECT one, two FROM order_seals WHERE kind = $1 AND (one, two) > ($2, $3) ORDER BY one, two LIMIT $4");

/// A value as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Field {
    Nothing,
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl FromValue for Field {
    fn from_value(cell: Cell<'_>) -> Result<Field, String> {
        Ok(match cell {
            Value::Null => Field::Nothing,
            Value::Int(number) => Field::Number(number),
            Value::Text(text) => Field::Text(text.to_owned()),
            Value::Bytes(bytes) => Field::Bytes(bytes.to_vec()),
        })
    }
}

/// A row as it is stored, and its seal.
#[derive(Debug, Clone)]
pub(crate) struct SealedRow {
    pub(crate) place: Place,
    seal: Option<Vec<u8>>,
    fields: Vec<Field>,
}

impl FromRow for SealedRow {
    const COLUMNS: &'static [&'static str] =
        &["one", "two", "seal", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o"];

    fn from_row(row: &Row<'_>) -> Result<SealedRow, DbError> {
        let fields = (3..Self::COLUMNS.len()).map(|column| row.get(column)).collect::<Result<_, _>>()?;
        Ok(SealedRow { place: (row.get(0)?, row.get(1)?), seal: row.get(2)?, fields })
    }
}

impl SealedRow {
    /// HMAC-SHA-256 over the row, under the installation's key for orders.
    fn sealed(&self, keys: &KeyRing, kind: Sealed) -> [u8; 32] {
        let mut bytes = Canonical::version(1);
        bytes.text(kind.code());
        bytes.number(self.place.0);
        bytes.number(self.place.1);
        for field in &self.fields {
            bytes.some_number(if let Field::Number(number) = field { Some(*number) } else { None });
            bytes.some_text(if let Field::Text(text) = field { Some(text) } else { None });
            bytes.some_bytes(if let Field::Bytes(bytes) = field { Some(bytes) } else { None });
        }
        KeyRing::new(keys.derive("orders")).mac(&[&bytes.done()])
    }

    /// Whether its seal holds; one without a seal was not written by the program.
    pub(crate) fn holds(&self, keys: &KeyRing, kind: Sealed) -> bool {
        self.seal.as_deref() == Some(self.sealed(keys, kind).as_slice())
    }
}

/// At most `limit` rows after a place, in their order.
pub(crate) fn rows(read: &mut Read<'_>, kind: Sealed, after: Place, limit: i64) -> Result<Vec<SealedRow>, DbError> {
    let (one, two) = after;
    let by_place = |read: &mut Read<'_>, sql: &'static Sql| read.all(sql, &[&one, &two, &limit]);
    match kind {
        Sealed::Order => read.all(&ORDERS, &[&one, &limit]),
        Sealed::Event => by_place(read, &EVENTS),
        Sealed::Receipt => read.all(&RECEIPTS, &[&one, &limit]),
        Sealed::Allocation => by_place(read, &ALLOCATIONS),
        Sealed::Back => by_place(read, &BACKS),
    }
}

/// At most `limit` places of seals after one of them, in their order.
pub(crate) fn seals(read: &mut Read<'_>, kind: Sealed, after: Place, limit: i64) -> Result<Vec<Place>, DbError> {
    #[derive(FromRow)]
    struct Known {
        one: i64,
        two: i64,
    }
    let known: Vec<Known> = read.all(&SEALS, &[&kind.code(), &after.0, &after.1, &limit])?;
    Ok(known.into_iter().map(|known| (known.one, known.two)).collect())
}

/// Seals the row that was just written: an order or a receipt.
pub(super) fn seal(tx: &mut Tx<'_>, ctx: &Context, kind: Sealed, number: i64) -> Result<(), DbError> {
    seal_at(tx, ctx, kind, (number, 0), number - 1)
}

/// Seals the last line of an order's timeline, of what a receipt is for, or of what became of it.
pub(super) fn seal_last(tx: &mut Tx<'_>, ctx: &Context, kind: Sealed, number: i64) -> Result<(), DbError> {
    let last = match kind {
        Sealed::Event => &LAST_EVENT,
        Sealed::Back => &LAST_BACK,
        _ => &LAST_ALLOCATION,
    };
    let seq: i64 = tx.value(last, &[&number])?.ok_or_else(|| DbError::fault("nothing was written to be sealed"))?;
    seal_at(tx, ctx, kind, (number, seq), number)
}

/// Seals the row at a place; `one` is where to look from.
fn seal_at(tx: &mut Tx<'_>, ctx: &Context, kind: Sealed, place: Place, one: i64) -> Result<(), DbError> {
    let found = rows(tx, kind, (one, place.1 - 1), 1)?.into_iter().find(|row| row.place == place);
    let row = found.ok_or_else(|| DbError::fault(format!("{} {place:?} was not written", kind.code())))?;
    tx.exec(&INSERT_SEAL, &[&kind.code(), &place.0, &place.1, &row.sealed(&ctx.keys, kind)]).map(drop)
}
