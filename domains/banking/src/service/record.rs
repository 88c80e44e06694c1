//! Lines that are decided: recorded, ignored, taken up again. A line is held from the decision to the end of its transaction.

use credits::{Means, PaymentReference};
use jiff::Timestamp;
use kit_core::{Author, Context, Text};
use kit_db::{DbError, Failed, Lock, Read, Tx, refuse};
use kit_jobs::enqueue;
use kit_web::{Demand, Permission, StaffPermission};
use orders::{ManageMoney, MoneyRefusal, NewReceipt, ReceiptId, ReceiptState, Share};
use thiserror::Error;

use super::doubt::is_doubted_since;
use super::{Ended, World, log};
use crate::jobs::RecordSure;
use crate::model::{BankLine, LineId, LineKind, LineState, Proposal};
use crate::store;

/// The longest note that a receipt carries, in characters.
const LONGEST_NOTE: usize = 500;
/// Lines that are looked up at a time; each is recorded in a transaction of its own.
const BATCH: i64 = 200;

/// Why a line is not decided as was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LineRefusal {
    /// There is no such line.
    #[error("there is no such line")]
    NoLine,
    /// It is decided already.
    #[error("the line is decided already")]
    Decided(LineState),
    /// Another proposal was shown than there is now, or none is there.
    #[error("the proposal is another one now")]
    Changed,
    /// It is no money that came.
    #[error("the line is no money that came")]
    NotMoney,
    /// Who asked for it may not do it any more.
    #[error("who asked may not do it any more")]
    NotAllowed,
    /// Orders refuse the money.
    #[error(transparent)]
    Money(#[from] MoneyRefusal),
}

impl From<LineRefusal> for Text {
    fn from(refusal: LineRefusal) -> Text {
        match refusal {
            LineRefusal::NoLine => Text::new("banking-no-line"),
            LineRefusal::Decided(state) => Text::new("banking-decided").with("state", state.label()),
            LineRefusal::Changed => Text::new("banking-changed"),
            LineRefusal::NotMoney => Text::new("banking-not-money"),
            LineRefusal::NotAllowed => Text::new("banking-not-allowed"),
            LineRefusal::Money(refusal) => refusal.into(),
        }
    }
}

/// A line that is open, held until the transaction ends.
fn hold_open(tx: &mut Tx<'_>, id: LineId) -> Result<BankLine, Failed<LineRefusal>> {
    match store::lines::hold(tx, id)? {
        None => refuse(LineRefusal::NoLine),
        Some(line) if line.state != LineState::Open => refuse(LineRefusal::Decided(line.state)),
        Some(line) => Ok(line),
    }
}

/// Records a line for what was typed: orders, the advance of an account; for nothing, and the money waits.
///
/// # Errors
/// [`LineRefusal`].
pub fn record(tx: &mut Tx<'_>, ctx: &Context, id: LineId, share: &Share) -> Result<ReceiptId, Failed<LineRefusal>> {
    let line = hold_open(tx, id)?;
    record_held(tx, ctx, &line, share)
}

/// Records a line for what is proposed, if that is still what `mark` says was shown.
///
/// # Errors
/// [`LineRefusal`].
pub fn accept(tx: &mut Tx<'_>, ctx: &Context, id: LineId, mark: &str) -> Result<ReceiptId, Failed<LineRefusal>> {
    let line = hold_open(tx, id)?;
    match line.proposal.as_ref().filter(|proposal| proposal.is_something() && proposal.mark() == mark) {
        Some(proposal) if !is_doubted_since(tx, &line, proposal)? => record_held(tx, ctx, &line, &proposal.share()),
        _ => refuse(LineRefusal::Changed),
    }
}

/// Records a line whose reference and amount are exact, without anybody's confirmation.
pub(super) fn record_exact(tx: &mut Tx<'_>, ctx: &Context, id: LineId) -> Result<ReceiptId, Failed<LineRefusal>> {
    let line = hold_open(tx, id)?;
    let Some(proposal) = line.proposal.as_ref().filter(|proposal| proposal.is_exact()) else {
        return refuse(LineRefusal::Changed);
    };
    let Some(order) = proposal.orders().next() else { return refuse(LineRefusal::Changed) };
    if !is_still_sure(tx, &line, proposal)? {
        return refuse(LineRefusal::Changed);
    }
    log::automatic(tx, ctx, &line, order)?;
    record_held(tx, ctx, &line, &Share { orders: vec![order], account: None })
}

/// Whether a line can be recorded without somebody's look at it: its orders, which are held from here on, want exactly this much; no
/// doubt has come up; and all of its file is there, as a later line of it may take this one back.
fn is_still_sure(tx: &mut Tx<'_>, line: &BankLine, proposal: &Proposal) -> Result<bool, DbError> {
    let is_due = orders::hold_due(tx, proposal.orders())? == Some(line.cents);
    let import = store::imports::import(tx, line.import)?;
    Ok(is_due && import.is_some_and(|import| import.is_whole()) && !is_doubted_since(tx, line, proposal)?)
}

