//! Packs: what is on sale at a price.

use askama::Template;
use axum::response::{IntoResponse, Response};
use credits::Unit;
use kit_core::{Arg, Check, Credits, FieldErrors, Locale, Money, Text};
use kit_i18n::filters;
use kit_web::{Flash, Form, Gate, Once, Page, Path, Query, View, WebError, Width, Written};
use serde::Deserialize;

use super::sections::{Section, Sections};
use crate::model::{Bonus, Pack, PackId, Words, cents, line, optional_line};
use crate::pages::paper;
use crate::permissions::SetOffer;
use crate::service::{self, PackRefusal, SETTINGS_LOCK};

/// The longest name of a pack.
const LONGEST_NAME: usize = 60;
/// The longest life of a bonus, in days: ten years.
const LONGEST_BONUS: i64 = 3650;
/// The most hours of a pack.
const MOST_HOURS: i64 = 10_000;
/// The longest life of support time, in months: ten years.
const LONGEST_MONTHS: i64 = 120;

/// All packs.
#[derive(Template)]
#[template(path = "pages/staff/packs.html")]
pub(crate) struct PacksView {
    sections: Sections,
    packs: Vec<Pack>,
    locale: Locale,
}

impl View for PacksView {
    fn title(&self) -> Text {
        Text::new("orders-section-packs")
    }
}

impl PacksView {
    fn price(&self, pack: &Pack) -> Money {
        Money::euro_cents(pack.price)
    }

    fn bonus(&self, pack: &Pack) -> Option<Text> {
        let bonus = Bonus { credits: pack.bonus, days: pack.bonus_days };
        Some(bonus).filter(|bonus| bonus.credits.is_positive()).map(|bonus| paper::says(pack.unit, bonus))
    }
}

/// `GET /staff/orders/settings/packs`
pub(crate) async fn list(gate: Gate<SetOffer>) -> Result<Page, WebError> {
    let (actor, packs) = gate.read(|read, _| Ok(service::packs(read)?)).await?;
    let (sections, locale) = (Sections::of(&actor, Section::Packs), actor.locale());
    Ok(gate.page(&actor, PacksView { sections, packs, locale }))
}

/// A pack as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PackForm {
    once: Once,
    name_fr: String,
    name_en: String,
    unit: String,
    credits: String,
    hours: String,
    minutes: String,
    months: String,
    price: String,
    bonus: String,
    bonus_days: String,
    place: String,
    active: String,
    /// The size and price that were shown to be far from those of the others: sent again they are meant.
    meant: String,
}

impl PackForm {
    fn of(pack: &Pack, once: Once) -> PackForm {
        PackForm {
            once,
            name_fr: pack.name.fr.clone(),
            name_en: pack.name.en.clone(),
            unit: pack.unit.code().to_owned(),
            credits: pack.credits.to_string(),
            hours: (pack.credits.0 / 60).to_string(),
            minutes: (pack.credits.0 % 60).to_string(),
            months: pack.months.to_string(),
            price: format!("{},{:02}", pack.price / 100, pack.price % 100),
            bonus: pack.bonus.to_string(),
            bonus_days: pack.bonus_days.to_string(),
            place: pack.place.to_string(),
            active: if pack.active { "yes".to_owned() } else { String::new() },
            meant: String::new(),
        }
    }

    fn read(&self, id: PackId) -> Result<Pack, FieldErrors> {
        let mut check = Check::new();
        let fr = check.field("name_fr", line(&self.name_fr, LONGEST_NAME));
        let en = check.field("name_en", optional_line(&self.name_en, LONGEST_NAME));
        let unit = check.field("unit", Unit::from_code(&self.unit).ok_or(Text::new("orders-error-unit")));
        let credits = match self.unit() {
            Unit::Credit => check.field("credits", credits::whole(&self.credits).and_then(|n| credits::amount(n, 1))),
            Unit::SupportMinutes => {
                let hours = check.field("hours", or_none(&self.hours).and_then(|n| within(n, 0, MOST_HOURS)));
                let minutes = check.field("minutes", or_none(&self.minutes).and_then(|n| within(n, 0, 59)));
                let all = hours.zip(minutes).map(|(hours, minutes)| hours * 60 + minutes);
                all.and_then(|all| check.field("hours", credits::amount(all, 1)))
            }
        };
        let months = check.field("months", or_none(&self.months).and_then(|n| within(n, 0, LONGEST_MONTHS)));
        let price = check.field("price", cents(&self.price));
        let bonus = check.field("bonus", or_none(&self.bonus).and_then(|n| credits::amount(n, 0)));
        let days = check.field("bonus_days", or_none(&self.bonus_days).and_then(|n| within(n, 0, LONGEST_BONUS)));
        if bonus.is_some_and(Credits::is_positive) && days == Some(0) {
            check.fail("bonus_days", credits::InputError::Range { min: 1, max: LONGEST_BONUS });
        }
        let place = check.field("place", or_none(&self.place).and_then(|n| within(n, 0, 1000)));
        check.finish(|| {
            Some(Pack {
                id,
                name: Words { fr: fr?, en: en? },
                unit: unit?,
                credits: credits?,
                months: if unit?.is_time() { months? } else { 0 },
                price: price?,
                bonus: bonus?,
                bonus_days: days?,
                place: place?,
                active: self.active == "yes",
            })
        })
    }

