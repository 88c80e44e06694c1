//! Using a feature: once per request, never below zero, never twice.

use std::collections::{HashMap, HashSet};

use accounts::service::members::member_by_email;
use jiff::Timestamp;
use kit_core::{AccountId, Context, Credits, PersonId, Text};
use kit_db::{DbError, Failed, Tx, refuse};
use kit_web::AccountState;
use thiserror::Error;

use super::ledger::{Held, Line, write};
use crate::model::{
    Balance, Block, Charge, Feature, Kind, Movement, MovementError, Operation, Price, PriceState, Receipt, RequestKey,
    Unit, Usage, UsedBy,
};
use crate::store;

/// Why a use is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UsageRefusal {
    /// Less can be used now than the use costs.
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
    /// Nothing of the wallet can be used: staff said so, or it is in debt.
    #[error("spending is blocked")]
    Blocked(Block),
    /// Quantity times price is more than a wallet can hold.
    #[error("the cost is out of range")]
    TooMuch,
}

impl From<MovementError> for UsageRefusal {
    fn from(error: MovementError) -> UsageRefusal {
        match error {
            MovementError::Short { available, missing } => UsageRefusal::Short { available, missing },
            MovementError::TooMuch
            | MovementError::NotPositive
            | MovementError::NoSuchLot
            | MovementError::NoSuchHold
            | MovementError::TooManyHolds => UsageRefusal::TooMuch,
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
            UsageRefusal::Blocked(_) => Text::new("credits-refused-blocked"),
            UsageRefusal::TooMuch => Text::new("credits-refused-too-much"),
        }
    }
}

/// A use of a feature that somebody asks for.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// Who asks, and when.
    pub ctx: &'a Context,
    /// Whose credits burn.
    pub account: AccountId,
    /// Whether the account may spend.
    pub state: AccountState,
    /// What is used.
    pub usage: &'a Usage,
}

/// Uses a feature, or answers again what the same request was answered before, whatever happened since.
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
    let answer = spend_all(tx, &[Asking { ctx, account, state, usage }])?.pop();
    answer.ok_or_else(|| DbError::fault("a use was not answered"))?.map_err(Failed::Refused)
}

/// Uses features, one after the other, in one go; answers each, in their order. The wallets are held before the requests are
/// looked up, so that two equal requests at the same time are one use. What is due in a wallet is booked even if the use is
/// refused.
///
/// # Errors
/// The database refuses: nothing is done.
pub fn spend_all(tx: &mut Tx<'_>, asked: &[Asking<'_>]) -> Result<Vec<Result<Receipt, UsageRefusal>>, DbError> {
    let prices = store::prices::all(tx)?;
    let keys: HashSet<_> = asked.iter().map(|asking| (asking.account, asking.usage.idempotency.key)).collect();
    let keys: Vec<_> = keys.into_iter().collect();
    store::operations::ask_by_keys(tx, &keys)?;
    let mut held = Held::take_all(tx, asked.iter().map(|asking| asking.account).collect(), Unit::Credit)?;
    let mut done = Done::find(tx, &keys)?;
    let mut answers = Vec::with_capacity(asked.len());
    for asking in asked {
        let answer = match held.get_mut(&asking.account) {
            Some(held) => one(tx, asking, held, &mut done, &prices),
            None => Err(DbError::fault("a wallet was not opened").into()),
        };
        answers.push(match answer {
            Ok(receipt) => Ok(receipt),
            Err(Failed::Refused(reason)) => Err(reason),
            Err(Failed::Db(error)) => return Err(error),
        });
    }
    write(tx, held.into_values())?;
    Ok(answers)
}

/// What the keys of requests did before, or a moment ago.
struct Done(HashMap<(AccountId, RequestKey), Operation>);

impl Done {
    fn find(tx: &mut Tx<'_>, keys: &[(AccountId, RequestKey)]) -> Result<Done, DbError> {
        let mut done = Done(HashMap::new());
        for operation in store::operations::by_keys(tx, keys)? {
            done.note(&operation);
        }
        Ok(done)
    }

    fn note(&mut self, operation: &Operation) {
        if let Some(key) = operation.idempotency {
            self.0.insert((operation.account, key), operation.clone());
        }
    }
}

fn one(
    tx: &mut Tx<'_>,
    asking: &Asking<'_>,
    held: &mut Held,
    done: &mut Done,
    prices: &[Price],
) -> Result<Receipt, Failed<UsageRefusal>> {
    let Asking { ctx, account, state, usage } = *asking;
    if let Some(operation) = done.0.get(&(account, usage.idempotency.key)) {
        if operation.fingerprint != Some(usage.idempotency.body) {
            return refuse(UsageRefusal::KeyReused);
        }
        return Ok(Receipt { operation: operation.clone(), replayed: true });
    }
    if state != AccountState::Active {
        return refuse(UsageRefusal::Suspended);
    }
    if let Some(block) = held.wallet().blocked {
        return refuse(UsageRefusal::Blocked(block));
    }
    let member = member(tx, account, &usage.used_by)?;
    let (cost, unit_price) = cost(usage, prices, held.moment(ctx)).map_err(Failed::Refused)?;
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
    let noted = held.note(ctx, Kind::Usage, Movement::Take(cost), line);
    let operation = noted.map_err(|refusal| Failed::Refused(refusal.into()))?;
    done.note(&operation);
    Ok(Receipt { operation, replayed: false })
}

/// What the use costs in all, and what one costs if the tariff says so.
fn cost(usage: &Usage, prices: &[Price], at: Timestamp) -> Result<(Credits, Option<Credits>), UsageRefusal> {
    match usage.charge {
        Charge::Amount(amount) => Ok((amount, None)),
        Charge::Tariff => {
            let price = price_of(&usage.feature, prices, at).ok_or(UsageRefusal::UnknownFeature)?;
            let cost = price.times(usage.quantity.get()).map_err(|_| UsageRefusal::TooMuch)?;
            Ok((cost, Some(price)))
        }
    }
}

/// What one use of a feature costs at this moment.
pub(super) fn price_of(feature: &Feature, prices: &[Price], at: Timestamp) -> Option<Credits> {
    let in_force = |price: &&Price| price.feature == feature.as_str() && price.state(at) == PriceState::InForce;
    prices.iter().find(in_force).map(|price| price.price)
}

/// The member that is meant, who must be one of the account now.
pub(super) fn member(
    tx: &mut Tx<'_>,
    account: AccountId,
    used_by: &UsedBy,
) -> Result<Option<PersonId>, Failed<UsageRefusal>> {
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
