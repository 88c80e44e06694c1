//! The creditor reference of ISO 11649: it survives banks, and a slip of the finger is found.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::{compact, grouped};

/// How long the reference proper may be; with `RF` and two check digits, 25 characters.
const LONGEST: usize = 21;

/// A creditor reference: `RF`, two check digits, and up to 21 letters and digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RfReference(String);

/// Why a text is no creditor reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReferenceError {
    /// No letters and digits between 1 and 21, or no `RF` before them.
    #[error("a creditor reference is RF, two digits, and up to 21 letters and digits")]
    Format,
    /// The check digits do not fit.
    #[error("the check digits are wrong")]
    CheckDigits,
}

impl RfReference {
    /// The creditor reference of one's own reference, 1 to 21 letters and digits.
    ///
    /// # Errors
    /// [`ReferenceError::Format`].
    pub fn of(reference: &str) -> Result<RfReference, ReferenceError> {
        let reference = compact(reference);
        if !is_plain(&reference) {
            return Err(ReferenceError::Format);
        }
        Ok(RfReference(format!("RF{:02}{reference}", check_digits(&reference))))
    }

    /// As it is sent: without blanks.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// One's own reference, that it was made of.
    pub fn reference(&self) -> &str {
        self.0.get(4..).unwrap_or_default()
    }

    /// In groups of four, as people read it.
    pub fn grouped(&self) -> String {
        grouped(&self.0)
    }
}

impl FromStr for RfReference {
    type Err = ReferenceError;

    /// Reads what people type and what banks send: blanks and small letters do not matter.
    fn from_str(typed: &str) -> Result<RfReference, ReferenceError> {
        let typed = compact(typed);
        let rest = typed.strip_prefix("RF").ok_or(ReferenceError::Format)?;
        let (digits, reference) = rest.split_at_checked(2).ok_or(ReferenceError::Format)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) || !is_plain(reference) {
            return Err(ReferenceError::Format);
        }
        if digits != format!("{:02}", check_digits(reference)) {
            return Err(ReferenceError::CheckDigits);
        }
        Ok(RfReference(typed))
    }
}

impl fmt::Display for RfReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_plain(reference: &str) -> bool {
    (1..=LONGEST).contains(&reference.len())
        && reference.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// 98 minus the remainder by 97 of the reference followed by `RF00`, each letter told as a number (A is 10, Z is 35).
fn check_digits(reference: &str) -> u32 {
    let digits = reference.bytes().chain(*b"RF00");
    let remainder = digits.fold(0_u32, |remainder, byte| match byte {
        b'0'..=b'9' => (remainder * 10 + u32::from(byte - b'0')) % 97,
        letter => (remainder * 100 + u32::from(letter.saturating_sub(b'A')) + 10) % 97,
    });
    98 - remainder
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_examples_of_the_standard_hold() {
        assert_eq!(RfReference::of("F2026000123").unwrap().as_str(), "RF86F2026000123");
        // The example that ISO 11649 itself gives.
        let known: RfReference = "RF18 5390 0754 7034".parse().unwrap();
        assert_eq!((known.as_str(), known.reference()), ("RF18539007547034", "539007547034"));
        assert_eq!(known.grouped(), "RF18 5390 0754 7034");
    }

    #[test]
    fn what_is_none_is_refused() {
        for typed in ["", "RF", "RF18", "18539007547034", "RFA8539007547034", "RF18é", "RF181234567890123456789012"] {
            assert_eq!(typed.parse::<RfReference>(), Err(ReferenceError::Format), "{typed}");
        }
        assert_eq!("RF19539007547034".parse::<RfReference>(), Err(ReferenceError::CheckDigits));
        assert_eq!(RfReference::of(""), Err(ReferenceError::Format));
        assert_eq!(RfReference::of("BC-2026"), Err(ReferenceError::Format));
        assert_eq!(RfReference::of(&"1".repeat(22)), Err(ReferenceError::Format));
    }

    /// The whole reference, put behind with its check digits, told as one long number and divided by 97, leaves 1.
    fn leaves_one(reference: &RfReference) -> bool {
        let text = reference.as_str();
        let told: String = text[4..]
            .chars()
            .chain(text[..4].chars())
            .map(|character| character.to_digit(36).unwrap().to_string())
            .collect();
        told.bytes().fold(0, |remainder, byte| (remainder * 10 + u32::from(byte - b'0')) % 97) == 1
    }

    proptest! {
        #[test]
        fn a_reference_survives_and_leaves_one(own in "[0-9A-Za-z]{1,21}") {
            let reference = RfReference::of(&own).unwrap();
            prop_assert!(leaves_one(&reference));
            prop_assert_eq!(reference.grouped().to_lowercase().parse(), Ok(reference));
        }

        /// A digit for a digit, a letter for a letter: no multiple of 97 lies between them.
        #[test]
        fn one_wrong_character_is_found(own in "[0-9A-Z]{1,21}", place in 0_usize..21, digit in "[0-9]", letter in "[A-Z]") {
            let right = RfReference::of(&own).unwrap();
            let place = place % own.len();
            let other = if own.as_bytes()[place].is_ascii_digit() { digit } else { letter };
            let mut wrong = right.as_str().to_owned();
            wrong.replace_range(4 + place..=4 + place, &other);
            prop_assert_eq!(wrong.parse::<RfReference>().is_ok(), wrong == right.as_str());
        }
    }
}
