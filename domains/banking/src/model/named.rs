//! The orders that a line names: in its references, and in texts as people and banks mangle them.

use orders::OrderNumber;
use sepa_transfer::RfReference;

use super::Told;

/// The places of a year's orders that are written with zeros before: fewer digits were shortened, more are of a large year.
const DIGITS: usize = 6;
/// The most digits that a place in a year has.
const MOST_DIGITS: usize = 9;
/// So many orders of one line are looked at.
const MOST_NAMED: usize = 50;

/// How an order is named, the strongest way first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// By its creditor reference (ISO 11649), where machines read it; the check digits are right.
    Reference,
    /// By its number in the payer's reference, carried from end to end.
    EndToEnd,
    /// By its creditor reference in a text; the check digits are right.
    ReferenceInText,
    /// By its number in a text.
    Number,
    /// By its number in a text, glued to other letters, or in a creditor reference whose check digits are wrong.
    Glued,
}

/// An order that a line names; whether there is one remains to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// Which.
    pub number: OrderNumber,
    /// How.
    pub by: Evidence,
}

/// The orders that a line names, each once, the best evidence first, then in the order of the text.
pub fn named(told: &Told) -> Vec<Named> {
    let mut all: Vec<Named> = Vec::new();
    for text in &told.references {
        let reference = text.parse::<RfReference>().ok();
        match reference.as_ref().and_then(OrderNumber::of_reference) {
            Some(number) => all.push(Named { number, by: Evidence::Reference }),
            None => scan(text, &mut all),
        }
    }
    for text in &told.end_to_end {
        let from = all.len();
        scan(text, &mut all);
        for named in all.iter_mut().skip(from) {
            named.by = match named.by {
                Evidence::ReferenceInText => Evidence::Reference,
                Evidence::Number => Evidence::EndToEnd,
                other => other,
            };
        }
    }
    for text in &told.texts {
        scan(text, &mut all);
    }
    all.sort_by_key(|named| named.by);
    let mut once: Vec<Named> = Vec::with_capacity(all.len());
    for named in all {
        if once.len() < MOST_NAMED && !once.iter().any(|known| known.number == named.number) {
            once.push(named);
        }
    }
    once
}

/// A letter or digit of a text, in capitals; `?` stands for those of other alphabets.
#[derive(Debug, Clone, Copy)]
struct Sign {
    letter: u8,
    /// Something else stands before it, or nothing.
    begins: bool,
}

fn signs(text: &str) -> Vec<Sign> {
    let mut begins = true;
    let mut signs = Vec::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            let letter = u8::try_from(c.to_ascii_uppercase()).ok().filter(u8::is_ascii).unwrap_or(b'?');
            signs.push(Sign { letter, begins });
        }
        begins = !c.is_alphanumeric();
    }
    signs
}

/// Finds `BC`, a year and a place in it, whatever stands between: dashes, blanks, nothing.
fn scan(text: &str, found: &mut Vec<Named>) {
    let signs = signs(text);
    let digit = |at: usize| signs.get(at).filter(|sign| sign.letter.is_ascii_digit());
    for at in 0..signs.len() {
        let is_start = matches!(signs.get(at..at + 2), Some([Sign { letter: b'B', .. }, Sign { letter: b'C', .. }]));
        if !is_start {
            continue;
        }
        let digits: Vec<Sign> = (at + 2..at + 2 + 4 + MOST_DIGITS).map_while(digit).copied().collect();
        let Some((year, place)) = digits.split_at_checked(4).filter(|(_, place)| !place.is_empty()) else { continue };
        let year = value(year);
        if !(2000..2100).contains(&year) {
            continue;
        }
        for length in 1..=place.len() {
            // Up to where the digits end, or something stands between them.
            let ends = digit(at + 2 + 4 + length).is_none_or(|next| next.begins);
            let is_short_for = length == DIGITS || place.first().is_some_and(|first| first.letter != b'0');
            if !(ends && is_short_for) {
                continue;
            }
            if let Ok(number) = OrderNumber::new(year, value(&place[..length])) {
                found.push(Named { number, by: way(&signs, at, number) });
            }
        }
    }
}

fn value(digits: &[Sign]) -> i64 {
    digits.iter().fold(0, |value, digit| value * 10 + i64::from(digit.letter - b'0'))
}

