//! What people type, and words in both languages.

use credits::InputError;
use iso_currency::Currency;
use kit_core::{Locale, Money, Text};
use serde::{Deserialize, Serialize};

/// A short text in each language of the interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// In French.
    pub fr: String,
    /// In English; empty where the French text serves.
    pub en: String,
}

impl Words {
    /// The words in `locale`; in French where there are no others.
    pub fn of(&self, locale: Locale) -> &str {
        match locale {
            Locale::En if !self.en.is_empty() => &self.en,
            _ => &self.fr,
        }
    }

    /// Both languages on one line, for the log.
    pub fn both(&self) -> String {
        if self.en.is_empty() { self.fr.clone() } else { format!("{} / {}", self.fr, self.en) }
    }
}

/// What was typed on one line, of 1 to `longest` characters.
///
/// # Errors
/// Nothing was typed, or too much.
pub fn line(typed: &str, longest: usize) -> Result<String, InputError> {
    let text = optional_line(typed, longest)?;
    if text.is_empty() { Err(InputError::Missing) } else { Ok(text) }
}

/// What was typed on one line, or nothing.
///
/// # Errors
/// Too much was typed.
pub fn optional_line(typed: &str, longest: usize) -> Result<String, InputError> {
    let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > longest {
        return Err(InputError::TooLong { max: i64::try_from(longest).unwrap_or(i64::MAX) });
    }
    if text.chars().any(char::is_control) { Err(InputError::Character) } else { Ok(text) }
}

/// Why an amount of money or a rate cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TypedError {
    /// No amount in euros, or one that is not on sale: nothing, or more than ten million.
    #[error("not an amount in euros")]
    Amount,
    /// No rate between 0 and 100 with at most two decimals.
    #[error("not a rate in percent")]
    Rate,
    /// No day of this century.
    #[error("not a day")]
    Day,
    /// Nothing of what is offered was chosen.
    #[error("nothing was chosen")]
    Choose,
}

impl From<TypedError> for Text {
    fn from(error: TypedError) -> Text {
        match error {
            TypedError::Amount => Text::new("orders-typed-amount"),
            TypedError::Rate => Text::new("orders-typed-rate"),
            TypedError::Day => Text::new("orders-typed-day"),
            TypedError::Choose => Text::new("orders-typed-choose"),
        }
    }
}

/// The largest amount that is taken, in cents: ten million euros.
const LARGEST: i64 = 1_000_000_000;

/// Reads an amount in euros, of at least a cent, as cents.
///
/// # Errors
/// [`TypedError::Amount`].
pub fn cents(typed: &str) -> Result<i64, TypedError> {
    let money = Money::parse(typed, Currency::EUR).map(|money| money.minor);
    money.filter(|minor| (1..=LARGEST).contains(minor)).ok_or(TypedError::Amount)
}

/// Reads a rate in percent, `20` or `8,5`, as hundredths of a percent.
///
/// # Errors
/// [`TypedError::Rate`].
pub fn percent(typed: &str) -> Result<i64, TypedError> {
    // A percent has hundredths as a euro has cents.
    let rate = Money::parse(typed.trim().trim_end_matches('%'), Currency::EUR).map(|money| money.minor);
    rate.filter(|rate| (0..=super::LARGEST_RATE).contains(rate)).ok_or(TypedError::Rate)
}

/// A rate as people write it in `locale`, without zeros at its end: `20`, `8,5`.
pub fn shown_percent(rate: i64, locale: Locale) -> String {
    let point = if locale == Locale::Fr { ',' } else { '.' };
    match (rate / 100, rate % 100) {
        (whole, 0) => whole.to_string(),
        (whole, hundredths) if hundredths % 10 == 0 => format!("{whole}{point}{}", hundredths / 10),
        (whole, hundredths) => format!("{whole}{point}{hundredths:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_and_shown() {
        for (typed, rate, shown) in
            [("20", 2000, "20"), ("8,5", 850, "8,5"), ("2.1 %", 210, "2,1"), ("5,05", 505, "5,05")]
        {
            assert_eq!(percent(typed), Ok(rate), "{typed}");
            assert_eq!(shown_percent(rate, Locale::Fr), shown);
        }
        for typed in ["", "-1", "100,01", "x", "8,555"] {
            assert_eq!(percent(typed), Err(TypedError::Rate), "{typed}");
        }
        assert_eq!(shown_percent(850, Locale::En), "8.5");
    }

    #[test]
    fn amounts_have_bounds() {
        assert_eq!(cents("1 250,50"), Ok(125_050));
        for typed in ["0", "", "-5", "10000000,01", "1,234"] {
            assert_eq!(cents(typed), Err(TypedError::Amount), "{typed}");
        }
    }

    #[test]
    fn lines_are_one_line() {
        assert_eq!(line(" a \n b ", 3), Ok("a b".to_owned()));
        assert_eq!(line("  ", 3), Err(InputError::Missing));
        assert_eq!(line("abcd", 3), Err(InputError::TooLong { max: 3 }));
        assert_eq!(optional_line("a\u{7}", 3), Err(InputError::Character));
    }
}
