//! `/staff/settings/mails/{kind}/{language}`: the text of one mail.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{FieldErrors, Locale, Text};
use kit_i18n::filters;
use kit_mail::{MailKind, Rendered, TemplateError, render};
use kit_web::{Actor, Button, ConfirmView, Flash, Form, Gate, Once, Page, Path, View, WebError, Written};
use serde::Deserialize;

use super::mails::subject;
use super::sections::{Section, Sections};
use super::{again, preview, saved};
use crate::model::settings::Settings;
use crate::permissions::SetPublisher;
use crate::service::{LOCK, mail_texts, settings};

/// The longest text of a mail, in characters.
const LONGEST: usize = 20_000;

/// The text as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MailForm {
    once: Once,
    text: String,
    act: String,
}

impl MailForm {
    fn read(&self, kind: &MailKind) -> Result<String, FieldErrors> {
        let text = self.text.replace("\r\n", "\n").trim().to_owned() + "\n";
        if text.chars().count() > LONGEST {
            return Err(FieldErrors::one("text", Text::new("publisher-text-too-long")));
        }
        kind.check(&text).map(|()| text).map_err(|error| FieldErrors::one("text", error))
    }
}

/// One mail in one language.
#[derive(Template)]
#[template(path = "pages/mail.html")]
pub(crate) struct MailView {
    sections: Sections,
    errors: FieldErrors,
    form: MailForm,
    kind: &'static MailKind,
    locale: Locale,
    subject: String,
    own: bool,
    preview: Option<Rendered>,
}

impl MailView {
    fn action(&self) -> String {
        path(self.kind, self.locale)
    }

    fn preview_href(&self) -> String {
        format!("{}/preview", self.action())
    }

    fn reset_href(&self) -> String {
        format!("{}/reset", self.action())
    }

    /// The values of the mail as a text names them, each with its sample.
    fn fields(&self) -> Vec<(String, &'static str)> {
        self.kind.variables.iter().map(|(name, sample)| (format!("{{{name}}}"), *sample)).collect()
    }
}

impl View for MailView {
    fn title(&self) -> Text {
        Text::new("publisher-mail-title").with("subject", self.subject.as_str()).with("language", self.locale.endonym())
    }
}

fn path(kind: &MailKind, locale: Locale) -> String {
    format!("{}/{}/{locale}", Section::Mails.href(), kind.key)
}

/// The mail and language that a path names.
fn named(gate: &Gate<SetPublisher>, (key, tag): &(String, String)) -> Result<(&'static MailKind, Locale), WebError> {
    let kind = gate.app().mails.iter().copied().find(|kind| kind.key == key).ok_or(WebError::NotFound)?;
    Ok((kind, tag.parse().map_err(|_| WebError::NotFound)?))
}

fn shown(
    gate: &Gate<SetPublisher>,
    settings: &Settings,
    kind: &MailKind,
    locale: Locale,
    text: &str,
) -> Result<Rendered, TemplateError> {
    render(text, &kind.samples(), &settings.mail_look(&gate.app().public_url.to("")), locale)
}

/// `GET`
pub(crate) async fn show(gate: Gate<SetPublisher>, Path(name): Path<(String, String)>) -> Result<Page, WebError> {
    let (kind, locale) = named(&gate, &name)?;
    let (actor, text) = gate.read(move |read, _| Ok(mail_texts::mail_text(read, kind, locale)?)).await?;
    let form = MailForm { once: gate.once(), text: text.text, act: String::new() };
    let view = MailView {
        sections: Sections::of(&actor, Section::Mails),
        errors: FieldErrors::default(),
        form,
        kind,
        locale,
        subject: subject(kind, gate.reader(&actor).locale),
        own: text.own,
        preview: None,
    };
    Ok(gate.page(&actor, view))
}