/// How the number is written that begins at a sign: in a creditor reference, by itself, or glued to what comes before.
fn way(signs: &[Sign], at: usize, number: OrderNumber) -> Evidence {
    let before = at.checked_sub(4).and_then(|from| signs.get(from..at));
    if let Some([r, f, tens, ones]) = before
        && r.letter == b'R'
        && f.letter == b'F'
        && tens.letter.is_ascii_digit()
        && ones.letter.is_ascii_digit()
    {
        let digits = [tens.letter, ones.letter].map(char::from);
        let is_right = number
            .reference()
            .is_some_and(|reference| reference.as_str().get(2..4) == Some(&String::from_iter(digits)));
        return if is_right { Evidence::ReferenceInText } else { Evidence::Glued };
    }
    match signs.get(at) {
        Some(Sign { begins: true, .. }) => Evidence::Number,
        _ => Evidence::Glued,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn in_text(text: &str) -> Vec<(String, Evidence)> {
        let told = Told { texts: vec![text.to_owned()], ..Told::default() };
        named(&told).into_iter().map(|named| (named.number.to_string(), named.by)).collect()
    }

    fn one(number: &str, by: Evidence) -> Vec<(String, Evidence)> {
        vec![(number.to_owned(), by)]
    }

    #[test]
    fn numbers_are_found_however_they_are_written() {
        for text in [
            "BC-2026-000123",
            "bc2026000123",
            "Commande BC 2026 000123, merci",
            "VIR BC.2026/000 123",
            "BC-2026-123",
            "BC-2026-000123 132,00 EUR",
            "BC2026000123EUR",
        ] {
            assert!(
                in_text(text).contains(&("BC-2026-000123".to_owned(), Evidence::Number)),
                "{text}: {:?}",
                in_text(text)
            );
        }
        assert_eq!(in_text("BC-2026-1234567"), one("BC-2026-1234567", Evidence::Number));
        assert_eq!(in_text("REFBC2026000123"), one("BC-2026-000123", Evidence::Glued));
        assert_eq!(in_text("7BC2026000123"), one("BC-2026-000123", Evidence::Glued));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in
            ["", "BC", "BC-2026", "BC-2026-", "BC-2026-000000", "BC1026000123", "AC-2026-000123", "BC-2026-0123", "é"]
        {
            assert_eq!(in_text(text), [], "{text}");
        }
        // Nothing says where a number ends that runs into another one.
        assert_eq!(in_text("BC20260001231320"), []);
    }

    #[test]
    fn a_creditor_reference_is_known_by_its_check_digits() {
        let number = OrderNumber::new(2026, 123).unwrap();
        let reference = number.reference().unwrap();
        for text in [reference.to_string(), reference.grouped(), format!("ref {}", reference.grouped().to_lowercase())]
        {
            assert_eq!(in_text(&text), one("BC-2026-000123", Evidence::ReferenceInText), "{text}");
        }
        assert_eq!(in_text("RF00BC2026000123"), one("BC-2026-000123", Evidence::Glued));
        let told = Told { references: vec![reference.to_string()], ..Told::default() };
        assert_eq!(named(&told), [Named { number, by: Evidence::Reference }]);
        let told = Told { end_to_end: vec!["bc2026000123".to_owned()], ..Told::default() };
        assert_eq!(named(&told), [Named { number, by: Evidence::EndToEnd }]);
    }

    #[test]
    fn the_best_evidence_comes_first_and_counts() {
        let number = OrderNumber::new(2026, 123).unwrap();
        let told = Told {
            references: vec![number.reference().unwrap().to_string()],
            texts: vec!["BC-2026-000124 et BC-2026-000123".to_owned()],
            ..Told::default()
        };
        let numbers: Vec<String> =
            named(&told).iter().map(|named| format!("{} {:?}", named.number, named.by)).collect();
        assert_eq!(numbers, ["BC-2026-000123 Reference", "BC-2026-000124 Number"]);
    }

    proptest! {
        #[test]
        fn a_number_is_found_between_any_words(year in 2000i64..2100, place in 1i64..1_000_000_000, before in "[a-zé ]{0,10}", after in "[a-z,. ]{0,10}") {
            let number = OrderNumber::new(year, place).unwrap();
            let found = in_text(&format!("{before} {number} {after}"));
            prop_assert!(found.contains(&(number.to_string(), Evidence::Number)), "{:?}", found);
        }

        #[test]
        fn no_text_is_too_much(text in ".{0,200}", digits in "BC20[0-9 -]{0,40}") {
            prop_assert!(in_text(&text).len() <= MOST_NAMED);
            prop_assert!(in_text(&digits).len() <= MOST_NAMED);
        }
    }
}
