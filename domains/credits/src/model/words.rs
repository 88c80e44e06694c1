//! What people and programs type, brought into bounds.

use std::fmt;

use kit_core::{Credits, Text};
use thiserror::Error;

/// What one operation moves at most, and what a use costs at most in all.
const LARGEST_AMOUNT: i64 = 1_000_000_000;
/// What one use of a feature costs at most.
const LARGEST_PRICE: i64 = 1_000_000;
/// How much of a feature one operation uses at most.
const LARGEST_QUANTITY: i64 = 1_000_000;

/// Why an input was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InputError {
    /// Nothing was typed.
    #[error("missing")]
    Missing,
    /// More characters than are kept.
    #[error("longer than {max} characters")]
    TooLong {
        /// How many are kept.
        max: i64,
    },
    /// A character that has no place here.
    #[error("a character that is not allowed")]
    Character,
    /// Not a whole number.
    #[error("not a whole number")]
    NotWhole,
    /// No moment, or one of another century.
    #[error("not a moment of this century (RFC 3339)")]
    Moment,
    /// Too small or too large.
    #[error("not between {min} and {max}")]
    Range {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
    },
}

impl From<InputError> for Text {
    fn from(error: InputError) -> Text {
        match error {
            InputError::Missing => Text::new("credits-input-missing"),
            InputError::TooLong { max } => Text::new("credits-input-too-long").with("max", max),
            InputError::Character => Text::new("credits-input-character"),
            InputError::NotWhole => Text::new("credits-input-not-whole"),
            InputError::Moment => Text::new("credits-input-moment"),
            InputError::Range { min, max } => Text::new("credits-input-range").with("min", min).with("max", max),
        }
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $max:literal, $allowed:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// Reads what was typed, without the space around it.
            ///
            /// # Errors
            /// Nothing was typed, too much, or something that has no place here.
            pub fn parse(typed: &str) -> Result<$name, InputError> {
                bounded(typed.trim(), $max, $allowed).map(|text| $name(text.to_owned()))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

words!(
    /// The name of a feature among programs: up to 100 of `a`–`z`, `0`–`9`, `.`, `_`, `-`, as in `plan.render`.
    Feature, 100, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-')
);
words!(
    /// What was produced, in the words of the application: up to 200 characters.
    Reference, 200, |c| !c.is_control() && !turns_direction(c)
);
words!(
    /// A machine, in the words of the application: up to 100 characters.
    Machine, 100, |c| !c.is_control() && !turns_direction(c)
);
words!(
    /// Why staff does something: up to 500 characters.
    Reason, 500, |c| matches!(c, '\n' | '\r') || !(c.is_control() || turns_direction(c))
);
words!(
    /// The bank's or the provider's own reference of a payment: up to 140 characters, as in a SEPA transfer. Nothing unseen is
    /// in it, or one payment could be recorded twice under references that look alike.
    PaymentReference, 140, |c| !(c.is_control() || turns_direction(c) || is_unseen(c))
);
words!(
    /// The value of `Idempotency-Key`: 1 to 255 visible ASCII characters.
    UseKey, 255, |c| c.is_ascii_graphic()
);

/// Marks that turn the direction of writing would let one text look like another (Unicode UAX #9, 2.1 to 2.4).
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Characters without width, and blanks other than the common one.
fn is_unseen(c: char) -> bool {
    let without_width =
        matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}');
    without_width || (c.is_whitespace() && c != ' ')
}

fn bounded(text: &str, max: usize, allowed: impl Fn(char) -> bool) -> Result<&str, InputError> {
    if text.is_empty() {
        return Err(InputError::Missing);
    }
    if text.chars().count() > max {
        return Err(InputError::TooLong { max: i64::try_from(max).unwrap_or(i64::MAX) });
    }
    if text.chars().all(allowed) { Ok(text) } else { Err(InputError::Character) }
}

/// How much of a feature is used: 1 to 1,000,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantity(i64);

impl Quantity {
    /// One.
    pub const ONE: Quantity = Quantity(1);

    /// A quantity within its bounds.
    ///
    /// # Errors
    /// It is outside.
    pub fn new(quantity: i64) -> Result<Quantity, InputError> {
        within(quantity, 1, LARGEST_QUANTITY).map(Quantity)
    }

    /// The number.
    pub fn get(self) -> i64 {
        self.0
    }
}

/// An amount that moves, from `min` (0 for what may be free, 1 for what comes in) to a thousand million.
///
/// # Errors
/// It is outside.
pub fn amount(amount: i64, min: i64) -> Result<Credits, InputError> {
    within(amount, min, LARGEST_AMOUNT).map(Credits)
}

/// The price of one use: 0 to 1,000,000.
///
/// # Errors
/// It is outside.
pub fn price(price: i64) -> Result<Credits, InputError> {
    within(price, 0, LARGEST_PRICE).map(Credits)
}

/// The number, if it is from `min` to `max`.
pub(super) fn within(number: i64, min: i64, max: i64) -> Result<i64, InputError> {
    if (min..=max).contains(&number) { Ok(number) } else { Err(InputError::Range { min, max }) }
}

/// Reads a whole number as people type it, with spaces between thousands: `1 250`.
///
/// # Errors
/// Nothing was typed, or no whole number.
pub fn whole(typed: &str) -> Result<i64, InputError> {
    let compact: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if compact.is_empty() {
        return Err(InputError::Missing);
    }
    compact.parse().map_err(|_| InputError::NotWhole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_plain() {
        assert_eq!(Feature::parse(" plan.render_2-b ").map(|f| f.to_string()), Ok("plan.render_2-b".to_owned()));
        assert_eq!(Feature::parse("Plan"), Err(InputError::Character));
        assert_eq!(Feature::parse("a b"), Err(InputError::Character));
        assert_eq!(Feature::parse("  "), Err(InputError::Missing));
        assert_eq!(Feature::parse(&"a".repeat(101)), Err(InputError::TooLong { max: 100 }));
    }

    #[test]
    fn lengths_are_in_characters_and_nothing_invisible_passes() {
        assert!(Reference::parse(&"é".repeat(200)).is_ok());
        assert_eq!(Reference::parse("a\0b"), Err(InputError::Character));
        assert!(Reason::parse("one\ntwo").is_ok());
        assert!(Reference::parse("👩\u{200D}🔧 plan").is_ok(), "a joined sign is one that is seen");
        for text in ["gpj\u{202E}exe", "a\u{2066}b"] {
            assert_eq!(Reference::parse(text), Err(InputError::Character), "{text:?}");
            assert_eq!(Reason::parse(text), Err(InputError::Character), "{text:?}");
        }
        assert!(PaymentReference::parse("VIR 2026-11 é").is_ok());
        for text in ["VIR\u{200B}1", "VIR\u{A0}1", "VIR\u{FEFF}1", "\u{202E}VIR 1"] {
            assert_eq!(PaymentReference::parse(text), Err(InputError::Character), "{text:?}");
        }
        assert_eq!(UseKey::parse("é"), Err(InputError::Character));
        assert_eq!(UseKey::parse(&"k".repeat(256)), Err(InputError::TooLong { max: 255 }));
    }

    #[test]
    fn numbers_have_bounds() {
        assert_eq!(Quantity::new(0), Err(InputError::Range { min: 1, max: 1_000_000 }));
        assert_eq!(Quantity::new(1_000_000).map(Quantity::get), Ok(1_000_000));
        assert_eq!(amount(0, 0), Ok(Credits(0)));
        assert_eq!(amount(0, 1), Err(InputError::Range { min: 1, max: 1_000_000_000 }));
        assert_eq!(whole("1 250"), Ok(1250));
        assert_eq!(whole("1,5"), Err(InputError::NotWhole));
    }
}
