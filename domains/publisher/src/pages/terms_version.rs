//! `/staff/settings/terms/new` and `/staff/settings/terms/{version}`: a version prepared, changed, withdrawn, or only read.

use askama::Template;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use kit_core::{Arg, Check, FieldErrors, Text};
use kit_db::Failed;
use kit_i18n::{filters, zone_named};
use kit_web::{Actor, Button, Choice, ConfirmView, Flash, Form, Gate, Once, Page, Path, View, WebError, Written};
use serde::Deserialize;

use super::sections::{Section, Sections};
use super::texts::{Preview, read};
use super::{again, preview};
use crate::markdown::to_html;
use crate::model::settings::Localised;
use crate::model::terms::{Terms, TermsRefusal};
use crate::permissions::SetConditions;
use crate::service::{LOCK, settings, terms};

/// A version as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TermsForm {
    once: Once,
    fr: String,
    en: String,
    /// `now`, which cannot be undone, or `day`.
    start: String,
    day: String,
    act: String,
}

/// From when on a version is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    Now,
    On(Timestamp),
}

impl Start {
    fn at(self, now: Timestamp) -> Timestamp {
        match self {
            Start::Now => now,
            Start::On(day) => day,
        }
    }
}

impl TermsForm {
    fn read(&self, zone: &TimeZone) -> Result<(Localised, Start), FieldErrors> {
        let mut check = Check::new();
        let text = read(&mut check, "fr", &self.fr, "en", &self.en);
        if self.fr.trim().is_empty() {
            check.fail("fr", Text::new("publisher-terms-empty"));
        }
        let start = match self.start.as_str() {
            "now" => Some(Start::Now),
            "day" => check.field("day", first_moment(&self.day, zone)).map(Start::On),
            _ => check.field("start", Err(Text::new("publisher-choose"))),
        };
        check.finish(|| Some((text?, start?)))
    }
}

/// The first moment of a day where the publisher is.
fn first_moment(typed: &str, zone: &TimeZone) -> Result<Timestamp, Text> {
    let day: Date = typed.trim().parse().map_err(|_| Text::new("publisher-day-malformed"))?;
    day.to_zoned(zone.clone()).map(|start| start.timestamp()).map_err(|_| Text::new("publisher-day-malformed"))
}

/// A version that can still be changed.
#[derive(Template)]
#[template(path = "pages/terms_form.html")]
pub(crate) struct TermsFormView {
    sections: Sections,
    errors: FieldErrors,
    form: TermsForm,
    starts: Vec<Choice>,
    preview: Option<Preview>,
    /// None for a new one.
    version: Option<i64>,
}

impl TermsFormView {
    fn new(actor: &Actor, version: Option<i64>, errors: FieldErrors, form: TermsForm) -> Self {
        let sections = Sections::of(actor, Section::Terms);
        TermsFormView { sections, errors, form, starts: starts(), preview: None, version }
    }

    fn action(&self) -> String {
        self.version.map_or_else(|| "/staff/settings/terms/new".to_owned(), |v| format!("/staff/settings/terms/{v}"))
    }

    fn withdraw_href(&self, version: &i64) -> String {
        format!("/staff/settings/terms/{version}/withdraw")
    }
}

fn starts() -> Vec<Choice> {
    vec![
        Choice::new("day", Text::new("publisher-terms-from-day")).hint(Text::new("publisher-terms-from-day-hint")),
        Choice::new("now", Text::new("publisher-terms-from-now")).hint(Text::new("publisher-terms-from-now-hint")),
    ]
}

impl View for TermsFormView {
    fn title(&self) -> Text {
        match self.version {
            None => Text::new("publisher-terms-new"),
            Some(version) => Text::new("publisher-terms-numbered").with("version", version),
        }
    }
}

/// A version that is or was in force.
#[derive(Template)]
#[template(path = "pages/terms_sealed.html")]
pub(crate) struct SealedView {
    sections: Sections,
    version: i64,
    in_force_at: Timestamp,
    text: Preview,
}

impl SealedView {
    fn public_href(&self) -> String {
        format!("/terms/{}", self.version)
    }

