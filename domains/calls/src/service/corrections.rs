//! What a customer says about a use of support time, and what staff makes of it: a correction, which is a new operation, or a refusal with its
//! reason.

use credits::{BurnRecord, Correction, LotKind, Operation, Reason, Sight, StaffRefusal, Unit};
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, After, Arg, Context, Credits, PageSize, PersonId, Text};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use thiserror::Error;

use super::log;
use crate::model::{CorrectionRequest, CorrectionRequestId, CorrectionRequestState};
use crate::{mails, store};

/// For how long minutes can be used that come back after they would have expired.
const GRACE: SignedDuration = SignedDuration::from_hours(24 * 90);

const TIME: Unit = Unit::SupportMinutes;

/// Why nothing is asked or decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CorrectionRefusal {
    /// The account has no such use, or no such request.
    #[error("there is no such thing")]
    Unknown,
    /// The use billed nothing, or all of it has come back.
    #[error("nothing can come back")]
    Nothing,
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
            CorrectionRefusal::Nothing => Text::new("calls-correction-nothing"),
            CorrectionRefusal::Asked => Text::new("calls-correction-asked-already"),
            CorrectionRefusal::Decided => Text::new("calls-correction-decided"),
            CorrectionRefusal::TooMany(most) => Text::new("calls-correction-too-many").with("most", Arg::Minutes(most)),
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
    /// What has come back since.
    pub returned: Minutes,
    /// When the minutes that it took expire, by kind; none: never.
    ends: [(LotKind, Option<Timestamp>); 2],
}

/// Minutes by the kind of the lots that they are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Minutes {
    /// Paid for.
    pub purchased: i64,
    /// Given by the publisher.
    pub promotional: i64,
}

impl Minutes {
    /// All of them.
    pub fn total(self) -> i64 {
        self.purchased.saturating_add(self.promotional)
    }

    /// Those of a kind.
    fn of(self, kind: LotKind) -> i64 {
        match kind {
            LotKind::Purchased => self.purchased,
            LotKind::Promotional => self.promotional,
        }
    }

    /// So many of them, purchased ones first.
    fn first(self, minutes: i64) -> Minutes {
        let purchased = self.purchased.min(minutes);
        Minutes { purchased, promotional: minutes - purchased }
    }
}

impl BurnDetails {
    /// How long the work really took, by whole minutes upwards.
    pub fn real(&self) -> i64 {
        self.record.seconds.saturating_add(59) / 60
    }

    /// What it took from the wallet.
    pub fn taken(&self) -> Minutes {
        let Operation { purchased, promotional, .. } = &self.operation;
        Minutes { purchased: purchased.0.saturating_neg(), promotional: promotional.0.saturating_neg() }
    }

    /// What was not there: owed, or noted to be invoiced.
    pub fn lacking(&self) -> i64 {
        self.operation.owed.0.saturating_add(self.record.invoiced.0)
    }

    /// What can still come back, by the kind that it comes back in: what it took as it was, and what was not there as given minutes, as
    /// only a payment makes purchased ones.
    pub fn returnable(&self) -> Minutes {
        let (taken, returned) = (self.taken(), self.returned);
        let given = taken.promotional.saturating_add(self.lacking());
        Minutes {
            purchased: (taken.purchased - returned.purchased).max(0),
            promotional: (given - returned.promotional).max(0),
        }
    }
}

