//! What a use of each feature costs: in force, coming, past.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::{IntoResponse, Response};
use credits::{Feature, Labels, NewPrice, Price, PriceState, TARIFF_LOCK, TariffRefusal, price, whole};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kit_core::{Check, Context, Credits, FieldErrors, Id, Locale, Text};
use kit_db::{DbError, Failed, Read, Tx};
use kit_i18n::filters;
use kit_web::{Actor, Flash, Form, Gate, Once, Page, Path, Permission, Query, View, WebError, Width, Written};
use serde::Deserialize;

use crate::forms;
use crate::permissions::{EnterBackOffice, ManageTariff};
use crate::signs::{self, Sign};

/// Where the tariff is.
const TARIFF: &str = "/staff/tariff";
/// The longest name of a feature, in characters.
const LONGEST_LABEL: usize = 100;

/// Which prices are shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Shown {
    past: bool,
}

/// A price with where it stands.
#[derive(Debug)]
pub struct PriceRow {
    pub(crate) price: Price,
    pub(crate) state: PriceState,
}

impl PriceRow {
    fn sign(&self) -> Sign {
        signs::price(&self.state)
    }

    fn label(&self, locale: &str) -> &str {
        self.price.labels.of(locale.parse().unwrap_or_default())
    }

    /// The last moment at which it holds.
    fn last_moment(&self) -> Option<Timestamp> {
        let micro = SignedDuration::from_micros(1);
        self.price.valid_until.and_then(|until| until.checked_sub(micro).ok())
    }
}

/// The tariff.
#[derive(Template)]
#[template(path = "pages/tariff.html")]
pub struct TariffView {
    pub(crate) rows: Vec<PriceRow>,
    pub(crate) past: bool,
    pub(crate) may_manage: bool,
}

impl View for TariffView {
    fn title(&self) -> Text {
        Text::new("backoffice-tariff-title")
    }
}

/// `GET /staff/tariff`
pub async fn list(gate: Gate<EnterBackOffice>, Query(Shown { past }): Query<Shown>) -> Result<Page, WebError> {
    let now = gate.now();
    let (actor, prices) =
        gate.read(move |read, _| Ok(if past { ended(read, now)? } else { credits::tariff(read, now)? })).await?;
    let rows = prices.into_iter().map(|price| PriceRow { state: price.state(now), price }).collect();
    let may_manage = actor.meets(ManageTariff::DEMAND);
    Ok(gate.page(&actor, TariffView { rows, past, may_manage }))
}

fn ended(read: &mut Read<'_>, now: Timestamp) -> Result<Vec<Price>, DbError> {
    let mut ended: Vec<Price> = Vec::new();
    let mut last: Option<Price> = None;
    loop {
        let place = last.as_ref().map(|price| (price.feature.as_str(), price.valid_from));
        let page = credits::whole_tariff(read, place)?;
        let Some(end) = page.last().cloned() else { break };
        ended.extend(page.into_iter().filter(|price| price.state(now) == PriceState::Ended));
        last = Some(end);
    }
    ended.sort_by_key(|price| std::cmp::Reverse(price.valid_until));
    Ok(ended)
}

/// A price as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PriceForm {
    once: Once,
    feature: String,
    price: String,
    label_fr: String,
    label_en: String,
    valid_from: String,
    valid_until: String,
}

/// A price that was read, but for the time zone of its days.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    feature: Feature,
    price: Credits,
    labels: Labels,
    valid_from: Option<Date>,
    valid_until: Option<Date>,
}

impl PriceForm {
    fn read(&self) -> Result<Wanted, FieldErrors> {
        let mut check = Check::new();
        let feature = check.field("feature", Feature::parse(&self.feature));
        let price = check.field("price", whole(&self.price).and_then(price));
        let label_fr = check.field("label_fr", label(&self.label_fr));
        let label_en = check.field("label_en", label(&self.label_en));
        let valid_from = check.field("valid_from", forms::optional_day(&self.valid_from));
        let valid_until = check.field("valid_until", forms::optional_day(&self.valid_until));
        check.finish(|| {
            let labels = Labels(BTreeMap::from([(Locale::Fr, label_fr?), (Locale::En, label_en?)]));
            Some(Wanted {
                feature: feature?,
                price: price?,
                labels,
                valid_from: valid_from?,
                valid_until: valid_until?,
            })
        })
    }
}

