//! The secrets of second factors, sealed with a key of the installation: a stolen database alone opens nothing.

use kit_core::{Context, KeyRing, PersonId};
use kit_db::DbError;

use crate::model::TotpSecret;

/// What the key is derived for.
const LABEL: &str = "people-second-factor";

/// Seals a secret for a person: it is bound to the person's id.
pub(crate) fn seal(ctx: &Context, person: PersonId, secret: &TotpSecret) -> Result<Vec<u8>, DbError> {
    let sealed = ctx.keys.seal(&ctx.random, LABEL, &person.0.to_be_bytes(), secret.bytes());
    sealed.ok_or_else(|| DbError::fault("a secret could not be sealed"))
}

/// Opens what [`seal`] made; an error when it was made with another key, for another person, or is damaged.
pub(crate) fn open(keys: &KeyRing, person: PersonId, sealed: &[u8]) -> Result<TotpSecret, DbError> {
    let secret = keys.unseal(LABEL, &person.0.to_be_bytes(), sealed);
    let bytes: Option<[u8; 20]> = secret.and_then(|secret| secret.try_into().ok());
    let opened = bytes.map(TotpSecret::from_bytes);
    opened.ok_or_else(|| DbError::fault("the secret of a second factor cannot be opened"))
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
        assert!(open(&keys, PersonId::from_raw(6), &sealed).is_err());
        assert!(open(&KeyRing::new([8; 32]), person, &sealed).is_err());
    }
}
