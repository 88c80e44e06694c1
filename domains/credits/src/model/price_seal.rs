//! The seal of a price: what a use cost is proved by the tariff of its moment.

use jiff::Timestamp;
use kit_core::{Canonical, Id, KeyRing};

use super::Price;

/// A price as it is stored, its text left unread.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PriceText<'a> {
    pub(crate) id: Id<Price>,
    pub(crate) feature: &'a str,
    pub(crate) price: i64,
    pub(crate) labels: &'a str,
    pub(crate) valid_from: Timestamp,
    pub(crate) valid_until: Option<Timestamp>,
}

/// HMAC-SHA-256 over all of a price, under the installation's key for the tariff. A price that ends is sealed anew.
pub(crate) fn sealed_price(keys: &KeyRing, price: PriceText<'_>) -> [u8; 32] {
    let PriceText { id, feature, price, labels, valid_from, valid_until } = price;
    let mut bytes = Canonical::version(1);
    bytes.number(id.0);
    bytes.text(feature);
    bytes.number(price);
    bytes.text(labels);
    bytes.number(valid_from.as_microsecond());
    bytes.some_number(valid_until.map(|until| until.as_microsecond()));
    KeyRing::new(keys.derive("prices")).mac(&[&bytes.done()])
}

impl Price {
    /// Its seal.
    pub(crate) fn sealed(&self, keys: &KeyRing) -> [u8; 32] {
        let Price { id, feature, price, labels, valid_from, valid_until } = self;
        let (labels, valid_from, valid_until) = (labels.stored(), *valid_from, *valid_until);
        sealed_price(keys, PriceText { id: *id, feature, price: price.0, labels: &labels, valid_from, valid_until })
    }
}
