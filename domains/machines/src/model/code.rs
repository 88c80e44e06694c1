//! The personal code of an account.

use std::fmt;

use kit_core::{AccountId, KeyRing, Random};

/// Crockford's base 32: no letter that looks like a digit.
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many signs a code has: 50 bits.
const SIGNS: usize = 10;
/// What is read of what somebody typed, at most.
const MOST_TYPED: usize = 40;

/// The secret that links a machine to an account, with the account's number. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonalCode(String);

impl PersonalCode {
    /// A new code.
    pub fn random(random: &Random) -> PersonalCode {
        let sign = |byte: &u8| char::from(SYMBOLS[usize::from(byte & 31)]);
        PersonalCode(random.bytes::<SIGNS>().iter().map(sign).collect())
    }

    /// Reads a code as people type it: with blanks, hyphens, small letters, `O` for zero, `I` or `L` for one.
    pub fn parse(typed: &str) -> Option<PersonalCode> {
        let signs: String = typed
            .chars()
            .take(MOST_TYPED)
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}'))
            .map(|c| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect();
        (signs.len() == SIGNS && signs.bytes().all(|byte| SYMBOLS.contains(&byte))).then_some(PersonalCode(signs))
    }

    /// The text shown once: `K7M2Q-9XW4T`.
    pub fn reveal(&self) -> String {
        let (left, right) = self.0.split_at(SIGNS / 2);
        format!("{left}-{right}")
    }

    /// What is kept: a keyed hash bound to the account, so that a stolen database alone does not let anybody search for codes.
    pub fn hash(&self, keys: &KeyRing, account: AccountId) -> [u8; 32] {
        keys.mac(&[b"machines-personal-code", &account.0.to_be_bytes(), self.0.as_bytes()])
    }
}

impl fmt::Debug for PersonalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonalCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        let code = PersonalCode::random(&Random::seeded(3));
        let shown = code.reveal();
        assert_eq!(shown.len(), 11);
        for typed in [shown.clone(), shown.to_lowercase(), shown.replace('-', " "), format!(" {shown} ")] {
            assert_eq!(PersonalCode::parse(&typed), Some(code.clone()), "{typed}");
        }
        assert_eq!(PersonalCode::parse("oil00-00000"), PersonalCode::parse("01100-00000"));
        for wrong in ["", "K7M2Q-9XW4", "K7M2Q-9XW4T0", "K7M2Q-9XW4U", "é7M2Q-9XW4T", &"0".repeat(1000)] {
            assert_eq!(PersonalCode::parse(wrong), None, "{wrong}");
        }
        assert_eq!(format!("{code:?}"), "PersonalCode(…)");
    }

    #[test]
    fn a_code_is_its_accounts() {
        let (keys, code) = (KeyRing::new([7; 32]), PersonalCode::random(&Random::seeded(3)));
        assert_ne!(code.hash(&keys, AccountId(1)), code.hash(&keys, AccountId(2)));
        assert_ne!(code.hash(&keys, AccountId(1)), code.hash(&KeyRing::new([8; 32]), AccountId(1)));
    }
}
