//! Lists of orders, the newest first, each by an index of its own.

use kit_db::{DbError, Read, sql};

use crate::model::{OrderFilter, OrderRow};

sql!(
    ORDERS,
    "SELECT number, account, buyer, state, issued_at, credits, gross, paid FROM orders
     WHERE number < $1 ORDER BY number DESC LIMIT $2"
);
sql!(
    ORDERS_OF_STATE,
    "SELECT number, account, buyer, state, issued_at, credits, gross, paid FROM orders
     WHERE state = $3 AND number < $1 ORDER BY number DESC LIMIT $2"
);
sql!(
    ORDERS_OF_ACCOUNT,
    "SELECT number, account, buyer, state, issued_at, credits, gross, paid FROM orders
     WHERE account = $3 AND number < $1 ORDER BY number DESC LIMIT $2"
);
sql!(
    ORDERS_OF_ACCOUNT_AND_STATE,
    "SELECT number, account, buyer, state, issued_at, credits, gross, paid FROM orders
     WHERE account = $3 AND state = $4 AND number < $1 ORDER BY number DESC LIMIT $2"
);
sql!(
    ORDERS_OF_AMOUNT,
    "SELECT number, account, buyer, state, issued_at, credits, gross, paid FROM orders
     WHERE gross = $3 AND number < $1 AND (CAST($4 AS TEXT) IS NULL OR state = $4) ORDER BY number DESC LIMIT $2"
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
