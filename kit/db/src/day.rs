//! Days without a time.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::{Cell, FromValue, ToValue, Value};

/// A day, stored as a number: 20261121.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub Date);

impl Day {
    /// The day that it is in a zone at a moment.
    pub fn at(moment: Timestamp, zone: TimeZone) -> Day {
        Day(moment.to_zoned(zone).date())
    }

    /// The day as a moment: noon, which is the same day from one end of Europe to the other.
    pub fn noon(self) -> Timestamp {
        let noon = self.0.at(12, 0, 0, 0).to_zoned(TimeZone::UTC);
        noon.map_or(Timestamp::MAX, |noon| noon.timestamp())
    }

    fn number(self) -> i64 {
        i64::from(self.0.year()) * 10_000 + i64::from(self.0.month()) * 100 + i64::from(self.0.day())
    }
}

/// As forms send it: `2026-11-21`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl ToValue for Day {
    fn value(&self) -> Value<'_> {
        Value::Int(self.number())
    }
}

impl FromValue for Day {
    fn from_value(cell: Cell<'_>) -> Result<Day, String> {
        let number = i64::from_value(cell)?;
        let part =
            |divisor: i64, modulus: i64| i8::try_from(number / divisor % modulus).map_err(|error| error.to_string());
        let year = i16::try_from(number / 10_000).map_err(|error| error.to_string())?;
        Date::new(year, part(100, 100)?, part(1, 100)?).map(Day).map_err(|error| error.to_string())
    }
}
