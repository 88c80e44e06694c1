//! What a wallet counts, and the name of an operation outside.

use std::fmt;
use std::str::FromStr;

use kit_core::IdError;
use kit_db::{Cell, FromValue, ToValue, Value};

/// What a wallet counts. An account has one wallet in each unit that it uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Credits, burnt by the publisher's features.
    Credit,
}

impl Unit {
    /// The name of the unit in the API, and the beginning of the ids of its operations.
    pub const fn code(self) -> &'static str {
        match self {
            Unit::Credit => "credit",
        }
    }
}

/// Stored as a number, because it stands in every row and every index of the ledger.
impl ToValue for Unit {
    fn value(&self) -> Value<'_> {
        match self {
            Unit::Credit => Value::Int(1),
        }
    }
}

impl FromValue for Unit {
    fn from_value(cell: Cell<'_>) -> Result<Unit, String> {
        match i64::from_value(cell)? {
            1 => Ok(Unit::Credit),
            other => Err(format!("unknown unit {other}")),
        }
    }
}

/// The name of an operation within its account: `credit-1042`, the 1042nd of its wallet of credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId {
    /// The wallet's unit.
    pub unit: Unit,
    /// The place in the wallet's history, from 1, without gaps.
    pub seq: i64,
}

impl OperationId {
    /// The `seq`-th operation of the wallet of credits.
    pub const fn credit(seq: i64) -> OperationId {
        OperationId { unit: Unit::Credit, seq }
    }
}

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.unit.code(), self.seq)
    }
}

impl FromStr for OperationId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<OperationId, IdError> {
        let digits = text.strip_prefix("credit-").ok_or(IdError)?;
        let canonical =
            digits.len() <= 18 && digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
        let seq = digits.parse().map_err(|_| IdError)?;
        if canonical { Ok(OperationId::credit(seq)) } else { Err(IdError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_has_one_name() {
        assert_eq!("credit-1042".parse(), Ok(OperationId::credit(1042)));
        assert_eq!(OperationId::credit(1042).to_string(), "credit-1042");
        for other in ["", "credit-", "credit-0", "credit-01", "credit-+1", "credit--1", "minute-1", "1042"] {
            assert_eq!(other.parse::<OperationId>(), Err(IdError), "{other}");
        }
        assert_eq!("credit-9999999999999999999".parse::<OperationId>(), Err(IdError));
    }
}
