//! The PIN of a designated caller.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, KeyRing, PersonId, Random};

/// So many wrong attempts within a day lock a PIN.
pub const MOST_WRONG: i64 = 5;

/// How long wrong attempts are counted, from the first of them on: a day.
pub const COUNTED_FOR: SignedDuration = SignedDuration::from_hours(24);

/// For how long a PIN locks. After it, each further wrong attempt of the same day locks it for as long again.
pub const LOCKED_FOR: SignedDuration = SignedDuration::from_hours(1);

/// For how long a right PIN counts for the call that the same agent begins after it.
pub const CHECK_HOLDS: SignedDuration = SignedDuration::from_mins(15);

/// How many digits a PIN has.
pub const DIGITS: usize = 6;

/// Six digits that the caller tells the agent. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin([u8; DIGITS]);

impl Pin {
    /// A PIN that nobody can know.
    pub fn random(random: &Random) -> Pin {
        let mut rest = random.below(1_000_000);
        let mut digits = [b'0'; DIGITS];
        for digit in digits.iter_mut().rev() {
            *digit += u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        Pin(digits)
    }

    /// Reads a PIN as agents type what they hear: with blanks, points or hyphens between the digits.
    pub fn parse(typed: &str) -> Option<Pin> {
        let digits: Vec<u8> = typed
            .chars()
            .take(40)
            .filter(|c| !matches!(c, ' ' | '.' | '-' | '\u{a0}' | '\u{202f}'))
            .map(|c| u8::try_from(c).unwrap_or(0))
            .collect();
        let digits: [u8; DIGITS] = digits.try_into().ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(Pin(digits))
    }

    /// As it is shown, once: in pairs.
    pub fn reveal(&self) -> String {
        let pairs: Vec<&str> = self.0.chunks(2).filter_map(|pair| std::str::from_utf8(pair).ok()).collect();
        pairs.join(" ")
    }

    /// What is stored of it: bound to the caller, and worthless without the installation's key.
    pub fn hash(&self, keys: &KeyRing, account: AccountId, person: PersonId) -> [u8; 32] {
        keys.mac(&[b"calls-pin", &account.0.to_be_bytes(), &person.0.to_be_bytes(), &self.0])
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(…)")
    }
}

/// How the check of a PIN ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinCheck {
    /// It is the caller's.
    Right,
    /// It is not; so many attempts are left.
    Wrong {
        /// Attempts before it locks.
        left: i64,
    },
    /// Too many wrong ones: it is not looked at before then, unless the caller takes a new one.
    Locked {
        /// When the lock ends.
        until: Timestamp,
    },
    /// The caller has not taken one yet.
    None,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_read_as_it_is_heard() {
        for typed in ["042137", "04 21 37", "042-137", "04.21.37 ", "042\u{a0}137"] {
            assert_eq!(Pin::parse(typed).map(|pin| pin.reveal()).as_deref(), Some("04 21 37"), "{typed}");
        }
        for typed in ["", "42137", "0421370", "04213x", "०४२१३७", "04+137"] {
            assert_eq!(Pin::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_pin_is_random_and_hides_in_logs() {
        let random = Random::seeded(7);
        let pins: std::collections::BTreeSet<String> = (0..50).map(|_| Pin::random(&random).reveal()).collect();
        assert!(pins.len() > 45 && pins.iter().all(|pin| pin.len() == 8), "{pins:?}");
        assert_eq!(format!("{:?}", Pin::random(&random)), "Pin(…)");
    }

    #[test]
    fn a_hash_is_of_one_caller_and_one_installation() {
        let (keys, other) = (KeyRing::new([1; 32]), KeyRing::new([2; 32]));
        let pin = Pin::parse("123456").unwrap();
        let (account, person) = (AccountId(1042), PersonId::from_raw(5));
        let hash = pin.hash(&keys, account, person);
        assert_eq!(hash, pin.hash(&keys, account, person));
        assert_ne!(hash, pin.hash(&other, account, person));
        assert_ne!(hash, pin.hash(&keys, AccountId(1043), person));
        assert_ne!(hash, pin.hash(&keys, account, PersonId::from_raw(6)));
        assert_ne!(hash, Pin::parse("123457").unwrap().hash(&keys, account, person));
    }
}
