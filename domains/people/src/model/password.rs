//! What a password must be.

use std::fmt;

use kit_core::Text;
use kit_db::{Cell, FromValue, ToValue, Value};
use thiserror::Error;
use zxcvbn::{Score, zxcvbn};

/// The fewest characters (NIST SP 800-63B-4, 3.1.1.2 asks 15 for a password alone, 8 beside a second factor; the strength
/// is estimated as well, so 12 suffice).
const FEWEST: usize = 12;
/// The most bytes: room for a sentence, bounded work for the estimate.
const MOST: usize = 128;
/// Parts of names shorter than this are too common to refuse.
const SHORTEST_OWN_WORD: usize = 4;

/// A password that somebody chose and that is good enough. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPassword(String);

/// Why a password is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PasswordRefusal {
    /// Fewer than 12 characters.
    #[error("the password is too short")]
    TooShort,
    /// More than 128 bytes.
    #[error("the password is too long")]
    TooLong,
    /// It has the person's own name or address in it.
    #[error("the password contains the person's own words")]
    OwnWords,
    /// A computer would guess it soon: a common one, a pattern, a repetition.
    #[error("the password is easy to guess")]
    EasyToGuess,
}

impl From<PasswordRefusal> for Text {
    fn from(refusal: PasswordRefusal) -> Text {
        match refusal {
            PasswordRefusal::TooShort => Text::new("people-password-too-short"),
            PasswordRefusal::TooLong => Text::new("people-password-too-long"),
            PasswordRefusal::OwnWords => Text::new("people-password-own-words"),
            PasswordRefusal::EasyToGuess => Text::new("people-password-easy"),
        }
    }
}

impl NewPassword {
    /// Judges what somebody chose; `own` are the names, address and the like that an acquaintance would try first.
    /// Takes some milliseconds: see [`crate::hashing`] for how not to hold up others meanwhile.
    ///
    /// # Errors
    /// Too short, too long, too easy to guess.
    pub fn judge(typed: &str, own: &[&str]) -> Result<NewPassword, PasswordRefusal> {
        if typed.len() > MOST {
            return Err(PasswordRefusal::TooLong);
        }
        if typed.chars().count() < FEWEST {
            return Err(PasswordRefusal::TooShort);
        }
        let own: Vec<String> = own.iter().flat_map(|words| parts(words)).collect();
        let lower = typed.to_lowercase();
        if own.iter().any(|word| lower.contains(word.as_str()) && is_rest_weak(&lower.replace(word.as_str(), ""))) {
            return Err(PasswordRefusal::OwnWords);
        }
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        if zxcvbn(typed, &own).score() < Score::Three {
            return Err(PasswordRefusal::EasyToGuess);
        }
        Ok(NewPassword(typed.to_owned()))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// What is left of a password without an own word must be good by itself.
fn is_rest_weak(rest: &str) -> bool {
    rest.chars().count() < FEWEST || zxcvbn(rest, &[]).score() < Score::Three
}

fn parts(words: &str) -> impl Iterator<Item = String> {
    let whole = words.to_lowercase();
    let parts: Vec<String> = whole.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
    parts.into_iter().chain([whole]).filter(|part| part.chars().count() >= SHORTEST_OWN_WORD)
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

/// What is kept of a password: an Argon2id hash with its salt and cost (PHC string). Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub(crate) String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

impl ToValue for PasswordHash {
    fn value(&self) -> Value<'_> {
        Value::Text(&self.0)
    }
}

impl FromValue for PasswordHash {
    fn from_value(cell: Cell<'_>) -> Result<PasswordHash, String> {
        String::from_value(cell).map(PasswordHash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: [&str; 3] = ["camille.durand@menuiserie-durand.fr", "Camille", "Durand"];

    #[test]
    fn good_ones_pass() {
        for good in ["correct horse battery staple", "vélo-42-Lampadaire-bleu", "Zq8#mLp2!xTv9"] {
            assert!(NewPassword::judge(good, &OWN).is_ok(), "{good}");
        }
    }

    #[test]
    fn weak_ones_are_told_why() {
        let judged = |typed: &str| NewPassword::judge(typed, &OWN).unwrap_err();
        assert_eq!(judged("Zq8#mLp2!xT"), PasswordRefusal::TooShort);
        assert_eq!(judged(""), PasswordRefusal::TooShort);
        assert_eq!(judged(&"é".repeat(65)), PasswordRefusal::TooLong);
        assert_eq!(judged("aaaaaaaaaaaaaaaa"), PasswordRefusal::EasyToGuess);
        assert_eq!(judged("password123456"), PasswordRefusal::EasyToGuess);
        assert_eq!(judged("azertyuiop12345"), PasswordRefusal::EasyToGuess);
        assert_eq!(judged("camilledurand1987"), PasswordRefusal::OwnWords);
        assert_eq!(judged("MENUISERIE-2026!"), PasswordRefusal::OwnWords);
    }

    #[test]
    fn an_own_word_within_a_good_password_is_no_harm() {
        assert!(NewPassword::judge("durand correct horse battery staple", &OWN).is_ok());
    }

    #[test]
    fn secrets_do_not_print() {
        let password = NewPassword::judge("correct horse battery staple", &[]).unwrap();
        assert_eq!(format!("{password:?} {:?}", PasswordHash("x".into())), "NewPassword(…) PasswordHash(…)");
    }
}
