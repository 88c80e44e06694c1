//! The shapes that all of PayPal's descriptions share.

use kit_core::{Locale, Money};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{Failure, Payee, read_amount, write_amount};

/// An amount: decimal digits as text, and a currency.
#[derive(Debug, Deserialize)]
pub struct Amount {
    currency_code: String,
    value: String,
}

impl Amount {
    pub fn read(&self) -> Result<Money, Failure> {
        read_amount(&self.value, &self.currency_code).map_err(|unread| not_understood(unread.to_string()))
    }
}

/// `money` as PayPal takes it.
pub fn amount(money: Money) -> Value {
    json!({ "currency_code": money.currency.code(), "value": write_amount(money) })
}

/// Nothing, in the currency of `money`.
pub fn zero(money: Money) -> Money {
    Money { minor: 0, ..money }
}

/// Who is paid.
#[derive(Debug, Default, Deserialize, Serialize)]
pub struct PayeeWire {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_id: Option<String>,
}

impl From<PayeeWire> for Payee {
    fn from(wire: PayeeWire) -> Payee {
        Payee { merchant_id: wire.merchant_id, email: wire.email_address }
    }
}

/// A link to what belongs to an answer.
#[derive(Debug, Deserialize)]
pub struct Link {
    pub href: String,
    pub rel: String,
}

/// The first link with one of the names `rels`.
pub fn link<'a>(links: &'a [Link], rels: &[&str]) -> Option<&'a str> {
    links.iter().find(|link| rels.contains(&link.rel.as_str())).map(|link| link.href.as_str())
}

/// The last part of a link's path: the id of what it leads to.
pub fn last_part(href: &str) -> Option<&str> {
    href.rsplit('/').next().filter(|part| !part.is_empty())
}

/// The language tag that PayPal knows.
pub fn language(locale: Locale) -> &'static str {
    match locale {
        Locale::Fr => "fr-FR",
        Locale::En => "en-GB",
    }
}

pub fn not_understood(what: impl Into<String>) -> Failure {
    Failure::NotUnderstood { what: what.into() }
}
