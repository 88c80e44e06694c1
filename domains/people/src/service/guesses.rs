//! Attempts at the secrets of other domains, counted as those at passwords are: before anybody looks whether they are right.

use kit_core::{Context, KeyRing};
use kit_db::{DbError, Failed, Tx};

use super::attempts::{self, Bucket};
use crate::model::TryAgain;
use crate::store;

/// So many wrong attempts at one secret are let through in a day, wherever they come from. One place alone gets 34 of them, so
/// it takes thirty places to use them up; and three thousand years for a chance of one in a million at 50 bits.
const OF_DAY: i64 = 1_000;

/// Attempts at one secret from one place, and from anywhere.
#[derive(Debug, Clone)]
pub struct Guesses {
    here: Bucket,
    anywhere: Bucket,
}

impl Guesses {
    /// Attempts at the secret `what` of `whom`, from the place `from`, which is a network as bytes. A new secret under another
    /// `whom` begins anew.
    pub fn at(keys: &KeyRing, what: &'static str, whom: &[u8], from: &[u8]) -> Guesses {
        let bucket = |place: &[u8]| keys.mac(&[b"people-guesses", what.as_bytes(), whom, place]);
        Guesses { here: bucket(from), anywhere: bucket(&[]) }
    }

    /// Counts an attempt; also one at the secret of nobody.
    ///
    /// # Errors
    /// [`TryAgain`]: the attempt is not to be looked at.
    pub fn take(&self, tx: &mut Tx<'_>, ctx: &Context) -> Result<(), Failed<TryAgain>> {
        // The total is locked first, always, so that two attempts never wait for each other.
        let total = store::attempts::locked(tx, &self.anywhere, ctx.now)?;
        let total = total.take_of(OF_DAY, ctx.now).map_err(Failed::Refused)?;
        attempts::take(tx, ctx, &self.here)?;
        Ok(store::attempts::set(tx, &self.anywhere, &total)?)
    }

    /// The attempt that [`Guesses::take`] has just counted in this transaction was right: those of its place are forgotten, and
    /// it is none of the day's.
    ///
    /// # Errors
    /// The database refuses.
    pub fn right(&self, tx: &mut Tx<'_>, ctx: &Context) -> Result<(), DbError> {
        attempts::forget(tx, &self.here)?;
        let mut total = store::attempts::locked(tx, &self.anywhere, ctx.now)?;
        total.taken = total.taken.saturating_sub(1).max(0);
        store::attempts::set(tx, &self.anywhere, &total)
    }
}
