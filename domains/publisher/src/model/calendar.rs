//! When the publisher's office is open: what its promises in hours and days are counted by.

use french_business::{BusinessHours, DayHours, OpenSpan, Region, WeekHours};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use kit_core::Text;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The most lines of closed days.
const MOST_CLOSED: usize = 200;

/// The publisher's calendar. A field added later has a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Calendar {
    /// The hours of a week, where the publisher is.
    pub week: WeekHours,
    /// Whose public holidays are kept; none: it opens on them.
    pub holidays: Option<Region>,
    /// When it is closed beside that, in the order of the days.
    pub closed: Vec<ClosedDays>,
}

/// As most offices are open.
impl Default for Calendar {
    fn default() -> Calendar {
        let nine_to_five = OpenSpan::new(9 * 60, 17 * 60).map(DayHours::one).unwrap_or_default();
        Calendar {
            week: WeekHours::monday_to_friday(&nine_to_five),
            holidays: Some(Region::Metropole),
            closed: Vec::new(),
        }
    }
}

/// Days on which the office is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ClosedDays {
    /// The first of them.
    pub first: Date,
    /// The last of them.
    pub last: Date,
}

/// A week without an open hour: nothing could be promised by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the week has no open hour")]
pub struct NeverOpen;

impl From<NeverOpen> for Text {
    fn from(_: NeverOpen) -> Text {
        Text::new("publisher-hours-none")
    }
}

/// Refuses a week without an open hour.
pub(crate) fn ensure_opens(week: &WeekHours) -> Result<(), NeverOpen> {
    if week.is_closed() { Err(NeverOpen) } else { Ok(()) }
}

impl Calendar {
    /// The hours in which promises run, in the publisher's time zone.
    pub fn hours(&self, zone: TimeZone) -> BusinessHours {
        let closed = self.closed.iter().map(|days| (days.first, days.last)).collect();
        BusinessHours::new(zone, self.week.clone(), self.holidays, closed)
    }

    /// The hours of a week, in words: days that follow each other and have the same hours are told as a span. None if it never opens.
    pub fn says(&self) -> Option<Text> {
        let mut groups: Vec<(Vec<Weekday>, &DayHours)> = Vec::new();
        for day in WeekHours::DAYS {
            let hours = self.week.of(day);
            match groups.last_mut() {
                Some((days, same)) if *same == hours => days.push(day),
                _ => groups.push((vec![day], hours)),
            }
        }
        let open = groups.into_iter().filter(|(_, hours)| !hours.is_closed());
        let told = open.filter_map(|(days, hours)| {
            let text = Text::new("publisher-open-on").with("days", days_say(&days)?);
            Some(text.with("hours", hours_say(hours)?))
        });
        told.reduce(|list, group| Text::new("publisher-open-list").with("list", list).with("group", group))
    }
}

fn days_say(days: &[Weekday]) -> Option<Text> {
    let (first, last) = (*days.first()?, *days.last()?);
    Some(match days.len() {
        1 => Text::new("publisher-open-day").with("day", day_label(first)),
        2 => Text::new("publisher-open-two").with("first", day_label(first)).with("last", day_label(last)),
        _ => Text::new("publisher-open-span").with("first", day_label(first)).with("last", day_label(last)),
    })
}

fn hours_say(hours: &DayHours) -> Option<Text> {
    let span =
        |span: &OpenSpan| Text::new("publisher-open-hours").with("opens", span.opens()).with("closes", span.closes());
    let told = hours.spans().iter().map(span);
    told.reduce(|list, span| Text::new("publisher-open-and").with("list", list).with("span", span))
}

/// What people call a day of the week, within a sentence.
pub const fn day_label(day: Weekday) -> Text {
    match day {
        Weekday::Monday => Text::new("publisher-monday"),
        Weekday::Tuesday => Text::new("publisher-tuesday"),
        Weekday::Wednesday => Text::new("publisher-wednesday"),
        Weekday::Thursday => Text::new("publisher-thursday"),
        Weekday::Friday => Text::new("publisher-friday"),
        Weekday::Saturday => Text::new("publisher-saturday"),
        Weekday::Sunday => Text::new("publisher-sunday"),
    }
}

/// What is wrong with a list of closed days; the line counts from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClosedError {
    /// A line is neither a day nor two.
    Line(usize),
    /// On a line the last day is before the first.
    Backwards(usize),
    /// There are too many lines.
    TooMany,
}

impl From<ClosedError> for Text {
    fn from(error: ClosedError) -> Text {
        match error {
            ClosedError::Line(line) => Text::new("publisher-closed-malformed").with("line", line.to_string()),
            ClosedError::Backwards(line) => Text::new("publisher-closed-backwards").with("line", line.to_string()),
            ClosedError::TooMany => Text::new("publisher-closed-too-many").with("most", MOST_CLOSED.to_string()),
        }
    }
}

