//! Countries by their ISO codes. Their names in French and English: [`CountryNames`](crate::CountryNames).

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// All officially assigned codes of ISO 3166-1 alpha-2, in alphabetical order.
const CODES: [&str; 249] = [
    "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AX", "AZ", "BA", "BB", "BD",
    "BE", "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ", "BR", "BS", "BT", "BV", "BW", "BY", "BZ", "CA",
    "CC", "CD", "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN", "CO", "CR", "CU", "CV", "CW", "CX", "CY", "CZ", "DE",
    "DJ", "DK", "DM", "DO", "DZ", "EC", "EE", "EG", "EH", "ER", "ES", "ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA",
    "GB", "GD", "GE", "GF", "GG", "GH", "GI", "GL", "GM", "GN", "GP", "GQ", "GR", "GS", "GT", "GU", "GW", "GY", "HK",
    "HM", "HN", "HR", "HT", "HU", "ID", "IE", "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM", "JO", "JP",
    "KE", "KG", "KH", "KI", "KM", "KN", "KP", "KR", "KW", "KY", "KZ", "LA", "LB", "LC", "LI", "LK", "LR", "LS", "LT",
    "LU", "LV", "LY", "MA", "MC", "MD", "ME", "MF", "MG", "MH", "MK", "ML", "MM", "MN", "MO", "MP", "MQ", "MR", "MS",
    "MT", "MU", "MV", "MW", "MX", "MY", "MZ", "NA", "NC", "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU", "NZ",
    "OM", "PA", "PE", "PF", "PG", "PH", "PK", "PL", "PM", "PN", "PR", "PS", "PT", "PW", "PY", "QA", "RE", "RO", "RS",
    "RU", "RW", "SA", "SB", "SC", "SD", "SE", "SG", "SH", "SI", "SJ", "SK", "SL", "SM", "SN", "SO", "SR", "SS", "ST",
    "SV", "SX", "SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL", "TM", "TN", "TO", "TR", "TT", "TV", "TW",
    "TZ", "UA", "UG", "UM", "US", "UY", "UZ", "VA", "VC", "VE", "VG", "VI", "VN", "VU", "WF", "WS", "YE", "YT", "ZA",
    "ZM", "ZW",
];

/// The 27 members of the European Union since 1 February 2020.
const EU_MEMBERS: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// French territories that ISO lists with a code of their own.
const FRENCH_TERRITORIES: [&str; 12] = ["BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"];

/// A country or territory, by its ISO 3166-1 alpha-2 code (as assigned in November 2026).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country(&'static str);

/// Why a text is not a country's code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CountryError {
    /// Nothing was typed.
    #[error("no country given")]
    Empty,
    /// Not two letters.
    #[error("a country's code has two letters")]
    Format,
    /// Two letters that ISO has not given to a country. The United Kingdom is `GB`, Greece `GR`.
    #[error("no country has the code {0}")]
    Unknown(String),
}

impl Country {
    /// France, mainland and Corsica; also used for its overseas departments when their own code is not wanted.
    pub const FRANCE: Country = Country("FR");

    /// All countries, in the order of their codes.
    pub fn all() -> impl ExactSizeIterator<Item = Country> {
        CODES.into_iter().map(Country)
    }

    /// The two capital letters.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// Whether this is a member state of the European Union, as of 2026. Territories with a code of their own
    /// (`RE`, `GP`, `AX`…) answer no, whatever treaty covers them: see [`is_french_territory`](Self::is_french_territory).
    pub fn is_eu(self) -> bool {
        EU_MEMBERS.contains(&self.0)
    }

    /// Whether this is a part of France that ISO lists apart (`GP`, `RE`, `NC`…): companies there have a SIREN and
    /// French postal codes. Not true of `FR` itself.
    pub fn is_french_territory(self) -> bool {
        FRENCH_TERRITORIES.contains(&self.0)
    }

    /// The country of a code known to be in the list.
    pub(crate) fn find(code: &str) -> Option<Country> {
        CODES.binary_search(&code).ok().and_then(|index| CODES.get(index)).map(|code| Country(code))
    }
}

impl FromStr for Country {
    type Err = CountryError;

    fn from_str(input: &str) -> Result<Self, CountryError> {
        let code = input.trim().to_ascii_uppercase();
        if code.is_empty() {
            return Err(CountryError::Empty);
        }
        if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(CountryError::Format);
        }
        Country::find(&code).ok_or(CountryError::Unknown(code))
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl TryFrom<String> for Country {
    type Error = CountryError;

    fn try_from(text: String) -> Result<Self, CountryError> {
        text.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> String {
        country.0.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_agree() {
        assert!(CODES.is_sorted_by(|a, b| a < b));
        assert_eq!(Country::all().len(), 249);
        assert_eq!(Country::all().filter(|country| country.is_eu()).count(), 27);
        assert_eq!(Country::all().filter(|country| country.is_french_territory()).count(), 12);
        assert!(Country::all().all(|country| country.code().parse() == Ok(country)));
    }

    #[test]
    fn membership() {
        let eu = |code: &str| code.parse::<Country>().unwrap().is_eu();
        assert!(eu("FR") && eu("HR") && eu("GR"));
        assert!(!eu("GB") && !eu("CH") && !eu("MC") && !eu("RE") && !eu("NO"));
    }

    #[test]
    fn reads_lower_case_and_says_what_is_wrong() {
        assert_eq!(" fr ".parse(), Ok(Country::FRANCE));
        assert_eq!("".parse::<Country>(), Err(CountryError::Empty));
        assert_eq!("FRA".parse::<Country>(), Err(CountryError::Format));
        assert_eq!("F1".parse::<Country>(), Err(CountryError::Format));
        assert_eq!("É".parse::<Country>(), Err(CountryError::Format));
        assert_eq!("UK".parse::<Country>(), Err(CountryError::Unknown("UK".into())));
        assert_eq!(serde_json::from_str::<Country>("\"be\"").unwrap().to_string(), "BE");
    }
}
