//! The second factor: codes that an application shows (TOTP, RFC 6238), and recovery codes for when it is lost.

use std::fmt;

use data_encoding::BASE32_NOPAD;
use jiff::Timestamp;
use kit_core::{KeyRing, PersonId, Random};
use totp_rs::{Algorithm, Builder, Totp};

/// Seconds that a code is valid (RFC 6238, 5.2).
const STEP: u64 = 30;
/// Steps before and after the present one that are taken too: clocks differ.
const SKEW: u16 = 1;

/// The secret that the program shares with the person's application: 160 bits (RFC 4226, 4). Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret([u8; 20]);

impl TotpSecret {
    /// A new secret.
    pub fn random(random: &Random) -> TotpSecret {
        TotpSecret(random.bytes())
    }

    pub(crate) fn from_bytes(bytes: [u8; 20]) -> TotpSecret {
        TotpSecret(bytes)
    }

    pub(crate) fn bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// The step whose code this is, if it is one of the three steps around `now`.
    pub fn step_of(&self, code: &str, now: Timestamp) -> Option<i64> {
        let step = self.totp("", "").check(code, seconds(now))?;
        i64::try_from(step).ok()
    }

    /// The code at this moment, as the person's application shows it.
    pub fn code_at(&self, now: Timestamp) -> String {
        self.totp("", "").generate(seconds(now)).to_string()
    }

    /// The secret as typed into an application that cannot see the picture: base 32 in groups of four.
    pub fn typed(&self) -> String {
        let letters = BASE32_NOPAD.encode(&self.0);
        let groups: Vec<String> =
            letters.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
        groups.join(" ")
    }

    /// The address that the picture holds: `otpauth://totp/…`.
    pub fn address(&self, issuer: &str, email: &str) -> Option<String> {
        // A colon would split issuer and login (otpauth's own syntax).
        self.totp(&issuer.replace(':', " "), email).to_url().ok()
    }

    fn totp(&self, issuer: &str, email: &str) -> Totp {
        let issuer = (!issuer.is_empty()).then(|| issuer.to_owned());
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(SKEW)
            .with_step_duration(STEP)
            .with_secret(self.0.to_vec())
            .with_account_name(email.to_owned())
            .with_issuer(issuer)
            .build_noncompliant()
    }
}

fn seconds(now: Timestamp) -> u64 {
    u64::try_from(now.as_second()).unwrap_or(0)
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

/// A code that replaces the application once: 50 bits, shown once as `k7m2q-9xw4t`. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// How many a person gets.
    pub const COUNT: usize = 10;

    /// A new code.
    pub fn random(random: &Random) -> RecoveryCode {
        RecoveryCode(random.bytes::<10>().iter().map(|byte| symbol(*byte)).collect())
    }

    /// The text shown once.
    pub fn reveal(&self) -> String {
        let (left, right) = self.0.split_at(5);
        format!("{left}-{right}")
    }

    /// What is kept: a keyed hash, so that a stolen database alone does not let anybody search for codes.
    pub fn hash(&self, keys: &KeyRing, person: PersonId) -> [u8; 32] {
        keys.mac(&[b"people-recovery-code", &person.0.to_be_bytes(), self.0.as_bytes()])
    }
}

/// Crockford's base 32: no letter that looks like a digit.
const SYMBOLS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

fn symbol(byte: u8) -> char {
    char::from(SYMBOLS[usize::from(byte & 31)])
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

/// What somebody typed where a second factor is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypedCode {
    /// Six digits from the application.
    Totp(String),
    /// A recovery code.
    Recovery(RecoveryCode),
}

impl TypedCode {
    /// Reads a code as people type it: with spaces, hyphens, capitals, `O` for zero. None when it can be neither.
    pub fn parse(typed: &str) -> Option<TypedCode> {
        let compact: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .take(20)
            .map(|c| match c.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                other => other,
            })
            .collect();
        if compact.len() == 6 && compact.bytes().all(|b| b.is_ascii_digit()) {
            return Some(TypedCode::Totp(compact));
        }
        let is_recovery = compact.len() == 10 && compact.bytes().all(|b| SYMBOLS.contains(&b));
        is_recovery.then_some(TypedCode::Recovery(RecoveryCode(compact)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// RFC 6238, appendix B: the last six digits for SHA-1.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = TotpSecret::from_bytes(*b"12345678901234567890");
        for (second, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(secret.code_at(at(second)), code);
            assert_eq!(secret.step_of(code, at(second)), Some(second / 30));
        }
    }

    #[test]
    fn a_code_lives_about_a_minute_and_a_half() {
        let secret = TotpSecret::from_bytes([9; 20]);
        let now = at(1_793_610_000);
        let code = secret.code_at(now);
        let step = 1_793_610_000 / 30;
        for (later, expected) in [(-30, Some(step)), (59, Some(step)), (60, None), (-31, None)] {
            assert_eq!(secret.step_of(&code, at(1_793_610_000 + later)), expected, "{later} s later");
        }
        for bad in ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦"] {
            assert_eq!(secret.step_of(bad, now), None, "{bad}");
        }
    }

    #[test]
    fn the_address_names_publisher_and_login() {
        let secret = TotpSecret::from_bytes([9; 20]);
        let address = secret.address("Atelier: Logiciel", "a@b.fr").unwrap();
        assert!(address.starts_with("otpauth://totp/Atelier"), "{address}");
        assert!(address.contains(&secret.typed().replace(' ', "")), "{address}");
        assert_eq!(secret.typed().split(' ').count(), 8);
    }

    #[test]
    fn recovery_codes_are_read_as_people_type_them() {
        let code = RecoveryCode::random(&Random::seeded(3));
        let shown = code.reveal();
        assert_eq!(shown.len(), 11);
        for typed in [shown.clone(), shown.to_uppercase(), shown.replace('-', " "), format!(" {shown} ")] {
            assert_eq!(TypedCode::parse(&typed), Some(TypedCode::Recovery(code.clone())), "{typed}");
        }
        assert_eq!(TypedCode::parse("123 456"), Some(TypedCode::Totp("123456".into())));
        for bad in ["", "12345", "k7m2q-9xw4", "k7m2q-9xw4t-", "k7m2q-9xw4u", "é"] {
            assert!(!matches!(TypedCode::parse(bad), Some(TypedCode::Totp(_))), "{bad}");
        }
        assert_eq!(TypedCode::parse("k7m2q-9xw4u"), None);
    }

    #[test]
    fn a_recovery_code_is_its_owners() {
        let (keys, code) = (KeyRing::new([7; 32]), RecoveryCode::random(&Random::seeded(3)));
        let hash = |keys: &KeyRing, person| code.hash(keys, PersonId::from_raw(person));
        assert_ne!(hash(&keys, 1), hash(&keys, 2));
        assert_ne!(hash(&keys, 1), hash(&KeyRing::new([8; 32]), 1));
    }
}
