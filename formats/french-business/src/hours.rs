//! Opening hours: of a day, as people write them, and of every day of a week.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Weekday;
use serde::{Deserialize, Serialize};

/// The minutes of a day.
const DAY: u16 = 24 * 60;
/// The most spans of one day.
const MOST_SPANS: usize = 4;

/// When something is open on one day, within that day: `09:00-12:30`. Never empty; the end may be `24:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpenSpan {
    from: u16,
    until: u16,
}

/// The hours of one day, in order and apart from each other; none: closed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DayHours(Vec<OpenSpan>);

/// The hours of every day of a week, Monday first.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct WeekHours(pub [DayHours; 7]);

/// Why these are no hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// It is not written like `09:00-12:00`.
    #[error("hours are written 09:00-12:00, several separated by a comma")]
    Format,
    /// A span ends before it begins, or at once.
    #[error("a span ends before it begins")]
    Backwards,
    /// Two spans overlap, or stand in the wrong order.
    #[error("the spans overlap or are out of order")]
    Overlap,
    /// There are more spans than a day can have.
    #[error("a day has at most four spans")]
    TooMany,
}

impl OpenSpan {
    /// The span between two minutes of a day, counted from midnight.
    ///
    /// # Errors
    /// [`HoursError`].
    pub const fn new(from: u16, until: u16) -> Result<OpenSpan, HoursError> {
        if until > DAY {
            Err(HoursError::Format)
        } else if from >= until {
            Err(HoursError::Backwards)
        } else {
            Ok(OpenSpan { from, until })
        }
    }

    /// The first minute, counted from midnight.
    pub const fn from(self) -> u16 {
        self.from
    }

    /// The minute at which it is closed, at most 1,440.
    pub const fn until(self) -> u16 {
        self.until
    }

    /// When it opens, `09:00`.
    pub fn opens(self) -> String {
        shown(self.from)
    }

    /// When it closes, `17:00`.
    pub fn closes(self) -> String {
        shown(self.until)
    }
}

fn shown(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Reads `9`, `9h`, `9h30`, `9:30`, `09:30`.
fn minute(typed: &str) -> Result<u16, HoursError> {
    let typed = typed.trim();
    let (hours, minutes) = typed.split_once([':', 'h', 'H']).unwrap_or((typed, ""));
    let number = |digits: &str, most: u16| -> Result<u16, HoursError> {
        let is_short = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.parse().ok().filter(|number| is_short && *number <= most);
        number.ok_or(HoursError::Format)
    };
    let minutes = if minutes.trim().is_empty() { 0 } else { number(minutes.trim(), 59)? };
    Ok(number(hours.trim(), 24)? * 60 + minutes)
}

impl fmt::Display for OpenSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.opens(), self.closes())
    }
}

impl FromStr for OpenSpan {
    type Err = HoursError;

    fn from_str(typed: &str) -> Result<OpenSpan, HoursError> {
        let (from, until) = typed.split_once(['-', '–', '—']).ok_or(HoursError::Format)?;
        OpenSpan::new(minute(from)?, minute(until)?)
    }
}

impl DayHours {
    /// A day with one span.
    pub fn one(span: OpenSpan) -> DayHours {
        DayHours(vec![span])
    }

    /// The hours made of these spans.
    ///
    /// # Errors
    /// [`HoursError`].
    pub fn new(spans: Vec<OpenSpan>) -> Result<DayHours, HoursError> {
        if spans.len() > MOST_SPANS {
            return Err(HoursError::TooMany);
        }
        let apart = spans.iter().zip(spans.iter().skip(1)).all(|(one, next)| one.until < next.from);
        if apart { Ok(DayHours(spans)) } else { Err(HoursError::Overlap) }
    }

    /// The spans, in order.
    pub fn spans(&self) -> &[OpenSpan] {
        &self.0
    }

