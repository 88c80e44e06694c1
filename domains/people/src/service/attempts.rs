//! Counting attempts, before anybody looks whether they are right.

use data_encoding::HEXLOWER;
use kit_core::{Context, KeyRing, PersonId};
use kit_db::{DbError, Failed, Tx, refuse};
use kit_mail::Email;
use subtle::ConstantTimeEq;

use crate::model::TryAgain;
use crate::store;

/// What attempts are counted on: a keyed hash, because an address that nobody has is counted too and is nobody's business.
pub(crate) type Bucket = [u8; 32];

/// Which secret is tried.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Secret {
    /// The password, at sign-in.
    SignIn,
    /// The password of somebody who is signed in, before something that matters.
    OwnPassword,
    /// A code of the second factor.
    SecondFactor,
}

impl Secret {
    const fn code(self) -> &'static [u8] {
        match self {
            Secret::SignIn => b"sign-in",
            Secret::OwnPassword => b"own-password",
            Secret::SecondFactor => b"second-factor",
        }
    }
}

/// The bucket of attempts at a sign-in with this address from a browser that nobody knows.
pub(crate) fn of_address(keys: &KeyRing, email: &Email) -> Bucket {
    keys.mac(&[b"people-attempts", Secret::SignIn.code(), email.as_str().as_bytes()])
}

/// The bucket of attempts at a person's secret; a browser that this person has signed in with before has its own, so that
/// whoever tries elsewhere cannot shut the owner out.
pub(crate) fn of_person(keys: &KeyRing, secret: Secret, person: PersonId, browser: Option<&KnownBrowser>) -> Bucket {
    let browser = browser.map_or(&[][..], |browser| &browser.0);
    keys.mac(&[b"people-attempts", secret.code(), &person.0.to_be_bytes(), browser])
}

/// Counts an attempt.
pub(crate) fn take(tx: &mut Tx<'_>, ctx: &Context, bucket: &Bucket) -> Result<(), Failed<TryAgain>> {
    let so_far = store::attempts::locked(tx, bucket, ctx.now)?;
    match so_far.take(ctx.now) {
        Ok(counted) => Ok(store::attempts::set(tx, bucket, &counted)?),
        Err(later) => refuse(later),
    }
}

/// The attempt was right: forgets those of its bucket.
pub(crate) fn forget(tx: &mut Tx<'_>, bucket: &Bucket) -> Result<(), DbError> {
    store::attempts::forget(tx, bucket)
}

/// The mark of a browser with which a person has signed in before; it opens nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownBrowser([u8; 16]);

impl KnownBrowser {
    /// A mark for a browser without one.
    pub(crate) fn new(ctx: &Context) -> KnownBrowser {
        KnownBrowser(ctx.random.bytes())
    }

    /// The text of the cookie: the mark, and a proof that it was given for this person.
    pub(crate) fn reveal(&self, keys: &KeyRing, person: PersonId) -> String {
        format!("{}{}", HEXLOWER.encode(&self.0), HEXLOWER.encode(&self.proof(keys, person)))
    }

    /// Reads the cookie; none when it was not given for this person.
    pub(crate) fn read(keys: &KeyRing, person: PersonId, cookie: &str) -> Option<KnownBrowser> {
        let bytes: [u8; 48] = HEXLOWER.decode(cookie.as_bytes()).ok()?.try_into().ok()?;
        let (mark, proof) = bytes.split_at(16);
        let browser = KnownBrowser(mark.try_into().ok()?);
        bool::from(browser.proof(keys, person).ct_eq(proof)).then_some(browser)
    }

    fn proof(&self, keys: &KeyRing, person: PersonId) -> [u8; 32] {
        keys.mac(&[b"people-known-browser", &person.0.to_be_bytes(), &self.0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_browser_is_known_to_its_person_only() {
        let keys = KeyRing::new([7; 32]);
        let (one, other) = (PersonId::from_raw(1), PersonId::from_raw(2));
        let browser = KnownBrowser([9; 16]);
        let cookie = browser.reveal(&keys, one);
        assert_eq!(KnownBrowser::read(&keys, one, &cookie), Some(browser));
        assert_eq!(KnownBrowser::read(&keys, other, &cookie), None);
        assert_eq!(KnownBrowser::read(&KeyRing::new([8; 32]), one, &cookie), None);
        for forged in ["", "zz", &cookie[2..], &format!("00{}", &cookie[2..])] {
            assert_eq!(KnownBrowser::read(&keys, one, forged), None, "{forged}");
        }
    }
}