/// A use of an account's support time by its place in the history.
///
/// # Errors
/// The database cannot be read.
pub fn burn_details(read: &mut Read<'_>, account: AccountId, seq: i64) -> Result<Option<BurnDetails>, DbError> {
    let Some(record) = credits::burns(read, account, (seq, seq))?.remove(&seq) else { return Ok(None) };
    let Some(found) = credits::operation(read, account, Sight::All, TIME.operation(seq))? else { return Ok(None) };
    let returned = found.corrections.iter().fold(Minutes::default(), |sum, correction| Minutes {
        purchased: sum.purchased.saturating_add(correction.purchased.0),
        promotional: sum.promotional.saturating_add(correction.promotional.0),
    });
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
pub fn request_correction(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    seq: i64,
    person: PersonId,
    reason: &str,
) -> Result<CorrectionRequestId, Failed<CorrectionRefusal>> {
    let Some(burn) = burn_details(tx, account, seq)? else { return refuse(CorrectionRefusal::Unknown) };
    if burn.returnable().total() == 0 {
        return refuse(CorrectionRefusal::Nothing);
    }
    let id = CorrectionRequestId::random(&ctx.random);
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
pub fn correction_request(read: &mut Read<'_>, id: CorrectionRequestId) -> Result<Option<CorrectionRequest>, DbError> {
    store::corrections::by_id(read, id)
}

/// Some requests, and where the next page of them starts.
type Requests = (Vec<CorrectionRequest>, Option<After>);

/// A page of the requests of an account, the newest first.
///
/// # Errors
/// The database cannot be read.
pub fn correction_requests(
    read: &mut Read<'_>,
    account: AccountId,
    after: Option<After>,
    size: PageSize,
) -> Result<Requests, DbError> {
    let start = after.unwrap_or(After::LAST);
    Ok(page(store::corrections::of_account(read, account, start, size.and_one())?, size))
}

/// The latest request about a use.
///
/// # Errors
/// The database cannot be read.
pub fn correction_request_about(
    read: &mut Read<'_>,
    account: AccountId,
    seq: i64,
) -> Result<Option<CorrectionRequest>, DbError> {
    store::corrections::about(read, account, seq)
}

/// How many requests wait for an answer: those of an account, or all.
///
/// # Errors
/// The database cannot be read.
pub fn count_correction_requests_waiting(read: &mut Read<'_>, account: Option<AccountId>) -> Result<i64, DbError> {
    match account {
        Some(account) => store::corrections::count_waiting_of_account(read, account),
        None => store::corrections::count_waiting(read),
    }
}

/// A page of the requests that wait for an answer, the longest first.
///
/// # Errors
/// The database cannot be read.
pub fn correction_requests_waiting(
    read: &mut Read<'_>,
    after: Option<After>,
    size: PageSize,
) -> Result<Requests, DbError> {
    let start = after.unwrap_or(After::FIRST);
    Ok(page(store::corrections::queue(read, start, size.and_one())?, size))
}

fn page(rows: Vec<CorrectionRequest>, size: PageSize) -> Requests {
    After::cut(rows, size, |row| After(row.asked_at, row.id.0))
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
pub fn decide_correction_request(
    tx: &mut Tx<'_>,
    ctx: &Context,
    id: CorrectionRequestId,
    decision: &Decision,
    answer: &Reason,
) -> Result<(), Failed<CorrectionRefusal>> {
    let Some(request) = store::corrections::hold(tx, id)? else { return refuse(CorrectionRefusal::Unknown) };
    if request.state != CorrectionRequestState::Asked {
        return refuse(CorrectionRefusal::Decided);
    }
    let (state, minutes, label) = match decision {
        Decision::Refuse => (CorrectionRequestState::Refused, None, &log::CORRECTION_REFUSED),
        Decision::Grant(minutes) => {
            give_back(tx, ctx, &request, *minutes, answer)?;
            (CorrectionRequestState::Granted, Some(*minutes), &log::CORRECTION_GRANTED)
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
    let returnable = burn.returnable();
    if !(1..=returnable.total()).contains(&minutes) {
        return refuse(CorrectionRefusal::TooMany(returnable.total()));
    }
    let back = returnable.first(minutes);
    for (kind, ends) in burn.ends {
        let amount = back.of(kind);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purchased_minutes_come_back_first() {
        let minutes = Minutes { purchased: 12, promotional: 8 };
        assert_eq!(minutes.first(5), Minutes { purchased: 5, promotional: 0 });
        assert_eq!(minutes.first(15), Minutes { purchased: 12, promotional: 3 });
        assert_eq!((minutes.first(20), minutes.total()), (minutes, 20));
    }
}
