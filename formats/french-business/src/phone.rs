//! Telephone numbers: stored as E.164, shown the national way.

use crate::text::{canonical_text, first_non_digit, group, strip};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A telephone number of any country in E.164 form, `+33142685300`.
///
/// French numbers, overseas included, are checked by the national plan (Arcep decision 2018-0881): ten digits typed,
/// whatever their use. Of other countries the calling code and the length are checked, no more: their plans change
/// often, and a right number refused costs more than a wrong one taken. Short numbers (15, 3635) are not E.164.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// Why a text is not a telephone number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Nothing was typed.
    #[error("no telephone number given")]
    Empty,
    /// A character that telephone numbers do not have; letters of an extension too.
    #[error("a telephone number cannot have {0:?}")]
    Character(char),
    /// Neither a French number, which begins with 0, nor an international one, which begins with + or 00.
    #[error("a number of another country begins with + and the country's calling code")]
    NoCountry,
    /// No country has this calling code.
    #[error("no country has a calling code in which +{0} begins")]
    UnknownCallingCode(String),
    /// Not the length of a French number, which is ten digits with its leading 0.
    #[error("a French telephone number has 10 digits, not {0}")]
    FrenchLength(usize),
    /// A French number whose second digit is 0.
    #[error("no French telephone number begins with 00")]
    FrenchPrefix,
    /// Not 7 to 15 digits with the calling code (E.164 allows 15; the shortest in use have 7).
    #[error("an international telephone number has 7 to 15 digits, not {0}")]
    Length(usize),
}

/// The calling code of mainland France.
const FRANCE: &str = "33";
/// Saint-Pierre-et-Miquelon: six digits, reached from the rest of France through 05 08.
const SAINT_PIERRE: &str = "508";
/// Calling codes of overseas departments, each with how its numbers begin after the national 0. They are dialled like
/// mainland numbers from anywhere in France, but have codes of their own in E.164.
const OVERSEAS: [(&str, &[&str]); 4] = [
    ("590", &["590", "690", "691"]),
    ("594", &["594", "694"]),
    ("596", &["596", "696", "697"]),
    ("262", &["262", "263", "269", "639", "692", "693"]),
];
/// Countries whose numbers keep their leading zero after the calling code: Italy with the Vatican, San Marino.
const KEEP_ZERO: [&str; 2] = ["39", "378"];

/// Calling codes in use, as inclusive ranges (ITU-T, list of E.164 assigned country codes, with the global services
/// 800 to 888 and 979). No code begins another, so a number has at most one.
const CALLING_CODES: [(u16, u16); 49] = [
    (1, 1),
    (7, 7),
    (20, 20),
    (27, 27),
    (30, 34),
    (36, 36),
    (39, 41),
    (43, 49),
    (51, 58),
    (60, 66),
    (81, 82),
    (84, 84),
    (86, 86),
    (90, 95),
    (98, 98),
    (211, 213),
    (216, 216),
    (218, 218),
    (220, 258),
    (260, 269),
    (290, 291),
    (297, 299),
    (350, 359),
    (370, 378),
    (380, 383),
    (385, 387),
    (389, 389),
    (420, 421),
    (423, 423),
    (500, 509),
    (590, 599),
    (670, 670),
    (672, 683),
    (685, 692),
    (800, 800),
    (808, 808),
    (850, 850),
    (852, 853),
    (855, 856),
    (870, 870),
    (878, 878),
    (880, 883),
    (886, 886),
    (888, 888),
    (960, 968),
    (970, 977),
    (979, 979),
    (992, 996),
    (998, 998),
];

impl FromStr for Phone {
    type Err = PhoneError;

    /// Reads a French number (`01 42 68 53 00`) or an international one (`+44 20 7946 0958`, `0044…`, `+33 (0)1…`).
    fn from_str(input: &str) -> Result<Self, PhoneError> {
        let text = strip(input);
        if text.is_empty() {
            return Err(PhoneError::Empty);
        }
        let after_prefix = text.strip_prefix('+').or_else(|| text.strip_prefix("00"));
        let digits: String = after_prefix.unwrap_or(&text).chars().filter(|c| !"()".contains(*c)).collect();
        if let Some(found) = first_non_digit(&digits) {
            return Err(PhoneError::Character(found));
        }
        match (after_prefix, digits.strip_prefix('0')) {
            (Some(_), _) => international(&digits, text.contains("(0)")),
            (None, Some(after_zero)) => french(after_zero),
            (None, None) => Err(PhoneError::NoCountry),
        }
    }
}

