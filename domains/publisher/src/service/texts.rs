//! Pages that the publisher writes: price conditions and legal notice.

use audit::Entry;
use kit_core::Context;
use kit_db::{DbError, Read, Tx};

use super::with_text;
use crate::labels::{IDENTITY_CHANGED, PRICES_CHANGED};
use crate::model::settings::Localised;
use crate::store;

/// A page that the publisher writes in Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublisherPage {
    /// The conditions beside the tariff, at `/prices`.
    Prices,
    /// Who is responsible for these pages, at `/legal`.
    LegalNotice,
}

impl PublisherPage {
    const fn name(self) -> &'static str {
        match self {
            PublisherPage::Prices => "prices",
            PublisherPage::LegalNotice => "legal",
        }
    }
}

/// The text of a page; Markdown, maybe empty.
///
/// # Errors
/// The database cannot be read.
pub fn text(read: &mut Read<'_>, page: PublisherPage) -> Result<Localised, DbError> {
    store::text(read, page.name())
}

/// Writes a page. Serialise on [`LOCK`](super::LOCK).
///
/// # Errors
/// The database refuses.
pub fn save_text(tx: &mut Tx<'_>, ctx: &Context, page: PublisherPage, text: &Localised) -> Result<(), DbError> {
    let before = store::text(tx, page.name())?;
    let action = match page {
        PublisherPage::Prices => &PRICES_CHANGED,
        PublisherPage::LegalNotice => &IDENTITY_CHANGED,
    };
    let entry = with_text(Entry::new(action), &before, text);
    if !entry.has_changes() {
        return Ok(());
    }
    store::save_text(tx, page.name(), text)?;
    audit::record(tx, ctx, entry)
}
