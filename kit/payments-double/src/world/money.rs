//! Amounts as PayPal writes them.

use iso_currency::Currency;
use kit_core::Money;
use serde_json::{Value, json};

/// `money` in PayPal's shape.
pub fn written(money: Money) -> Value {
    json!({ "currency_code": money.currency.code(), "value": decimal(money) })
}

/// The decimals of `money`, which is never negative here.
pub fn decimal(money: Money) -> String {
    let places = u32::from(money.currency.exponent().unwrap_or(0));
    let unit = 10_i64.pow(places);
    let (whole, rest) = (money.minor / unit, money.minor % unit);
    if places == 0 { whole.to_string() } else { format!("{whole}.{rest:0>width$}", width = places as usize) }
}

/// Reads PayPal's shape.
pub fn read(value: &Value) -> Option<Money> {
    let currency = Currency::from_code(value.get("currency_code")?.as_str()?)?;
    Money::parse(value.get("value")?.as_str()?, currency)
}

/// The sum of amounts in the currency of `like`; one that does not fit counts as the greatest.
pub fn sum(like: Money, amounts: impl Iterator<Item = Money>) -> Money {
    Money { minor: amounts.fold(0, |total, amount| total.saturating_add(amount.minor)), ..like }
}