/// A number typed with its calling code. `optional_zero` tells that a national 0 was typed in brackets.
fn international(digits: &str, optional_zero: bool) -> Result<Phone, PhoneError> {
    let Some((code, number)) = split_calling_code(digits) else {
        return Err(PhoneError::UnknownCallingCode(digits.chars().take(3).collect()));
    };
    let overseas = OVERSEAS.iter().any(|(own, _)| *own == code);
    let number = match number.strip_prefix('0') {
        Some(after_zero) if code == FRANCE || overseas => after_zero,
        Some(after_zero) if optional_zero && !KEEP_ZERO.contains(&code) => after_zero,
        _ => number,
    };
    if code == FRANCE {
        return french(number);
    }
    if overseas && number.len() != 9 {
        return Err(PhoneError::FrenchLength(number.len() + 1));
    }
    let length = code.len() + number.len();
    if !(7..=15).contains(&length) {
        return Err(PhoneError::Length(length));
    }
    Ok(Phone(format!("+{code}{number}")))
}

/// A number of the French plan, without its leading 0.
fn french(number: &str) -> Result<Phone, PhoneError> {
    if number.len() != 9 {
        return Err(PhoneError::FrenchLength(number.len() + 1));
    }
    if number.starts_with('0') {
        return Err(PhoneError::FrenchPrefix);
    }
    if number.starts_with(SAINT_PIERRE) {
        return Ok(Phone(format!("+{number}")));
    }
    let code = overseas_code(number).unwrap_or(FRANCE);
    Ok(Phone(format!("+{code}{number}")))
}

/// The calling code of the overseas department whose numbers begin like this one, given without its leading 0.
fn overseas_code(number: &str) -> Option<&'static str> {
    let home = OVERSEAS.iter().find(|(_, beginnings)| beginnings.iter().any(|begin| number.starts_with(begin)));
    home.map(|(code, _)| *code)
}

/// Cuts digits after their calling code, of one to three digits, if they begin with one.
fn split_calling_code(digits: &str) -> Option<(&str, &str)> {
    (1..=3).filter_map(|length| digits.split_at_checked(length)).find(|(code, _)| {
        let has = |code: u16| CALLING_CODES.iter().any(|(first, last)| (*first..=*last).contains(&code));
        !code.starts_with('0') && code.parse().is_ok_and(has)
    })
}

canonical_text!(Phone, PhoneError);

impl Phone {
    /// The calling code without its plus: `33`, `44`, `590`.
    pub fn calling_code(&self) -> &str {
        self.parts().0
    }

    /// As it is written in France: `01 42 68 53 00` for French numbers, overseas included. Numbers of other countries,
    /// and overseas ones of a range unknown here, in their [international form](Self::international).
    pub fn national(&self) -> String {
        let pairs = [2, 2, 2, 2];
        match self.parts() {
            (SAINT_PIERRE, number) if number.len() == 6 => group(&format!("0{SAINT_PIERRE}{number}"), &pairs),
            (FRANCE, number) => group(&format!("0{number}"), &pairs),
            (code, number) if overseas_code(number) == Some(code) => group(&format!("0{number}"), &pairs),
            _ => self.international(),
        }
    }

    /// As it is written for readers abroad: `+33 1 42 68 53 00`. Numbers of other countries are cut in threes, with
    /// three or four digits at the end, since each country has its own habit.
    pub fn international(&self) -> String {
        let (code, number) = self.parts();
        let lengths = match number.len() {
            9 if self.is_french() => vec![1, 2, 2, 2],
            6 if self.is_french() => vec![2, 2],
            length => vec![3; (length.saturating_sub(2)) / 3],
        };
        format!("+{code} {}", group(number, &lengths))
    }

    /// Whether the number is of the French plan, overseas included.
    pub fn is_french(&self) -> bool {
        let code = self.calling_code();
        code == FRANCE || code == SAINT_PIERRE || OVERSEAS.iter().any(|(own, _)| *own == code)
    }

