//! Amounts whose last character is a digit and the sign at once, as punched cards had it.

/// Splits `0000000001904}` into its digits and whether it is negative. Leading spaces stand for zeros.
///
/// `{` and `A` to `I` are 0 to 9 of a positive amount, `}` and `J` to `R` of a negative one. Files in the French variant of
/// ISO 646, where the codes of the braces are letters, have `é` and `è` for them.
pub(super) fn read(field: &str) -> Option<(String, bool)> {
    let field = field.trim_start_matches(' ');
    let (at, last) = field.char_indices().next_back()?;
    let (digit, is_negative) = match last {
        '{' | 'é' => ('0', false),
        'A'..='I' => (offset(last, 'A')?, false),
        '}' | 'è' => ('0', true),
        'J'..='R' => (offset(last, 'J')?, true),
        _ => return None,
    };
    let mut digits = field.get(..at)?.to_owned();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.push(digit);
    Some((digits, is_negative))
}

/// The digit of a letter in a row that begins with 1.
fn offset(letter: char, one: char) -> Option<char> {
    char::from_digit(u32::from(letter) - u32::from(one) + 1, 10)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn the_whole_table() {
        for (row, is_negative) in
            [("{ABCDEFGHI", false), ("}JKLMNOPQR", true), ("éABCDEFGHI", false), ("èJKLMNOPQR", true)]
        {
            for (digit, character) in row.chars().enumerate() {
                let field = format!("0000000000012{character}");
                assert_eq!(read(&field), Some((format!("0000000000012{digit}"), is_negative)), "{field}");
            }
        }
    }

    #[test]
    fn nothing_else_is_an_amount() {
        let others = (0u8..=255).map(char::from).filter(|c| !"{ABCDEFGHI}JKLMNOPQRéè".contains(*c));
        for character in others {
            assert_eq!(read(&format!("0000000000012{character}")), None, "{character:?}");
        }
        for wrong in ["", "   ", "1 2A", "-12A", "1AA", "12.0A"] {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
        assert_eq!(read("   12A"), Some(("121".to_owned(), false)));
    }
}
