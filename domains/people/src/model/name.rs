//! What a person is called.

use std::collections::BTreeSet;
use std::fmt;

use kit_core::Text;
use kit_db::{Cell, FromValue, ToValue, Value};
use thiserror::Error;

use super::Email;

/// The longest first name or surname, in characters.
const LONGEST: usize = 80;
/// How much of a word is kept to find a person by, in characters.
const LONGEST_WORD: usize = 40;

/// A first name or a surname: trimmed, inner spaces single, at most 80 characters, nothing that could pass for a link.
///
/// Names are put into mails to strangers (invitations), so they must not carry an advertisement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePart(String);

/// Why the text is not a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NameError {
    /// Nothing was typed.
    #[error("a name is missing")]
    Missing,
    /// More than 80 characters.
    #[error("the name is too long")]
    TooLong,
    /// Control characters, angle brackets, slashes or at signs, or the beginning of a web address.
    #[error("the name has characters that no name has")]
    Malformed,
}

impl From<NameError> for Text {
    fn from(error: NameError) -> Text {
        match error {
            NameError::Missing => Text::new("people-name-missing"),
            NameError::TooLong => Text::new("people-name-too-long"),
            NameError::Malformed => Text::new("people-name-malformed"),
        }
    }
}

impl NamePart {
    /// Reads what somebody typed.
    ///
    /// # Errors
    /// Missing, too long, or with characters that no name has.
    pub fn parse(typed: &str) -> Result<NamePart, NameError> {
        if typed.chars().any(|c| c.is_control() || "<>/\\@{}[]|\"".contains(c)) {
            return Err(NameError::Malformed);
        }
        if ["://", "www."].iter().any(|sign| typed.to_lowercase().contains(sign)) {
            return Err(NameError::Malformed);
        }
        let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        match name.chars().count() {
            0 => Err(NameError::Missing),
            1..=LONGEST => Ok(NamePart(name)),
            _ => Err(NameError::TooLong),
        }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NamePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ToValue for NamePart {
    fn value(&self) -> Value<'_> {
        Value::Text(&self.0)
    }
}

impl FromValue for NamePart {
    fn from_value(cell: Cell<'_>) -> Result<NamePart, String> {
        String::from_value(cell).map(NamePart)
    }
}

/// First name and surname.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName {
    /// `Camille`
    pub first: NamePart,
    /// `Durand`
    pub surname: NamePart,
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.first, self.surname)
    }
}

/// The words of a text as they are looked for: lower case, without the accents of European languages, cut at everything
/// that is neither letter nor digit.
pub fn folded_words(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_alphanumeric() {
            c.to_lowercase().for_each(|c| fold(c, &mut word));
        } else if !word.is_empty() {
            words.insert(std::mem::take(&mut word).chars().take(LONGEST_WORD).collect());
        }
    }
    words
}

/// The words by which staff finds a person: those of the name, and the address whole and in parts.
pub(crate) fn words_of(name: &PersonName, email: &Email) -> BTreeSet<String> {
    let mut words = folded_words(&format!("{name} {email}"));
    words.extend([email.as_str(), email.domain()].map(|whole| whole.chars().take(LONGEST_WORD).collect::<String>()));
    words
}

fn fold(c: char, word: &mut String) {
    word.push(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'æ' => return word.push_str("ae"),
        'œ' => return word.push_str("oe"),
        'ß' => return word.push_str("ss"),
        other => other,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_tidied_and_links_refused() {
        assert_eq!(NamePart::parse("  Anne   Marie ").unwrap().as_str(), "Anne Marie");
        assert!(NamePart::parse("D’Artagnan-Müller Jr.").is_ok());
        assert_eq!(NamePart::parse(" "), Err(NameError::Missing));
        assert_eq!(NamePart::parse(&"x".repeat(81)), Err(NameError::TooLong));
        for bad in
            ["https://win.example", "win at www.example.org", "WWW.example", "Anne://", "a\u{0}b", "<b>", "a@b", "x\ny"]
        {
            assert_eq!(NamePart::parse(bad), Err(NameError::Malformed), "{bad:?}");
        }
    }

    #[test]
    fn people_are_found_without_accents() {
        let words: Vec<String> = folded_words("Zoé LŒUILLET-Ünal").into_iter().collect();
        assert_eq!(words, ["loeuillet", "unal", "zoe"]);
        let name = PersonName { first: NamePart::parse("Zoé").unwrap(), surname: NamePart::parse("Petit").unwrap() };
        let words = words_of(&name, &Email::parse("z.petit@acme.fr").unwrap());
        assert!(words.contains("z.petit@acme.fr") && words.contains("acme.fr") && words.contains("petit"));
    }
}
