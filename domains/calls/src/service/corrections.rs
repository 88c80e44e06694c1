//! What a customer says about a use of support time, and what staff makes of it: a correction, which is a new operation, or a refusal with its
//! reason.

use credits::{BurnRecord, Correction, LotKind, Operation, Reason, Sight, StaffRefusal, Unit};
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Context, Credits, PersonId, Text};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use thiserror::Error;

use super::log;
use crate::model::{CorrectionId, CorrectionRequest, CorrectionState};
use crate::{mails, store};

/// How many requests a list shows.
const LISTED: i64 = 50;

/// For how long minutes can be used that come back after they would have expired.
const GRACE: SignedDuration = SignedDuration::from_hours(24 * 90);

const TIME: Unit = Unit::SupportMinutes;

/// Why nothing is asked or decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CorrectionRefusal {
    /// The account has no such use, or no such request.
    #[error("there is no such thing")]
    Unknown,
    /// The use took nothing.
    #[error("nothing was taken")]
    NothingTaken,
    /// The same use is waiting for an answer already.
    #[error("asked already")]
    Asked,
    /// It was decided already.
    #[error("decided already")]
    Decided,
    /// Not so many minutes were taken.
    #[error("at most {0} minutes can come back")]
    TooMany(i64),
    /// The ledger refuses.
    #[error("{0}")]
    Ledger(StaffRefusal),
}

impl From<CorrectionRefusal> for Text {
    fn from(refusal: CorrectionRefusal) -> Text {
        match refusal {
            CorrectionRefusal::Unknown => Text::new("calls-correction-unknown"),
            CorrectionRefusal::NothingTaken => Text::new("calls-correction-nothing"),
            CorrectionRefusal::Asked => Text::new("calls-correction-asked-already"),
            CorrectionRefusal::Decided => Text::new("calls-correction-decided"),
            CorrectionRefusal::TooMany(most) => Text::new("calls-correction-too-many").with("most", most),
            CorrectionRefusal::Ledger(refusal) => refusal.into(),
        }
    }
}

/// A use of support time that can be talked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BurnDetails {
    /// The operation.
    pub operation: Operation,
    /// What is kept of the work.
    pub record: BurnRecord,
    /// How many of its minutes have come back since.
    pub returned: i64,
    /// When the minutes that it took expire, by kind; none: never.
    ends: [(LotKind, Option<Timestamp>); 2],
}

impl BurnDetails {
    /// How long the work really took, by whole minutes upwards.
    pub fn real(&self) -> i64 {
        self.record.seconds.saturating_add(59) / 60
    }

    /// The minutes that were there and were taken, and have not come back.
    pub fn taken(&self) -> i64 {
        (self.operation.amount.0.saturating_neg() - self.returned).max(0)
    }
}

/// A use of an account's support time by its place in the history.
///
/// # Errors
/// The database cannot be read.
pub fn burn_details(read: &mut Read<'_>, account: AccountId, seq: i64) -> Result<Option<BurnDetails>, DbError> {
    let Some(record) = credits::burns(read, account, (seq, seq))?.remove(&seq) else { return Ok(None) };
    let Some(found) = credits::operation(read, account, Sight::All, TIME.operation(seq))? else { return Ok(None) };
    let returned = found.corrections.iter().map(|correction| correction.amount.0).sum();
    let end = |kind: LotKind| {
        let of_kind = found.parts.iter().filter(|part| part.part.kind == kind);
        // What never expires is the latest.
        let ends = of_kind.map(|part| part.origin.expires_at.unwrap_or(Timestamp::MAX));
        (kind, ends.max().filter(|end| *end < Timestamp::MAX))
    };
    let ends = [end(LotKind::Purchased), end(LotKind::Promotional)];
    Ok(Some(BurnDetails { operation: found.operation, record, returned, ends }))
}

