//! Lines that are decided: recorded, ignored, taken up again. A line is held from the decision to the end of its transaction.

use credits::{Means, PaymentReference};
use kit_core::{Author, Context, Text};
use kit_db::{DbError, Failed, Lock, Tx, refuse};
use kit_jobs::enqueue;
use orders::{MoneyRefusal, NewReceipt, OrderNumber, ReceiptId, Share};
use thiserror::Error;

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
        Some(proposal) => record_held(tx, ctx, &line, &proposal.share()),
        None => refuse(LineRefusal::Changed),
    }
}

/// Records a line whose reference and amount are exact, without anybody's confirmation.
pub(super) fn record_exact(tx: &mut Tx<'_>, ctx: &Context, id: LineId) -> Result<ReceiptId, Failed<LineRefusal>> {
    let line = hold_open(tx, id)?;
    let order = line.proposal.as_ref().filter(|proposal| proposal.is_exact()).and_then(|it| it.orders().next());
    let Some(order) = order else { return refuse(LineRefusal::Changed) };
    if !is_due(tx, [order], line.cents)? {
        return refuse(LineRefusal::Changed);
    }
    log::automatic(tx, ctx, &line, order)?;
    record_held(tx, ctx, &line, &Share { orders: vec![order], account: None })
}

/// Whether these orders want exactly this much now.
fn is_due(tx: &mut Tx<'_>, numbers: impl IntoIterator<Item = OrderNumber>, cents: i64) -> Result<bool, DbError> {
    let numbers: Vec<OrderNumber> = numbers.into_iter().collect();
    let found = orders::standing(tx, &numbers)?;
    let due = found.iter().filter(|order| order.state.takes_money()).map(|order| order.gross - order.paid);
    Ok(found.len() == numbers.len() && due.sum::<i64>() == cents)
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

/// Takes an ignored line up again.
///
/// # Errors
/// [`LineRefusal`].
pub fn reopen(tx: &mut Tx<'_>, ctx: &Context, id: LineId) -> Result<(), Failed<LineRefusal>> {
    let Some(line) = store::lines::hold(tx, id)? else { return refuse(LineRefusal::NoLine) };
    if line.state != LineState::Ignored {
        return refuse(LineRefusal::Decided(line.state));
    }
    store::lines::reopen(tx, line.id)?;
    Ok(log::reopened(tx, ctx, &line)?)
}

/// Asks that every line that is sure now be recorded, in the name of who asks; answers how many these are.
///
/// # Errors
/// The database refuses.
pub fn ask_for_all_sure(tx: &mut Tx<'_>, ctx: &Context) -> Result<i64, DbError> {
    let lines = store::lines::count_sure(tx)?;
    if let (Author::Staff(by), true) = (&ctx.author, lines > 0) {
        log::all_confirmed(tx, ctx, lines)?;
        enqueue(tx, ctx, &RecordSure { by: *by, until: ctx.now })?;
    }
    Ok(lines)
}

/// Records every line that is sure, of files dropped until then, each in a transaction of its own. One whose orders want another
/// amount by now is left.
///
/// # Errors
/// The database fails; what was recorded stays.
pub async fn record_all_sure(world: &World, dropped_until: jiff::Timestamp) -> Result<Ended, DbError> {
    let mut after = store::lines::Place::START;
    loop {
        let page = world.db.read::<_, DbError, _>(move |read| store::lines::sure(read, after, BATCH)).await?;
        let Some(last) = page.last() else { return Ok(Ended::All) };
        after = store::lines::Place::of(last);
        for line in page {
            if world.is_over() {
                return Ok(Ended::More);
            }
            let (ctx, id) = (world.context(world.author.clone()), line.id);
            let body = move |tx: &mut Tx<'_>| record_sure(tx, &ctx, id, dropped_until);
            match world.db.write(Lock::None, body).await {
                Ok(()) => {}
                Err(Failed::Refused(refusal)) => tracing::info!(%id, %refusal, "a line is left to be decided"),
                Err(Failed::Db(error)) => return Err(error),
            }
        }
    }
}

fn record_sure(
    tx: &mut Tx<'_>,
    ctx: &Context,
    id: LineId,
    dropped_until: jiff::Timestamp,
) -> Result<(), Failed<LineRefusal>> {
    let line = hold_open(tx, id)?;
    let import = store::imports::import(tx, line.import)?;
    let is_seen = import.is_some_and(|import| import.at <= dropped_until);
    let Some(proposal) = line.proposal.as_ref().filter(|proposal| proposal.is_sure() && is_seen).cloned() else {
        return refuse(LineRefusal::Changed);
    };
    let proposal: Proposal = proposal;
    if !is_due(tx, proposal.orders(), line.cents)? {
        return refuse(LineRefusal::Changed);
    }
    record_held(tx, ctx, &line, &proposal.share()).map(drop)
}
