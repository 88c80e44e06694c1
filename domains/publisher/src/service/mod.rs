//! The use cases: every change by staff is in the log, with what stood before.

pub mod mail_texts;
pub mod settings;
pub mod terms;
pub mod texts;

use kit_core::Locale;
use kit_db::Lock;

use crate::labels::{TEXT_EN, TEXT_FR};
use crate::model::settings::Localised;

/// What every change of the publisher's settings is serialised on.
pub const LOCK: Lock = Lock::Named("publisher");

/// The entry with what changed in a text.
fn with_text(entry: audit::Entry, before: &Localised, after: &Localised) -> audit::Entry {
    let value = |text: &str| (!text.is_empty()).then(|| audit::Value::from(text));
    Locale::ALL.into_iter().fold(entry, |entry, locale| {
        let field = match locale {
            Locale::Fr => &TEXT_FR,
            Locale::En => &TEXT_EN,
        };
        entry.change(field, value(before.exact(locale)), value(after.exact(locale)))
    })
}
