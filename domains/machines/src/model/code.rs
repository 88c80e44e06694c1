//! The personal code of an account.

use kit_core::{AccountId, KeyRing, Random, TypedCode};

/// How many signs a code has: 50 bits.
const SIGNS: usize = 10;

/// The secret that links a machine to an account, with the account's number. Never printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalCode(TypedCode);

impl PersonalCode {
    /// A new code.
    pub fn random(random: &Random) -> PersonalCode {
        PersonalCode(TypedCode::random::<SIGNS>(random))
    }

    /// Reads a code as people type it.
    pub fn parse(typed: &str) -> Option<PersonalCode> {
        TypedCode::parse(typed, SIGNS).map(PersonalCode)
    }

    /// The text shown once: `K7M2Q-9XW4T`.
    pub fn reveal(&self) -> String {
        self.0.reveal()
    }

    /// What is kept: a keyed hash bound to the account, so that a stolen database alone does not let anybody search for codes.
    pub fn hash(&self, keys: &KeyRing, account: AccountId) -> [u8; 32] {
        keys.mac(&[b"machines-personal-code", &account.0.to_be_bytes(), self.0.signs()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_its_accounts() {
        let (keys, code) = (KeyRing::new([7; 32]), PersonalCode::random(&Random::seeded(3)));
        assert_eq!(PersonalCode::parse(&code.reveal().to_lowercase()), Some(code.clone()));
        assert_ne!(code.hash(&keys, AccountId(1)), code.hash(&keys, AccountId(2)));
        assert_ne!(code.hash(&keys, AccountId(1)), code.hash(&KeyRing::new([8; 32]), AccountId(1)));
        assert_eq!(format!("{code:?}"), "PersonalCode(TypedCode(…))");
    }
}
