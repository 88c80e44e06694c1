//! VAT numbers of the European Union.

use crate::text::{canonical_text, group, strip};
use crate::{Country, Siren, SirenError};
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use stdnum::{Validator, country};

/// A VAT number for trade inside the European Union (directive 2006/112/EC, art. 215): the country's prefix and the
/// number, without separators. Form and check digits are verified (of Bulgarian numbers, and of Czech and Latvian ones
/// given to people, the form alone); whether the number is in use only VIES knows.
///
/// A French number is `FR`, a key of two digits and the SIREN. Numbers of Monaco are French ones too, with a number
/// beginning by 000 that is no SIREN. Northern Ireland's `XI` is taken, since goods there follow the Union's rules.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VatNumber(String);

/// Why a text is not a VAT number of the Union.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VatError {
    /// Nothing was typed.
    #[error("no VAT number given")]
    Empty,
    /// A character that no VAT number has.
    #[error("a VAT number cannot have {0:?}")]
    Character(char),
    /// It does not begin with the two letters of its country.
    #[error("a VAT number begins with the two letters of its country")]
    NoPrefix,
    /// The two letters are of no country of the Union.
    #[error("{0} is not the prefix of a country of the European Union")]
    UnknownPrefix(String),
    /// Wrong length, or a letter where a digit belongs. `expected` shows the country's forms: `#` a digit, `@` a
    /// letter, `&` either, `?` either or one of `+` `*`.
    #[error("a VAT number of {prefix} looks like {prefix}{}", expected.join(" or "))]
    Format {
        /// The country's two letters.
        prefix: &'static str,
        /// The forms that its numbers have, after the prefix.
        expected: &'static [&'static str],
    },
    /// The nine last characters of a French number are no SIREN.
    #[error("a French VAT number ends with a SIREN: {0}")]
    Siren(SirenError),
    /// The SIREN is right, but the two characters before it do not belong to it.
    #[error("the key of this French VAT number is wrong")]
    Key,
    /// The check digits of another country's number are wrong.
    #[error("the check digits of this VAT number are wrong")]
    CheckDigits,
}

/// How one country's numbers are written and checked.
struct Scheme {
    /// The letters that numbers begin with.
    prefix: &'static str,
    /// The ISO code of the country.
    country: &'static str,
    /// The forms after the prefix, as in [`VatError::Format`].
    forms: &'static [&'static str],
    /// What verifies the check digits.
    check: Check,
}

/// What verifies the check digits of a country's numbers. The library is trusted where it agrees with another one on
/// numbers drawn at random (`tests/corpora.rs`); elsewhere it refuses numbers that are in use.
enum Check {
    /// The library.
    Library(&'static dyn Validator),
    /// A rule written here.
    Own(fn(&str) -> bool),
    /// Nothing: the form alone.
    Form,
}

/// The forms as the Commission publishes them for VIES. Greece writes `EL`, not its ISO code.
static SCHEMES: [Scheme; 28] = [
    Scheme { prefix: "AT", country: "AT", forms: &["U########"], check: Check::Library(&country::at::UID) },
    Scheme {
        prefix: "BE",
        country: "BE",
        forms: &["0#########", "1#########"],
        check: Check::Library(&country::be::VAT),
    },
    Scheme { prefix: "BG", country: "BG", forms: &["#########", "##########"], check: Check::Form },
    Scheme { prefix: "CY", country: "CY", forms: &["########@"], check: Check::Library(&country::cy::VAT) },
    Scheme { prefix: "CZ", country: "CZ", forms: &["########", "#########", "##########"], check: Check::Own(czech) },
    Scheme { prefix: "DE", country: "DE", forms: &["#########"], check: Check::Library(&country::de::VAT) },
    Scheme { prefix: "DK", country: "DK", forms: &["########"], check: Check::Library(&country::dk::CVR) },
    Scheme { prefix: "EE", country: "EE", forms: &["#########"], check: Check::Library(&country::ee::KMKR) },
    Scheme { prefix: "EL", country: "GR", forms: &["#########"], check: Check::Library(&country::gr::VAT) },
    Scheme { prefix: "ES", country: "ES", forms: &["&#######&"], check: Check::Library(&country::es::NIF) },
    Scheme { prefix: "FI", country: "FI", forms: &["########"], check: Check::Library(&country::fi::ALV) },
    Scheme { prefix: "FR", country: "FR", forms: &["&&#########"], check: Check::Library(&country::fr::TVA) },
    Scheme { prefix: "HR", country: "HR", forms: &["###########"], check: Check::Library(&country::hr::OIB) },
    Scheme { prefix: "HU", country: "HU", forms: &["########"], check: Check::Library(&country::hu::ANUM) },
    Scheme { prefix: "IE", country: "IE", forms: &["#?#####@", "#?#####@@"], check: Check::Library(&country::ie::VAT) },
    Scheme { prefix: "IT", country: "IT", forms: &["###########"], check: Check::Library(&country::it::IVA) },
    Scheme {
        prefix: "LT",
        country: "LT",
        forms: &["#########", "############"],
        check: Check::Library(&country::lt::PVM),
    },
    Scheme { prefix: "LU", country: "LU", forms: &["########"], check: Check::Library(&country::lu::TVA) },
    Scheme { prefix: "LV", country: "LV", forms: &["###########"], check: Check::Own(latvian) },
    Scheme { prefix: "MT", country: "MT", forms: &["########"], check: Check::Library(&country::mt::VAT) },
    Scheme { prefix: "NL", country: "NL", forms: &["#########B##"], check: Check::Library(&country::nl::BTW) },
    Scheme { prefix: "PL", country: "PL", forms: &["##########"], check: Check::Library(&country::pl::NIP) },
    Scheme { prefix: "PT", country: "PT", forms: &["#########"], check: Check::Library(&country::pt::NIF) },
    Scheme {
        prefix: "RO",
        country: "RO",
        forms: &["##", "###", "####", "#####", "######", "#######", "########", "#########", "##########"],
        check: Check::Library(&country::ro::CIF),
    },
    Scheme { prefix: "SE", country: "SE", forms: &["##########01"], check: Check::Library(&country::se::VAT) },
    Scheme { prefix: "SI", country: "SI", forms: &["########"], check: Check::Library(&country::si::DDV) },
    Scheme { prefix: "SK", country: "SK", forms: &["##########"], check: Check::Own(slovak) },
    Scheme {
        prefix: "XI",
        country: "GB",
        forms: &["#########", "############"],
        check: Check::Library(&country::gb::VAT),
    },
];

/// Companies have eight digits and a check digit; longer numbers are people's, with a date of birth in them.
fn czech(number: &str) -> bool {
    number.len() > 8 || country::cz::DIC.validate(number).is_ok()
}

/// Companies begin with 4 to 9; lower numbers are people's, of two kinds.
fn latvian(number: &str) -> bool {
    number.starts_with(['0', '1', '2', '3']) || country::lv::PVN.validate(number).is_ok()
}

/// A multiple of eleven that does not begin with 0.
fn slovak(number: &str) -> bool {
    !number.starts_with('0') && number.parse().is_ok_and(|value: u64| value.is_multiple_of(11))
}

impl Scheme {
    fn of_prefix(prefix: &str) -> Option<&'static Scheme> {
        SCHEMES.iter().find(|scheme| scheme.prefix == prefix)
    }

