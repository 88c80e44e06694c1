//! Money in minor units, read exactly.

use std::fmt;

use iso_currency::Currency;

/// An amount in minor units (cents) of an ISO 4217 currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Minor units: 1250 is 12.50 € and ¥1,250. Negative in balances of overdrawn accounts only.
    pub minor: i64,
    /// The ISO 4217 currency.
    pub currency: Currency,
}

/// Why an amount is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// An amount without a currency.
    #[error("an amount without a currency")]
    NoCurrency,
    /// Not a currency of ISO 4217, or one of those without minor units, such as gold.
    #[error("{0:?} is not a currency of ISO 4217 that payments are made in")]
    Currency(String),
    /// Something else than digits with at most one point.
    #[error("{0:?} is not an amount")]
    Number(String),
    /// More decimals than the currency has, and not zeros: no rounding is right.
    #[error("{number} has more decimals than {currency:?} has")]
    Decimals {
        /// As it is written in the file.
        number: String,
        /// The currency it is in.
        currency: Currency,
    },
    /// More minor units than 64 bits hold.
    #[error("{0} is too large an amount")]
    TooLarge(String),
}

/// The currency of a code, with the number of its decimals.
pub(crate) fn currency(code: &str) -> Result<(Currency, usize), AmountError> {
    let known = Currency::from_code(code).and_then(|currency| Some((currency, usize::from(currency.exponent()?))));
    known.ok_or_else(|| AmountError::Currency(code.to_owned()))
}

impl Money {
    /// Reads `12.5`, `012.500` or `12` as XML Schema writes decimals, but without a sign: directions are told beside.
    pub(crate) fn parse(number: &str, code: &str) -> Result<Money, AmountError> {
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        Self::of_digits(number, whole, decimals, code)
    }

    /// Reads digits of which the last `decimals` come after the point.
    pub(crate) fn of_scaled_digits(digits: &str, decimals: usize, code: &str) -> Result<Money, AmountError> {
        let point = digits.len().saturating_sub(decimals);
        let (whole, decimals) = digits.split_at_checked(point).ok_or_else(|| AmountError::Number(digits.to_owned()))?;
        Self::of_digits(digits, whole, decimals, code)
    }

    fn of_digits(written: &str, whole: &str, decimals: &str, code: &str) -> Result<Money, AmountError> {
        let (currency, exponent) = currency(code)?;
        let is_number = (!whole.is_empty() || !decimals.is_empty())
            && whole.bytes().chain(decimals.bytes()).all(|byte| byte.is_ascii_digit());
        if !is_number {
            return Err(AmountError::Number(written.to_owned()));
        }
        let (kept, rest) = decimals.split_at(exponent.min(decimals.len()));
        if rest.bytes().any(|digit| digit != b'0') {
            return Err(AmountError::Decimals { number: written.to_owned(), currency });
        }
        let zeros = std::iter::repeat_n(b'0', exponent - kept.len());
        whole
            .bytes()
            .chain(kept.bytes())
            .chain(zeros)
            .try_fold(0i64, |sum, digit| sum.checked_mul(10)?.checked_add(i64::from(digit - b'0')))
            .map(|minor| Money { minor, currency })
            .ok_or_else(|| AmountError::TooLarge(written.to_owned()))
    }
}

impl fmt::Display for Money {
    /// `-12.50 EUR`: for logs and error texts, not for the reader's language.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exponent = usize::from(self.currency.exponent().unwrap_or_default());
        let sign = if self.minor < 0 { "-" } else { "" };
        let digits = format!("{:0width$}", self.minor.unsigned_abs(), width = exponent + 1);
        let (whole, decimals) = digits.split_at(digits.len() - exponent);
        let point = if exponent == 0 { "" } else { "." };
        write!(f, "{sign}{whole}{point}{decimals} {}", self.currency.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn minor(number: &str, code: &str) -> i64 {
        Money::parse(number, code).unwrap().minor
    }

    #[test]
    fn each_currency_has_its_own_decimals() {
        assert_eq!(minor("8.85", "EUR"), 885);
        assert_eq!(minor("2700", "JPY"), 2700);
        assert_eq!(minor("1.234", "TND"), 1234);
        assert_eq!(minor(".5", "EUR"), 50);
        assert_eq!(minor("5.", "EUR"), 500);
        assert_eq!(minor("0012.5000", "EUR"), 1250);
        assert_eq!(minor("2700.00", "JPY"), 2700);
    }

    #[test]
    fn says_what_is_wrong() {
        let error = |number: &str, code: &str| Money::parse(number, code).unwrap_err();
        assert_eq!(error("1", "EURO"), AmountError::Currency("EURO".to_owned()));
        assert_eq!(error("1", "XAU"), AmountError::Currency("XAU".to_owned()));
        for wrong in ["", ".", "-1", "+1", "1,5", "1.2.3", "1e3", "１", " 1"] {
            assert_eq!(error(wrong, "EUR"), AmountError::Number(wrong.to_owned()));
        }
        let decimals = |number: &str, currency| AmountError::Decimals { number: number.to_owned(), currency };
        assert_eq!(error("1.001", "EUR"), decimals("1.001", Currency::EUR));
        assert_eq!(error("1.5", "JPY"), decimals("1.5", Currency::JPY));
        assert_eq!(error("92233720368547758.08", "EUR"), AmountError::TooLarge("92233720368547758.08".to_owned()));
        assert_eq!(minor("92233720368547758.07", "EUR"), i64::MAX);
    }

    #[test]
    fn is_written_with_the_decimals_of_its_currency() {
        let written = |minor, currency| Money { minor, currency }.to_string();
        assert_eq!(written(5, Currency::EUR), "0.05 EUR");
        assert_eq!(written(-24121, Currency::EUR), "-241.21 EUR");
        assert_eq!(written(0, Currency::JPY), "0 JPY");
        assert_eq!(written(i64::MIN, Currency::EUR), "-92233720368547758.08 EUR");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minor in 0..=i64::MAX, code in prop::sample::select(vec!["EUR", "JPY", "TND", "CLF"])) {
            let (currency, _) = currency(code).unwrap();
            let money = Money { minor, currency };
            let written = money.to_string();
            prop_assert_eq!(Money::parse(written.split(' ').next().unwrap(), code), Ok(money));
        }

        #[test]
        fn scaled_digits_are_the_number_with_its_point(digits in "[0-9]{1,17}", decimals in 0usize..4) {
            let padded = format!("{digits:0>20}");
            let (whole, rest) = padded.split_at(20 - decimals);
            prop_assert_eq!(
                Money::of_scaled_digits(&padded, decimals, "EUR").ok(),
                Money::parse(&format!("{whole}.{rest}"), "EUR").ok()
            );
        }

        #[test]
        fn no_text_panics(number in ".*", code in ".{0,4}") {
            let _ = Money::parse(&number, &code);
            let _ = Money::of_scaled_digits(&number, 2, &code);
        }
    }
}
