//! `/staff/settings/brand`: how the publisher looks, and from whom its mail comes.

use askama::Template;
use axum::response::Response;
use kit_core::{Check, FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Accent, Actor, Form, Gate, Once, Page, View, WebError};
use serde::Deserialize;

use super::identity::optional_email;
use super::sections::{Section, Sections};
use super::texts::short;
use super::{again, saved};
use crate::model::settings::{FooterLink, MailSender, Settings};
use crate::model::web_url::WebUrl;
use crate::permissions::SetPublisher;
use crate::service::{LOCK, settings};

/// Links at the foot of a page, at most.
const LINKS: usize = 8;

/// The brand as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct BrandForm {
    once: Once,
    accent: String,
    footer: String,
    sender_name: String,
    sender_email: String,
    reply_to: String,
}

impl BrandForm {
    fn new(once: Once, settings: &Settings) -> BrandForm {
        let Settings { look, mail, .. } = settings;
        let lines: Vec<String> = look.footer.iter().map(|link| format!("{} | {}", link.label, link.url)).collect();
        BrandForm {
            once,
            accent: look.accent.clone(),
            footer: lines.join("\n"),
            sender_name: mail.name.clone(),
            sender_email: mail.email.as_ref().map(ToString::to_string).unwrap_or_default(),
            reply_to: mail.reply_to.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }

    fn read(&self) -> Result<(String, Vec<FooterLink>, MailSender), FieldErrors> {
        let mut check = Check::new();
        let accent = Accent::parse(self.accent.trim()).ok_or(Text::new("publisher-accent-malformed"));
        let accent = check.field("accent", accent);
        let footer = check.field("footer", links(&self.footer));
        let name = check.field("sender_name", short(&self.sender_name, 60));
        let email = check.field("sender_email", optional_email(&self.sender_email));
        let reply_to = check.field("reply_to", optional_email(&self.reply_to));
        check.finish(|| {
            let sender = MailSender { name: name?, email: email?, reply_to: reply_to? };
            Some((accent?.to_string(), footer?, sender))
        })
    }
}

/// A link a line: `label | https://…`.
fn links(typed: &str) -> Result<Vec<FooterLink>, Text> {
    let lines: Vec<&str> = typed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.len() > LINKS {
        return Err(Text::new("publisher-footer-too-many"));
    }
    lines.iter().enumerate().map(|(index, line)| link(line).ok_or_else(|| malformed(index))).collect()
}

fn link(line: &str) -> Option<FooterLink> {
    let (label, url) = line.split_once('|')?;
    let label = short(label, 60).ok().filter(|label| !label.is_empty())?;
    Some(FooterLink { label, url: WebUrl::parse(url).ok()? })
}

fn malformed(index: usize) -> Text {
    Text::new("publisher-footer-malformed").with("line", i64::try_from(index + 1).unwrap_or(i64::MAX))
}

/// How the publisher looks.
#[derive(Template)]
#[template(path = "pages/brand.html")]
pub(crate) struct BrandView {
    sections: Sections,
    errors: FieldErrors,
    form: BrandForm,
    logo: Option<String>,
    logo_once: Once,
    logo_errors: FieldErrors,
}

impl BrandView {
    /// What is wrong with the form, or with the logo that was sent beside it.
    pub(super) fn new(
        gate: &Gate<SetPublisher>,
        actor: &Actor,
        settings: &Settings,
        logo_errors: FieldErrors,
    ) -> BrandView {
        BrandView {
            sections: Sections::of(actor, Section::Brand),
            errors: FieldErrors::default(),
            form: BrandForm::new(gate.once(), settings),
            logo: settings.look.logo.clone(),
            logo_once: gate.once(),
            logo_errors,
        }
    }

    /// The colours that pages really use, light and dark, and whether the chosen one had to be changed.
    fn colours(&self) -> Option<(String, String, bool)> {
        let accent = Accent::parse(self.form.accent.trim())?;
        Some((accent.on_light().0, accent.on_dark(), accent.is_corrected()))
    }
}

impl View for BrandView {
    fn title(&self) -> Text {
        Text::new("publisher-section-brand")
    }
}

/// `GET`
pub(crate) async fn show(gate: Gate<SetPublisher>) -> Result<Page, WebError> {
    let (actor, settings) = gate.read(|read, _| Ok(settings::settings(read)?)).await?;
    let view = BrandView::new(&gate, &actor, &settings, FieldErrors::default());
    Ok(gate.page(&actor, view))
}

/// `POST`
pub(crate) async fn save(gate: Gate<SetPublisher>, Form(form): Form<BrandForm>) -> Result<Response, WebError> {
    let (accent, footer, sender) = match form.read() {
        Ok(read) => read,
        Err(errors) => {
            let (_, settings) = gate.read(|read, _| Ok(settings::settings(read)?)).await?;
            let logo_once = gate.once();
            let view = |actor: &_| BrandView {
                sections: Sections::of(actor, Section::Brand),
                errors,
                form,
                logo: settings.look.logo,
                logo_once,
                logo_errors: FieldErrors::default(),
            };
            return again(&gate, view).await;
        }
    };
    let (actor, _) = gate
        .write_sure_once_with(LOCK, &form.once, move |tx, ctx, _| {
            settings::save_brand(tx, ctx, accent.clone(), footer.clone(), sender.clone())
        })
        .await?;
    Ok(saved(&gate, &actor, Section::Brand.href()))
}

#[cfg(test)]
impl BrandView {
    pub(super) fn sample(sections: Sections) -> BrandView {
        let form = BrandForm { accent: "#ffe000".into(), footer: "<b>".into(), ..BrandForm::default() };
        BrandView {
            sections,
            errors: form.read().unwrap_err(),
            form,
            logo: Some("0123".into()),
            logo_once: Once::default(),
            logo_errors: FieldErrors::one("logo", crate::model::png::LogoRefusal::NoPng),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_read_a_line_each() {
        let read = links("Mentions légales | https://exemple.fr/legal\n\n CGV|https://exemple.fr/cgv ").unwrap();
        assert_eq!(read.iter().map(|link| link.label.as_str()).collect::<Vec<_>>(), ["Mentions légales", "CGV"]);
        assert_eq!(links("A | https://a.fr\nB | javascript:x"), Err(malformed(1)));
        assert_eq!(links("| https://a.fr"), Err(malformed(0)));
        assert!(links(&"A | https://a.fr\n".repeat(9)).is_err());
        assert_eq!(links(""), Ok(Vec::new()));
    }

    #[test]
    fn everything_wrong_is_told_at_its_field() {
        let hostile = BrandForm {
            accent: "red;}body{display:none".into(),
            footer: "x".into(),
            sender_name: "x".repeat(61),
            sender_email: "a".into(),
            reply_to: "b".into(),
            once: Once::default(),
        };
        let fields: Vec<&str> = hostile.read().unwrap_err().0.iter().map(|error| error.field).collect();
        assert_eq!(fields, ["accent", "footer", "sender_name", "sender_email", "reply_to"]);
    }
}
