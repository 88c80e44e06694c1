//! Dates told by their distance from now.

use jiff::Timestamp;
use kit_core::Text;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const MONTH: i64 = 30 * DAY;
const YEAR: i64 = 365 * DAY;

/// `il y a 3 jours`, `dans 2 heures`: in the largest unit that has passed whole. A month is 30 days here and a year 365.
pub(crate) fn text(at: Timestamp, now: Timestamp) -> Text {
    let seconds = now.as_second() - at.as_second();
    let past = seconds > 0;
    let pick = |ago, ahead| if past { ago } else { ahead };
    let (text, unit) = match seconds.abs() {
        ..MINUTE => return Text::new("i18n-just-now"),
        MINUTE..HOUR => (Text::new(pick("i18n-minutes-ago", "i18n-in-minutes")), MINUTE),
        HOUR..DAY => (Text::new(pick("i18n-hours-ago", "i18n-in-hours")), HOUR),
        DAY..MONTH => (Text::new(pick("i18n-days-ago", "i18n-in-days")), DAY),
        MONTH..YEAR => (Text::new(pick("i18n-months-ago", "i18n-in-months")), MONTH),
        YEAR.. => (Text::new(pick("i18n-years-ago", "i18n-in-years")), YEAR),
    };
    text.with("n", seconds.abs() / unit)
}
