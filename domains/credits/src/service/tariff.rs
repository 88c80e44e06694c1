//! The publisher's tariff: set, ended, never two prices of a feature at one moment.

use jiff::Timestamp;
use kit_core::{Arg, Context, Id, Text};
use kit_db::{DbError, Failed, Lock, Read, Tx, refuse};
use thiserror::Error;

use super::log;
use crate::model::{NewPrice, Price, PriceState};
use crate::store;

/// What every change of the tariff is serialised on: two prices set at once must see each other.
pub const TARIFF_LOCK: Lock = Lock::Named("tariff");

/// How many prices one page of the whole tariff holds.
const PAGE: i64 = 500;

/// Why a change of the tariff is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TariffRefusal {
    /// Another price of the feature holds at that time already.
    #[error("another price holds from {0} on")]
    Overlap(Timestamp),
    /// The end is not after the beginning.
    #[error("the end is not after the beginning")]
    EndsBeforeItBegins,
    /// There is no such price, or it ended already.
    #[error("there is no such price in force or to come")]
    NoSuchPrice,
}

impl From<TariffRefusal> for Text {
    fn from(refusal: TariffRefusal) -> Text {
        match refusal {
            TariffRefusal::Overlap(from) => Text::new("credits-refused-overlap").with("from", Arg::Date(from)),
            TariffRefusal::EndsBeforeItBegins => Text::new("credits-refused-ends-before"),
            TariffRefusal::NoSuchPrice => Text::new("credits-refused-no-such-price"),
        }
    }
}

/// The prices that hold or will hold, by feature and time.
///
/// # Errors
/// The database cannot be read.
pub fn tariff(read: &mut Read<'_>, now: Timestamp) -> Result<Vec<Price>, DbError> {
    let all = store::prices::all(read)?;
    Ok(all.iter().filter(|price| price.state(now) != PriceState::Ended).cloned().collect())
}

/// Some prices of all times by feature and time, after the last one of the page before.
///
/// # Errors
/// The database cannot be read.
pub fn whole_tariff(read: &mut Read<'_>, last: Option<(&str, Timestamp)>) -> Result<Vec<Price>, DbError> {
    store::prices::after(read, last.unwrap_or(("", Timestamp::MIN)), PAGE)
}

/// Sets a price. One of the same feature that holds until further notice ends where the new one begins; one that would
/// not have held for a moment is gone. Call it under [`TARIFF_LOCK`].
///
/// # Errors
/// [`TariffRefusal::Overlap`], [`TariffRefusal::EndsBeforeItBegins`].
pub fn set_price(tx: &mut Tx<'_>, ctx: &Context, new: &NewPrice) -> Result<Price, Failed<TariffRefusal>> {
    let valid_from = new.valid_from.max(ctx.now);
    if new.valid_until.is_some_and(|until| until <= valid_from) {
        return refuse(TariffRefusal::EndsBeforeItBegins);
    }
    let mut before = None;
    for old in store::prices::of(tx, new.feature.as_str())? {
        if !old.meets(valid_from, new.valid_until) {
            continue;
        }
        if old.valid_until.is_some() || old.valid_from > valid_from {
            return refuse(TariffRefusal::Overlap(old.valid_from));
        }
        if old.valid_from == valid_from {
            store::prices::delete(tx, old.id)?;
        } else {
            let ended = Price { valid_until: Some(valid_from), ..old.clone() };
            store::prices::end(tx, &ended, ended.sealed(&ctx.keys))?;
        }
        before = Some(old);
    }
    let price = Price {
        id: Id::random(&ctx.random),
        feature: new.feature.to_string(),
        price: new.price,
        labels: new.labels.clone(),
        valid_from,
        valid_until: new.valid_until,
    };
    store::prices::insert(tx, &price, price.sealed(&ctx.keys))?;
    log::price_set(tx, ctx, before.as_ref(), &price)?;
    Ok(price)
}

/// Lets a price end at `until`, or now if that is past; one that has not begun by then is taken back. Call it under
/// [`TARIFF_LOCK`].
///
/// # Errors
/// [`TariffRefusal::NoSuchPrice`], also when the price ends before `until` by itself.
pub fn end_price(tx: &mut Tx<'_>, ctx: &Context, id: Id<Price>, until: Timestamp) -> Result<(), Failed<TariffRefusal>> {
    let until = until.max(ctx.now);
    let open = store::prices::price(tx, id)?.filter(|price| price.state(ctx.now) != PriceState::Ended);
    let Some(price) = open.filter(|price| price.valid_until.is_none_or(|end| end > until)) else {
        return refuse(TariffRefusal::NoSuchPrice);
    };
    if price.valid_from >= until {
        store::prices::delete(tx, id)?;
        return Ok(log::price_withdrawn(tx, ctx, &price)?);
    }
    let ended = Price { valid_until: Some(until), ..price.clone() };
    store::prices::end(tx, &ended, ended.sealed(&ctx.keys))?;
    Ok(log::price_ended(tx, ctx, &price, &ended)?)
}