impl Wanted {
    /// Without a first day it holds at once.
    fn price(&self, zone: &TimeZone, now: Timestamp) -> NewPrice {
        NewPrice {
            feature: self.feature.clone(),
            price: self.price,
            labels: self.labels.clone(),
            valid_from: self.valid_from.map_or(now, |day| forms::start(day, zone)),
            valid_until: self.valid_until.map(|day| forms::after(day, zone)),
        }
    }
}

fn label(typed: &str) -> Result<String, Text> {
    let label = typed.trim();
    if label.is_empty() {
        Err(Text::new("backoffice-price-label-missing"))
    } else if label.chars().count() > LONGEST_LABEL || label.chars().any(char::is_control) {
        Err(Text::new("backoffice-price-label-too-long"))
    } else {
        Ok(label.to_owned())
    }
}

/// The form of a new price.
#[derive(Template)]
#[template(path = "pages/price.html")]
pub struct PriceView {
    form: PriceForm,
    errors: FieldErrors,
}

impl View for PriceView {
    fn title(&self) -> Text {
        Text::new("backoffice-price-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /staff/tariff/new`
pub async fn show(gate: Gate<ManageTariff>) -> Result<Page, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let form = PriceForm { once: gate.once(), ..PriceForm::default() };
    Ok(gate.page(&actor, PriceView { form, errors: FieldErrors::default() }))
}

/// `POST /staff/tariff/new`
pub async fn add(gate: Gate<ManageTariff>, Form(form): Form<PriceForm>) -> Result<Response, WebError> {
    let wanted = match form.read() {
        Ok(wanted) => wanted,
        Err(errors) => {
            let (actor, ()) = gate.read(|_, _| Ok(())).await?;
            return Ok(gate.invalid(&actor, PriceView { form, errors }).into_response());
        }
    };
    let feature = wanted.feature.clone();
    let body = move |tx: &mut Tx<'_>, ctx: &Context, actor: &Actor| {
        credits::set_price(tx, ctx, &wanted.price(&actor.zone(), ctx.now))
    };
    let (actor, written) = gate.write_once_with(TARIFF_LOCK, &form.once, body).await?;
    Ok(match written {
        Written::Done(_) | Written::Repeated => {
            let text = Text::new("backoffice-price-added").with("feature", feature.to_string());
            gate.redirect(&actor, TARIFF, Flash::done(text))
        }
        Written::Refused(refusal) => {
            let field = if refusal == TariffRefusal::EndsBeforeItBegins { "valid_until" } else { "valid_from" };
            gate.invalid(&actor, PriceView { form, errors: FieldErrors::one(field, refusal) }).into_response()
        }
    })
}

/// The last day of a price, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct EndForm {
    once: Once,
    last_day: String,
}

/// The form that lets a price end.
#[derive(Template)]
#[template(path = "pages/price_end.html")]
pub struct EndView {
    row: PriceRow,
    form: EndForm,
    errors: FieldErrors,
}

impl EndView {
    fn action(&self) -> String {
        format!("{TARIFF}/{}/end", self.row.price.id)
    }
}

