//! Limits: of the installation, and of accounts that have their own.

use audit::{Entry, Value};
use jiff::Timestamp;
use kit_core::{AccountId, Context};
use kit_db::{DbError, Read, Tx};

use crate::model::{Ended, MachineRules, year_of};
use crate::{store, trace};

/// Where an account stands with its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// What holds for it.
    pub rules: MachineRules,
    /// How many machines are linked.
    pub linked: i64,
    /// How many replacements are left this year; none where they are not counted.
    pub replacements_left: Option<i64>,
    /// When the next year begins.
    pub next_year: Timestamp,
}

impl Standing {
    /// Whether one more can be linked.
    pub fn has_place(&self) -> bool {
        self.rules.has_place(self.linked)
    }

    /// Whether one can take the place of another.
    pub fn may_replace(&self) -> bool {
        self.replacements_left != Some(0)
    }
}

/// Those of the installation.
///
/// # Errors
/// The database cannot be read.
pub fn rules(read: &mut Read<'_>) -> Result<MachineRules, DbError> {
    store::rules::of_installation(read)
}

/// An account's own, if it has some.
///
/// # Errors
/// The database cannot be read.
pub fn own_rules(read: &mut Read<'_>, account: AccountId) -> Result<Option<MachineRules>, DbError> {
    store::rules::of(read, account)
}

/// Where an account stands at this moment.
///
/// # Errors
/// The database cannot be read.
pub fn standing(read: &mut Read<'_>, account: AccountId, now: Timestamp) -> Result<Standing, DbError> {
    let rules = match store::rules::of(read, account)? {
        Some(own) => own,
        None => store::rules::of_installation(read)?,
    };
    let (begun, next_year) = year_of(now, &publisher::time_zone(read)?);
    let used = match rules.replacements {
        Some(_) => store::machines::ended_since(read, account, begun, Ended::Replaced)?,
        None => 0,
    };
    let linked = store::machines::count(read, account)?;
    Ok(Standing { rules, linked, replacements_left: rules.left(used), next_year })
}

/// Sets those of the installation. Serialise on [`publisher::LOCK`].
///
/// # Errors
/// The database refuses.
pub fn save_installation_rules(tx: &mut Tx<'_>, ctx: &Context, after: MachineRules) -> Result<(), DbError> {
    let before = store::rules::of_installation(tx)?;
    store::rules::set_installation(tx, after)?;
    let entry = with_changes(Entry::new(&trace::RULES_SET), before, after);
    if entry.has_changes() { audit::record(tx, ctx, entry) } else { Ok(()) }
}

/// Gives an account its own, or those of the installation again. Machines above a lowered limit stay. Serialise on the account.
///
/// # Errors
/// The database refuses.
pub fn save_rules(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    own: Option<MachineRules>,
) -> Result<(), DbError> {
    let common = store::rules::of_installation(tx)?;
    let before = store::rules::of(tx, account)?;
    store::rules::set(tx, account, own)?;
    if before == own {
        return Ok(());
    }
    let entry = Entry::new(&trace::RULES_SET).account(account);
    audit::record(tx, ctx, with_changes(entry, before.unwrap_or(common), own.unwrap_or(common)))
}

fn with_changes(entry: Entry, before: MachineRules, after: MachineRules) -> Entry {
    let value = |number: Option<i64>| number.map(Value::Number);
    entry.change(&trace::PLACES, value(before.places), value(after.places)).change(
        &trace::REPLACEMENTS,
        value(before.replacements),
        value(after.replacements),
    )
}
