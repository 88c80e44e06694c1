//! SIRET: the number of one establishment of a French company.

use crate::text::{canonical_text, first_non_digit, group, strip};
use crate::{Siren, SirenError, luhn};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// La Poste has more establishments than a Luhn digit leaves room for, so its own numbers follow another rule.
const LA_POSTE: &str = "356000000";
/// The head office of La Poste, the only one of its numbers that keeps the Luhn digit.
const LA_POSTE_HEAD_OFFICE: &str = "35600000000048";

/// The fourteen digits that name an establishment: the company's SIREN, four digits of sequence and a Luhn digit
/// (INSEE). Establishments of La Poste, other than its head office, are checked by a digit sum divisible by five.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Siret(String);

/// Why a text is not a SIRET.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SiretError {
    /// Nothing was typed.
    #[error("no SIRET given")]
    Empty,
    /// A character that is neither a digit nor a separator.
    #[error("a SIRET has digits only, not {0:?}")]
    Character(char),
    /// Not fourteen digits. Nine digits are a SIREN.
    #[error("a SIRET has 14 digits, not {0}")]
    Length(usize),
    /// The first nine digits are no SIREN: the mistake is there.
    #[error("the first nine digits of a SIRET are a SIREN: {0}")]
    Siren(SirenError),
    /// The SIREN is right, the check of the whole is not: the mistake is in the last five digits.
    #[error("the SIRET's check digit is wrong")]
    CheckDigit,
}

impl FromStr for Siret {
    type Err = SiretError;

    fn from_str(input: &str) -> Result<Self, SiretError> {
        let digits = strip(input);
        if digits.is_empty() {
            return Err(SiretError::Empty);
        }
        if let Some(found) = first_non_digit(&digits) {
            return Err(SiretError::Character(found));
        }
        if digits.len() != 14 {
            return Err(SiretError::Length(digits.len()));
        }
        digits[..9].parse::<Siren>().map_err(SiretError::Siren)?;
        if !check_passes(&digits) {
            return Err(SiretError::CheckDigit);
        }
        Ok(Siret(digits))
    }
}

fn check_passes(digits: &str) -> bool {
    if digits.starts_with(LA_POSTE) && digits != LA_POSTE_HEAD_OFFICE {
        let sum: u32 = digits.bytes().map(|byte| u32::from(byte - b'0')).sum();
        return sum.is_multiple_of(5);
    }
    luhn::passes(digits)
}

canonical_text!(Siret, SiretError);

impl Siret {
    /// The company that the establishment belongs to.
    pub fn siren(&self) -> Siren {
        Siren::of_siret(self)
    }

    /// The last five digits (NIC), which tell the company's establishments apart.
    pub fn nic(&self) -> &str {
        self.0.get(9..).unwrap_or_default()
    }

    /// As printed on letters and invoices: `732 829 320 00074`.
    pub fn grouped(&self) -> String {
        group(&self.0, &[3, 3, 3])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_type_and_shows_its_parts() {
        let siret: Siret = "732 829 320 000 74".parse().unwrap();
        assert_eq!(siret.to_string(), "73282932000074");
        assert_eq!(siret.grouped(), "732 829 320 00074");
        assert_eq!(siret.siren(), "732829320".parse().unwrap());
        assert_eq!(siret.nic(), "00074");
    }

    #[test]
    fn la_poste_has_its_own_rule() {
        // The digits of 356 000 000 add up to 14: the last five must add up to 1 or 6 or 11...
        for good in ["35600000000001", "35600000000010", "35600000000015", "35600000049837", "35600000099995"] {
            assert!(good.parse::<Siret>().is_ok(), "{good}");
        }
        // The head office: its digits add up to 26, and its Luhn digit is right.
        assert!("35600000000048".parse::<Siret>().is_ok());
        assert_eq!("35600000000002".parse::<Siret>(), Err(SiretError::CheckDigit));
        // The rule is La Poste's alone.
        assert_eq!("73282932000001".parse::<Siret>(), Err(SiretError::CheckDigit));
    }

    #[test]
    fn says_what_is_wrong() {
        let error = |text: &str| text.parse::<Siret>().unwrap_err();
        assert_eq!(error(" "), SiretError::Empty);
        assert_eq!(error("7328293200007A"), SiretError::Character('A'));
        assert_eq!(error("732829320"), SiretError::Length(9));
        assert_eq!(error("732829320000740"), SiretError::Length(15));
        assert_eq!(error("73282932100074"), SiretError::Siren(SirenError::CheckDigit));
        assert_eq!(error("73282932000075"), SiretError::CheckDigit);
    }
}
