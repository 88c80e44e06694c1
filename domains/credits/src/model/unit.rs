//! What a wallet counts, which wallet is meant, and the name of an operation outside.

use std::fmt;
use std::str::FromStr;

use kit_core::{AccountId, IdError};
use kit_db::{Cell, FromValue, ToValue, Value};

/// What a wallet counts. An account has one wallet in each unit that it uses; nothing is ever summed over units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Unit {
    /// Credits, burnt by the publisher's features.
    #[default]
    Credit,
    /// Minutes of prepaid support time.
    SupportMinutes,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Unit; 2] = [Unit::Credit, Unit::SupportMinutes];

    /// The name of the unit in the API, in addresses and in statements.
    pub const fn code(self) -> &'static str {
        match self {
            Unit::Credit => "credit",
            Unit::SupportMinutes => "support_minutes",
        }
    }

    /// The unit with this name.
    pub fn from_code(code: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.code() == code)
    }

    /// The beginning of the ids of its operations.
    const fn prefix(self) -> &'static str {
        match self {
            Unit::Credit => "credit",
            Unit::SupportMinutes => "minute",
        }
    }

    /// The wallet of an account in this unit.
    pub const fn of(self, account: AccountId) -> WalletId {
        WalletId { account, unit: self }
    }

    /// The `seq`-th operation of a wallet in this unit.
    pub const fn operation(self, seq: i64) -> OperationId {
        OperationId { unit: self, seq }
    }

    /// Whether it is time, which is shown in hours and minutes.
    pub const fn is_time(self) -> bool {
        matches!(self, Unit::SupportMinutes)
    }
}

/// Stored as a number, because it stands in every row and every index of the ledger.
impl ToValue for Unit {
    fn value(&self) -> Value<'_> {
        match self {
            Unit::Credit => Value::Int(1),
            Unit::SupportMinutes => Value::Int(2),
        }
    }
}

impl FromValue for Unit {
    fn from_value(cell: Cell<'_>) -> Result<Unit, String> {
        match i64::from_value(cell)? {
            1 => Ok(Unit::Credit),
            2 => Ok(Unit::SupportMinutes),
            other => Err(format!("unknown unit {other}")),
        }
    }
}

/// Which wallet is meant: whose, and what it counts. An account alone means its credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WalletId {
    /// Whose.
    pub account: AccountId,
    /// What it counts.
    pub unit: Unit,
}

impl From<AccountId> for WalletId {
    fn from(account: AccountId) -> WalletId {
        Unit::Credit.of(account)
    }
}

/// The name of an operation within its account: `credit-1042`, the 1042nd of its wallet of credits; `minute-12`, the 12th of
/// its support time.
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
        Unit::Credit.operation(seq)
    }
}

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.unit.prefix(), self.seq)
    }
}

impl FromStr for OperationId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<OperationId, IdError> {
        let (prefix, digits) = text.split_once('-').ok_or(IdError)?;
        let unit = Unit::ALL.into_iter().find(|unit| unit.prefix() == prefix).ok_or(IdError)?;
        let canonical =
            digits.len() <= 18 && digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
        let seq = digits.parse().map_err(|_| IdError)?;
        if canonical { Ok(unit.operation(seq)) } else { Err(IdError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_has_one_name() {
        assert_eq!("credit-1042".parse(), Ok(OperationId::credit(1042)));
        assert_eq!(OperationId::credit(1042).to_string(), "credit-1042");
        assert_eq!("minute-12".parse(), Ok(Unit::SupportMinutes.operation(12)));
        assert_eq!(Unit::SupportMinutes.operation(12).to_string(), "minute-12");
        let others = ["", "credit-", "credit-0", "credit-01", "credit-+1", "credit--1", "support_minutes-1", "1042"];
        for other in others {
            assert_eq!(other.parse::<OperationId>(), Err(IdError), "{other}");
        }
        assert_eq!("credit-9999999999999999999".parse::<OperationId>(), Err(IdError));
    }

    #[test]
    fn a_unit_has_one_name() {
        for unit in Unit::ALL {
            assert_eq!(Unit::from_code(unit.code()), Some(unit));
        }
        assert_eq!(Unit::from_code("minute"), None);
    }
}
