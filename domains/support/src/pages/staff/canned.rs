//! Answers to begin with.

use accounts::model::text;
use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{Check, FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Flash, Form, Gate, Once, Page, Path, View, WebError, Width};
use serde::Deserialize;

use super::sections::{Way, ways};
use crate::model::{Canned, CannedId, LONGEST_MESSAGE};
use crate::permissions::AnswerCases;
use crate::service::{self, SETTINGS_LOCK};

const PATH: &str = "/staff/cases/answers";
/// The longest title.
const LONGEST_TITLE: usize = 80;

/// The answers, by title.
#[derive(Template)]
#[template(path = "pages/staff/answers.html")]
pub(crate) struct CannedListView {
    ways: Vec<Way>,
    all: Vec<Canned>,
}

impl View for CannedListView {
    fn title(&self) -> Text {
        Text::new("support-canned-title")
    }
}

/// An answer as it was typed. `act` is `remove` where it goes away.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CannedForm {
    once: Once,
    title: String,
    body: String,
    act: String,
}

impl CannedForm {
    fn read(&self, id: CannedId) -> Result<Canned, FieldErrors> {
        let mut check = Check::new();
        let title = check.field("title", text::line(&self.title, LONGEST_TITLE));
        let body = check.field("body", text::paragraph(&self.body, LONGEST_MESSAGE));
        check.finish(|| Some(Canned { id, title: title?, body: body? }))
    }
}

/// An answer, or a new one.
#[derive(Template)]
#[template(path = "pages/staff/answer.html")]
pub(crate) struct CannedView {
    is_new: bool,
    action: String,
    errors: FieldErrors,
    form: CannedForm,
}

impl View for CannedView {
    fn title(&self) -> Text {
        if self.is_new { Text::new("support-canned-new") } else { Text::new("support-canned") }
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// The answer in an address.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct CannedPath {
    canned: CannedId,
}

/// `GET /staff/cases/answers`
pub(crate) async fn list(gate: Gate<AnswerCases>) -> Result<Page, WebError> {
    let (actor, all) = gate.read(|read, _| Ok(service::canned(read)?)).await?;
    Ok(gate.page(&actor, CannedListView { ways: ways(&actor, PATH), all }))
}

/// `GET /staff/cases/answers/new`
pub(crate) async fn new(gate: Gate<AnswerCases>) -> Result<Response, WebError> {
    let form = CannedForm { once: gate.once(), ..CannedForm::default() };
    shown(&gate, None, form, FieldErrors::default()).await
}

/// `POST /staff/cases/answers/new`
pub(crate) async fn add(gate: Gate<AnswerCases>, Form(form): Form<CannedForm>) -> Result<Response, WebError> {
    let id = CannedId::random(&gate.app().random);
    saved(&gate, None, id, form).await
}

/// `GET /staff/cases/answers/{canned}`
pub(crate) async fn show(gate: Gate<AnswerCases>, Path(path): Path<CannedPath>) -> Result<Response, WebError> {
    let Canned { id, title, body } = find(&gate, path.canned).await?;
    let form = CannedForm { once: gate.once(), title, body, act: String::new() };
    shown(&gate, Some(id), form, FieldErrors::default()).await
}

/// `POST /staff/cases/answers/{canned}`
pub(crate) async fn save(
    gate: Gate<AnswerCases>,
    Path(path): Path<CannedPath>,
    Form(form): Form<CannedForm>,
) -> Result<Response, WebError> {
    let id = find(&gate, path.canned).await?.id;
    if form.act != "remove" {
        return saved(&gate, Some(id), id, form).await;
    }
    let (actor, _) = gate
        .write_sure_once_with(SETTINGS_LOCK, &form.once, move |tx, ctx, _| service::remove_canned(tx, ctx, id))
        .await?;
    Ok(gate.redirect(&actor, PATH, Flash::done(Text::new("support-canned-removed"))))
}

async fn find(gate: &Gate<AnswerCases>, id: CannedId) -> Result<Canned, WebError> {
    gate.read(move |read, _| service::canned_one(read, id)?.ok_or(WebError::NotFound)).await.map(|found| found.1)
}

async fn saved(
    gate: &Gate<AnswerCases>,
    known: Option<CannedId>,
    id: CannedId,
    form: CannedForm,
) -> Result<Response, WebError> {
    let one = match form.read(id) {
        Ok(one) => one,
        Err(errors) => return shown(gate, known, form, errors).await,
    };
    let (actor, _) = gate
        .write_sure_once_with(SETTINGS_LOCK, &form.once, move |tx, ctx, _| service::save_canned(tx, ctx, &one))
        .await?;
    Ok(gate.redirect(&actor, PATH, Flash::done(Text::new("support-saved"))))
}

async fn shown(
    gate: &Gate<AnswerCases>,
    known: Option<CannedId>,
    form: CannedForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let is_wrong = !errors.is_empty();
    let action = known.map_or_else(|| format!("{PATH}/new"), |id| format!("{PATH}/{id}"));
    let view = CannedView { is_new: known.is_none(), action, errors, form };
    Ok(if is_wrong { gate.invalid(&actor, view) } else { gate.page(&actor, view) }.into_response())
}

#[cfg(test)]
impl CannedListView {
    pub(super) fn sample(all: Vec<Canned>) -> CannedListView {
        CannedListView { ways: super::sections::sample(), all }
    }
}

#[cfg(test)]
impl CannedView {
    pub(super) fn sample(one: Option<&Canned>) -> CannedView {
        let form = CannedForm { title: one.map(|one| one.title.clone()).unwrap_or_default(), ..CannedForm::default() };
        let errors = form.read(CannedId::from_raw(1)).unwrap_err();
        CannedView { is_new: one.is_none(), action: "/x".into(), errors, form }
    }
}