    fn since(&self) -> Text {
        Text::new("publisher-terms-sealed-since").with("day", Arg::Date(self.in_force_at))
    }
}

impl View for SealedView {
    fn title(&self) -> Text {
        Text::new("publisher-terms-numbered").with("version", self.version)
    }
}

/// `GET /staff/settings/terms/new`: begins with the text of the latest version.
pub(crate) async fn prepare(gate: Gate<SetConditions>) -> Result<Page, WebError> {
    let now = gate.now();
    let (actor, (zone_name, text)) = gate
        .read(move |read, _| {
            let zone = settings::settings(read)?.identity.time_zone;
            let latest = terms::in_force(read, now)?.map(|version| version.version);
            let latest = latest.map(|version| terms::terms(read, version)).transpose()?.flatten();
            Ok((zone, latest.map(|terms| terms.text).unwrap_or_default()))
        })
        .await?;
    let in_a_month = zone_named(&zone_name).to_datetime(now).date().saturating_add(30.days());
    let (once, start, day) = (gate.once(), "day".to_owned(), in_a_month.to_string());
    let form = TermsForm { once, fr: text.fr, en: text.en, start, day, act: String::new() };
    Ok(gate.page(&actor, TermsFormView::new(&actor, None, FieldErrors::default(), form)))
}

/// `GET /staff/settings/terms/{version}`
pub(crate) async fn show(gate: Gate<SetConditions>, Path(version): Path<i64>) -> Result<Page, WebError> {
    let (actor, (found, zone_name)) = gate
        .read(move |read, _| Ok((terms::terms(read, version)?, settings::settings(read)?.identity.time_zone)))
        .await?;
    let Terms { version, text } = found.ok_or(WebError::NotFound)?;
    if version.is_sealed(gate.now()) {
        let text = Preview { fr: to_html(&text.fr), en: to_html(&text.en) };
        let sections = Sections::of(&actor, Section::Terms);
        let view = SealedView { sections, version: version.version, in_force_at: version.in_force_at, text };
        return Ok(gate.page(&actor, view));
    }
    let day = zone_named(&zone_name).to_datetime(version.in_force_at).date().to_string();
    let (once, start) = (gate.once(), "day".to_owned());
    let form = TermsForm { once, fr: text.fr, en: text.en, start, day, act: String::new() };
    Ok(gate.page(&actor, TermsFormView::new(&actor, Some(version.version), FieldErrors::default(), form)))
}

/// `POST /staff/settings/terms/new`
pub(crate) async fn create(gate: Gate<SetConditions>, Form(form): Form<TermsForm>) -> Result<Response, WebError> {
    save(gate, None, form).await
}

/// `POST /staff/settings/terms/{version}`
pub(crate) async fn change(
    gate: Gate<SetConditions>,
    Path(version): Path<i64>,
    Form(form): Form<TermsForm>,
) -> Result<Response, WebError> {
    save(gate, Some(version), form).await
}

async fn save(gate: Gate<SetConditions>, version: Option<i64>, form: TermsForm) -> Result<Response, WebError> {
    let (_, zone_name) = gate.read(|read, _| Ok(settings::settings(read)?.identity.time_zone)).await?;
    let (text, start) = match form.read(&zone_named(&zone_name)) {
        Ok(read) => read,
        Err(errors) => return again(&gate, |actor| TermsFormView::new(actor, version, errors, form)).await,
    };
    if form.act == "preview" {
        let shown = Preview { fr: to_html(&text.fr), en: to_html(&text.en) };
        let view = |actor: &_| TermsFormView {
            preview: Some(shown),
            ..TermsFormView::new(actor, version, FieldErrors::default(), form)
        };
        return preview(&gate, view).await;
    }
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| match version {
        None => terms::prepare(tx, ctx, start.at(ctx.now), &text).map(drop),
        Some(version) => terms::change(tx, ctx, version, start.at(ctx.now), &text),
    };
    match gate.write_once_with(LOCK, &form.once, body).await? {
        (_, Written::Refused(TermsRefusal::Unknown)) => Err(WebError::NotFound),
        (actor, Written::Refused(refusal)) => {
            let field = if refusal == TermsRefusal::Past { "day" } else { "fr" };
            let form = TermsForm { once: gate.once(), ..form };
            let errors = FieldErrors::one(field, refusal);
            Ok(gate.invalid(&actor, TermsFormView::new(&actor, version, errors, form)).into_response())
        }
        (actor, Written::Done(()) | Written::Repeated) => {
            Ok(gate.redirect(&actor, Section::Terms.href(), Flash::done(Text::new("publisher-terms-saved"))))
        }
    }
}

