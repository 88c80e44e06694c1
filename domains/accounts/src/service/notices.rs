//! Which notices an account gets.

use audit::{Entry, Value};
use kit_core::{AccountId, Context};
use kit_db::{DbError, Read, Tx};

use crate::notices::{NoticeKind, known};
use crate::{store, trace};

/// Every kind of notice, and whether the account gets it.
///
/// # Errors
/// The database cannot be read.
pub fn notices(read: &mut Read<'_>, account: AccountId) -> Result<Vec<(&'static NoticeKind, bool)>, DbError> {
    let off = store::notices::turned_off(read, account)?;
    let is_on = |kind: &NoticeKind| !kind.is_optional() || off.iter().all(|code| code != kind.code());
    Ok(known().into_iter().map(|kind| (kind, is_on(kind))).collect())
}

/// Turns on the kinds with these codes, and off all others that can be. Serialise on the account.
///
/// # Errors
/// The database refuses.
pub fn choose(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, on: &[String]) -> Result<(), DbError> {
    let before = notices(tx, account)?;
    for (kind, was_on) in before.iter().filter(|(kind, _)| kind.is_optional()) {
        let is_on = on.iter().any(|code| code == kind.code());
        match (was_on, is_on) {
            (true, false) => store::notices::turn_off(tx, ctx, account, kind.code())?,
            (false, true) => store::notices::turn_on(tx, account, kind.code())?,
            _ => {}
        }
    }
    let after = notices(tx, account)?;
    let entry =
        Entry::new(&trace::NOTICES_CHOSEN).account(account).change(&trace::NOTICES_OFF, off(&before), off(&after));
    if entry.has_changes() {
        audit::record(tx, ctx, entry)?;
    }
    Ok(())
}

/// What is turned off, as the log keeps it.
fn off(notices: &[(&'static NoticeKind, bool)]) -> Option<Value> {
    let labels: Vec<_> = notices.iter().filter(|(_, on)| !on).map(|(kind, _)| &kind.label).collect();
    (!labels.is_empty()).then(|| labels.into_iter().collect())
}
