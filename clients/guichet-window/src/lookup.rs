//! Lists to choose from: countries and activities, found by what is typed.

use std::sync::OnceLock;

use french_business::{CountryNames, activities};
use unicode_normalization::UnicodeNormalization;

use crate::Language;

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub code: &'static str,
    /// What people read.
    pub label: &'static str,
    /// What is looked through: code and label without accents and capitals.
    plain: String,
}

impl Choice {
    fn new((code, label): (&'static str, &'static str)) -> Choice {
        Choice { code, label, plain: plain(&format!("{code} {} {label}", code.replace('.', ""))) }
    }
}

/// All countries, in the alphabetical order of the language.
pub fn countries(language: Language) -> &'static [Choice] {
    static FRENCH: OnceLock<Vec<Choice>> = OnceLock::new();
    static ENGLISH: OnceLock<Vec<Choice>> = OnceLock::new();
    let (list, lines) = match language {
        Language::French => (&FRENCH, CountryNames::FRENCH),
        Language::English => (&ENGLISH, CountryNames::ENGLISH),
    };
    list.get_or_init(|| CountryNames::read(lines).map(Choice::new).collect())
}

/// All activities, by code. Their titles are French: the nomenclature is.
pub fn trades() -> &'static [Choice] {
    static ALL: OnceLock<Vec<Choice>> = OnceLock::new();
    ALL.get_or_init(|| activities().iter().copied().map(Choice::new).collect())
}

/// Those in which every word that was typed is the beginning of a word; all where nothing was typed.
pub fn found(choices: &'static [Choice], typed: &str) -> Vec<&'static Choice> {
    let typed = plain(typed);
    let words: Vec<&str> = typed.split_whitespace().collect();
    let fits = |choice: &&Choice| words.iter().all(|word| choice.plain.split(' ').any(|known| known.starts_with(word)));
    choices.iter().filter(fits).collect()
}

/// Without accents, capitals and signs, but the point of a code.
fn plain(text: &str) -> String {
    let letters = text.nfd().filter(|sign| !unicode_normalization::char::is_combining_mark(*sign));
    let kept = letters.flat_map(char::to_lowercase);
    let spaced: String = kept.map(|sign| if sign.is_alphanumeric() || sign == '.' { sign } else { ' ' }).collect();
    spaced.replace('œ', "oe")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(choices: &'static [Choice], typed: &str) -> Vec<&'static str> {
        found(choices, typed).into_iter().map(|choice| choice.code).collect()
    }

    #[test]
    fn a_list_is_searched_without_accents_by_code_or_words() {
        assert_eq!(codes(countries(Language::French), "allem"), ["DE"]);
        assert_eq!(codes(countries(Language::English), "germ"), ["DE"]);
        assert_eq!(codes(trades(), "7112b"), ["71.12B"]);
        assert_eq!(codes(trades(), "71.12"), ["71.12A", "71.12B"]);
        assert!(codes(trades(), "ingenierie etudes").contains(&"71.12B"));
        assert_eq!(found(trades(), "").len(), 732);
        assert!(found(trades(), "nonsense of no trade").is_empty());
    }
}
