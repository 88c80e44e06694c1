//! APE: the code of a company's main activity, in one of two nomenclatures.

use crate::text::strip;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The edition of the French nomenclature of activities (NAF) that an APE code is taken from. The same four digits may
/// mean different activities in the two, so a code is always kept with its nomenclature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Nomenclature {
    /// NAF rév. 2 (decree 2007-1888), in force from 2008 until 31 December 2026.
    #[serde(rename = "naf_rev2")]
    NafRev2,
    /// NAF 2025 (decree 2025-736), in force from 1 January 2027.
    #[serde(rename = "naf_2025")]
    Naf2025,
}

/// The first day of NAF 2025.
const NAF_2025_STARTS: Date = jiff::civil::date(2027, 1, 1);

impl Nomenclature {
    /// The nomenclature in which INSEE gives APE codes on that day. Days before 2008, when there were older ones,
    /// answer NAF rév. 2: no code of before is in use.
    pub fn in_force(date: Date) -> Nomenclature {
        if date < NAF_2025_STARTS { Nomenclature::NafRev2 } else { Nomenclature::Naf2025 }
    }

    /// The word stored beside a code: `naf_rev2` or `naf_2025`.
    pub fn as_str(self) -> &'static str {
        match self {
            Nomenclature::NafRev2 => "naf_rev2",
            Nomenclature::Naf2025 => "naf_2025",
        }
    }

    /// The name as INSEE writes it, the same in all languages.
    pub fn label(self) -> &'static str {
        match self {
            Nomenclature::NafRev2 => "NAF rév. 2",
            Nomenclature::Naf2025 => "NAF 2025",
        }
    }

    /// The two nomenclatures share no final letter, so that a code tells which one it is from: `A` to `F` and `Z` in
    /// NAF rév. 2; `Y` (undivided class) and `G` onwards, without `I` and `O`, in NAF 2025.
    fn of_letter(letter: u8) -> Option<Nomenclature> {
        match letter {
            b'A'..=b'F' | b'Z' => Some(Nomenclature::NafRev2),
            b'I' | b'O' => None,
            b'G'..=b'Y' => Some(Nomenclature::Naf2025),
            _ => None,
        }
    }

    /// Whether the nomenclature has a division of that number.
    fn has_division(self, division: &str) -> bool {
        match division {
            "00" | "04" | "34" | "40" | "44" | "48" | "54" | "57" | "67" | "76" | "83" | "89" => false,
            "45" => self == Nomenclature::NafRev2,
            _ => true,
        }
    }
}

impl fmt::Display for Nomenclature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Nomenclature {
    type Err = ApeError;

    fn from_str(input: &str) -> Result<Self, ApeError> {
        match input.trim() {
            "naf_rev2" => Ok(Nomenclature::NafRev2),
            "naf_2025" => Ok(Nomenclature::Naf2025),
            other => Err(ApeError::UnknownNomenclature(other.to_owned())),
        }
    }
}

/// The code of a company's main activity, four digits and a letter, with its nomenclature: `62.01Z` in NAF rév. 2,
/// `62.10Y` in NAF 2025. Form, division and letter are checked; [`activities`](crate::activities) lists those of NAF rév. 2.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ApeCode {
    code: String,
    nomenclature: Nomenclature,
}

/// Why a text is not an APE code, or not one of the nomenclature asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApeError {
    /// Nothing was typed.
    #[error("no APE code given")]
    Empty,
    /// Not four digits and a letter.
    #[error("an APE code is four digits and a letter, such as 62.01Z")]
    Format,
    /// The first two digits are no division of the nomenclature.
    #[error("the nomenclature has no division {0}")]
    UnknownDivision(String),
    /// The last letter is in use in neither nomenclature.
    #[error("no APE code ends with {0}")]
    UnknownLetter(char),
    /// A right code, but of the other nomenclature, which is named.
    #[error("this code belongs to {}", .0.label())]
    OtherNomenclature(Nomenclature),
    /// The word is no nomenclature's.
    #[error("{0:?} is no nomenclature: naf_rev2 or naf_2025")]
    UnknownNomenclature(String),
}

impl ApeCode {
    /// Reads a code that must be of that nomenclature.
    ///
    /// # Errors
    /// All of [`ApeError`]'s but `UnknownNomenclature`; `OtherNomenclature` for a right code of the other one.
    pub fn parse(input: &str, nomenclature: Nomenclature) -> Result<ApeCode, ApeError> {
        let code: ApeCode = input.parse()?;
        if code.nomenclature != nomenclature {
            return Err(ApeError::OtherNomenclature(code.nomenclature));
        }
        Ok(code)
    }

