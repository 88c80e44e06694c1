//! The number of an order, and the creditor reference made of it.

use std::fmt;
use std::str::FromStr;

use kit_db::{Cell, FromValue, ToValue, Value};
use sepa_transfer::RfReference;
use thiserror::Error;

/// Places of the year before those of the counter.
const YEAR: i64 = 1_000_000_000;

/// An order's number, `BC-2026-000123`: a year and a place in it, from 1, without gaps. The later order has the larger number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderNumber(i64);

/// The text is no number of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this is not the number of an order")]
pub struct NumberError;

impl OrderNumber {
    /// The number at a place of a year.
    ///
    /// # Errors
    /// The place is not between 1 and 999,999,999, or the year has not four digits.
    pub fn new(year: i64, place: i64) -> Result<OrderNumber, NumberError> {
        let fits = (1000..=9999).contains(&year) && (1..YEAR).contains(&place);
        if fits { Ok(OrderNumber(year * YEAR + place)) } else { Err(NumberError) }
    }

    /// The number that is stored like this: the order's key.
    pub const fn from_raw(value: i64) -> OrderNumber {
        OrderNumber(value)
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

    /// What the payer writes on the transfer (ISO 11649).
    pub fn reference(self) -> Option<RfReference> {
        RfReference::of(&format!("BC{}{:06}", self.year(), self.place())).ok()
    }

    /// The number that a creditor reference was made of.
    pub fn of_reference(reference: &RfReference) -> Option<OrderNumber> {
        reference.reference().parse().ok()
    }
}

impl fmt::Display for OrderNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BC-{}-{:06}", self.year(), self.place())
    }
}

impl FromStr for OrderNumber {
    type Err = NumberError;

    /// Reads `BC-2026-000123`, and what people and banks make of it: `bc 2026 000123`, `BC2026000123`.
    fn from_str(typed: &str) -> Result<OrderNumber, NumberError> {
        let plain: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let digits = plain.strip_prefix("BC").or_else(|| plain.strip_prefix("bc")).ok_or(NumberError)?;
        if !(10..=13).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NumberError);
        }
        let (year, place) = digits.split_at_checked(4).ok_or(NumberError)?;
        OrderNumber::new(year.parse().map_err(|_| NumberError)?, place.parse().map_err(|_| NumberError)?)
    }
}

impl ToValue for OrderNumber {
    fn value(&self) -> Value<'_> {
        Value::Int(self.0)
    }
}

impl FromValue for OrderNumber {
    fn from_value(cell: Cell<'_>) -> Result<OrderNumber, String> {
        i64::from_value(cell).map(OrderNumber)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let number = OrderNumber::new(2026, 123).unwrap();
        assert_eq!(number.to_string(), "BC-2026-000123");
        for typed in ["BC-2026-000123", " bc 2026 000123", "BC2026000123", "BC-2026-0000123"] {
            assert_eq!(typed.parse(), Ok(number), "{typed}");
        }
        for typed in ["", "BC", "2026-000123", "BC-2026-", "BC-2026-000000", "BC-2026-00012x", "BC-0026-000123", "é"] {
            assert_eq!(typed.parse::<OrderNumber>(), Err(NumberError), "{typed}");
        }
        let late = OrderNumber::new(2026, 1_000_000).unwrap();
        assert_eq!(late.to_string().parse(), Ok(late));
        assert!(OrderNumber::new(2027, 1).unwrap() > late);
    }

    #[test]
    fn the_reference_leads_back() {
        let number = OrderNumber::new(2026, 123).unwrap();
        let reference = number.reference().unwrap();
        assert_eq!(reference.reference(), "BC2026000123");
        assert_eq!(OrderNumber::of_reference(&reference), Some(number));
        assert_eq!(OrderNumber::of_reference(&"RF18539007547034".parse().unwrap()), None);
    }
}