    /// Whether it is closed all day.
    pub fn is_closed(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for DayHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, span) in self.0.iter().enumerate() {
            let between = if place == 0 { "" } else { ", " };
            write!(f, "{between}{span}")?;
        }
        Ok(())
    }
}

impl FromStr for DayHours {
    type Err = HoursError;

    /// Reads `09:00-12:00, 14:00-18:00`, also as people write it: `9h-12h ; 14h-18h`. Nothing: closed.
    fn from_str(typed: &str) -> Result<DayHours, HoursError> {
        if typed.trim().is_empty() {
            return Ok(DayHours::default());
        }
        DayHours::new(typed.split([',', ';']).map(str::parse).collect::<Result<_, _>>()?)
    }
}

impl TryFrom<String> for DayHours {
    type Error = HoursError;

    fn try_from(stored: String) -> Result<DayHours, HoursError> {
        stored.parse()
    }
}

impl From<DayHours> for String {
    fn from(hours: DayHours) -> String {
        hours.to_string()
    }
}

impl WeekHours {
    /// The days of a week, Monday first.
    pub const DAYS: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    /// The same hours from Monday to Friday, closed at the weekend.
    pub fn monday_to_friday(hours: &DayHours) -> WeekHours {
        let of = |day: Weekday| match day {
            Weekday::Saturday | Weekday::Sunday => DayHours::default(),
            _ => hours.clone(),
        };
        WeekHours(WeekHours::DAYS.map(of))
    }

    /// The hours of a day of the week.
    pub fn of(&self, day: Weekday) -> &DayHours {
        let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = &self.0;
        match day {
            Weekday::Monday => monday,
            Weekday::Tuesday => tuesday,
            Weekday::Wednesday => wednesday,
            Weekday::Thursday => thursday,
            Weekday::Friday => friday,
            Weekday::Saturday => saturday,
            Weekday::Sunday => sunday,
        }
    }

    /// Whether it is never open.
    pub fn is_closed(&self) -> bool {
        self.0.iter().all(DayHours::is_closed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        for typed in ["09:00-12:30, 14:00-18:00", "9h-12h30;14h-18h", " 9 – 12:30 , 14—18 "] {
            assert_eq!(typed.parse::<DayHours>().unwrap().to_string(), "09:00-12:30, 14:00-18:00", "{typed}");
        }
        assert!(" ".parse::<DayHours>().unwrap().is_closed());
        assert_eq!("0-24".parse::<DayHours>().unwrap().to_string(), "00:00-24:00");
    }

    #[test]
    fn what_is_wrong_is_told() {
        let error = |typed: &str| typed.parse::<DayHours>().unwrap_err();
        for typed in ["9", "9-", "-9", "9-25", "09:60-10:00", "9:1x-10", "009-10", "+9-10", "9-24:30", "9-12,"] {
            assert_eq!(error(typed), HoursError::Format, "{typed}");
        }
        assert_eq!(error("12-9"), HoursError::Backwards);
        assert_eq!(error("9-9"), HoursError::Backwards);
        assert_eq!(error("9-12, 11-14"), HoursError::Overlap);
        assert_eq!(error("14-18, 9-12"), HoursError::Overlap);
        assert_eq!(error("9-12, 12-14"), HoursError::Overlap);
        assert_eq!(error("1-2,3-4,5-6,7-8,9-10"), HoursError::TooMany);
    }

    #[test]
    fn they_are_stored_as_they_are_shown() {
        let week = WeekHours::monday_to_friday(&"9-12, 14-18".parse().unwrap());
        let stored = serde_json::to_string(&week).unwrap();
        assert!(stored.starts_with(r#"["09:00-12:00, 14:00-18:00","#), "{stored}");
        assert_eq!(serde_json::from_str::<WeekHours>(&stored).unwrap(), week);
        assert!(serde_json::from_str::<DayHours>(r#""12-9""#).is_err());
        assert!(week.of(Weekday::Saturday).is_closed() && !week.is_closed());
    }
}
