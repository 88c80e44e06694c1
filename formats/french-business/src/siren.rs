//! SIREN: the number of a company in the French register.

use crate::text::{canonical_text, first_non_digit, group, strip};
use crate::{Siret, luhn};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// The nine digits that name a French company (INSEE, Sirene register; code de commerce art. R123-220): eight digits
/// and a Luhn digit.
///
/// A SIREN that parses is well formed; whether INSEE has given it to a company only its register knows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Siren(String);

/// Why a text is not a SIREN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SirenError {
    /// Nothing was typed.
    #[error("no SIREN given")]
    Empty,
    /// A character that is neither a digit nor a separator.
    #[error("a SIREN has digits only, not {0:?}")]
    Character(char),
    /// Not nine digits. Fourteen digits are a SIRET, which a form may propose to shorten.
    #[error("a SIREN has 9 digits, not {0}")]
    Length(usize),
    /// The Luhn digit is wrong: a digit was mistyped, or two exchanged. Nine zeros are refused likewise.
    #[error("the SIREN's check digit is wrong")]
    CheckDigit,
}

impl FromStr for Siren {
    type Err = SirenError;

    fn from_str(input: &str) -> Result<Self, SirenError> {
        let digits = strip(input);
        if digits.is_empty() {
            return Err(SirenError::Empty);
        }
        if let Some(found) = first_non_digit(&digits) {
            return Err(SirenError::Character(found));
        }
        if digits.len() != 9 {
            return Err(SirenError::Length(digits.len()));
        }
        if !luhn::passes(&digits) || digits == "000000000" {
            return Err(SirenError::CheckDigit);
        }
        Ok(Siren(digits))
    }
}

canonical_text!(Siren, SirenError);

impl Siren {
    /// As printed on letters and invoices: `732 829 320`.
    pub fn grouped(&self) -> String {
        group(&self.0, &[3, 3])
    }

    /// The SIREN inside a SIRET, which was checked with it.
    pub(crate) fn of_siret(siret: &Siret) -> Siren {
        Siren(siret.as_str().chars().take(9).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_type() {
        for text in ["732829320", "732 829 320", " 732.829.320 ", "732-829-320", "732\u{a0}829\u{202f}320"] {
            let siren: Siren = text.parse().unwrap();
            assert_eq!(siren.as_str(), "732829320");
            assert_eq!(siren.to_string(), "732829320");
            assert_eq!(siren.grouped(), "732 829 320");
        }
    }

    #[test]
    fn accepts_published_numbers() {
        for text in ["356000000", "552100554", "542065479", "005520135", "303265045", "552008443", "404833048"] {
            assert!(text.parse::<Siren>().is_ok(), "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let error = |text: &str| text.parse::<Siren>().unwrap_err();
        assert_eq!(error(""), SirenError::Empty);
        assert_eq!(error(" . "), SirenError::Empty);
        assert_eq!(error("73282932O"), SirenError::Character('O'));
        assert_eq!(error("٧٣٢٨٢٩٣٢٠"), SirenError::Character('٧'));
        assert_eq!(error("73282932"), SirenError::Length(8));
        assert_eq!(error("73282932000074"), SirenError::Length(14));
        assert_eq!(error("732829321"), SirenError::CheckDigit);
        assert_eq!(error("723829320"), SirenError::CheckDigit);
        assert_eq!(error("000000000"), SirenError::CheckDigit);
    }

    #[test]
    fn travels_as_a_checked_string() {
        let siren: Siren = serde_json::from_str("\"732 829 320\"").unwrap();
        assert_eq!(serde_json::to_string(&siren).unwrap(), "\"732829320\"");
        assert!(serde_json::from_str::<Siren>("\"732829321\"").is_err());
    }
}
