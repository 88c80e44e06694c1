//! VAT rules: what buyers of each zone pay, and from when on.

use askama::Template;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use kit_core::{Check, FieldErrors, Locale, Text};
use kit_i18n::filters;
use kit_web::{Choice, Form, Gate, Once, Page, View, WebError, Width, Written};
use serde::Deserialize;

use super::sections::{Section, Sections, saved};
use crate::model::{Day, TypedError, VatRule, VatZone, Words, optional_line, percent, shown_percent};
use crate::pages::day;
use crate::permissions::SetOffer;
use crate::service::{self, SETTINGS_LOCK};

/// The longest ground of an exemption.
const LONGEST_GROUND: usize = 120;

/// All rules.
#[derive(Template)]
#[template(path = "pages/staff/vat.html")]
pub(crate) struct VatView {
    sections: Sections,
    rules: Vec<VatRule>,
    today: Day,
    locale: Locale,
}

impl View for VatView {
    fn title(&self) -> Text {
        Text::new("orders-section-vat")
    }
}

impl VatView {
    fn rate(&self, rule: &VatRule) -> String {
        format!("{} %", shown_percent(rule.rate, self.locale))
    }

    fn ground(&self, rule: &VatRule) -> String {
        rule.ground.of(self.locale).to_owned()
    }

    fn is_in_force(&self, rule: &VatRule) -> bool {
        rule.holds_on(self.today)
    }
}

/// `GET /staff/orders/settings/vat`
pub(crate) async fn list(gate: Gate<SetOffer>) -> Result<Page, WebError> {
    let (actor, rules) = gate.read(|read, _| Ok(service::vat_rules(read)?)).await?;
    let today = Day(gate.now().to_zoned(actor.zone()).date());
    let (sections, locale) = (Sections::of(&actor, Section::Vat), actor.locale());
    Ok(gate.page(&actor, VatView { sections, rules, today, locale }))
}

/// A rule as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct VatForm {
    once: Once,
    zone: String,
    rate: String,
    ground_fr: String,
    ground_en: String,
    valid_from: String,
}

impl VatForm {
    fn read(&self) -> Result<(VatZone, i64, Words, Date), FieldErrors> {
        let mut check = Check::new();
        let zone = check.field("zone", VatZone::from_code(&self.zone).ok_or(TypedError::Choose));
        let rate = check.field("rate", percent(&self.rate));
        let fr = check.field("ground_fr", optional_line(&self.ground_fr, LONGEST_GROUND));
        let en = check.field("ground_en", optional_line(&self.ground_en, LONGEST_GROUND));
        let from = check.field("valid_from", day(&self.valid_from));
        check.finish(|| Some((zone?, rate?, Words { fr: fr?, en: en? }, from?)))
    }
}

/// The form of a rule.
#[derive(Template)]
#[template(path = "pages/staff/vat_new.html")]
pub(crate) struct VatFormView {
    zones: Vec<Choice>,
    form: VatForm,
    errors: FieldErrors,
}

impl VatFormView {
    fn new(form: VatForm, errors: FieldErrors) -> VatFormView {
        let zones = VatZone::ALL.iter().map(|zone| Choice::new(zone.code(), zone.label())).collect();
        VatFormView { zones, form, errors }
    }
}

impl View for VatFormView {
    fn title(&self) -> Text {
        Text::new("orders-vat-new")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /staff/orders/settings/vat/new`
pub(crate) async fn show(gate: Gate<SetOffer>) -> Result<Page, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let form = VatForm { once: gate.once(), ..VatForm::default() };
    Ok(gate.page(&actor, VatFormView::new(form, FieldErrors::default())))
}

async fn again(gate: &Gate<SetOffer>, form: VatForm, errors: FieldErrors) -> Result<Response, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    Ok(gate.invalid(&actor, VatFormView::new(form, errors)).into_response())
}

/// `POST /staff/orders/settings/vat/new`
pub(crate) async fn add(gate: Gate<SetOffer>, Form(form): Form<VatForm>) -> Result<Response, WebError> {
    let (zone, rate, ground, from) = match form.read() {
        Ok(rule) => rule,
        Err(errors) => return again(&gate, form, errors).await,
    };
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &kit_web::Actor| {
        service::add_vat_rule(tx, ctx, zone, rate, &ground, from)
    };
    let (actor, written) = gate.write_once_with(SETTINGS_LOCK, &form.once, body).await?;
    match written {
        Written::Done(()) | Written::Repeated => Ok(saved(&gate, &actor, Section::Vat)),
        Written::Refused(refusal) => again(&gate, form, FieldErrors::one("valid_from", refusal)).await,
    }
}

#[cfg(test)]
impl VatView {
    pub(in crate::pages) fn sample(rules: Vec<VatRule>) -> VatView {
        VatView { sections: Sections::sample(), rules, today: Day(jiff::civil::date(2026, 11, 21)), locale: Locale::Fr }
    }
}

#[cfg(test)]
impl VatFormView {
    pub(in crate::pages) fn sample() -> VatFormView {
        let form = VatForm { ground_fr: "<b>".into(), ..VatForm::default() };
        let errors = form.read().unwrap_err();
        VatFormView::new(form, errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_wrong_is_told_at_its_field() {
        let fields = |form: &VatForm| form.read().unwrap_err().0.iter().map(|error| error.field).collect::<Vec<_>>();
        assert_eq!(fields(&VatForm::default()), ["zone", "rate", "valid_from"]);
        let right = VatForm {
            zone: "eu_business".into(),
            rate: "0".into(),
            ground_fr: "Autoliquidation".into(),
            valid_from: "2027-01-01".into(),
            ..VatForm::default()
        };
        assert_eq!(right.read().unwrap().0, VatZone::EuBusiness);
        let long = "x".repeat(121);
        let hostile = VatForm { ground_fr: long.clone(), ground_en: long, rate: "120".into(), ..right };
        assert_eq!(fields(&hostile), ["rate", "ground_fr", "ground_en"]);
    }
}