    fn verify(&self, number: &str) -> Result<(), VatError> {
        if !self.forms.iter().any(|form| fits(number, form)) {
            return Err(VatError::Format { prefix: self.prefix, expected: self.forms });
        }
        if self.prefix == "FR" {
            return verify_french(number);
        }
        let right = match &self.check {
            Check::Library(validator) => validator.validate(number).is_ok(),
            Check::Own(rule) => rule(number),
            Check::Form => true,
        };
        if right { Ok(()) } else { Err(VatError::CheckDigits) }
    }
}

/// Whether a number has a form of [`VatError::Format`]'s notation.
fn fits(number: &str, form: &str) -> bool {
    number.len() == form.len()
        && number.bytes().zip(form.bytes()).all(|(found, expected)| match expected {
            b'#' => found.is_ascii_digit(),
            b'@' => found.is_ascii_uppercase(),
            b'&' => found.is_ascii_digit() || found.is_ascii_uppercase(),
            b'?' => found.is_ascii_digit() || found.is_ascii_uppercase() || matches!(found, b'+' | b'*'),
            literal => found == literal,
        })
}

/// Checks the eleven characters after `FR`: the SIREN (but Monaco's), then the key. A key with a letter follows another
/// rule, which few numbers use and the library knows.
fn verify_french(number: &str) -> Result<(), VatError> {
    let (key, siren) = number.split_at(2);
    if !siren.starts_with("000") {
        siren.parse::<Siren>().map_err(VatError::Siren)?;
    }
    let right = if key.bytes().all(|byte| byte.is_ascii_digit()) {
        key == french_key(siren)
    } else {
        country::fr::TVA.validate(number).is_ok()
    };
    if right { Ok(()) } else { Err(VatError::Key) }
}

/// The key of a French number, two digits: (12 + 3 × (SIREN mod 97)) mod 97.
fn french_key(siren: &str) -> String {
    let remainder = siren.bytes().fold(0, |rest, byte| (rest * 10 + u32::from(byte - b'0')) % 97);
    format!("{:02}", (12 + 3 * remainder) % 97)
}

impl FromStr for VatNumber {
    type Err = VatError;

    /// Reads a number with its prefix. `GR` is taken for `EL`; a Belgian number of nine digits gets its leading zero.
    fn from_str(input: &str) -> Result<Self, VatError> {
        let text = strip(input);
        if text.is_empty() {
            return Err(VatError::Empty);
        }
        if let Some(found) = text.chars().find(|c| !c.is_ascii_alphanumeric() && !"+*".contains(*c)) {
            return Err(VatError::Character(found));
        }
        let Some((prefix, number)) = text.split_at_checked(2) else { return Err(VatError::NoPrefix) };
        if !prefix.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(VatError::NoPrefix);
        }
        let prefix = if prefix == "GR" { "EL" } else { prefix };
        let scheme = Scheme::of_prefix(prefix).ok_or_else(|| VatError::UnknownPrefix(prefix.to_owned()))?;
        let zero = if prefix == "BE" && number.len() == 9 { "0" } else { "" };
        let number = format!("{zero}{number}");
        scheme.verify(&number)?;
        Ok(VatNumber(format!("{prefix}{number}")))
    }
}

