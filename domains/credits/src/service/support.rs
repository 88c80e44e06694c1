//! Support time is used: real seconds become billed minutes by the publisher's rule, and burn as an operation.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kit_core::{AccountId, Context, Credits, Text};
use kit_db::{DbError, Failed, Lock, Read, Tx, refuse};
use thiserror::Error;

use super::ledger::{Held, Line, write};
use super::{events, log};
use crate::model::{
    Block, Burn, BurnRecord, Kind, LONGEST_BURN, Movement, MovementError, Operation, Overrun, SupportRule, Unit,
};
use crate::{mails, store};

/// What a change of the rule is serialised on.
pub const SUPPORT_RULE_LOCK: Lock = Lock::Named("support-rule");

/// What every burn is a use of, for programs.
const FEATURE: &str = "support";

const TIME: Unit = Unit::SupportMinutes;

/// Why support time does not burn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BurnRefusal {
    /// The publisher does not count support time.
    #[error("support time is not counted")]
    NotOffered,
    /// There is no such account, or it was never accepted.
    #[error("the account is not open")]
    NotOpen,
    /// Nothing, or more than a day at once.
    #[error("the time is out of range")]
    Seconds,
    /// Nothing of the wallet can be used: staff said so, or it is in debt.
    #[error("support time is blocked")]
    Blocked(Block),
    /// Less is left than is billed, and the rule refuses.
    #[error("{billed} minutes are billed, {left} are left")]
    Short {
        /// What would be billed.
        billed: Credits,
        /// What is left.
        left: Credits,
    },
    /// So much needs the customer's approval beforehand.
    #[error("more than {above} minutes need the customer's approval")]
    NeedsApproval {
        /// What would be billed.
        billed: Credits,
        /// Above how many minutes.
        above: i64,
    },
    /// The wallet cannot count so much.
    #[error("out of range")]
    TooMuch,
}

impl From<MovementError> for BurnRefusal {
    fn from(_: MovementError) -> BurnRefusal {
        BurnRefusal::TooMuch
    }
}

impl From<BurnRefusal> for Text {
    fn from(refusal: BurnRefusal) -> Text {
        use kit_core::Arg::Minutes;
        match refusal {
            BurnRefusal::NotOffered => Text::new("credits-burn-not-offered"),
            BurnRefusal::NotOpen => Text::new("credits-burn-not-open"),
            BurnRefusal::Seconds => Text::new("credits-burn-seconds").with("most", Minutes(LONGEST_BURN / 60)),
            BurnRefusal::Blocked(_) => Text::new("credits-time-blocked"),
            BurnRefusal::Short { billed, left } => {
                Text::new("credits-burn-short").with("billed", Minutes(billed.0)).with("left", Minutes(left.0))
            }
            BurnRefusal::NeedsApproval { billed, above } => {
                Text::new("credits-burn-needs-approval").with("billed", Minutes(billed.0)).with("above", Minutes(above))
            }
            BurnRefusal::TooMuch => Text::new("credits-refused-too-much"),
        }
    }
}

/// What a burn comes to, before it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BurnPreview {
    /// The minutes that are billed.
    pub billed: Credits,
    /// What is there to be used.
    pub left: Credits,
    /// What of the billed minutes is not there.
    pub missing: Credits,
    /// What happens to that.
    pub overrun: Overrun,
    /// Why it would be refused, if it would.
    pub refusal: Option<BurnRefusal>,
}

impl BurnPreview {
    /// What is left afterwards.
    pub fn after(&self) -> Credits {
        Credits(self.left.0.saturating_sub(self.billed.0).max(0))
    }

    fn of(rule: &SupportRule, burn: &Burn, left: Credits, blocked: Option<Block>) -> BurnPreview {
        let billed = if burn.covered { Credits::ZERO } else { rule.rounding.billed(burn.seconds) };
        let missing = Credits(billed.0.saturating_sub(left.0).max(0));
        let above = rule.approval_above.filter(|above| billed.0 > *above);
        let unapproved = above.filter(|_| !burn.approval.covers(billed));
        let refusal = match (blocked, unapproved) {
            _ if !rule.offered => Some(BurnRefusal::NotOffered),
            _ if !(1..=LONGEST_BURN).contains(&burn.seconds) => Some(BurnRefusal::Seconds),
            (Some(block), _) => Some(BurnRefusal::Blocked(block)),
            (None, Some(above)) => Some(BurnRefusal::NeedsApproval { billed, above }),
            (None, None) if missing.is_positive() && rule.overrun == Overrun::Refused => {
                Some(BurnRefusal::Short { billed, left })
            }
            (None, None) => None,
        };
        BurnPreview { billed, left, missing, overrun: rule.overrun, refusal }
    }
}

