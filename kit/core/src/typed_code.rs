//! Codes that people type: in an alphabet without look-alikes, read with what people make of it.

use std::fmt;

use subtle::ConstantTimeEq;

use crate::Random;

/// Crockford's base 32: no letter that looks like a digit. Each sign is 5 bits.
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// What is read of what somebody typed, at most.
const MOST_TYPED: usize = 40;

/// A code that somebody types. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct TypedCode(String);

impl TypedCode {
    /// A code of `SIGNS` signs that nobody can know.
    pub fn random<const SIGNS: usize>(random: &Random) -> TypedCode {
        TypedCode::of_bytes(&random.bytes::<SIGNS>())
    }

    /// The code that these bytes stand for, a sign each.
    pub fn of_bytes(bytes: &[u8]) -> TypedCode {
        TypedCode(bytes.iter().map(|byte| char::from(SYMBOLS[usize::from(byte & 31)])).collect())
    }

    /// Reads a code of so many signs as people type it: with blanks, hyphens, small letters, `O` for zero, `I` or `L` for one.
    pub fn parse(typed: &str, signs: usize) -> Option<TypedCode> {
        let read: String = typed
            .chars()
            .take(MOST_TYPED)
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}'))
            .map(|c| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect();
        (read.len() == signs && read.bytes().all(|byte| SYMBOLS.contains(&byte))).then_some(TypedCode(read))
    }

    /// The text that is shown, in two halves: `K7M2Q-9XW4T`.
    pub fn reveal(&self) -> String {
        let (left, right) = self.0.split_at(self.0.len() / 2);
        format!("{left}-{right}")
    }

    /// The bytes that a hash of it is made of.
    pub fn signs(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Whether it is that code, in constant time.
    pub fn is(&self, other: &TypedCode) -> bool {
        self.signs().ct_eq(other.signs()).into()
    }
}

impl fmt::Debug for TypedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        let code = TypedCode::random::<10>(&Random::seeded(3));
        let shown = code.reveal();
        assert_eq!(shown.len(), 11);
        for typed in [shown.clone(), shown.to_lowercase(), shown.replace('-', " "), format!(" {shown} ")] {
            assert!(TypedCode::parse(&typed, 10).is_some_and(|read| read.is(&code)), "{typed}");
        }
        assert_eq!(TypedCode::parse("oil00-00000", 10), TypedCode::parse("01100-00000", 10));
        for wrong in ["", "K7M2Q-9XW4", "K7M2Q-9XW4T0", "K7M2Q-9XW4U", "é7M2Q-9XW4T", &"0".repeat(1000)] {
            assert_eq!(TypedCode::parse(wrong, 10), None, "{wrong}");
        }
        assert_eq!(format!("{code:?}"), "TypedCode(…)");
    }
}
