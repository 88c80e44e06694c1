//! What the publisher sets: levels, who has which, answers to begin with, the rest.

use kit_core::AccountId;
use kit_db::{DbError, Read, Tx, sql};

use crate::model::{Canned, CannedId, Level, LevelId, Settings};

sql!(SETTINGS, "SELECT settings FROM support_settings WHERE id = 1");
sql!(
    SAVE_SETTINGS,
    "INSERT INTO support_settings (id, settings) VALUES (1, $1)
     ON CONFLICT (id) DO UPDATE SET settings = excluded.settings"
);
sql!(
    LEVELS,
    "SELECT id, name, name_en, low, normal, high, urgent, callers, others, place FROM support_levels ORDER BY place, id"
);
sql!(
    SAVE_LEVEL,
    "INSERT INTO support_levels (id, name, name_en, low, normal, high, urgent, callers, others, place)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_en = excluded.name_en, low = excluded.low,
                                    normal = excluded.normal, high = excluded.high, urgent = excluded.urgent,
                                    callers = excluded.callers, others = excluded.others, place = excluded.place"
);
sql!(LEVEL_OF, "SELECT level FROM account_levels WHERE account = $1");
sql!(
    GIVE_LEVEL,
    "INSERT INTO account_levels (account, level) VALUES ($1, $2)
     ON CONFLICT (account) DO UPDATE SET level = excluded.level"
);
sql!(CANNED, "SELECT id, title, body FROM canned_answers ORDER BY title, id");
sql!(
    SAVE_CANNED,
    "INSERT INTO canned_answers (id, title, body) VALUES ($1, $2, $3)
     ON CONFLICT (id) DO UPDATE SET title = excluded.title, body = excluded.body"
);
sql!(REMOVE_CANNED, "DELETE FROM canned_answers WHERE id = $1");

pub(crate) fn settings(read: &mut Read<'_>) -> Result<Settings, DbError> {
    match read.value::<String>(&SETTINGS, &[])? {
        Some(json) => serde_json::from_str(&json).map_err(DbError::fault),
        None => Ok(Settings::default()),
    }
}

pub(crate) fn save_settings(tx: &mut Tx<'_>, settings: &Settings) -> Result<(), DbError> {
    let json = serde_json::to_string(settings).map_err(DbError::fault)?;
    tx.exec(&SAVE_SETTINGS, &[&json]).map(drop)
}

/// The levels, by place.
pub(crate) fn levels(read: &mut Read<'_>) -> Result<Vec<Level>, DbError> {
    read.all(&LEVELS, &[])
}

pub(crate) fn save(tx: &mut Tx<'_>, level: &Level) -> Result<(), DbError> {
    let Level { id, name, name_en, low, normal, high, urgent, callers, others, place } = level;
    tx.exec(&SAVE_LEVEL, &[id, name, name_en, low, normal, high, urgent, callers, others, place]).map(drop)
}

/// The level that was given to an account.
pub(crate) fn given(read: &mut Read<'_>, account: AccountId) -> Result<Option<LevelId>, DbError> {
    read.value(&LEVEL_OF, &[&account])
}

pub(crate) fn give(tx: &mut Tx<'_>, account: AccountId, level: LevelId) -> Result<(), DbError> {
    tx.exec(&GIVE_LEVEL, &[&account, &level]).map(drop)
}

/// The answers to begin with, by title.
pub(crate) fn canned(read: &mut Read<'_>) -> Result<Vec<Canned>, DbError> {
    read.all(&CANNED, &[])
}

pub(crate) fn save_canned(tx: &mut Tx<'_>, canned: &Canned) -> Result<(), DbError> {
    tx.exec(&SAVE_CANNED, &[&canned.id, &canned.title, &canned.body]).map(drop)
}

pub(crate) fn remove_canned(tx: &mut Tx<'_>, id: CannedId) -> Result<(), DbError> {
    tx.exec(&REMOVE_CANNED, &[&id]).map(drop)
}
