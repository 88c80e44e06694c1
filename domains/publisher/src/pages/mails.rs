//! `/staff/settings/mails`: every mail, and which texts the publisher wrote itself.

use askama::Template;
use kit_core::{Locale, Text};
use kit_i18n::filters;
use kit_mail::{MailKind, Template as MailTemplate};
use kit_web::{Gate, Page, View, WebError};

use super::sections::{Section, Sections};
use crate::permissions::SetPublisher;
use crate::service::mail_texts;

/// A mail in the list.
struct Line {
    key: &'static str,
    /// The program's own subject in the reader's language: what the mail is known by.
    subject: String,
    texts: Vec<LineText>,
}

/// A mail in one language.
struct LineText {
    locale: Locale,
    own: bool,
}

/// Every mail.
#[derive(Template)]
#[template(path = "pages/mails.html")]
pub(crate) struct MailsView {
    sections: Sections,
    lines: Vec<Line>,
}

impl MailsView {
    fn new(sections: Sections, kinds: &[&'static MailKind], own: &[(String, Locale)], reader: Locale) -> MailsView {
        let text = |kind: &MailKind, locale| LineText { locale, own: own.contains(&(kind.key.to_owned(), locale)) };
        let line = |kind: &&'static MailKind| Line {
            key: kind.key,
            subject: subject(kind, reader),
            texts: Locale::ALL.into_iter().map(|locale| text(kind, locale)).collect(),
        };
        MailsView { sections, lines: kinds.iter().map(line).collect() }
    }
}

/// The program's own subject, with "…" in the place of what differs from mail to mail.
pub(super) fn subject(kind: &MailKind, locale: Locale) -> String {
    let subject = MailTemplate::parse(kind.text(locale)).map_or(kind.key, |template| template.subject);
    let named = |subject: String, (name, _): &(&str, &str)| subject.replace(&format!("{{{name}}}"), "…");
    kind.variables.iter().fold(subject.to_owned(), named)
}

impl View for MailsView {
    fn title(&self) -> Text {
        Text::new("publisher-section-mails")
    }
}

/// `GET`
pub(crate) async fn show(gate: Gate<SetPublisher>) -> Result<Page, WebError> {
    let (actor, own) = gate.read(|read, _| Ok(mail_texts::own_texts(read)?)).await?;
    let sections = Sections::of(&actor, Section::Mails);
    let view = MailsView::new(sections, &gate.app().mails, &own, gate.reader(&actor).locale);
    Ok(gate.page(&actor, view))
}

#[cfg(test)]
impl MailsView {
    pub(super) fn sample(sections: Sections) -> MailsView {
        let own = [(super::mail::SAMPLE.key.to_owned(), Locale::En)];
        MailsView::new(sections, &[&super::mail::SAMPLE], &own, Locale::Fr)
    }
}
