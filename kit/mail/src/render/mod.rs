//! From a text and values to what is sent.
//!
//! The Markdown is parsed before any value is put in, so that no value can be Markdown; HTML is escaped when it is written.

mod content;
mod html;
mod text;

use kit_core::Locale;
use kit_i18n::french;

use crate::kind::{MailKind, Piece, Template, TemplateError, pieces};

/// How the publisher's mails look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The publisher's name, at the head.
    pub name: String,
    /// The colour of buttons and links on a light ground, `#rrggbb`.
    pub accent: String,
    /// What is written on that colour, `#rrggbb`.
    pub accent_ink: String,
    /// The colour of links on a dark ground, `#rrggbb`.
    pub accent_dark: String,
    /// Where the name leads.
    pub site_url: Option<String>,
    /// A line above everything: what is written over it is the answer.
    pub above: Option<String>,
    /// The lines at the foot: support, legal notice; each with the address it leads to, if any.
    pub footer: Vec<(String, Option<String>)>,
}

/// A mail in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The language it is written in.
    pub locale: Locale,
    /// The subject, on one line.
    pub subject: String,
    /// The HTML document.
    pub html: String,
    /// The same in plain text.
    pub text: String,
}

/// Puts `values` into `text` and makes the mail.
///
/// # Errors
/// The text has no subject, no body, or a placeholder without a value.
pub fn render(text: &str, values: &[(&str, String)], look: &Look, locale: Locale) -> Result<Rendered, TemplateError> {
    let template = Template::parse(text)?;
    let values = Values { all: values, locale };
    let subject = one_line(&values.put_into(template.subject)?);
    let blocks = content::read(template.body, &values)?;
    let html = html::write(&subject, &blocks, look, locale);
    let text = text::write(&blocks, look);
    Ok(Rendered { locale, subject, html, text })
}

/// The mail of a kind in every language, with its samples: for previews, and for the test that looks at every mail.
///
/// # Errors
/// A language is missing, or its text cannot be used.
pub fn samples(kind: &MailKind, look: &Look) -> Result<Vec<Rendered>, TemplateError> {
    let values = kind.samples();
    let text = |locale| kind.texts.iter().find(|(language, _)| *language == locale).map_or("", |(_, text)| text);
    Locale::ALL.into_iter().map(|locale| render(text(locale), &values, look, locale)).collect()
}

/// The values of a mail by their names.
struct Values<'a> {
    all: &'a [(&'a str, String)],
    locale: Locale,
}

impl Values<'_> {
    /// Replaces the placeholders of `text`, and sets the blanks of French. Of control characters only the end of a line goes through.
    fn put_into(&self, text: &str) -> Result<String, TemplateError> {
        let mut out = String::with_capacity(text.len());
        for piece in pieces(text) {
            match piece {
                Piece::Words(words) if self.locale == Locale::Fr => out.push_str(&french(words)),
                Piece::Words(words) => out.push_str(words),
                Piece::Placeholder(name) => {
                    let value = self.all.iter().find(|(known, _)| *known == name);
                    let (_, value) = value.ok_or_else(|| TemplateError::Unknown(name.to_owned()))?;
                    out.extend(value.trim().chars().filter(|c| *c == '\n' || !c.is_control()));
                }
            }
        }
        Ok(out)
    }
}

/// A header takes one line, at most of the length that all servers take.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect()
}
