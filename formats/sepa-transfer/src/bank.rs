//! Where the money goes: the number of an account and the code of its bank.

use std::fmt;
use std::str::FromStr;

use iban::{IbanLike, ParseBaseIbanError, ParseIbanError};
use thiserror::Error;

use crate::{compact, grouped};

/// The number of a bank account (ISO 13616), valid in its country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Iban(iban::Iban);

/// Why a text is no IBAN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IbanError {
    /// Not the form of an IBAN, or not that of its country.
    #[error("this has not the form of an IBAN")]
    Format,
    /// The check digits do not fit: a slip of the finger.
    #[error("the check digits are wrong")]
    CheckDigits,
    /// No country is known to have such numbers.
    #[error("no country has such IBANs")]
    Country,
}

impl Iban {
    /// Without blanks.
    pub fn as_str(&self) -> &str {
        self.0.electronic_str()
    }

    /// In groups of four.
    pub fn grouped(&self) -> String {
        grouped(self.as_str())
    }
}

impl FromStr for Iban {
    type Err = IbanError;

    fn from_str(typed: &str) -> Result<Iban, IbanError> {
        let typed = compact(typed);
        typed.parse().map(Iban).map_err(|error| match error {
            ParseIbanError::InvalidBaseIban { source: ParseBaseIbanError::InvalidChecksum } => IbanError::CheckDigits,
            ParseIbanError::InvalidBaseIban { .. } | ParseIbanError::InvalidBban(_) => IbanError::Format,
            ParseIbanError::UnknownCountry(_) => IbanError::Country,
        })
    }
}

impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The code of a bank (ISO 9362): four letters, a country, two characters, and maybe three of a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bic(String);

/// The text has not the form of a BIC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this has not the form of a BIC")]
pub struct BicError;

impl Bic {
    /// In capitals, 8 or 11 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Bic {
    type Err = BicError;

    fn from_str(typed: &str) -> Result<Bic, BicError> {
        let code = compact(typed);
        let fits = matches!(code.len(), 8 | 11)
            && code.bytes().enumerate().all(|(place, byte)| match place {
                4 | 5 => byte.is_ascii_uppercase(),
                _ => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            });
        if fits { Ok(Bic(code)) } else { Err(BicError) }
    }
}

impl fmt::Display for Bic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ibans_are_read_as_people_type_them() {
        let iban: Iban = " fr76 3000 6000 0112 3456 7890 189 ".parse().unwrap();
        assert_eq!(iban.as_str(), "FR7630006000011234567890189");
        assert_eq!(iban.grouped(), "FR76 3000 6000 0112 3456 7890 189");
        assert_eq!("FR7730006000011234567890189".parse::<Iban>(), Err(IbanError::CheckDigits));
        assert_eq!("".parse::<Iban>(), Err(IbanError::Format));
        assert_eq!("FR76".parse::<Iban>(), Err(IbanError::Format));
        assert_eq!("<b>".parse::<Iban>(), Err(IbanError::Format));
    }

    #[test]
    fn bics_are_checked_by_their_form() {
        assert_eq!(" agrifrpp ".parse::<Bic>().map(|bic| bic.to_string()), Ok("AGRIFRPP".to_owned()));
        assert!("AGRIFRPP882".parse::<Bic>().is_ok());
        for wrong in ["", "AGRIFRP", "AGRI12PP", "AGRIFRPPé", "AGRIFRPP8"] {
            assert_eq!(wrong.parse::<Bic>(), Err(BicError), "{wrong}");
        }
    }
}
