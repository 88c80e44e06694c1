//! Company numbers of other countries.

use crate::text::canonical_text;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// The shortest and the longest number taken, in characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=40;

/// The number of a company in its own country's register, where that is not France: `HRB 86891`, `CHE-123.456.789`,
/// `B 12.345`. Too many registers exist to check them, so this is free text of a safe alphabet: letters A to Z, digits,
/// and space `-` `.` `/` between them; 2 to 40 characters, beginning with a letter or a digit so that no spreadsheet
/// takes it for a formula. Kept in capitals with single spaces, so that the same number is always the same text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ForeignNumber(String);

/// Why a text is not taken as a foreign company's number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ForeignNumberError {
    /// Nothing was typed.
    #[error("no company number given")]
    Empty,
    /// A character outside the alphabet, or a separator at the beginning.
    #[error("a company number cannot have {0:?} here")]
    Character(char),
    /// Fewer than 2 or more than 40 characters.
    #[error("a company number has 2 to 40 characters, not {0}")]
    Length(usize),
}

impl FromStr for ForeignNumber {
    type Err = ForeignNumberError;

    fn from_str(input: &str) -> Result<Self, ForeignNumberError> {
        let text = input.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_uppercase();
        let Some(first) = text.chars().next() else { return Err(ForeignNumberError::Empty) };
        if let Some(found) = text.chars().find(|c| !c.is_ascii_alphanumeric() && !" -./".contains(*c)) {
            return Err(ForeignNumberError::Character(found));
        }
        if !first.is_ascii_alphanumeric() {
            return Err(ForeignNumberError::Character(first));
        }
        if !LENGTHS.contains(&text.len()) {
            return Err(ForeignNumberError::Length(text.len()));
        }
        Ok(ForeignNumber(text))
    }
}

canonical_text!(ForeignNumber, ForeignNumberError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_number_in_one_form() {
        let numbers = [
            (" hrb   86891 ", "HRB 86891"),
            ("CHE-123.456.789", "CHE-123.456.789"),
            ("B 12.345/6", "B 12.345/6"),
            ("SC123456", "SC123456"),
        ];
        for (typed, kept) in numbers {
            assert_eq!(typed.parse::<ForeignNumber>().unwrap().as_str(), kept);
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let error = |text: &str| text.parse::<ForeignNumber>().unwrap_err();
        assert_eq!(error("  "), ForeignNumberError::Empty);
        assert_eq!(error("=1+1"), ForeignNumberError::Character('='));
        assert_eq!(error("-12"), ForeignNumberError::Character('-'));
        assert_eq!(error("HRB<b>"), ForeignNumberError::Character('<'));
        assert_eq!(error("ΗRB 1"), ForeignNumberError::Character('Η'));
        assert_eq!(error("1"), ForeignNumberError::Length(1));
        assert_eq!(error(&"1".repeat(41)), ForeignNumberError::Length(41));
        assert!("1".repeat(40).parse::<ForeignNumber>().is_ok());
        assert!("12".parse::<ForeignNumber>().is_ok());
    }
}