/// Reads a day or a span of days a line: `24/12/2026`, `2026-12-24`, `24/12/2026 - 02/01/2027`.
pub(crate) fn read_closed(typed: &str) -> Result<Vec<ClosedDays>, ClosedError> {
    let mut closed = Vec::new();
    for (place, line) in typed.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let malformed = ClosedError::Line(place + 1);
        let both = line.split_once(" - ").or_else(|| line.split_once('–'));
        let (first, last) = both.unwrap_or((line, line));
        let (first, last) = (day(first).ok_or(malformed)?, day(last).ok_or(malformed)?);
        if last < first {
            return Err(ClosedError::Backwards(place + 1));
        }
        closed.push(ClosedDays { first, last });
    }
    if closed.len() > MOST_CLOSED {
        return Err(ClosedError::TooMany);
    }
    closed.sort_unstable();
    closed.dedup();
    Ok(closed)
}

fn day(typed: &str) -> Option<Date> {
    let typed = typed.trim();
    let day = Date::strptime("%d/%m/%Y", typed).ok().or_else(|| Date::strptime("%Y-%m-%d", typed).ok());
    day.filter(|day| (2000..=2100).contains(&day.year()))
}

/// Closed days as they are typed.
pub(crate) fn shown_closed(closed: &[ClosedDays]) -> String {
    let shown = |day: Date| day.strftime("%d/%m/%Y").to_string();
    let line = |days: &ClosedDays| match days {
        ClosedDays { first, last } if first == last => shown(*first),
        ClosedDays { first, last } => format!("{} - {}", shown(*first), shown(*last)),
    };
    closed.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use kit_core::Arg;

    #[test]
    fn closed_days_are_read_as_they_are_shown() {
        let typed = "\n28/12/2026 - 02/01/2027\n2026-05-15\n15/05/2026\n";
        let closed = read_closed(typed).unwrap();
        assert_eq!(closed[0], ClosedDays { first: date(2026, 5, 15), last: date(2026, 5, 15) });
        assert_eq!(closed[1], ClosedDays { first: date(2026, 12, 28), last: date(2027, 1, 2) });
        assert_eq!(closed.len(), 2);
        assert_eq!(shown_closed(&closed), "15/05/2026\n28/12/2026 - 02/01/2027");
        assert_eq!(read_closed(&shown_closed(&closed)), Ok(closed));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        assert_eq!(read_closed("15/05/2026\nNoël"), Err(ClosedError::Line(2)));
        assert_eq!(read_closed("31/02/2026"), Err(ClosedError::Line(1)));
        assert_eq!(read_closed("15/05/1026"), Err(ClosedError::Line(1)));
        assert_eq!(read_closed("15/05/2026 - "), Err(ClosedError::Line(1)));
        assert_eq!(read_closed("15/05/2026 - 14/05/2026"), Err(ClosedError::Backwards(1)));
        assert_eq!(read_closed(&"15/05/2026\n".repeat(201)), Err(ClosedError::TooMany));
    }

    fn keys(text: &Text, found: &mut Vec<&'static str>) {
        found.push(text.key);
        for (_, arg) in &text.args {
            if let Arg::Text(inner) = arg {
                keys(inner, found);
            }
        }
    }

    #[test]
    fn the_hours_of_a_week_are_told_in_few_words() {
        let told = |week: [&str; 7]| {
            let calendar =
                Calendar { week: WeekHours(week.map(|hours| hours.parse().unwrap())), ..Calendar::default() };
            let mut found = Vec::new();
            calendar.says().iter().for_each(|text| keys(text, &mut found));
            found.retain(|key| key.starts_with("publisher-open-") && *key != "publisher-open-on");
            found
        };
        let nine = "9-17";
        assert_eq!(told([nine, nine, nine, nine, nine, "", ""]), ["publisher-open-span", "publisher-open-hours"]);
        assert_eq!(told(["", "", "", "", "", "", ""]), [""; 0]);
        assert_eq!(
            told([nine, nine, "", "9-12, 14-18", "", "", ""]),
            [
                "publisher-open-list",
                "publisher-open-two",
                "publisher-open-hours",
                "publisher-open-day",
                "publisher-open-and",
                "publisher-open-hours",
                "publisher-open-hours"
            ]
        );
    }

    #[test]
    fn settings_of_before_have_a_calendar() {
        let settings: crate::Settings = serde_json::from_str("{}").unwrap();
        assert_eq!(settings.calendar, Calendar::default());
        assert_eq!(settings.calendar.week.of(Weekday::Monday).to_string(), "09:00-17:00");
        let again: Calendar = serde_json::from_str(&serde_json::to_string(&settings.calendar).unwrap()).unwrap();
        assert_eq!(again, settings.calendar);
    }
}
