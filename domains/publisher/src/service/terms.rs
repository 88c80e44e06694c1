//! Terms of use: prepared, then in force, then never changed.

use audit::{Entry, Value};
use jiff::Timestamp;
use kit_core::Context;
use kit_db::{DbError, Failed, Read, Tx, refuse};

use super::with_text;
use crate::labels::{IN_FORCE_AT, TERMS_PREPARED, TERMS_WITHDRAWN, VERSION};
use crate::model::settings::Localised;
use crate::model::terms::{Terms, TermsRefusal, TermsVersion};
use crate::store;

/// The version in force now: the one to accept. None while the publisher has no terms.
///
/// # Errors
/// The database cannot be read.
pub fn in_force(read: &mut Read<'_>, now: Timestamp) -> Result<Option<TermsVersion>, DbError> {
    Ok(store::versions(read)?.iter().find(|version| version.in_force_at <= now).copied())
}

/// Every version, the newest first.
///
/// # Errors
/// The database cannot be read.
pub fn versions(read: &mut Read<'_>) -> Result<Vec<TermsVersion>, DbError> {
    Ok(store::versions(read)?.to_vec())
}

/// A version with its text. Who shows it in public makes sure that it is or was in force.
///
/// # Errors
/// The database cannot be read.
pub fn terms(read: &mut Read<'_>, version: i64) -> Result<Option<Terms>, DbError> {
    let Some(version) = store::version(read, version)? else { return Ok(None) };
    let text = store::terms_text(read, version.version)?;
    Ok(Some(Terms { version, text }))
}

/// Prepares the next version, in force from `from` on (now or later). Serialise on [`LOCK`](super::LOCK).
///
/// # Errors
/// [`TermsRefusal::OneAtATime`], [`TermsRefusal::Past`], or the database refuses.
pub fn prepare(
    tx: &mut Tx<'_>,
    ctx: &Context,
    from: Timestamp,
    text: &Localised,
) -> Result<TermsVersion, Failed<TermsRefusal>> {
    let latest = store::versions(tx)?.first().copied();
    if latest.is_some_and(|latest| !latest.is_sealed(ctx.now)) {
        return refuse(TermsRefusal::OneAtATime);
    }
    if from < ctx.now {
        return refuse(TermsRefusal::Past);
    }
    let version = TermsVersion { version: latest.map_or(0, |latest| latest.version) + 1, in_force_at: from };
    store::add_version(tx, version)?;
    store::save_terms_text(tx, version.version, text)?;
    let entry = Entry::new(&TERMS_PREPARED).with(&VERSION, version.version).with(&IN_FORCE_AT, from);
    audit::record(tx, ctx, with_text(entry, &Localised::default(), text))?;
    Ok(version)
}

/// Changes a version that is not in force yet. Serialise on [`LOCK`](super::LOCK).
///
/// # Errors
/// [`TermsRefusal::Unknown`], [`TermsRefusal::Sealed`], [`TermsRefusal::Past`], or the database refuses.
pub fn change(
    tx: &mut Tx<'_>,
    ctx: &Context,
    version: i64,
    from: Timestamp,
    text: &Localised,
) -> Result<(), Failed<TermsRefusal>> {
    let before = open(tx, ctx, version)?;
    if from < ctx.now {
        return refuse(TermsRefusal::Past);
    }
    let entry = Entry::new(&TERMS_PREPARED).changed(&IN_FORCE_AT, before.version.in_force_at, from);
    let entry = with_text(entry, &before.text, text);
    if !entry.has_changes() {
        return Ok(());
    }
    store::move_version(tx, TermsVersion { version, in_force_at: from })?;
    store::save_terms_text(tx, version, text)?;
    Ok(audit::record(tx, ctx, entry.with(&VERSION, version))?)
}

/// Throws a version away that is not in force yet. Serialise on [`LOCK`](super::LOCK).
///
/// # Errors
/// [`TermsRefusal::Unknown`], [`TermsRefusal::Sealed`], or the database refuses.
pub fn withdraw(tx: &mut Tx<'_>, ctx: &Context, version: i64) -> Result<(), Failed<TermsRefusal>> {
    let before = open(tx, ctx, version)?;
    store::remove_version(tx, version)?;
    let entry = Entry::new(&TERMS_WITHDRAWN).change(&VERSION, Some(Value::from(version)), None);
    Ok(audit::record(tx, ctx, with_text(entry, &before.text, &Localised::default()))?)
}

/// A version that may still be changed.
fn open(tx: &mut Tx<'_>, ctx: &Context, version: i64) -> Result<Terms, Failed<TermsRefusal>> {
    match terms(tx, version)? {
        None => refuse(TermsRefusal::Unknown),
        Some(terms) if terms.version.is_sealed(ctx.now) => refuse(TermsRefusal::Sealed),
        Some(terms) => Ok(terms),
    }
}
