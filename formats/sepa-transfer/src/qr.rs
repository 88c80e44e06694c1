//! The text of the QR code that a bank's application reads into a credit transfer (EPC069-12, "Quick Response Code: Guidelines to
//! enable data capture for the initiation of a SEPA credit transfer").

use thiserror::Error;

use crate::{Bic, Iban, RfReference};

/// How many bytes the text may have.
const LONGEST: usize = 331;
/// How long the name of the holder may be, in characters.
const LONGEST_NAME: usize = 70;
/// How long the words to the holder may be, in characters.
const LONGEST_WORDS: usize = 140;
/// The largest amount, in cents.
const LARGEST: i64 = 99_999_999_999;

/// What the transfer says to the holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remittance<'a> {
    /// A creditor reference.
    Reference(&'a RfReference),
    /// Words, up to 140 characters.
    Words(&'a str),
}

/// A credit transfer to be read from a QR code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EpcQr<'a> {
    /// The bank of the holder; needed outside the European Economic Area only.
    pub bic: Option<&'a Bic>,
    /// The exact name of the account's holder, up to 70 characters: banks compare it.
    pub holder: &'a str,
    /// The account.
    pub iban: &'a Iban,
    /// How much, in euro cents.
    pub cents: i64,
    /// What it is for.
    pub remittance: Remittance<'a>,
}

/// Why there is no such QR code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum QrError {
    /// No name, too long a name, or one of several lines.
    #[error("the holder's name has 1 to 70 characters on one line")]
    Holder,
    /// Less than a cent or more than 999,999,999.99 euros.
    #[error("the amount is out of range")]
    Amount,
    /// Words of several lines or more than 140 characters.
    #[error("the words have at most 140 characters on one line")]
    Words,
    /// More than 331 bytes in all.
    #[error("the text is too long for the code")]
    TooLong,
}

impl EpcQr<'_> {
    /// The text, to be put into a QR code of error correction level M.
    ///
    /// # Errors
    /// [`QrError`].
    pub fn text(&self) -> Result<String, QrError> {
        let holder = self.holder.trim();
        if !is_line(holder, LONGEST_NAME) || holder.is_empty() {
            return Err(QrError::Holder);
        }
        if !(1..=LARGEST).contains(&self.cents) {
            return Err(QrError::Amount);
        }
        let (reference, words) = match self.remittance {
            Remittance::Reference(reference) => (reference.as_str(), ""),
            Remittance::Words(words) => ("", words.trim()),
        };
        if !is_line(words, LONGEST_WORDS) {
            return Err(QrError::Words);
        }
        let amount = format!("EUR{}.{:02}", self.cents / 100, self.cents % 100);
        let bic = self.bic.map_or("", Bic::as_str);
        // Service tag, version, UTF-8, SEPA credit transfer; then bank, holder, account, amount, purpose (none), reference or words.
        let lines = ["BCD", "002", "1", "SCT", bic, holder, self.iban.as_str(), &amount, "", reference, words];
        let text = lines.join("\n");
        let text = text.trim_end_matches('\n');
        if text.len() > LONGEST { Err(QrError::TooLong) } else { Ok(text.to_owned()) }
    }
}

fn is_line(text: &str, longest: usize) -> bool {
    text.chars().count() <= longest && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn iban() -> Iban {
        "FR76 3000 6000 0112 3456 7890 189".parse().unwrap()
    }

    #[test]
    fn the_lines_are_those_of_the_guidelines() {
        let (iban, reference) = (iban(), RfReference::of("BC2026000123").unwrap());
        let bic: Bic = "AGRIFRPP".parse().unwrap();
        let transfer = EpcQr {
            bic: Some(&bic),
            holder: "Cotelier SAS",
            iban: &iban,
            cents: 13_205,
            remittance: Remittance::Reference(&reference),
        };
        let expected = format!(
            "BCD\n002\n1\nSCT\nAGRIFRPP\nCotelier SAS\nFR7630006000011234567890189\nEUR132.05\n\n{}",
            reference.as_str()
        );
        assert_eq!(transfer.text(), Ok(expected));
        let words = EpcQr { bic: None, remittance: Remittance::Words("Merci"), ..transfer };
        assert_eq!(
            words.text().unwrap(),
            "BCD\n002\n1\nSCT\n\nCotelier SAS\nFR7630006000011234567890189\nEUR132.05\n\n\nMerci"
        );
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let iban = iban();
        let transfer =
            EpcQr { bic: None, holder: "Cotelier SAS", iban: &iban, cents: 1, remittance: Remittance::Words("") };
        assert!(transfer.text().is_ok());
        assert_eq!(EpcQr { cents: 0, ..transfer }.text(), Err(QrError::Amount));
        assert_eq!(EpcQr { cents: LARGEST + 1, ..transfer }.text(), Err(QrError::Amount));
        assert_eq!(EpcQr { holder: " ", ..transfer }.text(), Err(QrError::Holder));
        assert_eq!(EpcQr { holder: "a\nb", ..transfer }.text(), Err(QrError::Holder));
        assert_eq!(EpcQr { holder: &"x".repeat(71), ..transfer }.text(), Err(QrError::Holder));
        assert_eq!(EpcQr { remittance: Remittance::Words("a\nb"), ..transfer }.text(), Err(QrError::Words));
        let long = "é".repeat(140);
        assert_eq!(EpcQr { remittance: Remittance::Words(&long), ..transfer }.text(), Err(QrError::TooLong));
    }

    proptest! {
        #[test]
        fn no_text_is_longer_than_a_code_takes(holder in "\\PC{1,80}", words in "\\PC{0,150}", cents in -5_i64..200_000_000_000) {
            let iban = iban();
            let transfer = EpcQr { bic: None, holder: &holder, iban: &iban, cents, remittance: Remittance::Words(&words) };
            if let Ok(text) = transfer.text() {
                prop_assert!(text.len() <= LONGEST);
                prop_assert!(text.lines().count() <= 12);
            }
        }
    }
}
