//! The texts of every language, merged from the Fluent files of all crates.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, PatternElement};
use kit_core::Locale;
use thiserror::Error;

use crate::formats::{Formats, NoData};
use crate::spacing::french;

/// This crate's own texts.
const OWN: [(Locale, &str); 2] =
    [(Locale::Fr, include_str!("../locales/fr.ftl")), (Locale::En, include_str!("../locales/en.ftl"))];

/// Why the texts were not accepted; each is a mistake in the sources, found at start and by the tests.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TextsError {
    /// A Fluent file does not parse.
    #[error("a Fluent file ({locale}) does not parse at \u{201c}{near}\u{201d}: {reason}")]
    Syntax {
        /// The file's language.
        locale: Locale,
        /// The beginning of the entry that does not parse.
        near: String,
        /// What the parser says.
        reason: String,
    },
    /// A key is defined twice in one language.
    #[error("the key {key} is defined twice ({locale})")]
    Duplicate {
        /// The language.
        locale: Locale,
        /// The key.
        key: String,
    },
    /// The program was built without the formats of a language.
    #[error("no formats for the language {0}")]
    NoFormats(Locale),
}

/// The texts and formats of every language; made once at start and shared.
pub struct Texts {
    french: Language,
    english: Language,
}

pub(crate) struct Language {
    bundle: FluentBundle<FluentResource>,
    /// The words of the keys that take no argument and refer to nothing: most of what a page says, found at once.
    plain: HashMap<String, String>,
    pub(crate) formats: &'static Formats,
}

impl Texts {
    /// Merges Fluent sources, and this crate's own, into one set of texts per language.
    ///
    /// # Errors
    /// A source that does not parse, or a key that is defined twice in one language.
    pub fn load(sources: &[(Locale, &'static str)]) -> Result<Texts, TextsError> {
        let sources: Vec<_> = OWN.iter().chain(sources).copied().collect();
        Ok(Texts { french: Language::load(Locale::Fr, &sources)?, english: Language::load(Locale::En, &sources)? })
    }

    pub(crate) fn language(&self, locale: Locale) -> &Language {
        match locale {
            Locale::Fr => &self.french,
            Locale::En => &self.english,
        }
    }

    /// The message `key` in words: in `locale`, else in French, else the key in brackets, which is logged as an error.
    pub(crate) fn say<'a>(&'a self, locale: Locale, key: &str, args: Option<&FluentArgs<'_>>) -> Cow<'a, str> {
        if let Some(words) = self.language(locale).say(key, args) {
            return words;
        }
        tracing::error!(key, %locale, "a text is missing");
        self.french.say(key, args).unwrap_or_else(|| Cow::Owned(format!("[{key}]")))
    }
}

impl Language {
    fn load(locale: Locale, sources: &[(Locale, &'static str)]) -> Result<Language, TextsError> {
        let formats = Formats::of(locale).map_err(|NoData(locale)| TextsError::NoFormats(locale))?;
        let tag = locale.tag().parse().map_err(|_| TextsError::NoFormats(locale))?;
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // The marks that isolate an argument written from right to left would end up in titles, mails and exports.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match locale {
            Locale::Fr => |value, _| grouped(Locale::Fr, value),
            Locale::En => |value, _| grouped(Locale::En, value),
        }));
        let mut plain = HashMap::new();
        for (_, source) in sources.iter().filter(|(language, _)| *language == locale) {
            let resource = parse(locale, source)?;
            plain.extend(resource.entries().filter_map(plain_text));
            bundle.add_resource(resource).map_err(|errors| duplicate(locale, &errors))?;
        }
        Ok(Language { bundle, plain, formats })
    }

    fn say<'a>(&'a self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<Cow<'a, str>> {
        if let Some(words) = self.plain.get(key) {
            return Some(Cow::Borrowed(words));
        }
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let words = self.bundle.format_pattern(pattern, args, &mut errors);
        if !errors.is_empty() {
            tracing::error!(key, ?errors, "a text lacks an argument or refers to a missing one");
        }
        Some(words)
    }
}

/// Whole numbers as the language groups them; all else as Fluent writes it.
fn grouped(locale: Locale, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(FluentNumber { value, .. }) if value.fract() == 0.0 => {
            Some(Formats::of(locale).ok()?.number(*value as i64))
        }
        _ => None,
    }
}

/// The key and the words of a message that is words alone.
fn plain_text(entry: &Entry<&str>) -> Option<(String, String)> {
    let Entry::Message(message) = entry else { return None };
    match message.value.as_ref()?.elements.as_slice() {
        [PatternElement::TextElement { value }] => Some((message.id.name.to_owned(), (*value).to_owned())),
        _ => None,
    }
}

fn parse(locale: Locale, source: &str) -> Result<FluentResource, TextsError> {
    let source = match locale {
        Locale::Fr => french(source),
        Locale::En => source.to_owned(),
    };
    FluentResource::try_new(source.clone()).map_err(|(_, errors)| {
        let slice = errors.first().map_or(0..0, |error| error.slice.clone().unwrap_or_else(|| error.pos.clone()));
        TextsError::Syntax {
            locale,
            near: source.get(slice).unwrap_or_default().chars().take(60).collect(),
            reason: errors.first().map(ToString::to_string).unwrap_or_default(),
        }
    })
}

fn duplicate(locale: Locale, errors: &[FluentError]) -> TextsError {
    let key = errors.iter().find_map(|error| match error {
        FluentError::Overriding { id, .. } => Some(id.clone()),
        _ => None,
    });
    TextsError::Duplicate { locale, key: key.unwrap_or_default() }
}
