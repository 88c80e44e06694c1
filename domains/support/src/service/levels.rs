//! What the publisher sets: levels, who has which, answers to begin with, the rest. Serialise changes on `SETTINGS_LOCK`.

use audit::{Entry, Value};
use kit_core::{AccountId, Context, Text};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use thiserror::Error;

use super::log;
use crate::model::{Canned, CannedId, Level, LevelId, Settings};
use crate::store;

/// Why no level is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LevelRefusal {
    /// There is no such level.
    #[error("there is no such level")]
    Unknown,
    /// There is no such account.
    #[error("there is no such account")]
    NoAccount,
}

impl From<LevelRefusal> for Text {
    fn from(_: LevelRefusal) -> Text {
        Text::new("support-choose")
    }
}

/// The levels, by place.
///
/// # Errors
/// The database cannot be read.
pub fn levels(read: &mut Read<'_>) -> Result<Vec<Level>, DbError> {
    store::levels::levels(read)
}

/// A level.
///
/// # Errors
/// The database cannot be read.
pub fn level(read: &mut Read<'_>, id: LevelId) -> Result<Option<Level>, DbError> {
    Ok(levels(read)?.into_iter().find(|level| level.id == id))
}

/// The level of an account: the one that it was given, else the first; also that of a person alone.
///
/// # Errors
/// The database cannot be read, or there is no level.
pub fn level_of(read: &mut Read<'_>, account: Option<AccountId>) -> Result<Level, DbError> {
    let given = match account {
        Some(account) => store::levels::given(read, account)?,
        None => None,
    };
    let levels = store::levels::levels(read)?;
    let found = levels.iter().find(|level| Some(level.id) == given).or(levels.first()).cloned();
    found.ok_or_else(|| DbError::fault("there is no support level"))
}

/// Sets a level, a new one or one that is known. What is owed already stays due when it was promised.
///
/// # Errors
/// The database refuses.
pub fn save_level(tx: &mut Tx<'_>, ctx: &Context, level: &Level) -> Result<(), DbError> {
    let before = self::level(tx, level.id)?;
    store::levels::save(tx, level)?;
    log::level_set(tx, ctx, before.as_ref(), level)
}

/// Gives an account a level.
///
/// # Errors
/// [`LevelRefusal`].
pub fn give_level(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, id: LevelId) -> Result<(), Failed<LevelRefusal>> {
    if accounts::service::account(tx, account)?.is_none() {
        return refuse(LevelRefusal::NoAccount);
    }
    let Some(level) = level(tx, id)? else { return refuse(LevelRefusal::Unknown) };
    let before = level_of(tx, Some(account))?;
    store::levels::give(tx, account, id)?;
    let entry =
        Entry::new(&log::LEVEL_GIVEN).account(account).changed(&log::LEVEL, before.name.as_str(), level.name.as_str());
    if entry.has_changes() { Ok(audit::record(tx, ctx, entry)?) } else { Ok(()) }
}

/// The answers to begin with, by title.
///
/// # Errors
/// The database cannot be read.
pub fn canned(read: &mut Read<'_>) -> Result<Vec<Canned>, DbError> {
    store::levels::canned(read)
}

/// One of them.
///
/// # Errors
/// The database cannot be read.
pub fn canned_one(read: &mut Read<'_>, id: CannedId) -> Result<Option<Canned>, DbError> {
    Ok(canned(read)?.into_iter().find(|one| one.id == id))
}

/// Sets an answer to begin with.
///
/// # Errors
/// The database refuses.
pub fn save_canned(tx: &mut Tx<'_>, ctx: &Context, one: &Canned) -> Result<(), DbError> {
    let before = canned_one(tx, one.id)?;
    store::levels::save_canned(tx, one)?;
    let text = |one: &Canned| Value::from(format!("{}\n{}", one.title, one.body));
    let entry = Entry::new(&log::CANNED_SET).change(&log::CANNED, before.as_ref().map(text), Some(text(one)));
    if entry.has_changes() { audit::record(tx, ctx, entry) } else { Ok(()) }
}

/// Removes an answer to begin with.
///
/// # Errors
/// The database refuses.
pub fn remove_canned(tx: &mut Tx<'_>, ctx: &Context, id: CannedId) -> Result<(), DbError> {
    let Some(one) = canned_one(tx, id)? else { return Ok(()) };
    store::levels::remove_canned(tx, id)?;
    audit::record(tx, ctx, Entry::new(&log::CANNED_SET).change(&log::CANNED, Some(Value::from(one.title)), None))
}

/// What the publisher set, or the defaults.
///
/// # Errors
/// The database cannot be read.
pub fn settings(read: &mut Read<'_>) -> Result<Settings, DbError> {
    store::levels::settings(read)
}

/// Sets products, days and what files are taken.
///
/// # Errors
/// The database refuses.
pub fn save_settings(tx: &mut Tx<'_>, ctx: &Context, after: &Settings) -> Result<(), DbError> {
    let before = settings(tx)?;
    store::levels::save_settings(tx, after)?;
    let products = |settings: &Settings| {
        Some(settings.products.join("\n")).filter(|products| !products.is_empty()).map(Value::from)
    };
    let entry = Entry::new(&log::SETTINGS_SET)
        .change(&log::PRODUCTS, products(&before), products(after))
        .changed(&log::CLOSE_DAYS, before.close_days, after.close_days)
        .changed(&log::REOPEN_DAYS, before.reopen_days, after.reopen_days)
        .changed(&log::STAFF_BY_MAIL, i64::from(before.staff_by_mail), i64::from(after.staff_by_mail))
        .changed(&log::FILE_MB, before.file_mb, after.file_mb)
        .changed(&log::ACCOUNT_MB, before.account_mb, after.account_mb)
        .changed(&log::FILE_KINDS, before.file_kinds.join(", "), after.file_kinds.join(", "));
    if entry.has_changes() { audit::record(tx, ctx, entry) } else { Ok(()) }
}
