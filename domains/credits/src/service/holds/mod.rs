//! Setting credits aside: holds for a feature, leases for a machine, each made once and ended once.

mod end;
mod make;

use kit_core::AccountId;
use kit_db::{DbError, Failed, Read};
use thiserror::Error;

use super::usage::UsageRefusal;
use crate::model::{Hold, HoldId, HoldKind, HoldSight, HoldState, HowMuchError, MovementError};
use crate::store;

pub use end::{capture, release, settle};
pub use make::{make_hold, make_lease};

/// Why a hold is not made, or does not end as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum HoldRefusal {
    /// As a use would be refused.
    #[error(transparent)]
    Use(#[from] UsageRefusal),
    /// There is no such hold, or not for these eyes.
    #[error("there is no such hold")]
    NoSuchHold,
    /// It has ended already, in this way.
    #[error("it is {} already", .0.code())]
    Ended(HoldState),
    /// As many holds of the account are open as there may be.
    #[error("too many holds are open")]
    TooMany,
    /// More than it holds.
    #[error("it holds less")]
    Exceeded,
    /// The amount is not that of whole uses at the price that holds.
    #[error("the amount is not that of whole uses")]
    NotWholeUses,
    /// Only keys that may charge name amounts past the tariff.
    #[error("the key may not name an amount")]
    MayNotCharge,
}

impl From<MovementError> for HoldRefusal {
    fn from(error: MovementError) -> HoldRefusal {
        match error {
            MovementError::TooManyHolds => HoldRefusal::TooMany,
            MovementError::NoSuchHold => HoldRefusal::Exceeded,
            other => HoldRefusal::Use(other.into()),
        }
    }
}

impl From<HowMuchError> for HoldRefusal {
    fn from(error: HowMuchError) -> HoldRefusal {
        match error {
            HowMuchError::NotWholeUses => HoldRefusal::NotWholeUses,
            HowMuchError::TooMuch => HoldRefusal::Use(UsageRefusal::TooMuch),
            HowMuchError::MayNotCharge => HoldRefusal::MayNotCharge,
        }
    }
}

/// Says no for this reason.
fn no(reason: impl Into<HoldRefusal>) -> Failed<HoldRefusal> {
    Failed::Refused(reason.into())
}

/// A hold or lease of the account; none when there is no such one, or not for these eyes.
///
/// # Errors
/// The database cannot be read.
pub fn hold(
    read: &mut Read<'_>,
    account: AccountId,
    sight: HoldSight,
    kind: HoldKind,
    id: HoldId,
) -> Result<Option<Hold>, DbError> {
    let found = store::holds::hold(read, account, id)?;
    Ok(found.filter(|hold| hold.kind == kind && sight.sees(hold)))
}