/// `POST`
pub(crate) async fn save(
    gate: Gate<SetPublisher>,
    Path(name): Path<(String, String)>,
    Form(form): Form<MailForm>,
) -> Result<Response, WebError> {
    let (kind, locale) = named(&gate, &name)?;
    let (_, (settings, own)) = gate
        .read(move |read, _| Ok((settings::settings(read)?, mail_texts::mail_text(read, kind, locale)?.own)))
        .await?;
    let view = |actor: &Actor, errors: FieldErrors, form: MailForm, preview: Option<Rendered>| {
        let sections = Sections::of(actor, Section::Mails);
        let subject = subject(kind, gate.reader(actor).locale);
        MailView { sections, errors, form, kind, locale, subject, own, preview }
    };
    let text = match form.read(kind) {
        Ok(text) => text,
        Err(errors) => return again(&gate, |actor| view(actor, errors, form, None)).await,
    };
    if form.act == "preview" {
        let rendered = shown(&gate, &settings, kind, locale, &text).ok();
        return preview(&gate, |actor| view(actor, FieldErrors::default(), form, rendered)).await;
    }
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
        mail_texts::save(tx, ctx, kind, locale, &text)
    };
    match gate.write_once_with(LOCK, &form.once, body).await? {
        (actor, Written::Refused(error)) => {
            let form = MailForm { once: gate.once(), ..form };
            Ok(gate.invalid(&actor, view(&actor, FieldErrors::one("text", error), form, None)).into_response())
        }
        (actor, Written::Done(()) | Written::Repeated) => Ok(saved(&gate, &actor, &path(kind, locale))),
    }
}

/// `GET …/reset`
pub(crate) async fn ask_reset(gate: Gate<SetPublisher>, Path(name): Path<(String, String)>) -> Result<Page, WebError> {
    let (kind, locale) = named(&gate, &name)?;
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let cancel = path(kind, locale);
    let view = ConfirmView {
        question: Text::new("publisher-mail-reset-title"),
        consequence: Text::new("publisher-mail-reset-text"),
        verb: Text::new("publisher-mail-reset"),
        action: format!("{cancel}/reset"),
        cancel,
        once: gate.once(),
    };
    Ok(gate.page(&actor, view))
}

/// `POST …/reset`
pub(crate) async fn reset(
    gate: Gate<SetPublisher>,
    Path(name): Path<(String, String)>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let (kind, locale) = named(&gate, &name)?;
    let (actor, _) =
        gate.write_sure_once_with(LOCK, &form.once, move |tx, ctx, _| mail_texts::reset(tx, ctx, kind, locale)).await?;
    Ok(gate.redirect(&actor, &path(kind, locale), Flash::done(Text::new("publisher-mail-was-reset"))))
}

/// `GET …/preview`: the mail as it is sent now, with its samples. A document of its own in a sandbox: its styles stand at its
/// elements, which no page of the program may have.
pub(crate) async fn show_preview(
    gate: Gate<SetPublisher>,
    Path(name): Path<(String, String)>,
) -> Result<Response, WebError> {
    let (kind, locale) = named(&gate, &name)?;
    let (_, (settings, text)) =
        gate.read(move |read, _| Ok((settings::settings(read)?, mail_texts::mail_text(read, kind, locale)?))).await?;
    let mail = shown(&gate, &settings, kind, locale, &text.text).map_err(|error| WebError::Fault(error.to_string()))?;
    let headers = [
        ("content-type", "text/html; charset=utf-8"),
        ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"),
        ("cache-control", "no-store"),
    ];
    Ok((headers, mail.html).into_response())
}

#[cfg(test)]
pub(super) static SAMPLE: MailKind = MailKind {
    key: "sample-mail",
    variables: &[("name", "Camille <b>Durand</b>"), ("link", "https://client.example/x")],
    texts: &[(Locale::Fr, "Bonjour {name}\n\n[Voir]({link})\n"), (Locale::En, "Hello {name}\n\n[See]({link})\n")],
};

#[cfg(test)]
impl MailView {
    pub(super) fn sample(sections: Sections) -> MailView {
        let form = MailForm { text: "Bonjour\n\n{nom} <b>".into(), ..MailForm::default() };
        let look = Settings::default().mail_look("https://client.example");
        MailView {
            sections,
            errors: form.read(&SAMPLE).unwrap_err(),
            form,
            kind: &SAMPLE,
            locale: Locale::En,
            subject: subject(&SAMPLE, Locale::Fr),
            own: true,
            preview: Some(render(SAMPLE.text(Locale::En), &SAMPLE.samples(), &look, Locale::En).unwrap()),
        }
    }
}
