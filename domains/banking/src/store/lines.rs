//! Lines of statements.

use credits::WrittenBy;
use jiff::Timestamp;
use kit_core::Context;
use kit_db::{DbError, Read, ToValue, Tx, sql};
use orders::{Day, OrderNumber, ReceiptId};

use crate::model::{BankLine, ImportId, LineId, LineKind, LineState, NewLine, Proposal};

/// What is taken back stands after everything else, as nothing of it can be ticked.
const LAST_RANK: i64 = 3;

sql!(
    INSERT_LINES,
    "INSERT INTO bank_lines (id, identity, import, kind, account, booked_on, cents, payer, payer_account, told, state, rank)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11) ON CONFLICT (identity) DO NOTHING"
);
sql!(
    LINE,
    "SELECT id, identity, import, kind, account, booked_on, cents, payer, payer_account, told, state, proposal, receipt,
            decided_at, decided_by, note
     FROM bank_lines WHERE id = $1"
);
sql!(
    LINE_HELD,
    sqlite: "SELECT id, identity, import, kind, account, booked_on, cents, payer, payer_account, told, state, proposal, receipt,
                    decided_at, decided_by, note
             FROM bank_lines WHERE id = $1",
    postgres: "SELECT id, identity, import, kind, account, booked_on, cents, payer, payer_account, told, state, proposal, receipt,
                      decided_at, decided_by, note
               FROM bank_lines WHERE id = $1 FOR UPDATE"
);
sql!(LINE_OF_RECEIPT, "SELECT id FROM bank_lines WHERE receipt = $1");
sql!(
    OPEN_LINES,
    "SELECT id, identity, import, kind, account, booked_on, cents, payer, payer_account, told, state, proposal, receipt,
            decided_at, decided_by, note
     FROM bank_lines WHERE state = 'open' AND (booked_on, id) > ($1, $2) ORDER BY booked_on, id LIMIT $3"
);
sql!(
    RANKED_LINES,
    "SELECT id, identity, import, kind, account, booked_on, cents, payer, payer_account, told, state, proposal, receipt,
            decided_at, decided_by, note
     FROM bank_lines WHERE state = 'open' AND (rank, booked_on, id) > ($1, $2, $3) ORDER BY rank, booked_on, id LIMIT $4"
);
sql!(
    SURE_LINES,
    "SELECT id, identity, import, kind, account, booked_on, cents, payer, payer_account, told, state, proposal, receipt,
            decided_at, decided_by, note
     FROM bank_lines WHERE state = 'open' AND rank = 0 AND (booked_on, id) > ($1, $2) AND proposed_at <= $3
     ORDER BY booked_on, id LIMIT $4"
);
sql!(COUNT_OPEN_LINES, "SELECT COUNT(*) FROM bank_lines WHERE state = 'open'");
sql!(COUNT_SURE_LINES, "SELECT COUNT(*) FROM bank_lines WHERE state = 'open' AND rank = 0 AND proposed_at <= $1");
sql!(PROPOSED_AT, "SELECT proposed_at FROM bank_lines WHERE id = $1");
sql!(
    TAKEN_BACK_LINES,
    "SELECT id, identity, import, kind, account, booked_on, cents, payer, payer_account, told, state, proposal, receipt,
            decided_at, decided_by, note
     FROM bank_lines WHERE cents = $1 AND account = $2 AND kind = 'taken_back' ORDER BY booked_on DESC, id DESC"
);
sql!(
    DECIDED_LINES,
    "SELECT id, identity, import, kind, account, booked_on, cents, payer, payer_account, told, state, proposal, receipt,
            decided_at, decided_by, note
     FROM bank_lines WHERE state = $1 AND (decided_at, id) < ($2, $3) ORDER BY decided_at DESC, id DESC LIMIT $4"
);
sql!(
    LINES_OF_IMPORT,
    "SELECT id, identity, import, kind, account, booked_on, cents, payer, payer_account, told, state, proposal, receipt,
            decided_at, decided_by, note
     FROM bank_lines WHERE import = $1 AND (booked_on, id) > ($2, $3) ORDER BY booked_on, id LIMIT $4"
);
sql!(
    CREDITS_BEFORE,
    "SELECT id, identity, import, kind, account, booked_on, cents, payer, payer_account, told, state, proposal, receipt,
            decided_at, decided_by, note
     FROM bank_lines WHERE cents = $1 AND account = $2 AND kind = 'credit' AND booked_on <= $3
     ORDER BY booked_on DESC, id DESC LIMIT $4"
);
sql!(PROPOSE, "UPDATE bank_lines SET rank = $2, proposal = $3, proposed_at = $4 WHERE id = $1 AND state = 'open'");
sql!(FORGET_PROPOSED, "DELETE FROM bank_proposed WHERE line = $1");
sql!(NOTE_PROPOSED, "INSERT INTO bank_proposed (number, line) VALUES ($1, $2) ON CONFLICT DO NOTHING");
sql!(
    OPEN_LINES_OF_ORDERS,
    sqlite: "SELECT p.number, p.line FROM bank_proposed p JOIN bank_lines l ON l.id = p.line
             WHERE p.number = $1 AND l.state = 'open' ORDER BY p.line",
    postgres: "SELECT p.number, p.line FROM UNNEST(CAST($1 AS BIGINT[])) AS n (number)
               JOIN bank_proposed p ON p.number = n.number JOIN bank_lines l ON l.id = p.line
               WHERE l.state = 'open' ORDER BY p.number, p.line"
);
sql!(
    DECIDE,
    "UPDATE bank_lines SET state = $2, receipt = $3, note = $4, decided_at = $5, decided_by = $6 WHERE id = $1"
);
sql!(
    REOPEN,
    "UPDATE bank_lines SET state = 'open', receipt = NULL, note = NULL, decided_at = NULL, decided_by = NULL WHERE id = $1"
);

