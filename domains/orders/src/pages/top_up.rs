//! The first step of a top-up: a pack, or a free amount.

use askama::Template;
use credits::Unit;
use kit_core::{AccountId, Arg, Credits, FieldErrors, Locale, Money, Text};
use kit_i18n::filters;
use kit_web::{Actor, Choice as Radio, Gate, Page, Query, View, WebError, Width, verbatim};
use serde::Deserialize;

use super::{paper, within};
use crate::model::{Choice, FreeAmount, TypedError};
use crate::permissions::BuyCredits;
use crate::service::{self, Offer, Offered};

/// What was chosen, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ChoiceForm {
    pub(super) choice: String,
    pub(super) credits: String,
    /// Of what one buys, where somebody came for it.
    pub(super) unit: String,
}

/// The value of the choice of a free amount.
const FREE: &str = "free";

impl ChoiceForm {
    pub(super) fn read(&self) -> Result<Choice, FieldErrors> {
        if self.choice == FREE {
            let credits = credits::whole(&self.credits).and_then(|number| credits::amount(number, 1));
            return credits.map(Choice::Free).map_err(|error| FieldErrors::one("credits", error));
        }
        self.choice.parse().map(Choice::Pack).map_err(|_| FieldErrors::one("choice", TypedError::Choose))
    }

    /// The field that a refusal of this choice is about.
    pub(super) fn field(&self) -> &'static str {
        if self.choice == FREE { "credits" } else { "choice" }
    }
}

/// What is on sale.
#[derive(Template)]
#[template(path = "pages/top_up.html")]
pub(crate) struct TopUpView {
    account: AccountId,
    /// What is bought here: credits, or support time.
    unit: Unit,
    /// Whether the other is sold as well.
    other: bool,
    errors: FieldErrors,
    form: ChoiceForm,
    is_open: bool,
    choices: Vec<Radio>,
    free: Option<Text>,
}

impl View for TopUpView {
    fn title(&self) -> Text {
        new_title(self.unit)
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

impl TopUpView {
    pub(super) fn new(offer: &Offer, locale: Locale, mut form: ChoiceForm, errors: FieldErrors) -> TopUpView {
        let sells = |unit: Unit| {
            let is_free = unit == Unit::Credit && offer.free.is_some();
            is_free || offer.packs.iter().any(|offered| offered.pack.unit == unit)
        };
        let (credits, time) = (sells(Unit::Credit), sells(Unit::SupportMinutes));
        let first = if time && !credits { Unit::SupportMinutes } else { Unit::Credit };
        let unit = Unit::from_code(&form.unit).unwrap_or(first);
        let packs = offer.packs.iter().filter(|offered| offered.pack.unit == unit);
        let mut choices: Vec<Radio> = packs.map(|offered| choice(offered, locale)).collect();
        let free = offer.free.as_ref().filter(|_| unit == Unit::Credit);
        if let Some(free) = free {
            choices.push(Radio::new(FREE, Text::new("orders-free")).hint(free_hint(free)));
        }
        if form.choice.is_empty() {
            form.choice = choices.first().map(|choice| choice.value.clone()).unwrap_or_default();
        }
        TopUpView {
            account: offer.account.id,
            unit,
            other: credits && time,
            errors,
            form,
            is_open: offer.is_open() && !choices.is_empty(),
            choices,
            free: free.map(bounds),
        }
    }

    fn to(&self, page: &str) -> String {
        within(self.account, page)
    }

    /// Where the other of both is bought.
    fn other(&self) -> Option<(String, Text)> {
        let other = if self.unit.is_time() { Unit::Credit } else { Unit::SupportMinutes };
        self.other.then(|| (self.to(&new_path(other)), new_title(other)))
    }
}

/// Where so much of something is bought, within its account.
pub(super) fn new_path(unit: Unit) -> String {
    format!("orders/new?unit={}", unit.code())
}

/// What buying it is called.
pub(super) fn new_title(unit: Unit) -> Text {
    match unit {
        Unit::Credit => Text::new("orders-new-title"),
        Unit::SupportMinutes => Text::new("orders-new-time-title"),
    }
}

fn choice(offered: &Offered, locale: Locale) -> Radio {
    let Offered { pack, quote } = offered;
    let name = pack.name.of(locale);
    let prices = Text::new("orders-pack-hint")
        .with("net", Money::euro_cents(quote.totals.net))
        .with("gross", Money::euro_cents(quote.totals.gross));
    let (label, prices) = match pack.unit {
        Unit::Credit => (Text::new("orders-pack-label").with("name", name).with("credits", pack.credits), prices),
        // A name of time mostly says how much of it: that stands with the price, not beside the name.
        Unit::SupportMinutes => {
            let time = Text::new("orders-pack-time").with("time", Arg::Minutes(pack.credits.0));
            (verbatim(name), time.with("prices", prices))
        }
    };
    let prices = match quote.frozen.lines.months() {
        Some(months) => Text::new("orders-pack-with-months").with("prices", prices).with("months", months),
        None => prices,
    };
    let hint = match quote.frozen.bonus {
        Some(bonus) => {
            Text::new("orders-pack-with-bonus").with("prices", prices).with("bonus", paper::says(pack.unit, bonus))
        }
        None => prices,
    };
    Radio::new(pack.id.to_string(), label).hint(hint)
}

fn free_hint(free: &FreeAmount) -> Text {
    Text::new("orders-free-hint").with("price", Money::euro_cents(free.price_of_100))
}

fn bounds(free: &FreeAmount) -> Text {
    Text::new("orders-free-bounds")
        .with("least", Credits(free.least))
        .with("most", Credits(free.most))
        .with("step", free.step)
}

/// `GET /accounts/{account}/orders/new`
pub(crate) async fn show(gate: Gate<BuyCredits>, Query(form): Query<ChoiceForm>) -> Result<Page, WebError> {
    let (actor, offer) = offer(&gate).await?;
    let view = TopUpView::new(&offer, actor.locale(), form, FieldErrors::default());
    Ok(gate.page(&actor, view))
}

/// What the account of the address can buy.
pub(super) async fn offer(gate: &Gate<BuyCredits>) -> Result<(Actor, Offer), WebError> {
    let (account, now) = (gate.account()?, gate.now());
    gate.read(move |read, _| service::offer(read, account, now)?.ok_or(WebError::NotFound)).await
}
