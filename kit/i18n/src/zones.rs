//! The time zones that a form offers, and the one that a name means.

use jiff::tz::TimeZone;

/// Where days are meant until somebody says otherwise: the product is French first.
pub const DEFAULT_ZONE: &str = "Europe/Paris";

/// France first, with its parts overseas.
const OFFERED: [&str; 44] = [
    "Europe/Paris",
    "America/Cayenne",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Miquelon",
    "Indian/Mayotte",
    "Indian/Reunion",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Africa/Abidjan",
    "Africa/Algiers",
    "Africa/Casablanca",
    "Africa/Dakar",
    "Africa/Johannesburg",
    "Africa/Tunis",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Montreal",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Europe/Amsterdam",
    "Europe/Athens",
    "Europe/Berlin",
    "Europe/Brussels",
    "Europe/Bucharest",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Luxembourg",
    "Europe/Madrid",
    "Europe/Prague",
    "Europe/Rome",
    "Europe/Stockholm",
    "Europe/Warsaw",
    "Europe/Zurich",
    "UTC",
];

/// The IANA names to choose a time zone from, with `current` among them: any other is kept where it was chosen before.
pub fn zones(current: &str) -> Vec<&str> {
    let added = (!OFFERED.contains(&current) && !current.is_empty()).then_some(current);
    added.into_iter().chain(OFFERED).collect()
}

/// The time zone of an IANA name; a name that is unknown, or no longer known, means [`DEFAULT_ZONE`].
pub fn zone_named(name: &str) -> TimeZone {
    TimeZone::get(name).or_else(|_| TimeZone::get(DEFAULT_ZONE)).unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_stays_to_be_chosen() {
        assert_eq!(zones("Asia/Kathmandu")[..2], ["Asia/Kathmandu", "Europe/Paris"]);
        assert_eq!(zones("Europe/Paris"), zones(""));
        assert!(OFFERED.iter().all(|name| TimeZone::get(name).is_ok()));
    }

    #[test]
    fn an_unknown_name_means_the_default() {
        assert_eq!(zone_named("Asia/Kathmandu").iana_name(), Some("Asia/Kathmandu"));
        assert_eq!(zone_named("Mars/Olympus").iana_name(), Some(DEFAULT_ZONE));
    }
}
