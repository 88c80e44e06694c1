//! The delays of a request.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// How long a confirmed request can be taken back before it is carried out.
pub const GRACE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How long the mailed link to confirm one opens.
pub const LINK_LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// When a request received at this moment has to be answered: after one month, or after three where that was extended (GDPR,
/// article 12(3)), at the same time of the day in `zone`; on the last day of a month that is too short.
pub fn due(received: Timestamp, extended: bool, zone: TimeZone) -> Timestamp {
    let months = if extended { 3 } else { 1 };
    received.to_zoned(zone).checked_add(months.months()).map_or(Timestamp::MAX, |due| due.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(received: &str, extended: bool) -> String {
        let zone = TimeZone::get("Europe/Paris").unwrap();
        due(received.parse().unwrap(), extended, zone).to_string()
    }

    #[test]
    fn a_request_is_answered_within_a_month() {
        assert_eq!(answered("2026-11-22T09:00:00Z", false), "2026-12-22T09:00:00Z");
        assert_eq!(
            answered("2026-01-31T09:00:00Z", false),
            "2026-02-28T09:00:00Z",
            "a short month ends on its last day"
        );
        assert_eq!(
            answered("2026-03-01T09:00:00Z", false),
            "2026-04-01T08:00:00Z",
            "the same time of the day in summer"
        );
        assert_eq!(answered("2026-11-30T09:00:00Z", true), "2027-02-28T09:00:00Z", "two more months");
    }
}
