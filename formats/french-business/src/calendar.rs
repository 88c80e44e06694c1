//! Business days: counting the days in which a promise runs.

use crate::holidays::holiday_on;
use crate::{HolidayKind, Region};
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// The days of the week on which business is done. The word shown to customers must follow the choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Week {
    /// *Jours ouvrés*: Monday to Friday.
    #[default]
    MondayToFriday,
    /// *Jours ouvrables*: Monday to Saturday.
    MondayToSaturday,
}

impl Week {
    fn has(self, weekday: Weekday) -> bool {
        match weekday {
            Weekday::Sunday => false,
            Weekday::Saturday => self == Week::MondayToSaturday,
            _ => true,
        }
    }
}

/// A calendar of business days: the days of the week, but public holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct BusinessCalendar {
    region: Region,
    week: Week,
}

/// Why a business day cannot be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The count leaves the years −9999 to 9999.
    #[error("the date is outside the calendar")]
    OutOfRange,
}

impl BusinessCalendar {
    /// The calendar of a region and a choice of week.
    pub fn new(region: Region, week: Week) -> BusinessCalendar {
        BusinessCalendar { region, week }
    }

    /// The region whose holidays are kept.
    pub fn region(&self) -> Region {
        self.region
    }

    /// The days of the week that count.
    pub fn week(&self) -> Week {
        self.week
    }

    /// The public holiday of that day, if it is one.
    pub fn holiday(&self, date: Date) -> Option<HolidayKind> {
        holiday_on(date, self.region)
    }

    /// Whether the day counts.
    pub fn is_business_day(&self, date: Date) -> bool {
        self.week.has(date.weekday()) && self.holiday(date).is_none()
    }

    /// The day itself if it counts, else the next one that does.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] at the end of the calendar.
    pub fn on_or_after(&self, date: Date) -> Result<Date, CalendarError> {
        if self.is_business_day(date) { Ok(date) } else { self.add_business_days(date, 1) }
    }

    /// The `days`-th business day after a day, or before it if `days` is negative; the day itself never counts. Zero
    /// gives the day unchanged, business day or not: see [`on_or_after`](Self::on_or_after).
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] if that day is outside the years −9999 to 9999.
    pub fn add_business_days(&self, date: Date, days: i32) -> Result<Date, CalendarError> {
        let mut day = date;
        let mut left = days.unsigned_abs();
        while left > 0 {
            let next = if days > 0 { day.tomorrow() } else { day.yesterday() };
            day = next.map_err(|_| CalendarError::OutOfRange)?;
            if self.is_business_day(day) {
                left -= 1;
            }
        }
        Ok(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const OUVRES: Week = Week::MondayToFriday;
    const OUVRABLES: Week = Week::MondayToSaturday;

    fn add(region: Region, week: Week, from: Date, days: i32) -> Date {
        BusinessCalendar::new(region, week).add_business_days(from, days).unwrap()
    }

    #[test]
    fn saturday_counts_among_ouvrables_only() {
        let saturday = date(2026, 11, 21);
        assert!(!BusinessCalendar::new(Region::Metropole, OUVRES).is_business_day(saturday));
        assert!(BusinessCalendar::new(Region::Metropole, OUVRABLES).is_business_day(saturday));
        let sunday = date(2026, 11, 22);
        assert!(!BusinessCalendar::new(Region::Metropole, OUVRABLES).is_business_day(sunday));
    }

    #[test]
    fn counts_over_weekends_and_holidays() {
        let friday = date(2026, 11, 20);
        assert_eq!(add(Region::Metropole, OUVRES, friday, 1), date(2026, 11, 23));
        assert_eq!(add(Region::Metropole, OUVRABLES, friday, 1), date(2026, 11, 21));
        assert_eq!(add(Region::Metropole, OUVRABLES, friday, 2), date(2026, 11, 23));
        // Thursday 24 December 2026: Christmas is a Friday, the 26th a Saturday.
        let eve = date(2026, 12, 24);
        assert_eq!(add(Region::Metropole, OUVRES, eve, 1), date(2026, 12, 28));
        assert_eq!(add(Region::Metropole, OUVRABLES, eve, 1), date(2026, 12, 26));
        assert_eq!(add(Region::AlsaceMoselle, OUVRABLES, eve, 1), date(2026, 12, 28));
        // Over the new year, and back.
        assert_eq!(add(Region::Metropole, OUVRES, date(2026, 12, 31), 1), date(2027, 1, 4));
        assert_eq!(add(Region::Metropole, OUVRES, date(2027, 1, 4), -1), date(2026, 12, 31));
    }

    #[test]
    fn zero_moves_nothing_and_on_or_after_moves_to_an_open_day() {
        let calendar = BusinessCalendar::default();
        let sunday = date(2026, 11, 22);
        assert_eq!(calendar.add_business_days(sunday, 0), Ok(sunday));
        assert_eq!(calendar.on_or_after(sunday), Ok(date(2026, 11, 23)));
        assert_eq!(calendar.on_or_after(date(2026, 11, 23)), Ok(date(2026, 11, 23)));
    }

    #[test]
    fn the_end_of_the_calendar_is_an_error() {
        let calendar = BusinessCalendar::default();
        assert_eq!(calendar.add_business_days(Date::MAX, 1), Err(CalendarError::OutOfRange));
        assert_eq!(calendar.add_business_days(Date::MIN, -1), Err(CalendarError::OutOfRange));
    }

    proptest! {
        #[test]
        fn an_open_day_is_found_again_going_back(offset in 0i32..20_000, days in 1i32..400, saturday: bool) {
            let week = if saturday { OUVRABLES } else { OUVRES };
            let calendar = BusinessCalendar::new(Region::AlsaceMoselle, week);
            let day = date(2000, 1, 1).checked_add(jiff::Span::new().days(offset)).unwrap();
            let start = calendar.on_or_after(day).unwrap();
            let end = calendar.add_business_days(start, days).unwrap();
            prop_assert!(calendar.is_business_day(end));
            prop_assert_eq!(calendar.add_business_days(end, -days), Ok(start));
        }
    }
}
