//! A text in both languages as it was typed.

use kit_core::{Check, FieldErrors, Text};
use kit_web::Once;
use serde::Deserialize;

use crate::markdown::{SafeHtml, to_html};
use crate::model::settings::Localised;

/// The longest text, in characters: a thousand lines.
const LONGEST: usize = 60_000;

/// A text in both languages, to be saved or only looked at.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TextForm {
    pub(crate) once: Once,
    pub(crate) fr: String,
    pub(crate) en: String,
    pub(super) act: String,
}

impl TextForm {
    pub(crate) fn new(once: Once, text: Localised) -> TextForm {
        TextForm { once, fr: text.fr, en: text.en, act: String::new() }
    }

    /// Whether it is only to be looked at.
    pub(crate) fn is_preview(&self) -> bool {
        self.act == "preview"
    }

    pub(crate) fn read(&self) -> Result<Localised, FieldErrors> {
        let mut check = Check::new();
        let text = read(&mut check, "fr", &self.fr, "en", &self.en);
        check.finish(|| text)
    }

    pub(crate) fn preview(&self) -> Preview {
        Preview { fr: to_html(&self.fr), en: to_html(&self.en) }
    }
}

/// Reads a text in both languages from two fields.
pub(crate) fn read(
    check: &mut Check,
    fr_field: &'static str,
    fr: &str,
    en_field: &'static str,
    en: &str,
) -> Option<Localised> {
    let fr = check.field(fr_field, long(fr));
    let en = check.field(en_field, long(en));
    Some(Localised { fr: fr?, en: en? })
}

/// A long text with the ends of its lines as Unix has them.
fn long(typed: &str) -> Result<String, Text> {
    let text = typed.replace("\r\n", "\n").trim().to_owned();
    if text.chars().count() > LONGEST { Err(Text::new("publisher-text-too-long")) } else { Ok(text) }
}

/// A short text on one line, of at most `longest` characters.
pub(crate) fn short(typed: &str, longest: usize) -> Result<String, Text> {
    let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > longest {
        let longest = i64::try_from(longest).unwrap_or(i64::MAX);
        return Err(Text::new("publisher-line-too-long").with("longest", longest));
    }
    Ok(text)
}

/// How a text in both languages looks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Preview {
    pub(crate) fr: SafeHtml,
    pub(crate) en: SafeHtml,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_keep_their_lines_and_have_an_end() {
        let form = TextForm { fr: " a\r\n\r\nb \n".into(), en: "x".repeat(LONGEST), ..TextForm::default() };
        assert_eq!(form.read().unwrap().fr, "a\n\nb");
        let form = TextForm { en: "é".repeat(LONGEST + 1), ..TextForm::default() };
        assert!(form.read().unwrap_err().of("en").is_some());
        assert_eq!(short(" a \n b ", 3), Ok("a b".to_owned()));
        assert!(short("abcd", 3).is_err());
    }
}