/// A place in the sequence of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    booked_on: i64,
    id: i64,
}

impl Place {
    /// Before every line.
    pub(crate) const START: Place = Place { booked_on: -1, id: -1 };

    /// That of a line.
    pub(crate) fn of(line: &BankLine) -> Place {
        Place { booked_on: number(line.booked_on), id: line.id.0 }
    }

    fn after(line: Option<&BankLine>) -> Place {
        line.map_or(Place::START, Place::of)
    }
}

/// A day as it is stored.
fn number(day: Day) -> i64 {
    match day.value() {
        kit_db::Value::Int(number) => number,
        _ => 0,
    }
}

/// Writes lines that are not known yet; answers how many these were.
pub(crate) fn insert(tx: &mut Tx<'_>, ctx: &Context, import: ImportId, lines: &[NewLine]) -> Result<u64, DbError> {
    let stored: Vec<(LineId, Day, String, i64)> = lines
        .iter()
        .map(|line| {
            let told = serde_json::to_string(&line.told).map_err(DbError::fault)?;
            let rank = if line.kind == LineKind::TakenBack { LAST_RANK } else { LAST_RANK - 1 };
            Ok((LineId::random(&ctx.random), Day(line.booked_on), told, rank))
        })
        .collect::<Result<_, DbError>>()?;
    let rows: Vec<[&dyn ToValue; 11]> = lines
        .iter()
        .zip(&stored)
        .map(|(line, (id, day, told, rank))| {
            let NewLine { identity, kind, account, cents, payer, payer_account, .. } = line;
            [id as &dyn ToValue, identity, &import, kind, account, day, cents, payer, payer_account, told, rank]
        })
        .collect();
    let rows: Vec<&[&dyn ToValue]> = rows.iter().map(<[_; 11]>::as_slice).collect();
    tx.many(&INSERT_LINES, &rows)
}

/// A line.
pub(crate) fn line(read: &mut Read<'_>, id: LineId) -> Result<Option<BankLine>, DbError> {
    read.opt(&LINE, &[&id])
}

/// A line, held until the transaction ends.
pub(crate) fn hold(tx: &mut Tx<'_>, id: LineId) -> Result<Option<BankLine>, DbError> {
    tx.opt(&LINE_HELD, &[&id])
}

/// The line that a receipt was made of.
pub(crate) fn of_receipt(read: &mut Read<'_>, receipt: ReceiptId) -> Result<Option<LineId>, DbError> {
    read.value(&LINE_OF_RECEIPT, &[&receipt])
}

/// At most `limit` open lines after a place, the oldest first.
pub(crate) fn open(read: &mut Read<'_>, after: Place, limit: i64) -> Result<Vec<BankLine>, DbError> {
    read.all(&OPEN_LINES, &[&after.booked_on, &after.id, &limit])
}

/// At most `limit` open lines after one of them, the sure ones first.
pub(crate) fn ranked(read: &mut Read<'_>, after: Option<&BankLine>, limit: i64) -> Result<Vec<BankLine>, DbError> {
    let rank = after.map_or(-1, rank);
    let Place { booked_on, id } = Place::after(after);
    read.all(&RANKED_LINES, &[&rank, &booked_on, &id, &limit])
}

/// At most `limit` open lines that are sure since a moment or longer, after a place, the oldest first.
pub(crate) fn sure(read: &mut Read<'_>, since: Timestamp, after: Place, limit: i64) -> Result<Vec<BankLine>, DbError> {
    read.all(&SURE_LINES, &[&after.booked_on, &after.id, &since, &limit])
}

/// How many lines nobody has decided about.
pub(crate) fn count_open(read: &mut Read<'_>) -> Result<i64, DbError> {
    Ok(read.value(&COUNT_OPEN_LINES, &[])?.unwrap_or(0))
}

/// How many open lines are sure since a moment or longer.
pub(crate) fn count_sure(read: &mut Read<'_>, since: Timestamp) -> Result<i64, DbError> {
    Ok(read.value(&COUNT_SURE_LINES, &[&since])?.unwrap_or(0))
}

/// Since when a line has its proposal.
pub(crate) fn proposed_at(read: &mut Read<'_>, id: LineId) -> Result<Option<Timestamp>, DbError> {
    Ok(read.value::<Option<Timestamp>>(&PROPOSED_AT, &[&id])?.flatten())
}

