//! Numbers and dates as a language writes them: the words by ICU, what is digits alone without it.

use std::sync::LazyLock;

use icu::calendar::{Date, Gregorian};
use icu::datetime::fieldsets::{YMD, YMDT};
use icu::datetime::options::TimePrecision;
use icu::datetime::{DateTimeFormatterLoadError, FixedCalendarDateTimeFormatter};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::locale::locale;
use icu::time::{DateTime, Time};
use jiff::civil;
use kit_core::Locale;
use thiserror::Error;

/// What stands before a negative number: as wide as a figure and a plus, and no break after it. Both languages write it so,
/// though the data of ICU have the hyphen of keyboards.
pub(crate) const MINUS: &str = "\u{2212}";

/// ICU was compiled without the data of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("ICU has no data for the language {0}")]
pub(crate) struct NoData(pub(crate) Locale);

/// The formatters of one language, built once for the whole program: building one costs a thousand times its use. What every
/// line of a list shows, numbers and short dates, is written without ICU.
pub(crate) struct Formats {
    number: DecimalFormatter,
    /// What stands between groups of three digits.
    separator: String,
    date: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    date_time: FixedCalendarDateTimeFormatter<Gregorian, YMDT>,
    short_date: &'static str,
    short_date_time: &'static str,
}

impl Formats {
    /// The formatters of `locale`.
    pub(crate) fn of(locale: Locale) -> Result<&'static Formats, NoData> {
        static FRENCH: LazyLock<Option<Formats>> = LazyLock::new(|| Formats::build(Locale::Fr).ok());
        static ENGLISH: LazyLock<Option<Formats>> = LazyLock::new(|| Formats::build(Locale::En).ok());
        let formats = match locale {
            Locale::Fr => LazyLock::force(&FRENCH),
            Locale::En => LazyLock::force(&ENGLISH),
        };
        formats.as_ref().ok_or(NoData(locale))
    }

    /// English is Britain's, with the day before the month and 24 hours, as its readers are in Europe. Its short date
    /// names the month all the same: an American reads 05/11 the other way round.
    fn build(locale: Locale) -> Result<Formats, DateTimeFormatterLoadError> {
        let (icu, short_date, short_date_time) = match locale {
            Locale::Fr => (locale!("fr"), "%d/%m/%Y", "%d/%m/%Y %H:%M"),
            Locale::En => (locale!("en-GB"), "%-d %b %Y", "%-d %b %Y, %H:%M"),
        };
        let number =
            DecimalFormatter::try_new((&icu).into(), Default::default()).map_err(DateTimeFormatterLoadError::Data)?;
        let thousand = number.format_to_string(&Decimal::from(1_000));
        Ok(Formats {
            separator: thousand.trim_matches(['0', '1']).to_owned(),
            number,
            date: FixedCalendarDateTimeFormatter::try_new((&icu).into(), YMD::long())?,
            date_time: FixedCalendarDateTimeFormatter::try_new((&icu).into(), to_the_minute(YMDT::long()))?,
            short_date,
            short_date_time,
        })
    }

    /// A whole number, its thousands grouped, after a true minus sign if it is negative. Both languages write Latin digits in
    /// groups of three, and lists are full of them: only the separator is asked of ICU.
    pub(crate) fn number(&self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let mut written = String::with_capacity(2 * digits.len() + MINUS.len());
        written.push_str(if number < 0 { MINUS } else { "" });
        for (place, digit) in digits.char_indices() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                written.push_str(&self.separator);
            }
            written.push(digit);
        }
        written
    }

    /// A decimal number without a sign, its thousands grouped.
    pub(crate) fn decimal(&self, number: &Decimal) -> String {
        self.number.format_to_string(number)
    }

    /// `21 novembre 2026`.
    pub(crate) fn date(&self, at: civil::DateTime) -> String {
        in_icu(at).map_or_else(|| at.to_string(), |at| self.date.format(&at.date).to_string())
    }

    /// `21 novembre 2026 à 14:05`.
    pub(crate) fn date_time(&self, at: civil::DateTime) -> String {
        in_icu(at).map_or_else(|| at.to_string(), |at| self.date_time.format(&at).to_string())
    }

    /// `21/11/2026`, `21 Nov 2026`.
    pub(crate) fn short_date(&self, at: civil::DateTime) -> String {
        at.strftime(self.short_date).to_string()
    }

    /// `21/11/2026 14:05`, `21 Nov 2026, 14:05`.
    pub(crate) fn short_date_time(&self, at: civil::DateTime) -> String {
        at.strftime(self.short_date_time).to_string()
    }
}

fn to_the_minute(fields: YMDT) -> YMDT {
    fields.with_time_precision(TimePrecision::Minute)
}

/// The same day and time in ICU's types, which take every date that jiff can hold.
fn in_icu(at: civil::DateTime) -> Option<DateTime<Gregorian>> {
    let part = |n: i8| u8::try_from(n).ok();
    let date = Date::try_new_gregorian(at.year().into(), part(at.month())?, part(at.day())?).ok()?;
    let time = Time::try_new(part(at.hour())?, part(at.minute())?, part(at.second())?, 0).ok()?;
    Some(DateTime { date, time })
}
