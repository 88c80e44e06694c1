//! What staff sets: packs, the free amount, VAT rules, how the publisher is paid.

use jiff::civil::Date;
use kit_core::{Arg, Context, Text};
use kit_db::{DbError, Failed, Lock, Tx, refuse};
use thiserror::Error;

use super::log;
use crate::model::{Bank, Day, FreeAmount, Office, Pack, Settings, VatRule, VatRuleId, VatZone, Words};
use crate::store;

/// What every change of these settings is serialised on.
pub const SETTINGS_LOCK: Lock = Lock::Named("orders-settings");

/// Why a pack is not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PackRefusal {
    /// Its price by the hour, or by 100 credits, is far from that of the others on sale: mostly a slip, unless it is meant.
    #[error("far from the others, which are at {usual} cents")]
    Far {
        /// What the others cost by that, before tax, in cents.
        usual: i64,
    },
}

/// Sets a pack, a new one or one that is known, which goes on holding credits or time as it did. One that is far from the others goes on
/// sale only where that is `meant`. Call it under [`SETTINGS_LOCK`].
///
/// # Errors
/// [`PackRefusal`].
pub fn save_pack(tx: &mut Tx<'_>, ctx: &Context, pack: &Pack, meant: bool) -> Result<(), Failed<PackRefusal>> {
    let before = store::offer::pack(tx, pack.id)?;
    let pack = &Pack { unit: before.as_ref().map_or(pack.unit, |before| before.unit), ..pack.clone() };
    if pack.active
        && !meant
        && let Some(usual) = pack.usual_if_far(&store::offer::packs(tx)?)
    {
        return refuse(PackRefusal::Far { usual });
    }
    store::offer::save_pack(tx, pack)?;
    Ok(log::pack_set(tx, ctx, before.as_ref(), pack)?)
}

/// Sets the free amount. Call it under [`SETTINGS_LOCK`].
///
/// # Errors
/// The database refuses.
pub fn save_free_amount(tx: &mut Tx<'_>, ctx: &Context, free: FreeAmount) -> Result<(), DbError> {
    let before = store::offer::settings(tx)?;
    let after = Settings { free, ..before.clone() };
    store::offer::save_settings(tx, &after)?;
    log::free_set(tx, ctx, &before, &after)
}

/// Sets where transfers go, what is told about them, when orders expire, whether exact transfers are credited by
/// themselves, and whether a debt blocks. Call it under [`SETTINGS_LOCK`].
///
/// # Errors
/// The database refuses.
pub fn save_payment(
    tx: &mut Tx<'_>,
    ctx: &Context,
    bank: Option<Bank>,
    office: Office,
    expiry_days: i64,
    automatic: bool,
    debt_blocks: bool,
) -> Result<(), DbError> {
    let before = store::offer::settings(tx)?;
    let after = Settings { bank, office, expiry_days, automatic, debt_blocks, ..before.clone() };
    store::offer::save_settings(tx, &after)?;
    log::payment_set(tx, ctx, &before, &after)
}

/// Why a VAT rule is not added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum VatRefusal {
    /// It would begin before today: orders of these days were made under another one.
    #[error("the rule would begin in the past")]
    Past,
    /// Another rule of the zone begins later.
    #[error("another rule begins on {0}")]
    Later(Date),
}

impl From<VatRefusal> for Text {
    fn from(refusal: VatRefusal) -> Text {
        match refusal {
            VatRefusal::Past => Text::new("orders-vat-past"),
            VatRefusal::Later(day) => Text::new("orders-vat-later").with("day", Arg::Date(Day(day).noon())),
        }
    }
}

/// Adds a VAT rule from a day on; the one in force until then ends the day before, one that would begin on the same day is
/// replaced. Call it under [`SETTINGS_LOCK`].
///
/// # Errors
/// [`VatRefusal`].
pub fn add_vat_rule(
    tx: &mut Tx<'_>,
    ctx: &Context,
    zone_of: VatZone,
    rate: i64,
    ground: &Words,
    from: Date,
) -> Result<(), Failed<VatRefusal>> {
    let today = ctx.now.to_zoned(publisher::time_zone(tx)?).date();
    if from < today {
        return refuse(VatRefusal::Past);
    }
    for old in store::offer::vat_rules_of(tx, zone_of)? {
        if old.valid_from.0 > from {
            return refuse(VatRefusal::Later(old.valid_from.0));
        }
        if old.valid_from.0 == from {
            store::offer::delete_vat_rule(tx, old.id)?;
        } else if old.meets(Day(from), None) {
            store::offer::end_vat_rule(tx, old.id, from.yesterday().map_err(DbError::fault)?)?;
        }
    }
    let id = VatRuleId::random(&ctx.random);
    let rule = VatRule { id, zone: zone_of, rate, ground: ground.clone(), valid_from: Day(from), valid_until: None };
    store::offer::insert_vat_rule(tx, &rule)?;
    Ok(log::vat_added(tx, ctx, &rule)?)
}