fn record_held(
    tx: &mut Tx<'_>,
    ctx: &Context,
    line: &BankLine,
    share: &Share,
) -> Result<ReceiptId, Failed<LineRefusal>> {
    if line.kind == LineKind::TakenBack {
        return refuse(LineRefusal::NotMoney);
    }
    let new = NewReceipt {
        means: Means::Transfer,
        reference: PaymentReference::parse(&line.reference()).map_err(DbError::fault)?,
        received_on: line.booked_on.0,
        cents: line.cents,
        payer: line.payer.clone(),
        note: line.told.shown().chars().take(LONGEST_NOTE).collect(),
    };
    let receipt = orders::record(tx, ctx, &new, share).map_err(|failed| failed.map(LineRefusal::from))?;
    store::lines::decide(tx, ctx, line.id, LineState::Recorded, Some(receipt), None)?;
    Ok(receipt)
}

/// Says that a line is not to be recorded; `note` says why, and may be empty.
///
/// # Errors
/// [`LineRefusal`].
pub fn ignore(tx: &mut Tx<'_>, ctx: &Context, id: LineId, note: &str) -> Result<(), Failed<LineRefusal>> {
    let line = hold_open(tx, id)?;
    let kept = Some(note).filter(|note| !note.is_empty());
    store::lines::decide(tx, ctx, line.id, LineState::Ignored, None, kept)?;
    Ok(log::ignored(tx, ctx, &line, note)?)
}

/// Takes a line up again that was ignored, or recorded as a receipt that is void by now.
///
/// # Errors
/// [`LineRefusal`].
pub fn reopen(tx: &mut Tx<'_>, ctx: &Context, id: LineId) -> Result<(), Failed<LineRefusal>> {
    let Some(line) = store::lines::hold(tx, id)? else { return refuse(LineRefusal::NoLine) };
    if line.state != LineState::Ignored && !is_void(tx, &line)? {
        return refuse(LineRefusal::Decided(line.state));
    }
    store::lines::reopen(tx, line.id)?;
    Ok(log::reopened(tx, ctx, &line)?)
}

/// Whether the receipt that a line became counts for nothing, for ever: its money is nowhere.
pub(super) fn is_void(read: &mut Read<'_>, line: &BankLine) -> Result<bool, DbError> {
    let Some(receipt) = line.receipt else { return Ok(false) };
    Ok(orders::receipt(read, receipt)?.is_some_and(|found| found.receipt.state == ReceiptState::Void))
}

/// Asks that every line that was sure when the question was shown be recorded, in the name of who asks; answers how many these are.
///
/// # Errors
/// The database refuses.
pub fn ask_for_all_sure(tx: &mut Tx<'_>, ctx: &Context, shown_at: Timestamp) -> Result<i64, DbError> {
    let until = shown_at.min(ctx.now);
    let lines = store::lines::count_sure(tx, until)?;
    if let (Author::Staff(by), true) = (&ctx.author, lines > 0) {
        log::all_confirmed(tx, ctx, lines)?;
        enqueue(tx, ctx, &RecordSure { by: *by, until })?;
    }
    Ok(lines)
}

/// Records every line that has been sure since that moment or longer, each in a transaction of its own, as long as who asked may do
/// it. One whose orders want another amount by now is left.
///
/// # Errors
/// The database fails; what was recorded stays.
pub async fn record_all_sure(world: &World, since: Timestamp) -> Result<Ended, DbError> {
    let mut after = store::lines::Place::START;
    loop {
        let page = world.db.read::<_, DbError, _>(move |read| store::lines::sure(read, since, after, BATCH)).await?;
        let Some(last) = page.last() else { return Ok(Ended::All) };
        after = store::lines::Place::of(last);
        for line in page {
            if world.is_over() {
                return Ok(Ended::More);
            }
            let (ctx, id) = (world.context(world.author.clone()), line.id);
            let body = move |tx: &mut Tx<'_>| record_sure(tx, &ctx, id, since);
            match world.db.write(Lock::None, body).await {
                Ok(()) => {}
                Err(Failed::Refused(refusal)) => tracing::info!(%id, %refusal, "a line is left to be decided"),
                Err(Failed::Db(error)) => return Err(error),
            }
        }
    }
}

fn record_sure(tx: &mut Tx<'_>, ctx: &Context, id: LineId, since: Timestamp) -> Result<(), Failed<LineRefusal>> {
    if !may_manage(tx, &ctx.author)? {
        return refuse(LineRefusal::NotAllowed);
    }
    let line = hold_open(tx, id)?;
    let was_shown = store::lines::proposed_at(tx, id)?.is_some_and(|at| at <= since);
    let Some(proposal) = line.proposal.as_ref().filter(|proposal| proposal.is_sure() && was_shown) else {
        return refuse(LineRefusal::Changed);
    };
    if !is_still_sure(tx, &line, proposal)? {
        return refuse(LineRefusal::Changed);
    }
    record_held(tx, ctx, &line, &proposal.share()).map(drop)
}

/// Whether who confirmed may still record money.
fn may_manage(read: &mut Read<'_>, author: &Author) -> Result<bool, DbError> {
    let Author::Staff(by) = author else { return Ok(false) };
    let person = people::service::person(read, *by)?.filter(|person| person.disabled_at.is_none());
    Ok(person.is_some_and(|person| match ManageMoney::DEMAND {
        Demand::Staff(any) => person.staff.contains(StaffPermission::Owner) || person.staff.any(any),
        _ => false,
    }))
}
