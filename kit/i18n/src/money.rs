//! Money as a language writes it.
//!
//! ICU's own currency formatter is still marked unstable, so the number comes from its decimal formatter, the decimals
//! from ISO 4217, and what remains, the symbol and its place, is here as CLDR gives it.

use icu::decimal::input::Decimal;
use iso_currency::Currency;
use kit_core::{Locale, Money};

use crate::formats::{Formats, MINUS};

/// `12,50 €`, `€12.50`; a currency without a well-known symbol by its code: `12,50 CHF`, `CHF 12.50`.
pub(crate) fn write(formats: &Formats, locale: Locale, money: Money) -> String {
    let mut amount = Decimal::from(money.minor.unsigned_abs());
    amount.multiply_pow10(-i16::try_from(money.currency.exponent().unwrap_or(0)).unwrap_or(0));
    let (sign, amount) = (if money.minor < 0 { MINUS } else { "" }, formats.decimal(&amount));
    match locale {
        Locale::Fr => format!("{sign}{amount}\u{a0}{}", french_symbol(money.currency)),
        Locale::En => format!("{sign}{}{amount}", english_symbol(money.currency)),
    }
}

fn french_symbol(currency: Currency) -> &'static str {
    match currency {
        Currency::EUR => "€",
        Currency::GBP => "£GB",
        Currency::USD => "$US",
        other => other.code(),
    }
}

/// The symbol before the amount; a code stands apart from it.
fn english_symbol(currency: Currency) -> String {
    match currency {
        Currency::EUR => "€".to_owned(),
        Currency::GBP => "£".to_owned(),
        Currency::USD => "US$".to_owned(),
        other => format!("{}\u{a0}", other.code()),
    }
}
