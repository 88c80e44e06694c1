//! Limits, of the installation and of accounts.

use kit_core::AccountId;
use kit_db::{DbError, Read, Tx, sql};

use crate::model::MachineRules;

/// The row of the installation.
const INSTALLATION: AccountId = AccountId(0);

sql!(OF, "SELECT places, replacements FROM machine_rules WHERE account = $1");
sql!(
    SET,
    "INSERT INTO machine_rules (account, places, replacements) VALUES ($1, $2, $3)
     ON CONFLICT (account) DO UPDATE SET places = excluded.places, replacements = excluded.replacements"
);
sql!(DROP, "DELETE FROM machine_rules WHERE account = $1");

/// Those of the installation.
pub(crate) fn of_installation(read: &mut Read<'_>) -> Result<MachineRules, DbError> {
    Ok(of(read, INSTALLATION)?.unwrap_or_default())
}

/// An account's own.
pub(crate) fn of(read: &mut Read<'_>, account: AccountId) -> Result<Option<MachineRules>, DbError> {
    read.opt(&OF, &[&account])
}

pub(crate) fn set_installation(tx: &mut Tx<'_>, rules: MachineRules) -> Result<(), DbError> {
    set(tx, INSTALLATION, Some(rules))
}

/// Sets an account's own, or takes them away.
pub(crate) fn set(tx: &mut Tx<'_>, account: AccountId, rules: Option<MachineRules>) -> Result<(), DbError> {
    match rules {
        Some(rules) => tx.exec(&SET, &[&account, &rules.places, &rules.replacements]).map(drop),
        None => tx.exec(&DROP, &[&account]).map(drop),
    }
}
