//! What several forms of the back office read alike.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use kit_core::{FieldErrors, Text};
use kit_web::Once;
use serde::Deserialize;

/// The years that a form takes: a slip of the finger is none of them.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

/// A form of a button and a reason.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    /// The form's token.
    pub once: Once,
    /// Why.
    pub reason: String,
    /// `preview` when the mail is only to be shown.
    pub act: String,
}

/// Reads a day as `<input type="date">` sends it, `2026-11-21`.
///
/// # Errors
/// Nothing was typed, or no day of this century.
pub fn day(typed: &str) -> Result<Date, Text> {
    optional_day(typed)?.ok_or_else(|| Text::new("backoffice-day-missing"))
}

/// Reads a day that may be left out.
///
/// # Errors
/// It is no day of this century.
pub fn optional_day(typed: &str) -> Result<Option<Date>, Text> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let day = typed.parse::<Date>().ok().filter(|day| YEARS.contains(&day.year()));
    day.map(Some).ok_or_else(|| Text::new("backoffice-day-malformed"))
}

/// Reads a reason that people will read: something, and at most 500 characters.
///
/// # Errors
/// Nothing was typed, or too much.
pub fn reason(typed: &str) -> Result<String, FieldErrors> {
    credits::Reason::parse(typed).map(|reason| reason.to_string()).map_err(|error| FieldErrors::one("reason", error))
}

/// When a day begins there.
pub fn start(day: Date, zone: &TimeZone) -> Timestamp {
    day.to_datetime(Time::midnight()).to_zoned(zone.clone()).map_or(Timestamp::MAX, |moment| moment.timestamp())
}

/// When the day after begins: a span up to a day includes it.
pub fn after(day: Date, zone: &TimeZone) -> Timestamp {
    day.checked_add(1.day()).map_or(Timestamp::MAX, |next| start(next, zone))
}

/// The last moment of a day, to the microsecond of the storage: what is valid until a day is valid on it, and the date of its
/// end is that day's.
pub fn end(day: Date, zone: &TimeZone) -> Timestamp {
    let after = after(day, zone).as_microsecond();
    Timestamp::from_microsecond(after.saturating_sub(1)).unwrap_or(Timestamp::MAX)
}

/// The latest day that it is now anywhere: what is after it has not happened yet, whoever types it.
pub fn today_somewhere(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::fixed(jiff::tz::offset(14))).date()
}

/// The day of a moment, as a form shows it again.
pub fn typed(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).date().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_read_as_browsers_send_them() {
        assert_eq!(day(" 2026-11-21 "), Ok(date(2026, 11, 21)));
        assert_eq!(optional_day(""), Ok(None));
        assert_eq!(day(""), Err(Text::new("backoffice-day-missing")));
        for bad in ["21/11/2026", "2026-02-30", "0026-11-21", "9999-01-01", "x"] {
            assert_eq!(day(bad), Err(Text::new("backoffice-day-malformed")), "{bad}");
        }
    }

    #[test]
    fn a_day_is_whole_where_it_was_typed() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let new_year = date(2026, 12, 31);
        assert_eq!(start(new_year, &paris), at("2026-12-30T23:00:00Z"));
        assert_eq!(after(new_year, &paris), at("2026-12-31T23:00:00Z"));
        assert_eq!(end(new_year, &paris), at("2026-12-31T22:59:59.999999Z"));
        assert_eq!(typed(end(new_year, &paris), &paris), "2026-12-31");
        // The clock goes forward at two: the day has 23 hours.
        assert_eq!(after(date(2026, 3, 29), &paris), at("2026-03-29T22:00:00Z"));
    }

    #[test]
    fn a_reason_is_something() {
        assert_eq!(reason("  ").map_err(|errors| errors.0.len()), Err(1));
        assert_eq!(reason(" paid twice "), Ok("paid twice".to_owned()));
        assert!(reason(&"x".repeat(501)).is_err());
    }
}