canonical_text!(VatNumber, VatError);

impl VatNumber {
    /// The number that a French company has by its SIREN. It exists whether or not the company is liable to VAT.
    pub fn of_siren(siren: &Siren) -> VatNumber {
        VatNumber(format!("FR{}{siren}", french_key(siren.as_str())))
    }

    /// The two letters at the beginning: the ISO code, but `EL` for Greece and `XI` for Northern Ireland.
    pub fn prefix(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }

    /// The number without its prefix.
    pub fn number(&self) -> &str {
        self.0.get(2..).unwrap_or_default()
    }

    /// The country that gave the number: France also for Monaco's, the United Kingdom for Northern Ireland's.
    pub fn country(&self) -> Country {
        let code = Scheme::of_prefix(self.prefix()).map(|scheme| scheme.country);
        code.and_then(Country::find).unwrap_or(Country::FRANCE)
    }

    /// The company's SIREN, for a French number other than Monaco's.
    pub fn siren(&self) -> Option<Siren> {
        if self.prefix() != "FR" {
            return None;
        }
        self.number().get(2..)?.parse().ok()
    }

    /// As printed on invoices: `FR 44 732 829 320`, and for other countries `DE 136695976`.
    pub fn grouped(&self) -> String {
        match self.prefix() {
            "FR" => group(&self.0, &[2, 2, 3, 3]),
            _ => group(&self.0, &[2]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_french_numbers_and_gives_their_siren() {
        for text in ["FR44732829320", "fr 44 732 829 320", "FR-44.732.829.320"] {
            let vat: VatNumber = text.parse().unwrap();
            assert_eq!(vat.as_str(), "FR44732829320");
            assert_eq!(vat.grouped(), "FR 44 732 829 320");
            assert_eq!(vat.country(), Country::FRANCE);
            let siren = vat.siren().unwrap();
            assert_eq!(siren.as_str(), "732829320");
            assert_eq!(VatNumber::of_siren(&siren), vat);
        }
        for text in ["FR40303265045", "FR23334175221", "FR61954506077", "FR83404833048"] {
            assert!(text.parse::<VatNumber>().is_ok(), "{text}");
        }
    }

    #[test]
    fn takes_keys_with_letters_and_monaco() {
        for text in ["FRK7399859412", "FR4Z123456782"] {
            assert!(text.parse::<VatNumber>().is_ok(), "{text}");
        }
        let monaco: VatNumber = "FR53000004605".parse().unwrap();
        assert_eq!(monaco.siren(), None);
        assert_eq!("FRK8399859412".parse::<VatNumber>(), Err(VatError::Key));
    }

    #[test]
    fn says_what_is_wrong() {
        let error = |text: &str| text.parse::<VatNumber>().unwrap_err();
        assert_eq!(error(""), VatError::Empty);
        assert_eq!(error("F"), VatError::NoPrefix);
        assert_eq!(error("44732829320"), VatError::NoPrefix);
        assert_eq!(error("FR44é732829320"), VatError::Character('é'));
        assert_eq!(error("GB980780684"), VatError::UnknownPrefix("GB".into()));
        assert_eq!(error("FR4473282932"), VatError::Format { prefix: "FR", expected: &["&&#########"] });
        assert_eq!(error("FR44732829321"), VatError::Siren(SirenError::CheckDigit));
        assert_eq!(error("FR45732829320"), VatError::Key);
        assert_eq!(error("DE136695979"), VatError::CheckDigits);
        assert_eq!(error("DE1366959766").to_string(), "a VAT number of DE looks like DE#########");
    }

    #[test]
    fn forgives_what_is_usual() {
        let canonical = |text: &str| text.parse::<VatNumber>().unwrap().to_string();
        assert_eq!(canonical("GR 094259216"), "EL094259216");
        assert_eq!(canonical("be 697.449.992"), "BE0697449992");
        assert_eq!("EL094259216".parse::<VatNumber>().unwrap().country().code(), "GR");
        assert_eq!("XI980780684".parse::<VatNumber>().unwrap().country().code(), "GB");
    }

    #[test]
    fn takes_what_the_library_would_refuse() {
        for text in ["BG831650349", "SK1020000014", "SK2020000015", "LV32123456789", "CZ640903926"] {
            assert!(text.parse::<VatNumber>().is_ok(), "{text}");
        }
    }

    #[test]
    fn every_member_state_has_one_scheme() {
        let mut schemes: Vec<_> = SCHEMES.iter().map(|scheme| scheme.country).filter(|code| *code != "GB").collect();
        schemes.sort_unstable();
        let members: Vec<_> = Country::all().filter(|country| country.is_eu()).map(Country::code).collect();
        assert_eq!(schemes, members);
    }
}