impl View for EndView {
    fn title(&self) -> Text {
        Text::new("backoffice-price-end-title").with("feature", self.row.price.feature.as_str())
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// A price that holds or will hold.
fn current(read: &mut Read<'_>, id: Id<Price>, now: Timestamp) -> Result<PriceRow, WebError> {
    let found = credits::tariff(read, now)?.into_iter().find(|price| price.id == id);
    found.map(|price| PriceRow { state: price.state(now), price }).ok_or(WebError::NotFound)
}

/// `GET /staff/tariff/{price}/end`
pub async fn ask_end(gate: Gate<ManageTariff>, Path(id): Path<Id<Price>>) -> Result<Page, WebError> {
    let now = gate.now();
    let (actor, row) = gate.read(move |read, _| current(read, id, now)).await?;
    let form = EndForm { once: gate.once(), ..EndForm::default() };
    Ok(gate.page(&actor, EndView { row, form, errors: FieldErrors::default() }))
}

/// `POST /staff/tariff/{price}/end`: at once, or after a last day.
pub async fn end(
    gate: Gate<ManageTariff>,
    Path(id): Path<Id<Price>>,
    Form(form): Form<EndForm>,
) -> Result<Response, WebError> {
    let now = gate.now();
    let last_day = match forms::optional_day(&form.last_day) {
        Ok(last_day) => last_day,
        Err(error) => {
            let (actor, row) = gate.read(move |read, _| current(read, id, now)).await?;
            return Ok(gate
                .invalid(&actor, EndView { row, form, errors: FieldErrors::one("last_day", error) })
                .into_response());
        }
    };
    let body = move |tx: &mut Tx<'_>, ctx: &Context, actor: &Actor| -> Result<(), Failed<TariffRefusal>> {
        let until = last_day.map_or(ctx.now, |day| forms::after(day, &actor.zone()));
        credits::end_price(tx, ctx, id, until)
    };
    let (actor, written) = gate.write_once_with(TARIFF_LOCK, &form.once, body).await?;
    let flash = match written {
        Written::Done(()) | Written::Repeated => Flash::done(Text::new("backoffice-price-end-done")),
        Written::Refused(refusal) => Flash::warning(refusal.into()),
    };
    Ok(gate.redirect(&actor, TARIFF, flash))
}

#[cfg(test)]
impl TariffView {
    pub(crate) fn sample(past: bool, empty: bool) -> TariffView {
        let rows = if empty { Vec::new() } else { crate::samples::prices() };
        TariffView { rows, past, may_manage: true }
    }
}

#[cfg(test)]
impl PriceView {
    pub(crate) fn sample() -> PriceView {
        let form = PriceForm { feature: "Plan".into(), ..PriceForm::default() };
        PriceView { errors: form.read().unwrap_err(), form }
    }
}

#[cfg(test)]
impl EndView {
    pub(crate) fn samples() -> Vec<EndView> {
        let view = |row| EndView {
            row,
            form: EndForm::default(),
            errors: FieldErrors::one("last_day", Text::new("backoffice-day-malformed")),
        };
        crate::samples::prices().into_iter().map(view).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> PriceForm {
        PriceForm {
            feature: "plan.render".into(),
            price: "3".into(),
            label_fr: "Rendu de plan".into(),
            label_en: "Plan rendering".into(),
            valid_until: "2026-12-31".into(),
            ..PriceForm::default()
        }
    }

    #[test]
    fn a_price_holds_through_its_last_day_and_from_now_unless_told() {
        let now = Timestamp::UNIX_EPOCH;
        let price = form().read().unwrap().price(&TimeZone::UTC, now);
        assert_eq!((price.valid_from, price.price), (now, Credits(3)));
        assert_eq!(price.valid_until.map(|at| at.to_string()).as_deref(), Some("2027-01-01T00:00:00Z"));
        let row = PriceRow {
            state: PriceState::InForce,
            price: Price {
                id: Id::from_raw(1),
                feature: "plan.render".into(),
                price: price.price,
                labels: price.labels,
                valid_from: now,
                valid_until: price.valid_until,
            },
        };
        assert_eq!(row.last_moment().map(|at| forms::typed(at, &TimeZone::UTC)).as_deref(), Some("2026-12-31"));
        assert_eq!((row.label("fr"), row.label("en")), ("Rendu de plan", "Plan rendering"));
    }

    #[test]
    fn everything_wrong_is_told_at_its_field() {
        let fields = |form: PriceForm| form.read().unwrap_err().0.iter().map(|error| error.field).collect::<Vec<_>>();
        assert_eq!(fields(PriceForm::default()), ["feature", "price", "label_fr", "label_en"]);
        assert_eq!(
            fields(PriceForm { feature: "Plan Render".into(), price: "-1".into(), ..form() }),
            ["feature", "price"]
        );
        assert_eq!(
            fields(PriceForm { label_en: "x".repeat(101), valid_from: "soon".into(), ..form() }),
            ["label_en", "valid_from"]
        );
        assert_eq!(form().read().map(|_| ()), Ok(()));
        assert!(PriceForm { price: "0".into(), ..form() }.read().is_ok(), "a feature may be free");
    }
}