/// All that is taken back of an amount on an account, whatever somebody has decided about it.
pub(crate) fn taken_back(read: &mut Read<'_>, cents: i64, account: &str) -> Result<Vec<BankLine>, DbError> {
    read.all(&TAKEN_BACK_LINES, &[&cents, &account])
}

/// At most `limit` lines of a state that were decided before one of them, the latest first.
pub(crate) fn decided(
    read: &mut Read<'_>,
    state: LineState,
    before: Option<&BankLine>,
    limit: i64,
) -> Result<Vec<BankLine>, DbError> {
    let at = before.and_then(|line| line.decided_at).map_or(i64::MAX, |at| at.as_microsecond());
    let id = before.map_or(i64::MAX, |line| line.id.0);
    read.all(&DECIDED_LINES, &[&state, &at, &id, &limit])
}

/// At most `limit` lines that an import brought, after one of them, the oldest first.
pub(crate) fn of_import(
    read: &mut Read<'_>,
    import: ImportId,
    after: Option<&BankLine>,
    limit: i64,
) -> Result<Vec<BankLine>, DbError> {
    let Place { booked_on, id } = Place::after(after);
    read.all(&LINES_OF_IMPORT, &[&import, &booked_on, &id, &limit])
}

/// The latest credits that a line may take back: of its amount on its account, not after it.
pub(crate) fn credits_before(read: &mut Read<'_>, line: &BankLine, limit: i64) -> Result<Vec<BankLine>, DbError> {
    read.all(&CREDITS_BEFORE, &[&line.cents, &line.account, &line.booked_on, &limit])
}

/// Writes what lines seem to be for, unless somebody has decided.
pub(crate) fn propose(
    tx: &mut Tx<'_>,
    now: Timestamp,
    proposals: &[(LineId, LineKind, Proposal)],
) -> Result<(), DbError> {
    let stored: Vec<(i64, String)> = proposals
        .iter()
        .map(|(_, kind, proposal)| {
            Ok((rank_of(*kind, proposal), serde_json::to_string(proposal).map_err(DbError::fault)?))
        })
        .collect::<Result<_, DbError>>()?;
    let rows: Vec<[&dyn ToValue; 4]> = proposals
        .iter()
        .zip(&stored)
        .map(|((id, _, _), (rank, json))| [id as &dyn ToValue, rank, json, &now])
        .collect();
    let rows: Vec<&[&dyn ToValue]> = rows.iter().map(<[_; 4]>::as_slice).collect();
    tx.many(&PROPOSE, &rows)?;
    let lines: Vec<[&dyn ToValue; 1]> = proposals.iter().map(|(id, _, _)| [id as &dyn ToValue]).collect();
    tx.many(&FORGET_PROPOSED, &lines.iter().map(<[_; 1]>::as_slice).collect::<Vec<_>>())?;
    let named: Vec<(OrderNumber, LineId)> =
        proposals.iter().flat_map(|(id, _, proposal)| proposal.orders().map(|number| (number, *id))).collect();
    let named: Vec<[&dyn ToValue; 2]> = named.iter().map(|(number, id)| [number as &dyn ToValue, id]).collect();
    tx.many(&NOTE_PROPOSED, &named.iter().map(<[_; 2]>::as_slice).collect::<Vec<_>>()).map(drop)
}

/// An order, and an open line that is proposed for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, kit_db::FromRow)]
pub(crate) struct Proposed {
    pub(crate) number: OrderNumber,
    pub(crate) line: LineId,
}

/// The open lines that are proposed for these orders.
pub(crate) fn open_of_orders(read: &mut Read<'_>, numbers: &[OrderNumber]) -> Result<Vec<Proposed>, DbError> {
    let rows: Vec<[&dyn ToValue; 1]> = numbers.iter().map(|number| [number as &dyn ToValue]).collect();
    read.all_of(&OPEN_LINES_OF_ORDERS, &rows.iter().map(<[_; 1]>::as_slice).collect::<Vec<_>>())
}

fn rank_of(kind: LineKind, proposal: &Proposal) -> i64 {
    if kind == LineKind::TakenBack { LAST_RANK } else { proposal.rank() }
}

fn rank(line: &BankLine) -> i64 {
    match &line.proposal {
        Some(proposal) => rank_of(line.kind, proposal),
        None if line.kind == LineKind::TakenBack => LAST_RANK,
        None => LAST_RANK - 1,
    }
}

/// Decides about a line that is held.
pub(crate) fn decide(
    tx: &mut Tx<'_>,
    ctx: &Context,
    id: LineId,
    state: LineState,
    receipt: Option<ReceiptId>,
    note: Option<&str>,
) -> Result<(), DbError> {
    let author = WrittenBy::from(&ctx.author).to_string();
    tx.exec(&DECIDE, &[&id, &state, &receipt, &note, &ctx.now, &author]).map(drop)
}

/// Opens a line that is held again; it has no receipt any more.
pub(crate) fn reopen(tx: &mut Tx<'_>, id: LineId) -> Result<(), DbError> {
    tx.exec(&REOPEN, &[&id]).map(drop)
}
