//! Secrets that the program has to know again, sealed: a stolen database alone opens nothing.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::error::Unspecified;

use crate::{KeyRing, Random};

impl KeyRing {
    /// Seals a secret for one use, named by `label`, and for whatever it is `bound_to`: a random nonce, then
    /// ChaCha20-Poly1305 (RFC 8439). None where the cipher refuses, which it does for secrets of 256 GiB only.
    pub fn seal(&self, random: &Random, label: &str, bound_to: &[u8], secret: &[u8]) -> Option<Vec<u8>> {
        let nonce: [u8; NONCE_LEN] = random.bytes();
        let mut sealed = secret.to_vec();
        let key = self.sealing(label).ok()?;
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(bound_to), &mut sealed).ok()?;
        Some([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`KeyRing::seal`] made; none when it was made with another key, for another use, bound to something else,
    /// or is damaged.
    pub fn unseal(&self, label: &str, bound_to: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, body) = sealed.split_at_checked(NONCE_LEN)?;
        let mut body = body.to_vec();
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let secret = self.sealing(label).ok()?.open_in_place(nonce, Aad::from(bound_to), &mut body).ok()?;
        Some(secret.to_vec())
    }

    fn sealing(&self, label: &str) -> Result<LessSafeKey, Unspecified> {
        UnboundKey::new(&CHACHA20_POLY1305, &self.derive(label)).map(LessSafeKey::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_secret_opens_for_its_use_and_key_only() {
        let (keys, random) = (KeyRing::new([7; 32]), Random::seeded(1));
        let sealed = keys.seal(&random, "use", b"5", b"hush").unwrap();
        assert_eq!(keys.unseal("use", b"5", &sealed).as_deref(), Some(b"hush".as_slice()));
        assert_ne!(keys.seal(&random, "use", b"5", b"hush").unwrap(), sealed, "each has its nonce");
        assert_eq!(keys.unseal("other", b"5", &sealed), None);
        assert_eq!(keys.unseal("use", b"6", &sealed), None);
        assert_eq!(KeyRing::new([8; 32]).unseal("use", b"5", &sealed), None);
        assert_eq!(keys.unseal("use", b"5", &sealed[..10]), None);
        let mut damaged = sealed.clone();
        damaged[13] ^= 1;
        assert_eq!(keys.unseal("use", b"5", &damaged), None);
    }
}
