//! French postal codes.

use crate::text::{canonical_text, first_non_digit, strip};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// The five digits of a French postal code, overseas included; CEDEX codes differ from their town's and are right too.
/// The first digits must be a department's or a territory's; whether La Poste serves the code is not known here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PostalCode(String);

/// Why a text is not a French postal code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostalCodeError {
    /// Nothing was typed.
    #[error("no postal code given")]
    Empty,
    /// A character that is neither a digit nor a separator.
    #[error("a French postal code has digits only, not {0:?}")]
    Character(char),
    /// Not five digits.
    #[error("a French postal code has 5 digits, not {0}")]
    Length(usize),
    /// No department or territory begins with these digits.
    #[error("no French department has postal codes in {0}")]
    UnknownArea(String),
}

impl FromStr for PostalCode {
    type Err = PostalCodeError;

    /// Reads the code, also after the old international prefix (`F-75001`).
    fn from_str(input: &str) -> Result<Self, PostalCodeError> {
        let text = strip(input);
        let digits = text.strip_prefix("FR").or_else(|| text.strip_prefix('F')).unwrap_or(&text);
        if digits.is_empty() {
            return Err(PostalCodeError::Empty);
        }
        if let Some(found) = first_non_digit(digits) {
            return Err(PostalCodeError::Character(found));
        }
        if digits.len() != 5 {
            return Err(PostalCodeError::Length(digits.len()));
        }
        let code = PostalCode(digits.to_owned());
        if !code.area_exists() {
            return Err(PostalCodeError::UnknownArea(code.area().to_owned()));
        }
        Ok(code)
    }
}

canonical_text!(PostalCode, PostalCodeError);

impl PostalCode {
    /// The digits that name the area: two in mainland France and Corsica (`20`), three overseas (`974`). `00` is the
    /// armies' post, `980` Monaco, which the French post serves.
    pub fn area(&self) -> &str {
        let length = if self.is_overseas() || self.0.starts_with("98") { 3 } else { 2 };
        self.0.get(..length).unwrap_or_default()
    }

    /// Whether the code is of an overseas department or territory (97x, 98x but Monaco).
    pub fn is_overseas(&self) -> bool {
        self.0.starts_with("97") || (self.0.starts_with("98") && !self.0.starts_with("980"))
    }

    /// Departments 01 to 95, the armies' post, and what is in use in 97 (971 Guadeloupe to 978 Saint-Martin, 979 unused)
    /// and 98 (980 Monaco, 984 to 989 the Pacific and the southern lands).
    fn area_exists(&self) -> bool {
        match self.area().parse::<u16>() {
            Ok(area) if self.area().len() == 2 => area <= 95,
            Ok(area) => matches!(area, 971..=978 | 980 | 984 | 986..=989),
            Err(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_type() {
        for text in ["75001", "75 001", " F-75001 ", "fr75001"] {
            assert_eq!(text.parse::<PostalCode>().unwrap().to_string(), "75001");
        }
    }

    #[test]
    fn knows_areas_and_overseas() {
        let areas = [
            ("01000", "01", false),
            ("95999", "95", false),
            ("20200", "20", false),
            ("00870", "00", false),
            ("97110", "971", true),
            ("97800", "978", true),
            ("98000", "980", false),
            ("98800", "988", true),
        ];
        for (text, area, overseas) in areas {
            let code: PostalCode = text.parse().unwrap();
            assert_eq!((code.area(), code.is_overseas()), (area, overseas), "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let error = |text: &str| text.parse::<PostalCode>().unwrap_err();
        assert_eq!(error(""), PostalCodeError::Empty);
        assert_eq!(error("F-"), PostalCodeError::Empty);
        assert_eq!(error("7500A"), PostalCodeError::Character('A'));
        assert_eq!(error("7500"), PostalCodeError::Length(4));
        assert_eq!(error("750011"), PostalCodeError::Length(6));
        assert_eq!(error("96000"), PostalCodeError::UnknownArea("96".into()));
        assert_eq!(error("99100"), PostalCodeError::UnknownArea("99".into()));
        assert_eq!(error("97900"), PostalCodeError::UnknownArea("979".into()));
        assert_eq!(error("98100"), PostalCodeError::UnknownArea("981".into()));
    }
}
