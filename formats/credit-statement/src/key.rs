//! The publisher's key: one half signs, the other is known to everybody.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

/// What is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A public key is 32 bytes in Base64.
    #[error("a public key is 32 bytes in Base64")]
    Public,
    /// The seed is refused.
    #[error("the signing key is not accepted")]
    Seed,
}

/// The half of a key that verifies (Ed25519, RFC 8032). Its text is Base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// The key with these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> PublicKey {
        PublicKey(bytes)
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether `signature`, in Base64, is one of `message` by this key.
    pub(crate) fn verifies(&self, message: &[u8], signature: &str) -> bool {
        let Ok(signature) = BASE64.decode(signature.as_bytes()) else { return false };
        UnparsedPublicKey::new(&ED25519, &self.0).verify(message, &signature).is_ok()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64.encode(&self.0))
    }
}

impl FromStr for PublicKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<PublicKey, KeyError> {
        let bytes = BASE64.decode(text.as_bytes()).map_err(|_| KeyError::Public)?;
        bytes.try_into().map(PublicKey).map_err(|_| KeyError::Public)
    }
}

/// The half of a key that signs. It does not show itself.
pub struct SigningKey(Ed25519KeyPair);

impl SigningKey {
    /// The key of a secret seed of 32 random bytes (RFC 8032, 5.1.5).
    ///
    /// # Errors
    /// The seed is not accepted.
    pub fn from_seed(seed: &[u8; 32]) -> Result<SigningKey, KeyError> {
        Ed25519KeyPair::from_seed_unchecked(seed).map(SigningKey).map_err(|_| KeyError::Seed)
    }

    /// The other half.
    pub fn public(&self) -> PublicKey {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(self.0.public_key().as_ref());
        PublicKey(bytes)
    }

    /// A signature in Base64.
    pub(crate) fn sign(&self, message: &[u8]) -> String {
        BASE64.encode(self.0.sign(message).as_ref())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public())
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    /// RFC 8032, 7.1, test 2.
    #[test]
    fn signatures_are_those_of_the_rfc() {
        let seed = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
        let public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
        let signature = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
        let key = SigningKey::from_seed(&HEXLOWER.decode(seed.as_bytes()).unwrap().try_into().unwrap()).unwrap();
        assert_eq!(HEXLOWER.encode(key.public().as_bytes()), public);
        let signed = key.sign(&[0x72]);
        assert_eq!(HEXLOWER.encode(&BASE64.decode(signed.as_bytes()).unwrap()), signature);
        assert!(key.public().verifies(&[0x72], &signed));
        assert!(!key.public().verifies(&[0x73], &signed));
    }

    #[test]
    fn keys_survive_their_text() {
        let key = SigningKey::from_seed(&[7; 32]).unwrap().public();
        assert_eq!(key.to_string().parse(), Ok(key));
        for bad in ["", "x", "AAAA", &format!("{key} ")] {
            assert_eq!(bad.parse::<PublicKey>(), Err(KeyError::Public), "{bad}");
        }
    }
}
