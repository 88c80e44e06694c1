//! Using a feature: once per request, never below zero, never twice.

use accounts::service::members::member_by_email;
use kit_core::{AccountId, Context, Credits, PersonId, Text};
use kit_db::{Failed, Tx, refuse};
use kit_web::AccountState;
use thiserror::Error;

use super::ledger::{Held, Line};
use crate::model::{Balance, Charge, Kind, Movement, MovementError, Receipt, Usage, UsedBy};
use crate::store;

/// Why a use is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UsageRefusal {
    /// The wallet holds less than the use costs.
    #[error("{missing} credits are missing")]
    Short {
        /// What is there.
        available: Balance,
        /// What more is needed.
        missing: Credits,
    },
    /// The tariff has no price for the feature at this moment.
    #[error("the tariff has no price for this feature")]
    UnknownFeature,
    /// The address belongs to no member of the account, or not to the one that the key stands for.
    #[error("this is no member of the account")]
    NotAMember,
    /// The idempotency key came before with another body.
    #[error("the idempotency key was used for something else")]
    KeyReused,
    /// The account can read and export, not spend.
    #[error("the account is suspended")]
    Suspended,
    /// Quantity times price is more than a wallet can hold.
    #[error("the cost is out of range")]
    TooMuch,
}

impl From<MovementError> for UsageRefusal {
    fn from(error: MovementError) -> UsageRefusal {
        match error {
            MovementError::Short { available, missing } => UsageRefusal::Short { available, missing },
            MovementError::TooMuch | MovementError::NotPositive | MovementError::NoSuchLot => UsageRefusal::TooMuch,
        }
    }
}

impl From<UsageRefusal> for Text {
    fn from(refusal: UsageRefusal) -> Text {
        match refusal {
            UsageRefusal::Short { missing, .. } => Text::new("credits-refused-short").with("missing", missing),
            UsageRefusal::UnknownFeature => Text::new("credits-refused-unknown-feature"),
            UsageRefusal::NotAMember => Text::new("credits-refused-not-a-member"),
            UsageRefusal::KeyReused => Text::new("credits-refused-key-reused"),
            UsageRefusal::Suspended => Text::new("credits-refused-suspended"),
            UsageRefusal::TooMuch => Text::new("credits-refused-too-much"),
        }
    }
}

/// Uses a feature, or answers again what the same request was answered before, whatever happened since. The wallet is
/// held before the request is looked up, so that two equal requests at the same time are one use.
///
/// # Errors
/// See [`UsageRefusal`]; a refused use leaves no trace and may be tried again with the same key.
pub fn spend(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    state: AccountState,
    usage: &Usage,
) -> Result<Receipt, Failed<UsageRefusal>> {
    let held = Held::take(tx, account)?;
    if let Some(operation) = store::operations::by_key(tx, account, usage.idempotency.key)? {
        if operation.fingerprint != Some(usage.idempotency.body) {
            return refuse(UsageRefusal::KeyReused);
        }
        return Ok(Receipt { operation, replayed: true });
    }
    if state != AccountState::Active {
        return refuse(UsageRefusal::Suspended);
    }
    let member = member(tx, account, &usage.used_by)?;
    let (cost, unit_price) = cost(tx, ctx, &held, usage)?;
    let line = Line {
        feature: Some(usage.feature.to_string()),
        quantity: Some(usage.quantity.get()),
        unit_price,
        reference: usage.reference.as_ref().map(ToString::to_string),
        member,
        idempotency: Some(usage.idempotency.key),
        fingerprint: Some(usage.idempotency.body),
        ..Line::default()
    };
    let booked = held.book(tx, ctx, Kind::Usage, Movement::Take(cost), line);
    let operation = booked.map_err(|failed| failed.map(UsageRefusal::from))?;
    Ok(Receipt { operation, replayed: false })
}

/// What the use costs in all, and what one costs if the tariff says so.
fn cost(
    tx: &mut Tx<'_>,
    ctx: &Context,
    held: &Held,
    usage: &Usage,
) -> Result<(Credits, Option<Credits>), Failed<UsageRefusal>> {
    match usage.charge {
        Charge::Amount(amount) => Ok((amount, None)),
        Charge::Tariff => {
            let Some(price) = store::prices::price_at(tx, usage.feature.as_str(), held.moment(ctx))? else {
                return refuse(UsageRefusal::UnknownFeature);
            };
            let cost = price.times(usage.quantity.get()).map_err(|_| Failed::Refused(UsageRefusal::TooMuch))?;
            Ok((cost, Some(price)))
        }
    }
}

fn member(tx: &mut Tx<'_>, account: AccountId, used_by: &UsedBy) -> Result<Option<PersonId>, Failed<UsageRefusal>> {
    let named = match used_by {
        UsedBy::Nobody => return Ok(None),
        UsedBy::Bearer(person, None) => return Ok(Some(*person)),
        UsedBy::Member(address) | UsedBy::Bearer(_, Some(address)) => member_by_email(tx, account, address)?,
    };
    match (used_by, named) {
        (UsedBy::Bearer(person, _), Some(named)) if named != *person => refuse(UsageRefusal::NotAMember),
        (_, Some(named)) => Ok(Some(named)),
        (_, None) => refuse(UsageRefusal::NotAMember),
    }
}
