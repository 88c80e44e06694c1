//! What a use costs, now and to come, and the publisher's conditions.

use askama::Template;
use jiff::SignedDuration;
use kit_core::{AccountId, Arg, Text};
use kit_i18n::filters;
use kit_web::{Gate, Page, Permission, View, WebError};
use publisher::{PublisherPage, SafeHtml};

use crate::model::{Price, PriceState};
use crate::permissions::{SetThreshold, ViewPrices};
use crate::service;

/// The price page.
#[derive(Template)]
#[template(path = "pages/prices.html")]
pub struct PricesView {
    /// The prices that hold or will hold.
    pub prices: Vec<PriceRow>,
    /// The publisher's conditions.
    pub conditions: SafeHtml,
    /// Whose page it is.
    pub account: AccountId,
    /// Whether its reader may order credits.
    pub may_order: bool,
    /// Where who may not order asks for credits: the support's address.
    pub contact: String,
}

/// A price as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceRow {
    /// The price.
    pub price: Price,
    /// What the feature is called.
    pub name: String,
    /// Whether it is still to come.
    pub coming: bool,
}

impl PriceRow {
    /// From when on it holds.
    fn from(&self) -> Text {
        Text::new("credits-from").with("date", Arg::Date(self.price.valid_from))
    }

    /// The last day on which it holds: the end itself is the first moment of what comes after.
    fn until(&self) -> Option<Text> {
        let last = self.price.valid_until?.checked_sub(SignedDuration::from_micros(1)).ok()?;
        Some(Text::new("credits-until").with("date", Arg::Date(last)))
    }
}

impl View for PricesView {
    fn title(&self) -> Text {
        Text::new("credits-prices-title")
    }
}

impl PricesView {
    /// Where credits are ordered.
    fn top_up(&self) -> String {
        format!("/accounts/{}/orders/new", self.account)
    }
}

/// The price page.
pub(crate) async fn show(gate: Gate<ViewPrices>) -> Result<Page, WebError> {
    let (account, now) = (gate.account()?, gate.now());
    let (actor, view) = gate
        .read(move |read, actor| {
            let locale = actor.person()?.locale;
            let row = |price: Price| PriceRow {
                name: price.labels.of(locale).to_owned(),
                coming: price.state(now) == PriceState::Coming,
                price,
            };
            let conditions = publisher::text(read, PublisherPage::Prices)?;
            Ok(PricesView {
                prices: service::tariff(read, now)?.into_iter().map(row).collect(),
                account,
                may_order: actor.meets(SetThreshold::DEMAND),
                contact: actor.brand.support_email.clone(),
                conditions: publisher::to_html(conditions.best(locale)),
            })
        })
        .await?;
    Ok(gate.page(&actor, view))
}
