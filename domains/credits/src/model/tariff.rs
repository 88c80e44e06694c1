//! What one use of a feature costs, and when.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kit_core::{Credits, Id, Locale};
use kit_db::{Cell, FromRow, FromValue, Value};
use serde::{Deserialize, Serialize};

use super::Feature;

/// What a feature is called, in each language of the interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Labels(pub BTreeMap<Locale, String>);

impl Labels {
    /// The name in a language, else in French, else nothing.
    pub fn of(&self, locale: Locale) -> &str {
        self.0.get(&locale).or_else(|| self.0.get(&Locale::default())).map_or("", String::as_str)
    }

    /// As JSON, by language.
    pub(crate) fn stored(&self) -> String {
        serde_json::json!(self.0).to_string()
    }
}

impl FromValue for Labels {
    fn from_value(cell: Cell<'_>) -> Result<Labels, String> {
        match cell {
            Value::Text(text) => serde_json::from_str(text).map(Labels).map_err(|error| error.to_string()),
            _ => Err("the labels are no text".to_owned()),
        }
    }
}

/// Where a price stands in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriceState {
    /// It will hold.
    Coming,
    /// It holds.
    InForce,
    /// It held.
    Ended,
}

/// A price of the tariff. Two prices of one feature never hold at the same time.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Price {
    /// Its id.
    pub id: Id<Price>,
    /// What is used.
    pub feature: String,
    /// What one use costs; zero for a free feature.
    pub price: Credits,
    /// What the feature is called.
    pub labels: Labels,
    /// From this moment on.
    pub valid_from: Timestamp,
    /// Until before this moment; none: until further notice.
    pub valid_until: Option<Timestamp>,
}

impl Price {
    /// Where it stands at `now`.
    pub fn state(&self, now: Timestamp) -> PriceState {
        if self.valid_from > now {
            PriceState::Coming
        } else if self.valid_until.is_none_or(|until| until > now) {
            PriceState::InForce
        } else {
            PriceState::Ended
        }
    }

    /// Whether it holds at some moment of a span; without an end the span is endless.
    pub(crate) fn meets(&self, from: Timestamp, until: Option<Timestamp>) -> bool {
        self.valid_until.is_none_or(|end| end > from) && until.is_none_or(|until| self.valid_from < until)
    }
}

/// A price to be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPrice {
    /// What is used.
    pub feature: Feature,
    /// What one use costs.
    pub price: Credits,
    /// What the feature is called.
    pub labels: Labels,
    /// From when on; a moment gone by means at once.
    pub valid_from: Timestamp,
    /// Until when; none: until further notice.
    pub valid_until: Option<Timestamp>,
}