    /// The canonical form, as INSEE prints it and as stored: `62.01Z`.
    pub fn as_str(&self) -> &str {
        &self.code
    }

    /// The nomenclature that the code is from.
    pub fn nomenclature(&self) -> Nomenclature {
        self.nomenclature
    }
}

impl FromStr for ApeCode {
    type Err = ApeError;

    /// Reads a code of either nomenclature: its letter tells which.
    fn from_str(input: &str) -> Result<Self, ApeError> {
        let text = strip(input);
        if text.is_empty() {
            return Err(ApeError::Empty);
        }
        let [d1, d2, d3, d4, letter] = *text.as_bytes() else { return Err(ApeError::Format) };
        if ![d1, d2, d3, d4].iter().all(u8::is_ascii_digit) || !letter.is_ascii_uppercase() {
            return Err(ApeError::Format);
        }
        let nomenclature = Nomenclature::of_letter(letter).ok_or(ApeError::UnknownLetter(char::from(letter)))?;
        let (division, class) = text.split_at(2);
        if !nomenclature.has_division(division) {
            return Err(ApeError::UnknownDivision(division.to_owned()));
        }
        Ok(ApeCode { code: format!("{division}.{class}"), nomenclature })
    }
}

impl fmt::Display for ApeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.code)
    }
}

impl TryFrom<String> for ApeCode {
    type Error = ApeError;

    fn try_from(text: String) -> Result<Self, ApeError> {
        text.parse()
    }
}

impl From<ApeCode> for String {
    fn from(code: ApeCode) -> String {
        code.code
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_nomenclature_changes_with_the_year_2027() {
        assert_eq!(Nomenclature::in_force(date(2026, 12, 31)), Nomenclature::NafRev2);
        assert_eq!(Nomenclature::in_force(date(2027, 1, 1)), Nomenclature::Naf2025);
    }

    #[test]
    fn reads_what_people_type_and_tells_the_nomenclature() {
        for text in ["62.01Z", "6201z", " 62 01 Z", "62-01-Z"] {
            let code: ApeCode = text.parse().unwrap();
            assert_eq!((code.as_str(), code.nomenclature()), ("62.01Z", Nomenclature::NafRev2));
        }
        for text in ["62.10Y", "01.48G", "85.59g", "01.48J"] {
            assert_eq!(text.parse::<ApeCode>().unwrap().nomenclature(), Nomenclature::Naf2025, "{text}");
        }
        for text in ["47.11F", "96.02B", "45.32Z"] {
            assert_eq!(text.parse::<ApeCode>().unwrap().nomenclature(), Nomenclature::NafRev2, "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let error = |text: &str| text.parse::<ApeCode>().unwrap_err();
        assert_eq!(error(""), ApeError::Empty);
        assert_eq!(error("62.01"), ApeError::Format);
        assert_eq!(error("620.1ZZ"), ApeError::Format);
        assert_eq!(error("Z6201"), ApeError::Format);
        assert_eq!(error("620é"), ApeError::Format);
        assert_eq!(error("62.01O"), ApeError::UnknownLetter('O'));
        assert_eq!(error("44.01Z"), ApeError::UnknownDivision("44".into()));
        assert_eq!(error("45.11Y"), ApeError::UnknownDivision("45".into()));
        assert_eq!(
            ApeCode::parse("62.01Z", Nomenclature::Naf2025),
            Err(ApeError::OtherNomenclature(Nomenclature::NafRev2))
        );
        assert!(ApeCode::parse("62.10Y", Nomenclature::Naf2025).is_ok());
    }

    #[test]
    fn both_travel_as_strings() {
        let code: ApeCode = serde_json::from_str("\"6210y\"").unwrap();
        assert_eq!(serde_json::to_string(&code).unwrap(), "\"62.10Y\"");
        for nomenclature in [Nomenclature::NafRev2, Nomenclature::Naf2025] {
            assert_eq!(nomenclature.as_str().parse(), Ok(nomenclature));
            assert_eq!(serde_json::to_string(&nomenclature).unwrap(), format!("\"{nomenclature}\""));
        }
        assert_eq!("naf".parse::<Nomenclature>(), Err(ApeError::UnknownNomenclature("naf".into())));
    }
}
