//! `/staff/settings/sign-up`: whether companies may sign up by themselves, and what they read before the form.

use askama::Template;
use axum::response::Response;
use kit_core::{Check, FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Choice, Form, Gate, Once, Page, View, WebError};
use serde::Deserialize;

use super::sections::{Section, Sections};
use super::texts::{Preview, read};
use super::{again, preview, saved};
use crate::markdown::to_html;
use crate::model::settings::{Localised, SignUp};
use crate::permissions::SetPublisher;
use crate::service::{LOCK, settings};

/// The settings as they were typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SignUpForm {
    once: Once,
    state: String,
    fr: String,
    en: String,
    act: String,
}

impl SignUpForm {
    fn read(&self) -> Result<(SignUp, Localised), FieldErrors> {
        let mut check = Check::new();
        let sign_up = match self.state.as_str() {
            "open" => Ok(SignUp { open: true, at_once: false }),
            "at_once" => Ok(SignUp { open: true, at_once: true }),
            "closed" => Ok(SignUp { open: false, at_once: false }),
            _ => Err(Text::new("publisher-choose")),
        };
        let sign_up = check.field("state", sign_up);
        let intro = read(&mut check, "fr", &self.fr, "en", &self.en);
        check.finish(|| Some((sign_up?, intro?)))
    }
}

/// Whether companies may sign up by themselves.
#[derive(Template)]
#[template(path = "pages/sign_up.html")]
pub(crate) struct SignUpView {
    sections: Sections,
    errors: FieldErrors,
    form: SignUpForm,
    states: Vec<Choice>,
    preview: Option<Preview>,
}

impl SignUpView {
    fn new(sections: Sections, errors: FieldErrors, form: SignUpForm, preview: Option<Preview>) -> SignUpView {
        let states = vec![
            Choice::new("open", Text::new("publisher-sign-up-open")).hint(Text::new("publisher-sign-up-open-hint")),
            Choice::new("at_once", Text::new("publisher-sign-up-at-once"))
                .hint(Text::new("publisher-sign-up-at-once-hint")),
            Choice::new("closed", Text::new("publisher-sign-up-closed"))
                .hint(Text::new("publisher-sign-up-closed-hint")),
        ];
        SignUpView { sections, errors, form, states, preview }
    }
}

impl View for SignUpView {
    fn title(&self) -> Text {
        Text::new("publisher-section-sign-up")
    }
}

/// `GET`
pub(crate) async fn show(gate: Gate<SetPublisher>) -> Result<Page, WebError> {
    let (actor, (sign_up, intro)) =
        gate.read(|read, _| Ok((settings::settings(read)?.sign_up, settings::sign_up_intro(read)?))).await?;
    let state = match sign_up {
        SignUp { open: false, .. } => "closed",
        SignUp { at_once: true, .. } => "at_once",
        SignUp { .. } => "open",
    }
    .to_owned();
    let form = SignUpForm { once: gate.once(), state, fr: intro.fr, en: intro.en, act: String::new() };
    let view = SignUpView::new(Sections::of(&actor, Section::SignUp), FieldErrors::default(), form, None);
    Ok(gate.page(&actor, view))
}

/// `POST`
pub(crate) async fn save(gate: Gate<SetPublisher>, Form(form): Form<SignUpForm>) -> Result<Response, WebError> {
    let sections = |actor: &_| Sections::of(actor, Section::SignUp);
    let (sign_up, intro) = match form.read() {
        Ok(read) => read,
        Err(errors) => return again(&gate, |actor| SignUpView::new(sections(actor), errors, form, None)).await,
    };
    if form.act == "preview" {
        let shown = Preview { fr: to_html(&intro.fr), en: to_html(&intro.en) };
        let view = |actor: &_| SignUpView::new(sections(actor), FieldErrors::default(), form, Some(shown));
        return preview(&gate, view).await;
    }
    let (actor, _) = gate
        .write_sure_once_with(LOCK, &form.once, move |tx, ctx, _| {
            settings::save_sign_up(tx, ctx, sign_up.clone(), &intro)
        })
        .await?;
    Ok(saved(&gate, &actor, Section::SignUp.href()))
}

#[cfg(test)]
impl SignUpView {
    pub(super) fn sample(sections: Sections) -> SignUpView {
        let form = SignUpForm { state: "ajar".into(), fr: "Bienvenue.".into(), ..SignUpForm::default() };
        let preview = Preview { fr: to_html(&form.fr), en: to_html("") };
        SignUpView::new(sections, form.read().unwrap_err(), form, Some(preview))
    }
}
