//! The secrets of second factors, sealed with a key of the installation: a stolen database alone opens nothing.

use kit_core::{Context, KeyRing, PersonId};
use kit_db::DbError;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::error::Unspecified;

use crate::model::TotpSecret;

/// Seals a secret for a person: a random nonce, then ChaCha20-Poly1305 (RFC 8439) bound to the person's id.
pub(crate) fn seal(ctx: &Context, person: PersonId, secret: &TotpSecret) -> Result<Vec<u8>, DbError> {
    let nonce: [u8; NONCE_LEN] = ctx.random.bytes();
    let mut sealed = secret.bytes().to_vec();
    key(&ctx.keys)
        .and_then(|key| {
            key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), bound_to(person), &mut sealed)
        })
        .map_err(|_| DbError::fault("a secret could not be sealed"))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Opens what [`seal`] made; an error when it was made with another key, for another person, or is damaged.
pub(crate) fn open(keys: &KeyRing, person: PersonId, sealed: &[u8]) -> Result<TotpSecret, DbError> {
    opened(keys, person, sealed).ok_or_else(|| DbError::fault("the secret of a second factor cannot be opened"))
}

fn opened(keys: &KeyRing, person: PersonId, sealed: &[u8]) -> Option<TotpSecret> {
    let (nonce, body) = sealed.split_at_checked(NONCE_LEN)?;
    let mut body = body.to_vec();
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let secret = key(keys).ok()?.open_in_place(nonce, bound_to(person), &mut body).ok()?;
    <[u8; 20]>::try_from(&*secret).ok().map(TotpSecret::from_bytes)
}

fn key(keys: &KeyRing) -> Result<LessSafeKey, Unspecified> {
    UnboundKey::new(&CHACHA20_POLY1305, &keys.derive("people-second-factor")).map(LessSafeKey::new)
}

fn bound_to(person: PersonId) -> Aad<[u8; 8]> {
    Aad::from(person.0.to_be_bytes())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;
    use kit_core::{Author, Random};

    use super::*;

    #[test]
    fn a_sealed_secret_opens_for_its_person_and_key_only() {
        let keys = Arc::new(KeyRing::new([7; 32]));
        let random = Random::seeded(1);
        let ctx = Context { now: Timestamp::UNIX_EPOCH, author: Author::Visitor, random, keys: keys.clone() };
        let secret = TotpSecret::random(&ctx.random);
        let person = PersonId::from_raw(5);
        let sealed = seal(&ctx, person, &secret).unwrap();
        assert!(open(&keys, person, &sealed).unwrap() == secret);
        assert_ne!(seal(&ctx, person, &secret).unwrap(), sealed, "each has its nonce");
        assert!(open(&keys, PersonId::from_raw(6), &sealed).is_err());
        assert!(open(&KeyRing::new([8; 32]), person, &sealed).is_err());
        assert!(open(&keys, person, &sealed[..10]).is_err());
        let mut damaged = sealed.clone();
        damaged[20] ^= 1;
        assert!(open(&keys, person, &damaged).is_err());
    }
}