/// Asks for a correction of a use; the publisher's support is told.
///
/// # Errors
/// [`CorrectionRefusal`].
pub fn ask_correction(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    seq: i64,
    person: PersonId,
    reason: &str,
) -> Result<CorrectionId, Failed<CorrectionRefusal>> {
    let Some(burn) = burn_details(tx, account, seq)? else { return refuse(CorrectionRefusal::Unknown) };
    if burn.taken() == 0 {
        return refuse(CorrectionRefusal::NothingTaken);
    }
    let id = CorrectionId::random(&ctx.random);
    if !store::corrections::insert(tx, ctx, id, (account, seq), person, reason)? {
        return refuse(CorrectionRefusal::Asked);
    }
    log::correction(tx, ctx, &log::CORRECTION_ASKED, account, seq)?;
    mails::correction_asked(tx, ctx, (account, seq, id), person, reason)?;
    Ok(id)
}

/// A request.
///
/// # Errors
/// The database cannot be read.
pub fn correction(read: &mut Read<'_>, id: CorrectionId) -> Result<Option<CorrectionRequest>, DbError> {
    store::corrections::by_id(read, id)
}

/// The latest requests of an account.
///
/// # Errors
/// The database cannot be read.
pub fn corrections(read: &mut Read<'_>, account: AccountId) -> Result<Vec<CorrectionRequest>, DbError> {
    store::corrections::of_account(read, account, LISTED)
}

/// The requests that wait for an answer, the longest first.
///
/// # Errors
/// The database cannot be read.
pub fn corrections_waiting(read: &mut Read<'_>) -> Result<Vec<CorrectionRequest>, DbError> {
    store::corrections::queue(read, LISTED)
}

/// What staff decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// So many minutes come back.
    Grant(i64),
    /// None do.
    Refuse,
}

/// Decides a request, with an answer that the customer reads: minutes come back by new operations, of the kind that they were; whoever asked is
/// told by mail. Serialise on the account.
///
/// # Errors
/// [`CorrectionRefusal`].
pub fn decide_correction(
    tx: &mut Tx<'_>,
    ctx: &Context,
    id: CorrectionId,
    decision: &Decision,
    answer: &Reason,
) -> Result<(), Failed<CorrectionRefusal>> {
    let Some(request) = store::corrections::hold(tx, id)? else { return refuse(CorrectionRefusal::Unknown) };
    if request.state != CorrectionState::Asked {
        return refuse(CorrectionRefusal::Decided);
    }
    let (state, minutes, label) = match decision {
        Decision::Refuse => (CorrectionState::Refused, None, &log::CORRECTION_REFUSED),
        Decision::Grant(minutes) => {
            give_back(tx, ctx, &request, *minutes, answer)?;
            (CorrectionState::Granted, Some(*minutes), &log::CORRECTION_GRANTED)
        }
    };
    store::corrections::decide(tx, ctx, id, state, minutes, answer.as_str())?;
    log::correction(tx, ctx, label, request.account, request.operation)?;
    Ok(mails::correction_decided(tx, ctx, &request, minutes, answer.as_str())?)
}

/// Purchased minutes come back first, as far as the use took some.
fn give_back(
    tx: &mut Tx<'_>,
    ctx: &Context,
    request: &CorrectionRequest,
    minutes: i64,
    answer: &Reason,
) -> Result<(), Failed<CorrectionRefusal>> {
    let Some(burn) = burn_details(tx, request.account, request.operation)? else {
        return refuse(CorrectionRefusal::Unknown);
    };
    if !(1..=burn.taken()).contains(&minutes) {
        return refuse(CorrectionRefusal::TooMany(burn.taken()));
    }
    let purchased = (burn.operation.purchased.0.saturating_neg() - burn.returned).clamp(0, minutes);
    for ((kind, ends), amount) in burn.ends.into_iter().zip([purchased, minutes - purchased]) {
        if amount == 0 {
            continue;
        }
        let grace = ctx.now.saturating_add(GRACE).unwrap_or(Timestamp::MAX);
        let correction = Correction {
            corrects: TIME.operation(request.operation),
            amount: Credits(amount),
            kind,
            expires_at: ends.map(|end| if end > ctx.now { end } else { grace }),
            reason: answer.clone(),
        };
        credits::correct(tx, ctx, request.account, &correction)
            .map_err(|failed| failed.map(CorrectionRefusal::Ledger))?;
    }
    Ok(())
}
