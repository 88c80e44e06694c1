//! How many machines an account may link, and how many it may replace in a year.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kit_db::FromRow;

/// Limits; without a number there is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromRow)]
pub struct MachineRules {
    /// How many machines may be linked at a time.
    pub places: Option<i64>,
    /// How many may be replaced at the limit in a calendar year.
    pub replacements: Option<i64>,
}

impl MachineRules {
    /// Whether one more can be linked to `linked` others.
    pub fn has_place(&self, linked: i64) -> bool {
        self.places.is_none_or(|places| linked < places)
    }

    /// How many replacements are left after `used`; none where they are not counted.
    pub fn left(&self, used: i64) -> Option<i64> {
        self.replacements.map(|most| most.saturating_sub(used).max(0))
    }
}

/// When the calendar year of `now` began in this zone, and when the next one begins.
pub fn year_of(now: Timestamp, zone: &TimeZone) -> (Timestamp, Timestamp) {
    let year = now.to_zoned(zone.clone()).year();
    let begins = |year: i16| {
        let day = Date::new(year, 1, 1).ok().and_then(|day| day.to_zoned(zone.clone()).ok());
        day.map(|day| day.timestamp())
    };
    (begins(year).unwrap_or(Timestamp::MIN), begins(year.saturating_add(1)).unwrap_or(Timestamp::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_limit_is_never_met() {
        let none = MachineRules::default();
        assert!(none.has_place(1_000_000));
        assert_eq!(none.left(7), None);
        let three = MachineRules { places: Some(3), replacements: Some(2) };
        assert!(three.has_place(2) && !three.has_place(3) && !three.has_place(4));
        assert_eq!([three.left(0), three.left(2), three.left(3)], [Some(2), Some(0), Some(0)]);
    }

    #[test]
    fn the_year_is_the_publishers() {
        let zone = TimeZone::get("Europe/Paris").unwrap();
        let now: Timestamp = "2026-12-31T23:30:00Z".parse().unwrap();
        let (from, until) = year_of(now, &zone);
        assert_eq!(from, "2026-12-31T23:00:00Z".parse().unwrap(), "it is 2027 there already");
        assert_eq!(until, "2027-12-31T23:00:00Z".parse().unwrap());
    }
}
