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
    /// A code of the second factor, whatever the browser: bounds all buckets of a person together.
    AnySecondFactor,
    /// The password chosen at a sign-up, before the address is somebody's login.
    Chosen,
}

impl Secret {
    const fn code(self) -> &'static [u8] {
        match self {
            Secret::SignIn => b"sign-in",
            Secret::OwnPassword => b"own-password",
            Secret::SecondFactor => b"second-factor",
            Secret::AnySecondFactor => b"any-second-factor",
            Secret::Chosen => b"chosen",
        }
    }
}

/// The bucket of attempts at the secret of an address: at a sign-in from a browser that nobody knows, or at what was chosen
/// for it before it is a login.
pub(crate) fn of_address(keys: &KeyRing, secret: Secret, email: &Email) -> Bucket {
    keys.mac(&[b"people-attempts", secret.code(), email.as_str().as_bytes()])
}

/// The bucket of attempts at a person's secret; a browser that this person has signed in with before has its own, so that
/// whoever tries elsewhere cannot shut the owner out.
pub(crate) fn of_person(keys: &KeyRing, secret: Secret, person: PersonId, browser: Option<&KnownBrowser>) -> Bucket {
    let browser = browser.map_or(&[][..], |browser| &browser.mark);
    keys.mac(&[b"people-attempts", secret.code(), &person.0.to_be_bytes(), browser])
}

/// The bucket of attempts at the secret of an address at a place that is not the door: each place has its own.
pub(crate) fn at_place(keys: &KeyRing, place: &[&[u8]], email: &Email) -> Bucket {
    let parts: Vec<&[u8]> = [&b"people-attempts"[..], b"at-place", email.as_str().as_bytes()]
        .into_iter()
        .chain(place.iter().copied())
        .collect();
    keys.mac(&parts)
}

/// Counts an attempt.
pub(crate) fn take(tx: &mut Tx<'_>, ctx: &Context, bucket: &Bucket) -> Result<(), Failed<TryAgain>> {
    let so_far = store::attempts::locked(tx, bucket, ctx.now)?;
    match so_far.take(ctx.now) {
        Ok(counted) => Ok(store::attempts::set(tx, bucket, &counted)?),
        Err(later) => refuse(later),
    }
}

/// Counts an attempt at a code of a person's second factor: on the bucket of the browser if it has passed it before, else on
/// the one that all others share, and on the day's total of the person.
pub(crate) fn take_second_factor(
    tx: &mut Tx<'_>,
    ctx: &Context,
    person: PersonId,
    browser: Option<&KnownBrowser>,
) -> Result<Bucket, Failed<TryAgain>> {
    let passed = browser.filter(|browser| browser.passed);
    let bucket = of_person(&ctx.keys, Secret::SecondFactor, person, passed);
    // The total is locked first, always, so that two attempts of a person never wait for each other.
    let any = of_person(&ctx.keys, Secret::AnySecondFactor, person, None);
    let total = store::attempts::locked(tx, &any, ctx.now)?.take_of_day(ctx.now).map_err(Failed::Refused)?;
    take(tx, ctx, &bucket)?;
    store::attempts::set(tx, &any, &total)?;
    Ok(bucket)
}

/// The attempt was right: forgets those of its bucket.
pub(crate) fn forget(tx: &mut Tx<'_>, bucket: &Bucket) -> Result<(), DbError> {
    store::attempts::forget(tx, bucket)
}

/// The mark of a browser with which a person has signed in before; it opens nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownBrowser {
    mark: [u8; 16],
    /// Whether it was given after the second factor: a mailbox alone gives none of these, so it buys no guesses at codes.
    passed: bool,
}

impl KnownBrowser {
    /// A mark for a browser without one; `passed` when the second factor was just passed in it.
    pub(crate) fn new(ctx: &Context, passed: bool) -> KnownBrowser {
        KnownBrowser { mark: ctx.random.bytes(), passed }
    }

    /// The text of the cookie: the mark, and a proof that it was given for this person.
    pub(crate) fn reveal(&self, keys: &KeyRing, person: PersonId) -> String {
        format!("{}{}", HEXLOWER.encode(&self.mark), HEXLOWER.encode(&self.proof(keys, person)))
    }

    /// Reads the cookie; none when it was not given for this person.
    pub(crate) fn read(keys: &KeyRing, person: PersonId, cookie: &str) -> Option<KnownBrowser> {
        let bytes: [u8; 48] = HEXLOWER.decode(cookie.as_bytes()).ok()?.try_into().ok()?;
        let (mark, proof) = bytes.split_at(16);
        let mark = mark.try_into().ok()?;
        [true, false]
            .map(|passed| KnownBrowser { mark, passed })
            .into_iter()
            .find(|browser| bool::from(browser.proof(keys, person).ct_eq(proof)))
    }

    fn proof(&self, keys: &KeyRing, person: PersonId) -> [u8; 32] {
        let purpose: &[u8] = if self.passed { b"people-passed-browser" } else { b"people-known-browser" };
        keys.mac(&[purpose, &person.0.to_be_bytes(), &self.mark])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_browser_is_known_to_its_person_only() {
        let keys = KeyRing::new([7; 32]);
        let (one, other) = (PersonId::from_raw(1), PersonId::from_raw(2));
        let passed = KnownBrowser { mark: [9; 16], passed: true };
        assert_eq!(KnownBrowser::read(&keys, one, &passed.reveal(&keys, one)), Some(passed));
        let browser = KnownBrowser { mark: [9; 16], passed: false };
        let cookie = browser.reveal(&keys, one);
        assert_eq!(KnownBrowser::read(&keys, one, &cookie), Some(browser), "nothing makes it one that passed");
        assert_eq!(KnownBrowser::read(&keys, other, &cookie), None);
        assert_eq!(KnownBrowser::read(&KeyRing::new([8; 32]), one, &cookie), None);
        for forged in ["", "zz", &cookie[2..], &format!("00{}", &cookie[2..])] {
            assert_eq!(KnownBrowser::read(&keys, one, forged), None, "{forged}");
        }
    }
}
