//! What lines that nobody has decided about seem to be for: all of them against all that waits, again and again.

use bank_statement::BankAccount;
use kit_core::Author;
use kit_db::{Db, DbError, Failed, Lock, Read, Tx};
use orders::{OpenOrder, OrderNumber, ReceiptId};

use super::doubt::{self, Money};
use super::record::{LineRefusal, record_exact};
use super::{Ended, World};
use crate::model::{BankLine, LineId, LineKind, Proposal, Reason, Waiting, named};
use crate::store;
use crate::store::lines::Place;

/// Orders that are read at a time.
const ORDERS: i64 = 2_000;
/// Lines that are looked at and written at a time.
const LINES: i64 = 500;

/// Everything that waits for money now, read page by page.
///
/// # Errors
/// The database cannot be read.
pub async fn waiting(db: &Db) -> Result<Waiting, DbError> {
    let mut waiting = Waiting::default();
    for state in orders::open_states() {
        let mut after: Option<OrderNumber> = None;
        loop {
            let page: Vec<OpenOrder> = db.read(move |read| orders::open(read, state, after, ORDERS)).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.number);
            page.iter().for_each(|order| waiting.add(order));
        }
    }
    Ok(waiting)
}

/// The bank account that the publisher names on its orders, in the one text for all names of it; none until staff says which.
///
/// # Errors
/// The database cannot be read.
pub fn own_account(read: &mut Read<'_>) -> Result<Option<String>, DbError> {
    let bank = orders::settings(read)?.bank;
    Ok(bank.map(|bank| BankAccount::Iban(bank.iban).key()))
}

/// Looks at every open line, the oldest first, and writes down what it seems to be for. Where the publisher wants that, those whose
/// reference and amount are exact are recorded at once.
///
/// # Errors
/// The database fails; what was written stays.
pub async fn propose_all(world: &World) -> Result<Ended, DbError> {
    let mut after = Place::START;
    let first = world.db.read::<_, DbError, _>(move |read| store::lines::open(read, after, 1)).await?;
    if first.is_empty() {
        return Ok(Ended::All);
    }
    let (own, automatic) =
        world.db.read::<_, DbError, _>(|read| Ok((own_account(read)?, orders::settings(read)?.automatic))).await?;
    let mut waiting = waiting(&world.db).await?;
    loop {
        if world.is_over() {
            return Ok(Ended::More);
        }
        let page = world.db.read::<_, DbError, _>(move |read| page_after(read, after)).await?;
        let Some((last, _)) = page.last() else { return Ok(Ended::All) };
        after = Place::of(last);
        add_ended(&world.db, &mut waiting, &page).await?;
        let mut proposed = Vec::with_capacity(page.len());
        for (line, is_taken_back) in page {
            let is_own = own.as_ref() == Some(&line.account);
            let mut proposal = waiting.propose(line.movement(is_own));
            if is_taken_back {
                proposal = proposal.doubted(Reason::TakenBack, 20);
            }
            if proposal.is_sure() {
                waiting.claim(&proposal);
            }
            proposed.push((line, proposal));
        }
        let mut changed = Vec::new();
        let mut exact = Vec::new();
        for (line, proposal) in doubt_recorded(&world.db, &waiting, proposed).await? {
            if automatic && proposal.is_exact() {
                exact.push(line.id);
            }
            if line.proposal.as_ref() != Some(&proposal) {
                changed.push((line.id, line.kind, proposal));
            }
        }
        save(world, changed).await?;
        for line in exact {
            record_by_itself(world, line).await?;
        }
    }
}

/// The next open lines, each with whether the bank has taken it back.
fn page_after(read: &mut Read<'_>, after: Place) -> Result<Vec<(BankLine, bool)>, DbError> {
    let lines = store::lines::open(read, after, LINES)?;
    lines.into_iter().map(|line| Ok((line.clone(), doubt::is_taken_back(read, &line)?))).collect()
}

/// The same, with a doubt where somebody seems to have recorded the money by hand.
async fn doubt_recorded(
    db: &Db,
    waiting: &Waiting,
    mut proposed: Vec<(BankLine, Proposal)>,
) -> Result<Vec<(BankLine, Proposal)>, DbError> {
    let money = |(line, proposal): &(BankLine, Proposal)| {
        let accounts = waiting.accounts_of(proposal);
        Money { cents: line.cents, day: line.booked_on, accounts }
    };
    let asked: Vec<Money> = proposed.iter().map(money).collect();
    let found: Vec<Option<ReceiptId>> = db
        .read::<_, DbError, _>(move |read| asked.iter().map(|money| doubt::recorded_by_hand(read, money)).collect())
        .await?;
    for ((_, proposal), receipt) in proposed.iter_mut().zip(found) {
        if let Some(receipt) = receipt {
            *proposal = std::mem::take(proposal).doubted(Reason::PerhapsRecorded(receipt), 40);
        }
    }
    Ok(proposed)
}

/// The orders that lines name and that do not wait for money.
async fn add_ended(db: &Db, waiting: &mut Waiting, page: &[(BankLine, bool)]) -> Result<(), DbError> {
    let numbers = page.iter().flat_map(|(line, _)| named(&line.told)).map(|named| named.number);
    let mut unknown: Vec<OrderNumber> = numbers.filter(|number| waiting.is_unknown(*number)).collect();
    unknown.sort_unstable();
    unknown.dedup();
    if unknown.is_empty() {
        return Ok(());
    }
    let found = db.read::<_, DbError, _>(move |read| orders::standing(read, &unknown)).await?;
    found.iter().for_each(|order| waiting.add_ended(order));
    Ok(())
}

async fn save(world: &World, changed: Vec<(LineId, LineKind, Proposal)>) -> Result<(), DbError> {
    if changed.is_empty() {
        return Ok(());
    }
    let now = world.clock.now();
    let body = move |tx: &mut Tx<'_>| store::lines::propose(tx, now, &changed);
    world.db.write::<_, DbError, _>(Lock::None, body).await
}

/// Records a line whose reference and amount are exact; one that is no longer so is left to somebody.
async fn record_by_itself(world: &World, line: LineId) -> Result<(), DbError> {
    let ctx = world.context(Author::System("banking"));
    match world.db.write(Lock::None, move |tx| record_exact(tx, &ctx, line)).await {
        Ok(_) => Ok(()),
        Err(Failed::Refused(refusal)) => {
            let refusal: LineRefusal = refusal;
            tracing::info!(%line, %refusal, "a line is left to be decided");
            Ok(())
        }
        Err(Failed::Db(error)) => Err(error),
    }
}
