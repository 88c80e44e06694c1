//! The statements of the publisher's settings.

use std::sync::Arc;

use kit_core::Locale;
use kit_db::{DbError, FromRow, Read, Topic, Tx, sql};

use crate::model::settings::{Localised, Settings};
use crate::model::terms::TermsVersion;

/// Every page needs the settings and the terms in force. The migration says what raises these.
static SETTINGS_TOPIC: Topic = Topic::new("publisher-settings");
static TERMS_TOPIC: Topic = Topic::new("publisher-terms");

sql!(SETTINGS, "SELECT settings FROM publisher_settings WHERE id = 1");
sql!(
    SAVE_SETTINGS,
    "INSERT INTO publisher_settings (id, settings) VALUES (1, $1)
     ON CONFLICT (id) DO UPDATE SET settings = excluded.settings"
);
sql!(LOGO, "SELECT png FROM publisher_logo WHERE id = 1");
sql!(
    SAVE_LOGO,
    "INSERT INTO publisher_logo (id, png) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET png = excluded.png"
);
sql!(REMOVE_LOGO, "DELETE FROM publisher_logo WHERE id = 1");
sql!(TEXTS, "SELECT locale, markdown FROM publisher_texts WHERE name = $1");
sql!(
    SAVE_TEXT,
    "INSERT INTO publisher_texts (name, locale, markdown) VALUES ($1, $2, $3)
     ON CONFLICT (name, locale) DO UPDATE SET markdown = excluded.markdown"
);
sql!(VERSIONS, "SELECT version, in_force_at FROM terms ORDER BY version DESC");
sql!(VERSION, "SELECT version, in_force_at FROM terms WHERE version = $1");
sql!(TERMS_TEXTS, "SELECT locale, markdown FROM terms_texts WHERE version = $1");
sql!(ADD_VERSION, "INSERT INTO terms (version, in_force_at) VALUES ($1, $2)");
sql!(MOVE_VERSION, "UPDATE terms SET in_force_at = $2 WHERE version = $1");
sql!(
    SAVE_TERMS_TEXT,
    "INSERT INTO terms_texts (version, locale, markdown) VALUES ($1, $2, $3)
     ON CONFLICT (version, locale) DO UPDATE SET markdown = excluded.markdown"
);
sql!(REMOVE_TERMS_TEXTS, "DELETE FROM terms_texts WHERE version = $1");
sql!(REMOVE_VERSION, "DELETE FROM terms WHERE version = $1");
sql!(MAIL_TEXT, "SELECT text FROM mail_texts WHERE kind = $1 AND locale = $2");
sql!(MAIL_TEXTS, "SELECT kind, locale FROM mail_texts ORDER BY kind, locale");
sql!(
    SAVE_MAIL_TEXT,
    "INSERT INTO mail_texts (kind, locale, text) VALUES ($1, $2, $3)
     ON CONFLICT (kind, locale) DO UPDATE SET text = excluded.text"
);
sql!(REMOVE_MAIL_TEXT, "DELETE FROM mail_texts WHERE kind = $1 AND locale = $2");

#[derive(FromRow)]
struct TextRow {
    locale: Locale,
    markdown: String,
}

fn localised(rows: Vec<TextRow>) -> Localised {
    let mut text = Localised::default();
    rows.into_iter().for_each(|row| text.set(row.locale, row.markdown));
    text
}

pub(crate) fn settings(read: &mut Read<'_>) -> Result<Arc<Settings>, DbError> {
    read.kept(&SETTINGS_TOPIC, |read| match read.value::<String>(&SETTINGS, &[])? {
        Some(json) => serde_json::from_str(&json).map_err(DbError::fault),
        None => Ok(Settings::default()),
    })
}

pub(crate) fn save_settings(tx: &mut Tx<'_>, settings: &Settings) -> Result<(), DbError> {
    let json = serde_json::to_string(settings).map_err(DbError::fault)?;
    tx.exec(&SAVE_SETTINGS, &[&json]).map(drop)
}

pub(crate) fn logo(read: &mut Read<'_>) -> Result<Option<Vec<u8>>, DbError> {
    read.value(&LOGO, &[])
}

pub(crate) fn save_logo(tx: &mut Tx<'_>, png: Option<&[u8]>) -> Result<(), DbError> {
    match png {
        Some(png) => tx.exec(&SAVE_LOGO, &[&png]).map(drop),
        None => tx.exec(&REMOVE_LOGO, &[]).map(drop),
    }
}

pub(crate) fn text(read: &mut Read<'_>, name: &str) -> Result<Localised, DbError> {
    read.all(&TEXTS, &[&name]).map(localised)
}

pub(crate) fn save_text(tx: &mut Tx<'_>, name: &str, text: &Localised) -> Result<(), DbError> {
    for locale in Locale::ALL {
        tx.exec(&SAVE_TEXT, &[&name, &locale, &text.exact(locale)])?;
    }
    Ok(())
}

/// The newest first.
pub(crate) fn versions(read: &mut Read<'_>) -> Result<Arc<Vec<TermsVersion>>, DbError> {
    read.kept(&TERMS_TOPIC, |read| read.all(&VERSIONS, &[]))
}

pub(crate) fn version(read: &mut Read<'_>, version: i64) -> Result<Option<TermsVersion>, DbError> {
    read.opt(&VERSION, &[&version])
}

pub(crate) fn terms_text(read: &mut Read<'_>, version: i64) -> Result<Localised, DbError> {
    read.all(&TERMS_TEXTS, &[&version]).map(localised)
}

pub(crate) fn add_version(tx: &mut Tx<'_>, version: TermsVersion) -> Result<(), DbError> {
    tx.exec(&ADD_VERSION, &[&version.version, &version.in_force_at]).map(drop)
}

pub(crate) fn move_version(tx: &mut Tx<'_>, version: TermsVersion) -> Result<(), DbError> {
    tx.exec(&MOVE_VERSION, &[&version.version, &version.in_force_at]).map(drop)
}

pub(crate) fn save_terms_text(tx: &mut Tx<'_>, version: i64, text: &Localised) -> Result<(), DbError> {
    for locale in Locale::ALL {
        tx.exec(&SAVE_TERMS_TEXT, &[&version, &locale, &text.exact(locale)])?;
    }
    Ok(())
}

pub(crate) fn remove_version(tx: &mut Tx<'_>, version: i64) -> Result<(), DbError> {
    tx.exec(&REMOVE_TERMS_TEXTS, &[&version])?;
    tx.exec(&REMOVE_VERSION, &[&version]).map(drop)
}

/// A mail text that the publisher wrote itself.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub(crate) struct OwnMailText {
    pub(crate) kind: String,
    pub(crate) locale: Locale,
}

pub(crate) fn mail_text(read: &mut Read<'_>, kind: &str, locale: Locale) -> Result<Option<String>, DbError> {
    read.value(&MAIL_TEXT, &[&kind, &locale])
}

pub(crate) fn mail_texts(read: &mut Read<'_>) -> Result<Vec<OwnMailText>, DbError> {
    read.all(&MAIL_TEXTS, &[])
}

/// Saves the publisher's text, or goes back to the program's.
pub(crate) fn save_mail_text(tx: &mut Tx<'_>, kind: &str, locale: Locale, text: Option<&str>) -> Result<(), DbError> {
    match text {
        Some(text) => tx.exec(&SAVE_MAIL_TEXT, &[&kind, &locale, &text]).map(drop),
        None => tx.exec(&REMOVE_MAIL_TEXT, &[&kind, &locale]).map(drop),
    }
}
