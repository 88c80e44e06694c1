//! What a payer needs for a SEPA credit transfer: the IBAN, the BIC, the RF creditor reference (ISO 11649), and the text of the
//! QR code that banks' applications read (EPC069-12). See the README.

mod bank;
mod qr;
mod reference;

pub use bank::{Bic, BicError, Iban, IbanError};
pub use qr::{EpcQr, QrError, Remittance};
pub use reference::{ReferenceError, RfReference};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExample;

/// The same characters in groups of four, as people read long numbers.
fn grouped(canonical: &str) -> String {
    let mut shown = String::with_capacity(canonical.len() + canonical.len() / 4);
    for (place, character) in canonical.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            shown.push(' ');
        }
        shown.push(character);
    }
    shown
}

/// What was typed, without blanks and in capitals.
fn compact(typed: &str) -> String {
    typed
        .chars()
        .filter(|character| !character.is_whitespace())
        .map(|character| character.to_ascii_uppercase())
        .collect()
}
