//! Who reads: a language and a time zone.

use std::any::Any;
use std::borrow::Cow;
use std::sync::Arc;

use fluent_bundle::{FluentArgs, FluentValue};
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use kit_core::{Arg, Locale, Money, Text};

use crate::formats::Formats;
use crate::texts::Texts;
use crate::{money, relative};

/// The name under which a template finds its [`Reader`] among askama's runtime values.
pub const READER: &str = "reader";

/// Up to here a Fluent number, which is floating, holds every whole number exactly.
const EXACT: u64 = 1 << 53;

/// Puts texts, numbers, money and dates into the words of one reader. Cheap to clone.
///
/// It is also a set of runtime values with itself in it, so that a template renders with
/// `view.render_with_values(&reader)`.
#[derive(Clone)]
pub struct Reader {
    /// The texts of all languages.
    pub texts: Arc<Texts>,
    /// The reader's language.
    pub locale: Locale,
    /// The reader's time zone: a moment is written as the day and hour it is there.
    pub zone: TimeZone,
}

impl Reader {
    /// The text in words; a key without text comes out in brackets, and is logged.
    ///
    /// The words are not escaped: they may hold what a stranger typed.
    pub fn text(&self, text: &Text) -> Cow<'_, str> {
        if text.args.is_empty() {
            return self.key(text.key);
        }
        let args: FluentArgs<'_> = text.args.iter().map(|(name, arg)| (*name, self.value(arg))).collect();
        self.texts.say(self.locale, text.key, Some(&args))
    }

    /// The text of `key`, which takes no argument.
    pub fn key(&self, key: &str) -> Cow<'_, str> {
        self.texts.say(self.locale, key, None)
    }

    /// The text of `key` with its arguments, for one that was kept by its name.
    pub fn key_with<'n>(&self, key: &str, args: impl IntoIterator<Item = (&'n str, Arg)>) -> String {
        let args: Vec<(&str, Arg)> = args.into_iter().collect();
        let values: FluentArgs<'_> = args.iter().map(|(name, arg)| (*name, self.value(arg))).collect();
        self.texts.say(self.locale, key, Some(&values)).into_owned()
    }

    /// A whole number: `1 234 567` with French narrow spaces, `1,234,567`.
    pub fn number(&self, number: i64) -> String {
        self.formats().number(number)
    }

    /// So many minutes, in hours and minutes: `2 h 30 min`, `45 min`, `−1 h`. The blanks are such that nothing breaks there.
    pub fn minutes(&self, minutes: i64) -> String {
        let sign = if minutes < 0 { "−" } else { "" };
        let (hours, rest) = (minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60);
        let hours_shown = self.number(i64::try_from(hours).unwrap_or(i64::MAX));
        match (hours, rest) {
            (0, rest) => format!("{sign}{rest}\u{a0}min"),
            (_, 0) => format!("{sign}{hours_shown}\u{a0}h"),
            _ => format!("{sign}{hours_shown}\u{a0}h\u{a0}{rest}\u{a0}min"),
        }
    }

    /// An amount with its currency: `12,50 €`, `€12.50`.
    pub fn money(&self, money: Money) -> String {
        money::write(self.formats(), self.locale, money)
    }

    /// The day in full: `21 novembre 2026`, `21 November 2026`.
    pub fn date(&self, at: Timestamp) -> String {
        self.formats().date(self.here(at))
    }

    /// The day in full and the time: `21 novembre 2026 à 14:05`, `21 November 2026 at 14:05`.
    pub fn date_time(&self, at: Timestamp) -> String {
        self.formats().date_time(self.here(at))
    }

    /// The day, for the cell of a table: `21/11/2026`, `21 Nov 2026`.
    pub fn short_date(&self, at: Timestamp) -> String {
        self.formats().short_date(self.here(at))
    }

    /// The day and time, for the cell of a table: `21/11/2026 14:05`, `21 Nov 2026, 14:05`.
    pub fn short_date_time(&self, at: Timestamp) -> String {
        self.formats().short_date_time(self.here(at))
    }

    /// How far from `now`, rounded towards it: `il y a 3 jours`, `dans 2 heures`, `à l’instant`.
    pub fn relative(&self, at: Timestamp, now: Timestamp) -> String {
        self.text(&relative::text(at, now)).into_owned()
    }

    fn formats(&self) -> &'static Formats {
        self.texts.language(self.locale).formats
    }

    fn here(&self, at: Timestamp) -> civil::DateTime {
        self.zone.to_datetime(at)
    }

    /// A number that Fluent could not hold exactly goes in as written; plural rules then take their default.
    fn value<'a>(&'a self, arg: &'a Arg) -> FluentValue<'a> {
        match arg {
            Arg::Str(text) => FluentValue::from(text.as_str()),
            Arg::Number(number) if number.unsigned_abs() <= EXACT => FluentValue::from(*number),
            Arg::Number(number) => FluentValue::from(self.number(*number)),
            Arg::Date(at) => FluentValue::from(self.date(*at)),
            Arg::DateTime(at) => FluentValue::from(self.date_time(*at)),
            Arg::Minutes(minutes) => FluentValue::from(self.minutes(*minutes)),
            Arg::Money(money) => FluentValue::from(self.money(*money)),
            Arg::Text(text) => FluentValue::from(self.text(text)),
        }
    }
}

impl askama::Values for Reader {
    fn get_value<'a>(&'a self, key: &str) -> Option<&'a dyn Any> {
        (key == READER).then_some(self as &dyn Any)
    }
}
