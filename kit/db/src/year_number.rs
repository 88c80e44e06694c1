//! Numbers that begin anew each year: `BC-2026-000123`.

use std::fmt;

use thiserror::Error;

/// Places of the year before those of the counter.
const YEAR: i64 = 1_000_000_000;

/// The text is no such number, or no such number can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this is not a number of this kind")]
pub struct NumberError;

/// A year and a place in it, from 1, as one whole number: the later one is the larger. What [`year_number!`](crate::year_number) is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearNumber(i64);

impl YearNumber {
    /// The number at a place of a year.
    ///
    /// # Errors
    /// The place is not between 1 and 999,999,999, or the year has not four digits.
    pub fn new(year: i64, place: i64) -> Result<YearNumber, NumberError> {
        let fits = (1000..=9999).contains(&year) && (1..YEAR).contains(&place);
        if fits { Ok(YearNumber(year * YEAR + place)) } else { Err(NumberError) }
    }

    /// The number that is stored like this.
    pub const fn from_raw(value: i64) -> YearNumber {
        YearNumber(value)
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

    /// Reads `BC-2026-000123` where the prefix is `BC`, and what people and banks make of it: `bc 2026 000123`, `BC2026000123`.
    ///
    /// # Errors
    /// The text is something else.
    pub fn read(prefix: &str, typed: &str) -> Result<YearNumber, NumberError> {
        let plain: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let upper = plain.to_ascii_uppercase();
        let digits = upper.strip_prefix(prefix).ok_or(NumberError)?;
        if !(10..=13).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NumberError);
        }
        let (year, place) = digits.split_at_checked(4).ok_or(NumberError)?;
        YearNumber::new(year.parse().map_err(|_| NumberError)?, place.parse().map_err(|_| NumberError)?)
    }

    /// Writes it as people read it.
    ///
    /// # Errors
    /// The formatter fails.
    pub fn write(self, prefix: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{prefix}-{}-{:06}", self.year(), self.place())
    }
}

/// Declares a kind of numbers that begin anew each year, with the prefix that people read: a year and a place in it, from 1. The later one is the larger.
#[macro_export]
macro_rules! year_number {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($crate::YearNumber);

        impl $name {
            /// The number at a place of a year.
            ///
            /// # Errors
            /// The place is not between 1 and 999,999,999, or the year has not four digits.
            pub fn new(year: i64, place: i64) -> Result<$name, $crate::NumberError> {
                $crate::YearNumber::new(year, place).map($name)
            }

            /// The number that is stored like this.
            pub const fn from_raw(value: i64) -> $name {
                $name($crate::YearNumber::from_raw(value))
            }

            /// As it is stored.
            pub const fn raw(self) -> i64 {
                self.0.raw()
            }

            /// The year.
            pub const fn year(self) -> i64 {
                self.0.year()
            }

            /// The place in the year.
            pub const fn place(self) -> i64 {
                self.0.place()
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.0.write($prefix, f)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::NumberError;

            fn from_str(typed: &str) -> Result<$name, $crate::NumberError> {
                $crate::YearNumber::read($prefix, typed).map($name)
            }
        }

        impl $crate::ToValue for $name {
            fn value(&self) -> $crate::Value<'_> {
                $crate::Value::Int(self.raw())
            }
        }

        impl $crate::FromValue for $name {
            fn from_value(cell: $crate::Cell<'_>) -> Result<$name, String> {
                <i64 as $crate::FromValue>::from_value(cell).map($name::from_raw)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    year_number! {
        /// As orders have them.
        Order, "BC"
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let number = Order::new(2026, 123).unwrap();
        assert_eq!(number.to_string(), "BC-2026-000123");
        for typed in ["BC-2026-000123", " bc 2026 000123", "BC2026000123", "BC-2026-0000123"] {
            assert_eq!(typed.parse(), Ok(number), "{typed}");
        }
        for typed in ["", "BC", "2026-000123", "BC-2026-", "BC-2026-000000", "BC-2026-00012x", "BC-0026-000123", "é"] {
            assert_eq!(typed.parse::<Order>(), Err(NumberError), "{typed}");
        }
    }

    #[test]
    fn later_ones_are_larger_and_have_as_many_digits_as_they_need() {
        let late = Order::new(2026, 1_000_000).unwrap();
        assert_eq!(late.to_string(), "BC-2026-1000000");
        assert_eq!(late.to_string().parse(), Ok(late));
        assert!(Order::new(2027, 1).unwrap() > late);
        assert_eq!(Order::from_raw(late.raw()), late);
        assert_eq!((late.year(), late.place()), (2026, 1_000_000));
        for (year, place) in [(999, 1), (10_000, 1), (2026, 0), (2026, 1_000_000_000)] {
            assert_eq!(Order::new(year, place), Err(NumberError), "{year} {place}");
        }
    }
}