/// `GET /staff/settings/terms/{version}/withdraw`
pub(crate) async fn ask_withdraw(gate: Gate<SetConditions>, Path(version): Path<i64>) -> Result<Page, WebError> {
    let now = gate.now();
    let (actor, found) = gate.read(move |read, _| Ok(terms::terms(read, version)?)).await?;
    found.filter(|terms| !terms.version.is_sealed(now)).ok_or(WebError::NotFound)?;
    let view = ConfirmView {
        question: Text::new("publisher-terms-withdraw-title"),
        consequence: Text::new("publisher-terms-withdraw-text"),
        verb: Text::new("publisher-terms-withdraw"),
        action: format!("/staff/settings/terms/{version}/withdraw"),
        cancel: format!("/staff/settings/terms/{version}"),
        once: gate.once(),
    };
    Ok(gate.page(&actor, view))
}

/// `POST /staff/settings/terms/{version}/withdraw`
pub(crate) async fn withdraw(
    gate: Gate<SetConditions>,
    Path(version): Path<i64>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| -> Result<(), Failed<TermsRefusal>> {
        terms::withdraw(tx, ctx, version)
    };
    let (actor, written) = gate.write_once_with(LOCK, &form.once, body).await?;
    let flash = match written {
        Written::Refused(TermsRefusal::Unknown) => return Err(WebError::NotFound),
        Written::Refused(refusal) => Flash::warning(refusal.into()),
        Written::Done(()) | Written::Repeated => Flash::done(Text::new("publisher-terms-withdrawn")),
    };
    Ok(gate.redirect(&actor, Section::Terms.href(), flash))
}

#[cfg(test)]
impl TermsFormView {
    pub(super) fn sample(sections: Sections) -> TermsFormView {
        let form = TermsForm { fr: "<b>".into(), start: "day".into(), day: "demain".into(), ..TermsForm::default() };
        let errors = form.read(&TimeZone::UTC).unwrap_err();
        let preview = Some(Preview { fr: to_html(&form.fr), en: to_html("") });
        TermsFormView { sections, errors, form, starts: starts(), preview, version: Some(2) }
    }
}

#[cfg(test)]
impl SealedView {
    pub(super) fn sample(sections: Sections) -> SealedView {
        let text = Preview { fr: to_html("# Objet\n\n<b>"), en: to_html("") };
        SealedView { sections, version: 1, in_force_at: Timestamp::UNIX_EPOCH, text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_begins_with_its_day_where_the_publisher_is() {
        let paris = zone_named("Europe/Paris");
        let form = TermsForm { fr: "x".into(), start: "day".into(), day: "2026-12-01".into(), ..TermsForm::default() };
        let (_, start) = form.read(&paris).unwrap();
        assert_eq!(start, Start::On("2026-11-30T23:00:00Z".parse().unwrap()));
        let now = TermsForm { start: "now".into(), day: "nonsense".into(), ..form };
        assert_eq!(now.read(&paris).unwrap().1, Start::Now);
    }

    #[test]
    fn everything_wrong_is_told_at_its_field() {
        let fields =
            |form: &TermsForm| form.read(&TimeZone::UTC).unwrap_err().0.iter().map(|e| e.field).collect::<Vec<_>>();
        let form = TermsForm { start: "day".into(), day: "2026-02-30".into(), ..TermsForm::default() };
        assert_eq!(fields(&form), ["fr", "day"]);
        assert_eq!(fields(&TermsForm { fr: "x".into(), ..TermsForm::default() }), ["start"]);
    }
}
