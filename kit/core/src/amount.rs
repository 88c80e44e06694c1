//! Credits and money: whole numbers, checked arithmetic, no floating point anywhere.

use std::fmt;

use iso_currency::Currency;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why an amount was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AmountError {
    /// The result does not fit in 64 bits: the caller refuses the operation.
    #[error("the amount is out of range")]
    OutOfRange,
    /// Two amounts of different currencies cannot be added.
    #[error("the amounts are in different currencies")]
    CurrencyMismatch,
}

/// A whole number of credits (or of the wallet's unit), positive or negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Credits(pub i64);

impl Credits {
    /// No credit at all.
    pub const ZERO: Credits = Credits(0);

    /// The sum, or [`AmountError::OutOfRange`].
    pub fn plus(self, other: Credits) -> Result<Credits, AmountError> {
        self.0.checked_add(other.0).map(Credits).ok_or(AmountError::OutOfRange)
    }

    /// The difference, or [`AmountError::OutOfRange`].
    pub fn minus(self, other: Credits) -> Result<Credits, AmountError> {
        self.0.checked_sub(other.0).map(Credits).ok_or(AmountError::OutOfRange)
    }

    /// This amount `quantity` times, or [`AmountError::OutOfRange`].
    pub fn times(self, quantity: i64) -> Result<Credits, AmountError> {
        self.0.checked_mul(quantity).map(Credits).ok_or(AmountError::OutOfRange)
    }

    /// The same amount with the other sign, or [`AmountError::OutOfRange`].
    pub fn negated(self) -> Result<Credits, AmountError> {
        self.0.checked_neg().map(Credits).ok_or(AmountError::OutOfRange)
    }

    /// Whether there is more than nothing.
    pub fn is_positive(self) -> bool {
        self.0 > 0
    }
}

impl fmt::Display for Credits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An amount of money in minor units (cents) of an ISO 4217 currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// Minor units: 1250 is 12.50 € and ¥1,250.
    pub minor: i64,
    /// The ISO 4217 currency.
    pub currency: Currency,
}

impl Money {
    /// An amount in euro cents.
    pub const fn euro_cents(minor: i64) -> Money {
        Money { minor, currency: Currency::EUR }
    }

    /// The sum; refuses a mixture of currencies.
    pub fn plus(self, other: Money) -> Result<Money, AmountError> {
        if self.currency != other.currency {
            return Err(AmountError::CurrencyMismatch);
        }
        let minor = self.minor.checked_add(other.minor).ok_or(AmountError::OutOfRange)?;
        Ok(Money { minor, ..self })
    }

    /// Reads what somebody typed: `1 250,50`, `1250.5` or `1250`; at most as many decimals as the currency has.
    pub fn parse(typed: &str, currency: Currency) -> Option<Money> {
        let compact: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let (whole, decimals) = compact.split_once([',', '.']).unwrap_or((&compact, ""));
        let places = usize::from(currency.exponent().unwrap_or(0));
        let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
        if whole.is_empty() || decimals.len() > places || !digits(whole) || !digits(decimals) {
            return None;
        }
        let minor = format!("{whole}{decimals:0<places$}").parse().ok()?;
        Some(Money { minor, currency })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_refuse_to_wrap() {
        assert_eq!(Credits(i64::MAX).plus(Credits(1)), Err(AmountError::OutOfRange));
        assert_eq!(Credits(i64::MIN).negated(), Err(AmountError::OutOfRange));
        assert_eq!(Credits(3).times(4), Ok(Credits(12)));
    }

    #[test]
    fn money_is_read_as_people_type_it() {
        let euro = |typed| Money::parse(typed, Currency::EUR).map(|m| m.minor);
        assert_eq!(euro("1 250,50"), Some(125_050));
        assert_eq!(euro("1250.5"), Some(125_050));
        assert_eq!(euro("7"), Some(700));
        assert_eq!(euro("7,123"), None);
        assert_eq!(euro("-7"), None);
        assert_eq!(euro(""), None);
        assert_eq!(euro("99999999999999999999"), None);
    }

    #[test]
    fn currencies_do_not_mix() {
        let dollars = Money { minor: 1, currency: Currency::USD };
        assert_eq!(Money::euro_cents(1).plus(dollars), Err(AmountError::CurrencyMismatch));
    }
}