    /// What is meant where it is far from the others.
    fn mark(pack: &Pack) -> String {
        format!("{}/{}", pack.credits, pack.price)
    }

    /// What is asked about: credits unless it says support time.
    fn unit(&self) -> Unit {
        Unit::from_code(&self.unit).unwrap_or_default()
    }

    fn is_active(&self) -> bool {
        self.active == "yes"
    }
}

/// A number that may be left out.
fn or_none(typed: &str) -> Result<i64, credits::InputError> {
    if typed.trim().is_empty() { Ok(0) } else { credits::whole(typed) }
}

/// A number within bounds.
pub(super) fn within(number: i64, min: i64, max: i64) -> Result<i64, credits::InputError> {
    if (min..=max).contains(&number) { Ok(number) } else { Err(credits::InputError::Range { min, max }) }
}

/// The form of a pack.
#[derive(Template)]
#[template(path = "pages/staff/pack.html")]
pub(crate) struct PackView {
    action: String,
    form: PackForm,
    errors: FieldErrors,
}

impl PackView {
    fn is_time(&self) -> bool {
        self.form.unit().is_time()
    }
}

impl View for PackView {
    fn title(&self) -> Text {
        if self.is_time() { Text::new("orders-pack-time-title") } else { Text::new("orders-pack-title") }
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

const NEW: &str = "/staff/orders/settings/packs/new";

fn path(id: PackId) -> String {
    format!("/staff/orders/settings/packs/{id}")
}

/// What a new pack is to hold.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Kind {
    unit: String,
}

/// `GET /staff/orders/settings/packs/new`
pub(crate) async fn show_new(gate: Gate<SetOffer>, Query(kind): Query<Kind>) -> Result<Page, WebError> {
    let (actor, packs) = gate.read(|read, _| Ok(service::packs(read)?)).await?;
    let last = packs.last().map_or(0, |pack| pack.place);
    let form = PackForm {
        once: gate.once(),
        unit: Unit::from_code(&kind.unit).unwrap_or_default().code().into(),
        active: "yes".into(),
        place: (last + 1).to_string(),
        ..PackForm::default()
    };
    Ok(gate.page(&actor, PackView { action: NEW.to_owned(), form, errors: FieldErrors::default() }))
}

/// `POST /staff/orders/settings/packs/new`
pub(crate) async fn add(gate: Gate<SetOffer>, Form(form): Form<PackForm>) -> Result<Response, WebError> {
    let id = PackId::random(&gate.app().random);
    write(&gate, id, NEW.to_owned(), form).await
}

async fn find(gate: &Gate<SetOffer>, id: PackId) -> Result<(kit_web::Actor, Pack), WebError> {
    gate.read(move |read, _| {
        let packs = service::packs(read)?;
        packs.into_iter().find(|pack| pack.id == id).ok_or(WebError::NotFound)
    })
    .await
}

/// `GET /staff/orders/settings/packs/{pack}`
pub(crate) async fn show(gate: Gate<SetOffer>, Path(id): Path<PackId>) -> Result<Page, WebError> {
    let (actor, pack) = find(&gate, id).await?;
    let form = PackForm::of(&pack, gate.once());
    Ok(gate.page(&actor, PackView { action: path(id), form, errors: FieldErrors::default() }))
}

/// `POST /staff/orders/settings/packs/{pack}`: orders made before keep what they say.
pub(crate) async fn save(
    gate: Gate<SetOffer>,
    Path(id): Path<PackId>,
    Form(form): Form<PackForm>,
) -> Result<Response, WebError> {
    let (_, known) = find(&gate, id).await?;
    // What it holds tells which fields the form had.
    let form = PackForm { unit: known.unit.code().to_owned(), ..form };
    write(&gate, id, path(id), form).await
}

async fn write(gate: &Gate<SetOffer>, id: PackId, action: String, form: PackForm) -> Result<Response, WebError> {
    let pack = match form.read(id) {
        Ok(pack) => pack,
        Err(errors) => {
            let (actor, ()) = gate.read(|_, _| Ok(())).await?;
            return Ok(gate.invalid(&actor, PackView { action, form, errors }).into_response());
        }
    };
    let (typed, mark) = (pack.clone(), PackForm::mark(&pack));
    let meant = form.meant == mark;
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &kit_web::Actor| {
        service::save_pack(tx, ctx, &typed, meant)
    };
    let (actor, written) = gate.write_once_with(SETTINGS_LOCK, &form.once, body).await?;
    match written {
        Written::Done(()) | Written::Repeated => {
            let sold = sold(&pack, actor.locale());
            Ok(gate.redirect(&actor, Section::Packs.href(), Flash::done(sold)))
        }
        Written::Refused(PackRefusal::Far { usual }) => {
            let (form, errors) = (PackForm { meant: mark, ..form }, FieldErrors::one("price", far(&pack, usual)));
            Ok(gate.invalid(&actor, PackView { action, form, errors }).into_response())
        }
    }
}

/// How much it holds.
fn holds(pack: &Pack) -> Text {
    match pack.unit {
        Unit::Credit => Text::new("orders-mail-purchased").with("n", pack.credits),
        Unit::SupportMinutes => Text::new("orders-mail-time").with("time", Arg::Minutes(pack.credits.0)),
    }
}

/// What was saved, as it is sold.
fn sold(pack: &Pack, locale: Locale) -> Text {
    Text::new("orders-pack-saved")
        .with("name", pack.name.of(locale))
        .with("holds", holds(pack))
        .with("price", Money::euro_cents(pack.price))
}

/// That its price is far from that of the others.
fn far(pack: &Pack, usual: i64) -> Text {
    let text = match pack.unit {
        Unit::Credit => Text::new("orders-pack-far"),
        Unit::SupportMinutes => Text::new("orders-pack-far-time"),
    };
    let text = text.with("holds", holds(pack)).with("price", Money::euro_cents(pack.price));
    text.with("rate", Money::euro_cents(pack.rate())).with("usual", Money::euro_cents(usual))
}

#[cfg(test)]
impl PacksView {
    pub(in crate::pages) fn samples(pack: Pack) -> Vec<PacksView> {
        let view = |packs| PacksView { sections: Sections::sample(), packs, locale: Locale::Fr };
        vec![view(vec![pack]), view(Vec::new())]
    }
}

#[cfg(test)]
impl PackView {
    pub(in crate::pages) fn samples(pack: &Pack) -> Vec<PackView> {
        let form = PackForm { name_fr: "<b>".into(), bonus: "5".into(), ..PackForm::default() };
        let view = |form: PackForm, errors| PackView { action: NEW.to_owned(), errors, form };
        let wrong = form.read(PackId::from_raw(1)).unwrap_err();
        let time = Pack { unit: Unit::SupportMinutes, ..pack.clone() };
        let of = |pack: &Pack| view(PackForm::of(pack, Once::default()), FieldErrors::one("price", far(pack, 1)));
        vec![view(form, wrong), of(pack), of(&time)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_comes_back() {
        let form = PackForm {
            name_fr: " Lot  atelier ".into(),
            unit: "credit".into(),
            credits: "1 000".into(),
            price: "110".into(),
            bonus: "50".into(),
            bonus_days: "90".into(),
            active: "yes".into(),
            ..PackForm::default()
        };
        let pack = form.read(PackId::from_raw(1)).unwrap();
        assert_eq!((pack.name.fr.as_str(), pack.price, pack.place), ("Lot atelier", 11_000, 0));
        assert_eq!(PackForm::of(&pack, Once::default()).read(pack.id).unwrap(), pack);
        assert_eq!((pack.unit, pack.months), (Unit::Credit, 0));
        let (unit, hours, minutes) = ("support_minutes".into(), "5".into(), " 30".into());
        let time = PackForm { unit, hours, minutes, months: "12".into(), ..form.clone() };
        let time = time.read(PackId::from_raw(1)).unwrap();
        assert_eq!((time.unit, time.credits, time.months), (Unit::SupportMinutes, Credits(330), 12));
        assert_eq!(PackForm::of(&time, Once::default()).read(time.id).unwrap(), time);
        let credits = PackForm { months: "12".into(), ..form };
        assert_eq!(credits.read(PackId::from_raw(1)).unwrap().months, 0, "credits of a pack have no end");
    }

    #[test]
    fn everything_wrong_is_told_at_its_field() {
        let fields = |form: &PackForm| {
            let errors = form.read(PackId::from_raw(1)).unwrap_err();
            errors.0.iter().map(|error| error.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(&PackForm::default()), ["name_fr", "unit", "credits", "price"]);
        let hostile = PackForm {
            name_fr: "x".repeat(61),
            name_en: "x".repeat(61),
            unit: "minutes".into(),
            credits: "0".into(),
            price: "0".into(),
            bonus: "-1".into(),
            months: "121".into(),
            bonus_days: "4000".into(),
            place: "x".into(),
            ..PackForm::default()
        };
        let all = ["name_fr", "name_en", "unit", "credits", "months", "price", "bonus", "bonus_days", "place"];
        assert_eq!(fields(&hostile), all);
        let empty = PackForm { unit: "support_minutes".into(), name_fr: "x".into(), ..PackForm::default() };
        assert_eq!(fields(&empty), ["hours", "price"]);
        let long = PackForm { hours: "10001".into(), minutes: "60".into(), price: "1".into(), ..empty };
        assert_eq!(fields(&long), ["hours", "minutes"]);
        let endless = PackForm {
            name_fr: "x".into(),
            unit: "credit".into(),
            credits: "1".into(),
            price: "1".into(),
            bonus: "5".into(),
            ..PackForm::default()
        };
        assert_eq!(fields(&endless), ["bonus_days"]);
    }
}
