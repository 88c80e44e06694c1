//! Support levels, and answers to begin with.

use kit_core::{Id, Locale, Text};
use kit_db::FromRow;

use super::Priority;

/// Marks ids of levels.
#[derive(Debug)]
pub enum LevelTag {}

/// The id of a level.
pub type LevelId = Id<LevelTag>;

/// Marks ids of answers to begin with.
#[derive(Debug)]
pub enum CannedTag {}

/// The id of an answer to begin with.
pub type CannedId = Id<CannedTag>;

/// What the publisher promises to who has this level.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Level {
    /// Which one.
    pub id: LevelId,
    /// What it is called, in French.
    pub name: String,
    /// What it is called in English, or nothing.
    pub name_en: String,
    /// Minutes of business time to an answer where it can wait.
    pub low: i64,
    /// The same for most cases.
    pub normal: i64,
    /// The same where work is hindered.
    pub high: i64,
    /// The same where work stands still.
    pub urgent: i64,
    /// How many of an account may call.
    pub callers: i64,
    /// Whether those who are no designated callers may call as well.
    pub others: bool,
    /// Its place, small first; the first is that of accounts which were given none.
    pub place: i64,
}

impl Level {
    /// Minutes of business time to an answer.
    pub const fn minutes(&self, priority: Priority) -> i64 {
        match priority {
            Priority::Low => self.low,
            Priority::Normal => self.normal,
            Priority::High => self.high,
            Priority::Urgent => self.urgent,
        }
    }

    /// What it is called in `locale`: by the French name where there is no other.
    pub fn name_in(&self, locale: Locale) -> &str {
        match locale {
            Locale::En if !self.name_en.is_empty() => &self.name_en,
            _ => &self.name,
        }
    }

    /// Each priority with its time, in words.
    pub fn promises(&self) -> Vec<(Text, Text)> {
        Priority::ALL.into_iter().map(|one| (one.label(), hours_say(self.minutes(one)))).collect()
    }
}

/// An answer to begin with.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Canned {
    /// Which one.
    pub id: CannedId,
    /// What staff chooses it by.
    pub title: String,
    /// The text.
    pub body: String,
}

/// The longest time that can be promised, in hours.
const LONGEST: i64 = 2_000;

/// Reads business hours as people type them, `8`, `0,5` or `1.25`; answers minutes.
///
/// # Errors
/// It is no time between a minute and 2,000 hours.
pub fn minutes_of(typed: &str) -> Result<i64, Text> {
    let wrong = || Text::new("support-hours-malformed");
    let typed = typed.trim().replace(',', ".");
    let (whole, part) = typed.split_once('.').unwrap_or((&typed, "0"));
    let digits = |text: &str, most: usize| {
        let is_right = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|_| is_right).ok_or_else(wrong)
    };
    let hundredths = digits(part, 2)? * if part.len() == 1 { 10 } else { 1 };
    let minutes = digits(whole, 4)? * 60 + (hundredths * 60 + 50) / 100;
    if (1..=LONGEST * 60).contains(&minutes) { Ok(minutes) } else { Err(wrong()) }
}

/// Minutes of business time, in words.
pub fn hours_say(minutes: i64) -> Text {
    let (hours, rest) = (minutes / 60, minutes % 60);
    match (hours, rest) {
        (0, rest) => Text::new("support-business-minutes").with("n", rest),
        (hours, 0) => Text::new("support-business-hours").with("n", hours),
        (hours, rest) => Text::new("support-business-both").with("hours", hours).with("minutes", rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_type_them() {
        let read: Vec<_> = ["8", " 0,5", "1.25", "0.02", "2000"].map(|typed| minutes_of(typed).unwrap()).into();
        assert_eq!(read, [480, 30, 75, 1, 120_000]);
        for typed in ["", "0", "0,00", "2000,02", "x", "1,234", "-1", "1,", "8h", "99999"] {
            assert!(minutes_of(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn minutes_are_told_in_the_largest_units() {
        assert_eq!(
            [30, 60, 90].map(|minutes| hours_say(minutes).key),
            ["support-business-minutes", "support-business-hours", "support-business-both"]
        );
    }
}
