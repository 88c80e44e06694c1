//! Languages, numbers, times.

use std::ffi::OsString;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The language of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    French,
}

impl Language {
    /// The one that `--lang` names, else the environment. It must be known before anything is parsed, as the help needs it.
    pub(super) fn wanted(arguments: &[OsString], variable: impl Fn(&str) -> Option<String>) -> Language {
        let mut named = None;
        let mut arguments = arguments.iter().filter_map(|argument| argument.to_str());
        while let Some(argument) = arguments.next() {
            match argument.strip_prefix("--lang") {
                Some("") => named = arguments.next().map(str::to_owned),
                Some(rest) => named = rest.strip_prefix('=').map(str::to_owned).or(named),
                None => {}
            }
        }
        let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
        let of_environment = || ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set);
        let known = named.filter(|name| ["fr", "en"].contains(&name.as_str()));
        let language = known.or_else(of_environment).unwrap_or_default();
        if language.starts_with("fr") { Language::French } else { Language::English }
    }

    /// The text in this language.
    pub(super) fn say(self, english: impl Into<String>, french: &str) -> String {
        match self {
            Language::English => english.into(),
            Language::French => super::french::spaced(french),
        }
    }

    /// A whole number, its thousands apart.
    pub(super) fn number(self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let separator = if self == Language::French { '\u{202F}' } else { ',' };
        let mut text = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        if number < 0 { format!("\u{2212}{text}") } else { text }
    }

    /// So many credits.
    pub(super) fn credits(self, number: i64) -> String {
        let one = match self {
            Language::English => number.unsigned_abs() == 1,
            Language::French => number.unsigned_abs() < 2,
        };
        let (space, unit) = match (self, one) {
            (Language::English, true) => (' ', "credit"),
            (Language::English, false) => (' ', "credits"),
            (Language::French, true) => ('\u{A0}', "crédit"),
            (Language::French, false) => ('\u{A0}', "crédits"),
        };
        format!("{}{space}{unit}", self.number(number))
    }

    /// A moment, to the minute, in UTC: the machine's time zone is not asked for.
    pub(super) fn moment(self, at: Timestamp) -> String {
        let at = at.to_zoned(TimeZone::UTC);
        let (date, time) = (at.date(), at.time());
        match self {
            Language::English => format!("{date} {:02}:{:02} UTC", time.hour(), time.minute()),
            Language::French => format!(
                "{:02}/{:02}/{} {:02}:{:02} UTC",
                date.day(),
                date.month(),
                date.year(),
                time.hour(),
                time.minute()
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(arguments: &[&str], variables: &[(&str, &str)]) -> Language {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        Language::wanted(&arguments, |name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_language_is_the_one_named_or_that_of_the_environment() {
        assert_eq!(wanted(&[], &[]), Language::English);
        assert_eq!(wanted(&[], &[("LANG", "fr_FR.UTF-8")]), Language::French);
        assert_eq!(wanted(&[], &[("LC_ALL", "C"), ("LANG", "fr_FR.UTF-8")]), Language::English);
        assert_eq!(wanted(&[], &[("LC_ALL", ""), ("LANG", "fr_FR.UTF-8")]), Language::French);
        assert_eq!(wanted(&["balance", "--lang", "en"], &[("LANG", "fr_FR.UTF-8")]), Language::English);
        assert_eq!(wanted(&["--lang=fr", "balance"], &[]), Language::French);
        assert_eq!(wanted(&["--lang=de", "balance"], &[("LANG", "fr_FR.UTF-8")]), Language::French);
    }

    #[test]
    fn numbers_are_written_as_the_language_does() {
        assert_eq!(Language::French.credits(1_234_567), "1\u{202F}234\u{202F}567\u{A0}crédits");
        assert_eq!(Language::English.credits(-1234), "\u{2212}1,234 credits");
        assert_eq!(
            (Language::French.credits(1), Language::English.credits(1)),
            ("1\u{A0}crédit".into(), "1 credit".into())
        );
        assert_eq!(
            (Language::French.credits(0), Language::English.credits(0)),
            ("0\u{A0}crédit".into(), "0 credits".into())
        );
    }
}
