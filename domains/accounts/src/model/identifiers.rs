//! What is wrong with an identifier, in words for whoever typed it.

use french_business::{ApeError, CountryError, ForeignNumberError, PhoneError, PostalCodeError, SirenError, VatError};
use kit_core::Text;

fn missing() -> Text {
    Text::new("accounts-error-missing")
}

pub(super) fn siren(error: SirenError) -> Text {
    match error {
        SirenError::Empty => missing(),
        SirenError::CheckDigit => Text::new("accounts-siren-digit"),
        SirenError::Character(_) | SirenError::Length(_) => Text::new("accounts-siren-form"),
    }
}

pub(super) fn foreign_number(error: ForeignNumberError) -> Text {
    match error {
        ForeignNumberError::Empty => missing(),
        ForeignNumberError::Character(_) | ForeignNumberError::Length(_) => Text::new("accounts-foreign-number-form"),
    }
}

pub(super) fn vat(error: VatError) -> Text {
    match error {
        VatError::NoPrefix | VatError::UnknownPrefix(_) => Text::new("accounts-vat-prefix"),
        VatError::Siren(_) | VatError::Key | VatError::CheckDigits => Text::new("accounts-vat-digits"),
        _ => Text::new("accounts-vat-form"),
    }
}

pub(super) fn ape(error: ApeError) -> Text {
    match error {
        ApeError::UnknownDivision(_) | ApeError::UnknownLetter(_) => Text::new("accounts-ape-unknown"),
        _ => Text::new("accounts-ape-form"),
    }
}

pub(super) fn country(error: CountryError) -> Text {
    match error {
        CountryError::Empty => missing(),
        CountryError::Format | CountryError::Unknown(_) => Text::new("accounts-country-unknown"),
    }
}

pub(super) fn postal_code(error: PostalCodeError) -> Text {
    match error {
        PostalCodeError::Empty => missing(),
        _ => Text::new("accounts-postal-code-form"),
    }
}

pub(super) fn phone(error: PhoneError) -> Text {
    match error {
        PhoneError::NoCountry | PhoneError::UnknownCallingCode(_) => Text::new("accounts-phone-country"),
        _ => Text::new("accounts-phone-form"),
    }
}
