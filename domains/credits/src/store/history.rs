//! Pages of the history, newest first, within a window of places: a filter that few rows pass never reads a whole ledger.

use kit_core::{AccountId, Cursor, PersonId};
use kit_db::{DbError, Read, Sql, ToValue, sql};

use crate::model::{HistoryFilter, HistoryLine, Operation, Unit};

/// The places to look at: from `first` on, before `before`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) first: i64,
    pub(crate) before: i64,
}

impl Window {
    /// All places before the cursor; all at all without one.
    pub(crate) fn before(cursor: Option<Cursor>) -> Window {
        Window { first: 1, before: cursor.map_or(i64::MAX, |Cursor(place)| place) }
    }
}

/// The statements of one kind of row: without a filter, which is how most lists are read, with one, and for one member.
struct Statements {
    unfiltered: &'static Sql,
    all: &'static Sql,
    of_member: &'static Sql,
}

macro_rules! history_sql {
    ($statements:ident: $unfiltered:ident, $all:ident, $of_member:ident, $columns:literal) => {
        static $statements: Statements = Statements { unfiltered: &$unfiltered, all: &$all, of_member: &$of_member };
        sql!(
            $unfiltered,
            concat!(
                "SELECT ", $columns, " FROM operations
                 WHERE account = $1 AND unit = $2 AND seq >= $3 AND seq < $4 ORDER BY seq DESC LIMIT $5"
            )
        );
        sql!(
            $all,
            concat!(
                "SELECT ", $columns, " FROM operations
                 WHERE account = $1 AND unit = $2 AND seq >= $3 AND seq < $4
                   AND (CAST($5 AS TEXT) IS NULL OR kind = $5) AND (CAST($6 AS TEXT) IS NULL OR feature = $6)
                   AND (CAST($7 AS TEXT) IS NULL OR lower(reference) LIKE $7 ESCAPE '!' OR feature LIKE $7 ESCAPE '!')
                   AND (CAST($8 AS BIGINT) = 0 OR kind NOT IN ('purchase', 'reclaim', 'settlement', 'restitution'))
                 ORDER BY seq DESC LIMIT $9"
            )
        );
        sql!(
            $of_member,
            concat!(
                "SELECT ", $columns, " FROM operations
                 WHERE account = $1 AND unit = $2 AND member = $10 AND seq >= $3 AND seq < $4
                   AND (CAST($5 AS TEXT) IS NULL OR kind = $5) AND (CAST($6 AS TEXT) IS NULL OR feature = $6)
                   AND (CAST($7 AS TEXT) IS NULL OR lower(reference) LIKE $7 ESCAPE '!' OR feature LIKE $7 ESCAPE '!')
                   AND (CAST($8 AS BIGINT) = 0 OR kind NOT IN ('purchase', 'reclaim', 'settlement', 'restitution'))
                 ORDER BY seq DESC LIMIT $9"
            )
        );
    };
}

history_sql!(
    LINES: UNFILTERED_LINES,
    ALL_LINES,
    LINES_OF_MEMBER,
    "unit, seq, at, kind, amount, promotional_after + purchased_after AS total_after, feature, quantity, reference, member, author,
     reason"
);
history_sql!(
    OPERATIONS: UNFILTERED_OPERATIONS,
    ALL_OPERATIONS,
    OPERATIONS_OF_MEMBER,
    "account, unit, seq, at, kind, amount, promotional, purchased, split, promotional_after, purchased_after,
     held_after, owed, expires_at, feature, quantity, unit_price, reference, member, author, reason, payment, corrects,
     hold, used_at, idempotency, fingerprint, chain"
);

/// What is looked for, with what the reader may not see already taken into account.
pub(crate) struct Wanted<'a> {
    pub(crate) account: AccountId,
    pub(crate) unit: Unit,
    pub(crate) filter: &'a HistoryFilter,
    /// Whether what payments did is left out.
    pub(crate) without_money: bool,
    pub(crate) member: Option<PersonId>,
}

/// At most `limit` lines as a list shows them.
pub(crate) fn lines(
    read: &mut Read<'_>,
    wanted: &Wanted<'_>,
    window: Window,
    limit: i64,
) -> Result<Vec<HistoryLine>, DbError> {
    asked(wanted, window, limit, &LINES, |sql, values| read.all(sql, values))
}

/// Says that these lines will be asked for.
pub(crate) fn foresee_lines(read: &mut Read<'_>, wanted: &Wanted<'_>, window: Window, limit: i64) {
    asked(wanted, window, limit, &LINES, |sql, values| read.foresee(sql, values));
}

/// At most `limit` operations with all that is known of them.
pub(crate) fn operations(
    read: &mut Read<'_>,
    wanted: &Wanted<'_>,
    window: Window,
    limit: i64,
) -> Result<Vec<Operation>, DbError> {
    asked(wanted, window, limit, &OPERATIONS, |sql, values| read.all(sql, values))
}

fn asked<R>(
    wanted: &Wanted<'_>,
    window: Window,
    limit: i64,
    statements: &Statements,
    ask: impl FnOnce(&'static Sql, &[&dyn ToValue]) -> R,
) -> R {
    let Wanted { account, unit, filter, without_money, member } = wanted;
    if !filter.is_selective() && !without_money && member.is_none() {
        return ask(statements.unfiltered, &[account, unit, &window.first, &window.before, &limit]);
    }
    let search = filter.search.as_deref().map(pattern);
    let without_money = i64::from(*without_money);
    let mut values: Vec<&dyn ToValue> = vec![
        account,
        unit,
        &window.first,
        &window.before,
        &filter.kind,
        &filter.feature,
        &search,
        &without_money,
        &limit,
    ];
    match member {
        None => ask(statements.all, &values),
        Some(member) => {
            values.push(member);
            ask(statements.of_member, &values)
        }
    }
}

/// A pattern for words anywhere. Both engines lower unaccented letters only, so that is what is lowered here.
fn pattern(words: &str) -> String {
    let mut pattern = String::from("%");
    for c in words.trim().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c.to_ascii_lowercase());
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_taken_literally() {
        assert_eq!(pattern(" 100%_É! "), "%100!%!_É!!%");
    }
}