    /// The calling code and the number after it.
    fn parts(&self) -> (&str, &str) {
        let digits = self.0.trim_start_matches('+');
        split_calling_code(digits).unwrap_or(("", digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn phone(text: &str) -> Phone {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn reads_a_french_number_in_all_its_forms() {
        let forms = [
            "01 42 68 53 00",
            "0142685300",
            "01.42.68.53.00",
            "01-42-68-53-00",
            "+33 1 42 68 53 00",
            "+33 (0)1 42 68 53 00",
            "+33 01 42 68 53 00",
            "0033 1 42 68 53 00",
            "(01) 42 68 53 00",
        ];
        for text in forms {
            let phone = phone(text);
            assert_eq!(phone.as_str(), "+33142685300", "{text}");
            assert_eq!(phone.national(), "01 42 68 53 00");
            assert_eq!(phone.international(), "+33 1 42 68 53 00");
            assert!(phone.is_french());
        }
    }

    #[test]
    fn overseas_numbers_have_their_own_calling_code() {
        let numbers = [
            ("0590 12 34 56", "+590590123456", "05 90 12 34 56"),
            ("06 90 12 34 56", "+590690123456", "06 90 12 34 56"),
            ("0596123456", "+596596123456", "05 96 12 34 56"),
            ("+594 594 12 34 56", "+594594123456", "05 94 12 34 56"),
            ("+262 (0) 262 12 34 56", "+262262123456", "02 62 12 34 56"),
            ("06 39 12 34 56", "+262639123456", "06 39 12 34 56"),
            ("+33 692 12 34 56", "+262692123456", "06 92 12 34 56"),
            ("05 08 41 23 45", "+508412345", "05 08 41 23 45"),
            ("+508 41 23 45", "+508412345", "05 08 41 23 45"),
            ("06 95 12 34 56", "+33695123456", "06 95 12 34 56"),
        ];
        for (typed, stored, national) in numbers {
            assert_eq!((phone(typed).as_str(), phone(typed).national().as_str()), (stored, national), "{typed}");
        }
    }

    #[test]
    fn reads_other_countries() {
        let numbers = [
            ("+44 (0)20 7946 0958", "+442079460958", "44", "+44 207 946 0958"),
            ("0044 20 7946 0958", "+442079460958", "44", "+44 207 946 0958"),
            ("+1 (202) 555-0123", "+12025550123", "1", "+1 202 555 0123"),
            ("+39 06 1234 5678", "+390612345678", "39", "+39 061 234 5678"),
            ("+39 (0)6 1234 5678", "+390612345678", "39", "+39 061 234 5678"),
            ("+352 27 12 34", "+352271234", "352", "+352 271 234"),
            ("+32 2 123 45 67", "+3221234567", "32", "+32 212 345 67"),
            ("+683 4000", "+6834000", "683", "+683 4000"),
        ];
        for (typed, stored, code, shown) in numbers {
            let phone = phone(typed);
            assert_eq!((phone.as_str(), phone.calling_code()), (stored, code), "{typed}");
            assert_eq!(phone.national(), shown);
            assert!(!phone.is_french());
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let error = |text: &str| text.parse::<Phone>().unwrap_err();
        assert_eq!(error("  "), PhoneError::Empty);
        assert_eq!(error("01 42 68 53 00 poste 12"), PhoneError::Character('P'));
        assert_eq!(error("01 42 68 53 00#"), PhoneError::Character('#'));
        assert_eq!(error("0142+685300"), PhoneError::Character('+'));
        assert_eq!(error("142685300"), PhoneError::NoCountry);
        assert_eq!(error("3635"), PhoneError::NoCountry);
        assert_eq!(error("01 42 68 53"), PhoneError::FrenchLength(8));
        assert_eq!(error("+33 1 42 68 53 000"), PhoneError::FrenchLength(11));
        assert_eq!(error("+590 590 12 34"), PhoneError::FrenchLength(8));
        assert_eq!(error("+33 (0)0 42 68 53 00"), PhoneError::FrenchPrefix);
        assert_eq!(error("+999 123 456 789"), PhoneError::UnknownCallingCode("999".into()));
        assert_eq!(error("+0142685300"), PhoneError::UnknownCallingCode("014".into()));
        assert_eq!(error("+"), PhoneError::UnknownCallingCode(String::new()));
        assert_eq!(error("+44 123"), PhoneError::Length(5));
        assert_eq!(error("+44 1234 5678 9012 34"), PhoneError::Length(16));
    }

    #[test]
    fn no_calling_code_begins_another() {
        let codes: Vec<String> =
            CALLING_CODES.iter().flat_map(|(first, last)| *first..=*last).map(|code| code.to_string()).collect();
        for code in &codes {
            let longer = codes.iter().find(|other| *other != code && other.starts_with(code.as_str()));
            assert_eq!(longer, None, "{code}");
        }
    }

    proptest! {
        #[test]
        fn a_stored_number_reads_back(digits in "[1-9][0-9]{6,14}") {
            if let Ok(phone) = format!("+{digits}").parse::<Phone>() {
                prop_assert_eq!(phone.as_str().parse(), Ok(phone.clone()));
                prop_assert_eq!(phone.national().parse(), Ok(phone.clone()));
                prop_assert_eq!(phone.international().parse(), Ok(phone));
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            let _ = text.parse::<Phone>();
        }
    }
}
