//! The texts of mails: the program's, or what the publisher wrote in their place.

use audit::{Entry, Value};
use kit_core::{Context, Locale};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use kit_mail::{MailKind, TemplateError};

use crate::labels::{MAIL, MAIL_CHANGED, MAIL_RESET, TEXT_EN, TEXT_FR};
use crate::store;

/// The text that a mail is made from now, and whether the publisher wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailText {
    /// Subject, empty line, Markdown.
    pub text: String,
    /// Whether it replaces the program's own.
    pub own: bool,
}

/// The text in use.
///
/// # Errors
/// The database cannot be read.
pub fn mail_text(read: &mut Read<'_>, kind: &MailKind, locale: Locale) -> Result<MailText, DbError> {
    let own = store::mail_text(read, kind.key, locale)?;
    Ok(match own {
        Some(text) => MailText { text, own: true },
        None => MailText { text: kind.text(locale).to_owned(), own: false },
    })
}

/// Which texts the publisher wrote: kind and language.
///
/// # Errors
/// The database cannot be read.
pub fn own_texts(read: &mut Read<'_>) -> Result<Vec<(String, Locale)>, DbError> {
    Ok(store::mail_texts(read)?.into_iter().map(|row| (row.kind, row.locale)).collect())
}

/// Replaces the text of a mail. Serialise on [`LOCK`](super::LOCK).
///
/// # Errors
/// The text cannot be a text of this mail, or the database refuses.
pub fn save(
    tx: &mut Tx<'_>,
    ctx: &Context,
    kind: &MailKind,
    locale: Locale,
    text: &str,
) -> Result<(), Failed<TemplateError>> {
    if let Err(error) = kind.check(text) {
        return refuse(error);
    }
    let before = mail_text(tx, kind, locale)?;
    if before.text == text {
        return Ok(());
    }
    store::save_mail_text(tx, kind.key, locale, Some(text))?;
    let entry = Entry::new(&MAIL_CHANGED).with(&MAIL, kind.key).changed(field(locale), before.text, text);
    Ok(audit::record(tx, ctx, entry)?)
}

/// Goes back to the program's own text. Serialise on [`LOCK`](super::LOCK).
///
/// # Errors
/// The database refuses.
pub fn reset(tx: &mut Tx<'_>, ctx: &Context, kind: &MailKind, locale: Locale) -> Result<(), DbError> {
    let before = mail_text(tx, kind, locale)?;
    if !before.own {
        return Ok(());
    }
    store::save_mail_text(tx, kind.key, locale, None)?;
    let entry =
        Entry::new(&MAIL_RESET).with(&MAIL, kind.key).change(field(locale), Some(Value::from(before.text)), None);
    audit::record(tx, ctx, entry)
}

fn field(locale: Locale) -> &'static audit::Label {
    match locale {
        Locale::Fr => &TEXT_FR,
        Locale::En => &TEXT_EN,
    }
}
