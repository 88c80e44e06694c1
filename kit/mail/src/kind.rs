//! The mails that a domain sends, and their texts.

use kit_core::{Locale, Text};
use thiserror::Error;

/// A mail that the program can send: its text in every language, with samples of what goes into it.
///
/// A text is a subject, an empty line, and Markdown. `{name}` is replaced by the value of that name, also within the address
/// of a link. A paragraph that is only a link becomes a button.
#[derive(Debug, Clone, Copy)]
pub struct MailKind {
    /// `DOMAIN-what`, unique; stored with what the publisher changes, so never changed.
    pub key: &'static str,
    /// The names of its values, each with a sample for previews and tests. The name `link` is the mail's own link.
    pub variables: &'static [(&'static str, &'static str)],
    /// The text in each language.
    pub texts: &'static [(Locale, &'static str)],
}

/// The texts of a mail: one file for each language, in the crate's `templates/mails/LOCALE/`.
#[macro_export]
macro_rules! mail_texts {
    ($file:literal) => {
        &[
            (
                $crate::__private::Locale::Fr,
                include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/mails/fr/", $file, ".md")),
            ),
            (
                $crate::__private::Locale::En,
                include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/mails/en/", $file, ".md")),
            ),
        ]
    };
}

impl MailKind {
    /// The text that the program brings, in `locale`.
    pub fn text(&self, locale: Locale) -> &'static str {
        let found = self.texts.iter().find(|(language, _)| *language == locale).or_else(|| self.texts.first());
        found.map_or("", |(_, text)| text)
    }

    /// A sample of each value, as [`render`](crate::render()) takes them.
    pub fn samples(&self) -> Vec<(&'static str, String)> {
        self.variables.iter().map(|(name, sample)| (*name, (*sample).to_owned())).collect()
    }

    /// Whether `text` can be a text of this mail.
    ///
    /// # Errors
    /// It has no subject, no body, or a placeholder without a value.
    pub fn check(&self, text: &str) -> Result<(), TemplateError> {
        let template = Template::parse(text)?;
        let known = |name: &str| self.variables.iter().any(|(variable, _)| *variable == name);
        let placeholders = placeholders(template.subject).chain(placeholders(template.body));
        match placeholders.into_iter().find(|name| !known(name)) {
            Some(name) => Err(TemplateError::Unknown(name.to_owned())),
            None => Ok(()),
        }
    }
}

/// What is wrong with the text of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TemplateError {
    /// The first line, which is the subject, is empty or longer than 150 characters.
    #[error("the first line is no subject")]
    Subject,
    /// There is no empty line after the subject, or nothing after it.
    #[error("there is no text after the subject and an empty line")]
    Body,
    /// A placeholder that this mail has no value for.
    #[error("no value for {{{0}}}")]
    Unknown(String),
}

impl From<TemplateError> for Text {
    fn from(error: TemplateError) -> Text {
        match error {
            TemplateError::Subject => Text::new("mail-text-no-subject"),
            TemplateError::Body => Text::new("mail-text-no-body"),
            TemplateError::Unknown(name) => {
                Text::new("mail-text-unknown-placeholder").with("name", format!("{{{name}}}"))
            }
        }
    }
}

/// The text of a mail, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template<'a> {
    /// The subject, with placeholders.
    pub subject: &'a str,
    /// The Markdown, with placeholders.
    pub body: &'a str,
}

impl<'a> Template<'a> {
    /// Takes a text apart.
    ///
    /// # Errors
    /// It has no subject or no body.
    pub fn parse(text: &'a str) -> Result<Template<'a>, TemplateError> {
        let (subject, rest) = text.split_once('\n').unwrap_or((text, ""));
        let subject = subject.trim();
        if subject.is_empty() || subject.chars().count() > 150 {
            return Err(TemplateError::Subject);
        }
        let (blank, body) = rest.split_once('\n').ok_or(TemplateError::Body)?;
        if !blank.trim().is_empty() || body.trim().is_empty() {
            return Err(TemplateError::Body);
        }
        Ok(Template { subject, body: body.trim() })
    }
}

/// A piece of a text: words, or the name of a placeholder.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Words(&'a str),
    Placeholder(&'a str),
}

/// Takes a text with placeholders apart; braces around anything but small letters and underscores are words.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut words, mut from) = (0, 0);
    while let Some(open) = text[from..].find('{').map(|at| from + at) {
        let inside = &text[open + 1..];
        let length = inside.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(inside.len());
        from = open + 1;
        if length > 0 && inside[length..].starts_with('}') {
            pieces.push(Piece::Words(&text[words..open]));
            pieces.push(Piece::Placeholder(&inside[..length]));
            from = open + length + 2;
            words = from;
        }
    }
    pieces.push(Piece::Words(&text[words..]));
    pieces.retain(|piece| *piece != Piece::Words(""));
    pieces
}

fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Placeholder(name) => Some(name),
        Piece::Words(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: MailKind = MailKind { key: "x", variables: &[("name", "Ann")], texts: &[(Locale::Fr, "A\n\nB")] };

    #[test]
    fn a_text_is_subject_and_body() {
        let template = Template::parse("Bonjour {name}\r\n\r\nVous…\n\nFin.\n").unwrap();
        assert_eq!(template, Template { subject: "Bonjour {name}", body: "Vous…\n\nFin." });
        assert_eq!(Template::parse("\n\nx"), Err(TemplateError::Subject));
        assert_eq!(Template::parse(&format!("{}\n\nx", "s".repeat(151))), Err(TemplateError::Subject));
        for text in ["A", "A\n", "A\n\n", "A\nB\nC", "A\n\n  \n"] {
            assert_eq!(Template::parse(text), Err(TemplateError::Body), "{text:?}");
        }
    }

    #[test]
    fn placeholders_are_found_and_other_braces_left_alone() {
        use Piece::{Placeholder, Words};
        assert_eq!(pieces("a {name}!"), [Words("a "), Placeholder("name"), Words("!")]);
        assert_eq!(pieces("{a}{b_c}"), [Placeholder("a"), Placeholder("b_c")]);
        assert_eq!(pieces("{} { {A} {{a} é{"), [Words("{} { {A} {"), Placeholder("a"), Words(" é{")]);
        assert_eq!(KIND.check("S {name}\n\nB {name}"), Ok(()));
        assert_eq!(KIND.check("S\n\nB {nom}"), Err(TemplateError::Unknown("nom".into())));
        assert_eq!(KIND.check("S {x}\n\nB"), Err(TemplateError::Unknown("x".into())));
    }

    #[test]
    fn a_missing_language_falls_back_to_the_first() {
        assert_eq!(KIND.text(Locale::En), "A\n\nB");
    }
}
