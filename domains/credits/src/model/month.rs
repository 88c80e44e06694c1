//! What was used month by month, kept while operations are written so that a chart never reads them.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kit_core::Credits;
use kit_db::{Cell, FromRow, FromValue, ToValue, Value};

use super::{Kind, LotKind, Split};

/// A month of the calendar, UTC: the border must not move when somebody changes a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// The year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
}

impl Month {
    /// The month of a moment.
    pub fn of(at: Timestamp) -> Month {
        let date = TimeZone::UTC.to_datetime(at).date();
        Month { year: date.year(), month: date.month() }
    }

    /// The month before.
    pub fn previous(self) -> Month {
        if self.month == 1 { Month { year: self.year - 1, month: 12 } } else { Month { month: self.month - 1, ..self } }
    }

    /// This month and those before it, `count` in all, the oldest first.
    pub fn and_before(self, count: usize) -> Vec<Month> {
        let mut months: Vec<Month> =
            std::iter::successors(Some(self), |month| Some(month.previous())).take(count).collect();
        months.reverse();
        months
    }

    /// 202611 for November 2026.
    pub(crate) fn number(self) -> i64 {
        i64::from(self.year) * 100 + i64::from(self.month)
    }
}

/// 202611 for November 2026.
impl ToValue for Month {
    fn value(&self) -> Value<'_> {
        Value::Int(self.number())
    }
}

impl FromValue for Month {
    fn from_value(cell: Cell<'_>) -> Result<Month, String> {
        let number = i64::from_value(cell)?;
        let month =
            Month { year: i16::try_from(number / 100).unwrap_or(0), month: i8::try_from(number % 100).unwrap_or(0) };
        if month.number() == number && (1..=12).contains(&month.month) {
            Ok(month)
        } else {
            Err(format!("{number} is no month"))
        }
    }
}

/// What a wallet lost in a month, as positive numbers. Corrections and what goes back with its payment are no use and do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct MonthFigures {
    /// Which month.
    pub month: Month,
    /// Used, of the promotional lots.
    pub used_promotional: Credits,
    /// Used, of the purchased lots.
    pub used_purchased: Credits,
    /// Expired, of either.
    pub expired: Credits,
}

impl MonthFigures {
    /// A month in which nothing happened yet.
    pub const fn empty(month: Month) -> MonthFigures {
        MonthFigures { month, used_promotional: Credits::ZERO, used_purchased: Credits::ZERO, expired: Credits::ZERO }
    }

    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        *self == MonthFigures::empty(self.month)
    }

    /// Counts an operation. Amounts are bounded by [`super::LARGEST`], so that sums of a month cannot overflow in practice;
    /// they saturate rather than wrap.
    pub fn count(&mut self, kind: Kind, split: &Split) {
        self.add(kind, split.of(LotKind::Promotional), split.of(LotKind::Purchased));
    }

    /// Counts an operation by its sums of each kind.
    pub fn add(&mut self, kind: Kind, promotional: Credits, purchased: Credits) {
        let lost = |sum: &mut Credits, part: Credits| sum.0 = sum.0.saturating_sub(part.0);
        match kind {
            Kind::Usage => {
                lost(&mut self.used_promotional, promotional);
                lost(&mut self.used_purchased, purchased);
            }
            Kind::Expiry => {
                lost(&mut self.expired, promotional);
                lost(&mut self.expired, purchased);
            }
            Kind::Grant | Kind::Purchase | Kind::Correction | Kind::Reclaim | Kind::Settlement | Kind::Restitution => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_go_back_over_the_year() {
        let november = Month::of("2026-11-30T23:59:59Z".parse().unwrap());
        assert_eq!(november, Month { year: 2026, month: 11 });
        let year = november.and_before(12);
        assert_eq!(year.first(), Some(&Month { year: 2025, month: 12 }));
        assert_eq!(year.last(), Some(&november));
        assert_eq!(Month::from_value(november.value()), Ok(november));
        assert!(Month::from_value(Value::Int(202_613)).is_err());
    }
}
