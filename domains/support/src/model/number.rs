//! The number of a case.

use std::fmt;
use std::str::FromStr;

use kit_db::{Cell, FromValue, ToValue, Value};
use thiserror::Error;

/// Places of the year before those of the counter.
const YEAR: i64 = 1_000_000_000;

/// A case's number, `CAS-2026-000123`: a year and a place in it, from 1, without gaps. The later case has the larger number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber(i64);

/// The text is no number of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this is not the number of a case")]
pub struct NumberError;

impl CaseNumber {
    /// The number at a place of a year.
    ///
    /// # Errors
    /// The place is not between 1 and 999,999,999, or the year has not four digits.
    pub fn new(year: i64, place: i64) -> Result<CaseNumber, NumberError> {
        let fits = (1000..=9999).contains(&year) && (1..YEAR).contains(&place);
        if fits { Ok(CaseNumber(year * YEAR + place)) } else { Err(NumberError) }
    }

    /// The number that is stored like this: the case's key.
    pub const fn from_raw(value: i64) -> CaseNumber {
        CaseNumber(value)
    }

    /// As it is stored.
    pub const fn raw(self) -> i64 {
        self.0
    }

    /// The year.
    pub const fn year(self) -> i64 {
        self.0 / YEAR
    }

    /// The place in the year.
    pub const fn place(self) -> i64 {
        self.0 % YEAR
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CAS-{}-{:06}", self.year(), self.place())
    }
}

impl FromStr for CaseNumber {
    type Err = NumberError;

    /// Reads `CAS-2026-000123`, and what people make of it: `cas 2026 000123`, `CAS2026000123`.
    fn from_str(typed: &str) -> Result<CaseNumber, NumberError> {
        let plain: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let digits = plain.to_ascii_uppercase();
        let digits = digits.strip_prefix("CAS").ok_or(NumberError)?;
        if !(10..=13).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NumberError);
        }
        let (year, place) = digits.split_at_checked(4).ok_or(NumberError)?;
        CaseNumber::new(year.parse().map_err(|_| NumberError)?, place.parse().map_err(|_| NumberError)?)
    }
}

impl ToValue for CaseNumber {
    fn value(&self) -> Value<'_> {
        Value::Int(self.0)
    }
}

impl FromValue for CaseNumber {
    fn from_value(cell: Cell<'_>) -> Result<CaseNumber, String> {
        i64::from_value(cell).map(CaseNumber)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let number = CaseNumber::new(2026, 123).unwrap();
        assert_eq!(number.to_string(), "CAS-2026-000123");
        for typed in ["CAS-2026-000123", " cas 2026 000123", "CAS2026000123", "CAS-2026-0000123"] {
            assert_eq!(typed.parse(), Ok(number), "{typed}");
        }
        for typed in
            ["", "CAS", "2026-000123", "CAS-2026-", "CAS-2026-000000", "CAS-2026-00012x", "CAS-0026-000123", "é"]
        {
            assert_eq!(typed.parse::<CaseNumber>(), Err(NumberError), "{typed}");
        }
        let late = CaseNumber::new(2026, 1_000_000).unwrap();
        assert_eq!(late.to_string().parse(), Ok(late));
        assert!(CaseNumber::new(2027, 1).unwrap() > late);
    }
}