/// The publisher's rule.
///
/// # Errors
/// The database cannot be read.
pub fn support_rule(read: &mut Read<'_>) -> Result<SupportRule, DbError> {
    store::support::rule(read)
}

/// Sets the rule, for what is burnt from now on. Call it under [`SUPPORT_RULE_LOCK`].
///
/// # Errors
/// The database refuses.
pub fn save_support_rule(tx: &mut Tx<'_>, ctx: &Context, rule: &SupportRule) -> Result<(), DbError> {
    let before = store::support::rule(tx)?;
    store::support::save_rule(tx, rule)?;
    log::rule_set(tx, ctx, &before, rule)
}

/// What a burn would come to now.
///
/// # Errors
/// The database cannot be read.
pub fn preview_burn(
    read: &mut Read<'_>,
    account: AccountId,
    burn: &Burn,
    now: Timestamp,
) -> Result<BurnPreview, DbError> {
    let rule = store::support::rule(read)?;
    let standing = super::standing(read, TIME.of(account), now)?;
    let mut preview = BurnPreview::of(&rule, burn, standing.lots.balance().free(), standing.blocked);
    if !is_open(read, account)? {
        preview.refusal = Some(BurnRefusal::NotOpen);
    }
    Ok(preview)
}

fn is_open(read: &mut Read<'_>, account: AccountId) -> Result<bool, DbError> {
    Ok(accounts::service::account(read, account)?.is_some_and(|account| account.state.is_open()))
}

/// Burns support time for work that was done: a `usage` of as many minutes as the rule bills. What is not there is refused, owed, or
/// noted to be invoiced, as the rule says.
///
/// # Errors
/// [`BurnRefusal`]; a refused burn leaves no trace.
pub fn burn(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, burn: &Burn) -> Result<Operation, Failed<BurnRefusal>> {
    if !is_open(tx, account)? {
        return refuse(BurnRefusal::NotOpen);
    }
    let rule = store::support::rule(tx)?;
    let mut held = Held::take(tx, TIME.of(account))?;
    // What is due is gone before anything is counted.
    held.catch_up(ctx).map_err(DbError::fault)?;
    let left = held.wallet().lots.balance().free();
    let preview = BurnPreview::of(&rule, burn, left, held.wallet().blocked);
    if let Some(refusal) = preview.refusal {
        return refuse(refusal);
    }
    let BurnPreview { billed, missing, .. } = preview;
    let (movement, invoiced) = match rule.overrun {
        Overrun::Debt => (Movement::Overdraw(billed), Credits::ZERO),
        Overrun::Refused | Overrun::Invoiced => (Movement::Take(billed.min(left)), missing),
    };
    let record = BurnRecord {
        account,
        seq: held.wallet().seq + 1,
        seconds: burn.seconds,
        rounding: rule.rounding,
        covered: burn.covered,
        invoiced,
        agent: burn.agent,
        case_reference: burn.case.as_ref().map(ToString::to_string),
    };
    let line = Line {
        feature: Some(FEATURE.to_owned()),
        quantity: Some(billed.0),
        reference: Some(burn.subject.to_string()),
        member: burn.caller,
        fingerprint: Some(record.digest()),
        ..Line::default()
    };
    let noted = held.note(ctx, Kind::Usage, movement, line);
    let operation = noted.map_err(|error| Failed::Refused(BurnRefusal::from(error)))?;
    let debt = held.wallet().debt;
    write(tx, [held])?;
    store::support::insert(tx, &record)?;
    if operation.owed.is_positive() {
        mails::debt(tx, ctx, TIME.of(account), debt)?;
    }
    log::burnt(tx, ctx, &operation, &record)?;
    events::told(tx, ctx, &events::TIME_CHANGED, &operation)?;
    Ok(operation)
}

/// What is kept of the burns among the operations of an account's support time from `first` to `last`, by their numbers.
///
/// # Errors
/// The database cannot be read.
pub fn burns(
    read: &mut Read<'_>,
    account: AccountId,
    places: (i64, i64),
) -> Result<BTreeMap<i64, BurnRecord>, DbError> {
    Ok(store::support::burns(read, account, places)?.into_iter().map(|burn| (burn.seq, burn)).collect())
}
