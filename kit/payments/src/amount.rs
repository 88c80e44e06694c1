//! Amounts as providers write them: decimal digits, never a floating-point number.

use iso_currency::Currency;
use kit_core::Money;
use thiserror::Error;

/// A text that is no amount of its currency.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no amount in {currency}: {text:?}")]
pub struct AmountUnread {
    /// What the provider wrote, at most 40 characters of it.
    pub text: String,
    /// The currency that it stands for.
    pub currency: String,
}

/// Reads `12`, `12.3` or `12.34` of an ISO 4217 currency. Digits beyond those of the currency must be zeros: nothing is
/// rounded. Signs, exponents, spaces and other separators are refused.
///
/// # Errors
/// The text is none of that, the currency is unknown, or the amount does not fit in 64 bits of minor units.
pub fn read_amount(text: &str, currency: &str) -> Result<Money, AmountUnread> {
    let unread =
        || AmountUnread { text: text.chars().take(40).collect(), currency: currency.chars().take(40).collect() };
    let known = Currency::from_code(currency).ok_or_else(unread)?;
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (kept, beyond) = decimals.split_at_checked(places(known)).unwrap_or((decimals, ""));
    if !digits(whole) || !digits(decimals) || beyond.bytes().any(|byte| byte != b'0') {
        return Err(unread());
    }
    let minor = format!("{whole}{kept:0<places$}", places = places(known)).parse().map_err(|_| unread())?;
    Ok(Money { minor, currency: known })
}

/// Writes an amount with all decimals of its currency: `12.30`. A negative one keeps its sign, and [`read_amount`] refuses
/// it.
pub fn write_amount(money: Money) -> String {
    let places = places(money.currency);
    let sign = if money.minor < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", money.minor.unsigned_abs(), width = places + 1);
    let (whole, decimals) = digits.split_at(digits.len() - places);
    if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") }
}

fn places(currency: Currency) -> usize {
    usize::from(currency.exponent().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn euro(text: &str) -> Option<i64> {
        read_amount(text, "EUR").ok().map(|money| money.minor)
    }

    #[test]
    fn decimals_are_read_exactly() {
        assert_eq!(euro("12"), Some(1200));
        assert_eq!(euro("12.3"), Some(1230));
        assert_eq!(euro("12.34"), Some(1234));
        assert_eq!(euro("12.3400"), Some(1234));
        assert_eq!(euro("0.07"), Some(7));
        assert_eq!(read_amount("500", "JPY").map(|yen| yen.minor), Ok(500));
        assert_eq!(read_amount("500.00", "JPY").map(|yen| yen.minor), Ok(500));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", ".", ".5", "5.", "1,5", "1 000", "-1", "+1", "1e3", "1.005", "١", "92233720368547758.08"] {
            assert_eq!(euro(text), None, "{text}");
        }
        assert!(read_amount("1.00", "EURO").is_err());
        assert!(read_amount("1.50", "JPY").is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(minor in 0..=i64::MAX, currency in prop::sample::select(vec!["EUR", "JPY", "TND"])) {
            let money = Money { minor, currency: Currency::from_code(currency).unwrap() };
            prop_assert_eq!(read_amount(&write_amount(money), currency), Ok(money));
        }

        #[test]
        fn a_negative_amount_is_never_read(minor in i64::MIN..0) {
            prop_assert!(read_amount(&write_amount(Money::euro_cents(minor)), "EUR").is_err());
        }
    }
}
