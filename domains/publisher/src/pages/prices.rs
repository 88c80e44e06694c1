//! `/staff/settings/prices`: the price conditions, as staff writes them.

use askama::Template;
use axum::response::Response;
use kit_core::{FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Form, Gate, Page, View, WebError};

use super::sections::{Section, Sections};
use super::texts::{Preview, TextForm};
use super::{again, preview, saved};
use crate::permissions::SetConditions;
use crate::service::LOCK;
use crate::service::texts::{PublisherPage, save_text, text};

/// The price conditions.
#[derive(Template)]
#[template(path = "pages/prices.html")]
pub(crate) struct PricesView {
    sections: Sections,
    errors: FieldErrors,
    form: TextForm,
    preview: Option<Preview>,
}

impl View for PricesView {
    fn title(&self) -> Text {
        Text::new("publisher-section-prices")
    }
}

/// `GET`
pub(crate) async fn show(gate: Gate<SetConditions>) -> Result<Page, WebError> {
    let (actor, prices) = gate.read(|read, _| Ok(text(read, PublisherPage::Prices)?)).await?;
    let sections = Sections::of(&actor, Section::Prices);
    let form = TextForm::new(gate.once(), prices);
    Ok(gate.page(&actor, PricesView { sections, errors: FieldErrors::default(), form, preview: None }))
}

/// `POST`
pub(crate) async fn save(gate: Gate<SetConditions>, Form(form): Form<TextForm>) -> Result<Response, WebError> {
    let view = |actor: &_, errors: FieldErrors, form: TextForm, preview: Option<Preview>| PricesView {
        sections: Sections::of(actor, Section::Prices),
        errors,
        form,
        preview,
    };
    let prices = match form.read() {
        Ok(prices) => prices,
        Err(errors) => return again(&gate, |actor| view(actor, errors, form, None)).await,
    };
    if form.is_preview() {
        let shown = form.preview();
        return preview(&gate, |actor| view(actor, FieldErrors::default(), form, Some(shown))).await;
    }
    let (actor, _) = gate
        .write_sure_once_with(LOCK, &form.once, move |tx, ctx, _| save_text(tx, ctx, PublisherPage::Prices, &prices))
        .await?;
    Ok(saved(&gate, &actor, Section::Prices.href()))
}

#[cfg(test)]
impl PricesView {
    pub(super) fn sample(sections: Sections) -> PricesView {
        let form =
            TextForm { fr: "| A | B |\n|-|-|\n| 1 | 2 |\n".into(), en: "x".repeat(60_001), ..TextForm::default() };
        PricesView { sections, errors: form.read().unwrap_err(), preview: Some(form.preview()), form }
    }
}
