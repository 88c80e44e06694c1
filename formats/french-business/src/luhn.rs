//! The Luhn check (ISO/IEC 7812-1, annex B), which SIREN and SIRET end with.

/// Whether a text of ASCII digits passes: from the right, every second digit doubled and its digits added, the whole
/// sum a multiple of ten.
pub(crate) fn passes(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(position, byte)| {
            let digit = u32::from(byte - b'0');
            match (position % 2, digit) {
                (0, _) => digit,
                (_, 0..=4) => digit * 2,
                _ => digit * 2 - 9,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::passes;
    use proptest::prelude::*;

    fn with_check_digit(body: &str) -> String {
        (0..10).map(|digit| format!("{body}{digit}")).find(|number| passes(number)).unwrap()
    }

    proptest! {
        #[test]
        fn one_check_digit_in_ten_passes(body in "[0-9]{0,19}") {
            let passing = (0..10).filter(|digit| passes(&format!("{body}{digit}"))).count();
            prop_assert_eq!(passing, 1);
        }

        #[test]
        fn one_wrong_digit_fails(body in "[0-9]{1,19}", place in 0usize..20, shift in 1u8..10) {
            let number = with_check_digit(&body);
            let mut bytes = number.clone().into_bytes();
            let place = place % bytes.len();
            bytes[place] = b'0' + (bytes[place] - b'0' + shift) % 10;
            let wrong = String::from_utf8(bytes).unwrap();
            prop_assert!(!passes(&wrong), "{} and {} both pass", number, wrong);
        }
    }
}
