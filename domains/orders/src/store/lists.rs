//! Lists of orders, the newest first, each by an index of its own.

use kit_db::{DbError, Read, ToValue, sql};

use crate::model::{OrderFilter, OrderNumber, OrderRow, OrderState};
use crate::service::OpenOrder;

sql!(
    ORDERS,
    "SELECT number, account, buyer, state, issued_at, lines, credits, gross, paid FROM orders
     WHERE number < $1 ORDER BY number DESC LIMIT $2"
);
sql!(
    ORDERS_OF_STATE,
    "SELECT number, account, buyer, state, issued_at, lines, credits, gross, paid FROM orders
     WHERE state = $3 AND number < $1 ORDER BY number DESC LIMIT $2"
);
sql!(
    ORDERS_OF_ACCOUNT,
    "SELECT number, account, buyer, state, issued_at, lines, credits, gross, paid FROM orders
     WHERE account = $3 AND number < $1 ORDER BY number DESC LIMIT $2"
);
sql!(
    ORDERS_OF_ACCOUNT_AND_STATE,
    "SELECT number, account, buyer, state, issued_at, lines, credits, gross, paid FROM orders
     WHERE account = $3 AND state = $4 AND number < $1 ORDER BY number DESC LIMIT $2"
);
sql!(
    ORDERS_OF_AMOUNT,
    "SELECT number, account, buyer, state, issued_at, lines, credits, gross, paid FROM orders
     WHERE gross = $3 AND number < $1 AND (CAST($4 AS TEXT) IS NULL OR state = $4) ORDER BY number DESC LIMIT $2"
);
sql!(
    OPEN_ORDERS,
    "SELECT number, account, buyer, gross, paid FROM orders
     WHERE state = $1 AND number > $2 ORDER BY number LIMIT $3"
);
sql!(
    ORDERS_OF_NUMBERS,
    sqlite: "SELECT number, account, buyer, state, issued_at, lines, credits, gross, paid FROM orders WHERE number = $1",
    postgres: "SELECT o.number, o.account, o.buyer, o.state, o.issued_at, o.lines, o.credits, o.gross, o.paid
               FROM orders o JOIN UNNEST(CAST($1 AS BIGINT[])) AS n (number) ON o.number = n.number"
);

/// At most `limit` orders before a number.
pub(crate) fn orders(
    read: &mut Read<'_>,
    filter: OrderFilter,
    before: i64,
    limit: i64,
) -> Result<Vec<OrderRow>, DbError> {
    match filter {
        OrderFilter { gross: Some(gross), state, .. } => {
            read.all(&ORDERS_OF_AMOUNT, &[&before, &limit, &gross, &state])
        }
        OrderFilter { account: Some(account), state: Some(state), .. } => {
            read.all(&ORDERS_OF_ACCOUNT_AND_STATE, &[&before, &limit, &account, &state])
        }
        OrderFilter { account: Some(account), .. } => read.all(&ORDERS_OF_ACCOUNT, &[&before, &limit, &account]),
        OrderFilter { state: Some(state), .. } => read.all(&ORDERS_OF_STATE, &[&before, &limit, &state]),
        _ => read.all(&ORDERS, &[&before, &limit]),
    }
}

/// At most `limit` orders of a state after a number, the oldest first.
pub(crate) fn open(read: &mut Read<'_>, state: OrderState, after: i64, limit: i64) -> Result<Vec<OpenOrder>, DbError> {
    read.all(&OPEN_ORDERS, &[&state, &after, &limit])
}

/// Those of these orders that exist.
pub(crate) fn of_numbers(read: &mut Read<'_>, numbers: &[OrderNumber]) -> Result<Vec<OrderRow>, DbError> {
    let rows: Vec<[&dyn ToValue; 1]> = numbers.iter().map(|number| [number as &dyn ToValue]).collect();
    let rows: Vec<&[&dyn ToValue]> = rows.iter().map(|row| row.as_slice()).collect();
    read.all_of(&ORDERS_OF_NUMBERS, &rows)
}
