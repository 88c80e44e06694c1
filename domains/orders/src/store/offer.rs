//! What is on sale, VAT rules, and how the publisher is paid.

use jiff::civil::Date;
use kit_db::{DbError, Read, Tx, sql};

use crate::model::{Day, Pack, PackId, Settings, VatRule, VatRuleId, VatZone, Words};

sql!(SETTINGS, "SELECT settings FROM order_settings WHERE id = 1");
sql!(
    SAVE_SETTINGS,
    "INSERT INTO order_settings (id, settings) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET settings = excluded.settings"
);
sql!(
    PACKS,
    "SELECT id, name, unit, credits, months, price, bonus, bonus_days, place, active FROM packs ORDER BY place, id"
);
sql!(PACK, "SELECT id, name, unit, credits, months, price, bonus, bonus_days, place, active FROM packs WHERE id = $1");
sql!(
    SAVE_PACK,
    "INSERT INTO packs (id, name, credits, price, bonus, bonus_days, place, active, unit, months)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, credits = excluded.credits, price = excluded.price,
         bonus = excluded.bonus, bonus_days = excluded.bonus_days, place = excluded.place, active = excluded.active,
         unit = excluded.unit, months = excluded.months"
);
sql!(VAT_RULES, "SELECT id, zone, rate, ground, valid_from, valid_until FROM vat_rules ORDER BY zone, valid_from");
sql!(
    VAT_RULES_OF,
    "SELECT id, zone, rate, ground, valid_from, valid_until FROM vat_rules WHERE zone = $1 ORDER BY valid_from"
);
sql!(
    INSERT_VAT_RULE,
    "INSERT INTO vat_rules (id, zone, rate, ground, valid_from, valid_until) VALUES ($1, $2, $3, $4, $5, $6)"
);
sql!(END_VAT_RULE, "UPDATE vat_rules SET valid_until = $2 WHERE id = $1");
sql!(DELETE_VAT_RULE, "DELETE FROM vat_rules WHERE id = $1");

fn json(words: &Words) -> Result<String, DbError> {
    serde_json::to_string(words).map_err(DbError::fault)
}

/// What the publisher set, or the defaults.
pub(crate) fn settings(read: &mut Read<'_>) -> Result<Settings, DbError> {
    Ok(read.value(&SETTINGS, &[])?.unwrap_or_default())
}

pub(crate) fn save_settings(tx: &mut Tx<'_>, settings: &Settings) -> Result<(), DbError> {
    let json = serde_json::to_string(settings).map_err(DbError::fault)?;
    tx.exec(&SAVE_SETTINGS, &[&json]).map(drop)
}

/// All packs, those that are not on sale too, in their order.
pub(crate) fn packs(read: &mut Read<'_>) -> Result<Vec<Pack>, DbError> {
    read.all(&PACKS, &[])
}

pub(crate) fn pack(read: &mut Read<'_>, id: PackId) -> Result<Option<Pack>, DbError> {
    read.opt(&PACK, &[&id])
}

pub(crate) fn save_pack(tx: &mut Tx<'_>, pack: &Pack) -> Result<(), DbError> {
    let Pack { id, name, unit, credits, months, price, bonus, bonus_days, place, active } = pack;
    tx.exec(&SAVE_PACK, &[id, &json(name)?, credits, price, bonus, bonus_days, place, active, unit, months]).map(drop)
}

/// All rules, by zone and day.
pub(crate) fn vat_rules(read: &mut Read<'_>) -> Result<Vec<VatRule>, DbError> {
    read.all(&VAT_RULES, &[])
}

/// The rules of a zone, by day.
pub(crate) fn vat_rules_of(read: &mut Read<'_>, zone: VatZone) -> Result<Vec<VatRule>, DbError> {
    read.all(&VAT_RULES_OF, &[&zone])
}

pub(crate) fn insert_vat_rule(tx: &mut Tx<'_>, rule: &VatRule) -> Result<(), DbError> {
    let VatRule { id, zone, rate, ground, valid_from, valid_until } = rule;
    tx.exec(&INSERT_VAT_RULE, &[id, zone, rate, &json(ground)?, valid_from, valid_until]).map(drop)
}

/// Lets a rule hold up to a day.
pub(crate) fn end_vat_rule(tx: &mut Tx<'_>, id: VatRuleId, until: Date) -> Result<(), DbError> {
    tx.exec(&END_VAT_RULE, &[&id, &Day(until)]).map(drop)
}

pub(crate) fn delete_vat_rule(tx: &mut Tx<'_>, id: VatRuleId) -> Result<(), DbError> {
    tx.exec(&DELETE_VAT_RULE, &[&id]).map(drop)
}
