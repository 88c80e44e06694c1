//! Proves on a live installation that lines, imports and receipts fit together.

use credits::Means;
use kit_db::{Db, DbError, Read};
use orders::ReceiptState;
use thiserror::Error;

use crate::model::{BankLine, Import, ImportId, LineId, LineState};
use crate::store;

/// How many violations are named before the check gives up looking.
const ENOUGH: usize = 100;

/// Something that does not fit, of which line or import.
pub type Violation = kit_core::Violation<Fault>;

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// A line is recorded, and its receipt is not there, or is of something else.
    #[error("its receipt is not there, or not as the bank says")]
    Receipt,
    /// A line is recorded as a receipt that is void: its money is nowhere until somebody takes the line up again.
    #[error("its receipt is void: take the line up again")]
    Void,
    /// A decision without its author, or an author without a decision.
    #[error("nobody knows who decided")]
    Author,
    /// An import counts other lines than it brought.
    #[error("{fresh} lines were new, {found} are there")]
    Lines {
        /// What the import says.
        fresh: i64,
        /// What is there.
        found: i64,
    },
}

/// Checks every line and every import; no violation means that all is sound. Stops after 100 violations.
///
/// # Errors
/// The database cannot be read.
pub async fn check(db: &Db) -> Result<Vec<Violation>, DbError> {
    let mut found = Vec::new();
    lines(db, &mut found).await?;
    imports(db, &mut found).await?;
    found.truncate(ENOUGH);
    Ok(found)
}

async fn lines(db: &Db, found: &mut Vec<Violation>) -> Result<(), DbError> {
    let mut after = LineId::from_raw(-1);
    while found.len() < ENOUGH {
        let page = db.read::<_, DbError, _>(move |read| page_of_lines(read, after)).await?;
        let Some((newest, _)) = page.last() else { break };
        after = newest.id;
        for (line, faults) in page {
            found.extend(faults.into_iter().map(|fault| Violation { subject: line.reference(), fault }));
        }
    }
    Ok(())
}

fn page_of_lines(read: &mut Read<'_>, after: LineId) -> Result<Vec<(BankLine, Vec<Fault>)>, DbError> {
    let lines = store::check::lines(read, after)?;
    lines.into_iter().map(|line| Ok((line.clone(), faults_of(read, &line)?))).collect()
}

fn faults_of(read: &mut Read<'_>, line: &BankLine) -> Result<Vec<Fault>, DbError> {
    let mut faults = Vec::new();
    let receipt = match line.receipt {
        Some(id) => orders::receipt(read, id)?.map(|found| found.receipt),
        None => None,
    };
    let is_void = receipt.as_ref().is_some_and(|receipt| receipt.state == ReceiptState::Void);
    let fits = receipt.is_some_and(|receipt| {
        receipt.means == Means::Transfer
            && receipt.reference == line.reference()
            && receipt.cents == line.cents
            && receipt.received_on == line.booked_on
    });
    // Nor is there a receipt of a line that is not recorded.
    let is_elsewhere =
        line.state != LineState::Recorded && orders::known_receipt(read, Means::Transfer, &line.reference())?.is_some();
    if (line.state == LineState::Recorded) != fits || is_elsewhere {
        faults.push(Fault::Receipt);
    }
    if is_void {
        faults.push(Fault::Void);
    }
    let is_decided = line.state != LineState::Open;
    if is_decided != line.decided_by.is_some() || is_decided != line.decided_at.is_some() {
        faults.push(Fault::Author);
    }
    Ok(faults)
}

async fn imports(db: &Db, found: &mut Vec<Violation>) -> Result<(), DbError> {
    let mut after = ImportId::from_raw(-1);
    while found.len() < ENOUGH {
        let page = db.read::<_, DbError, _>(move |read| page_of_imports(read, after)).await?;
        let Some((newest, _)) = page.last() else { break };
        after = newest.id;
        for (import, lines) in page {
            // One that began again counts from the start, and finds its first lines known.
            if import.is_whole() && import.fresh > lines {
                let fault = Fault::Lines { fresh: import.fresh, found: lines };
                found.push(Violation { subject: import.name, fault });
            }
        }
    }
    Ok(())
}

fn page_of_imports(read: &mut Read<'_>, after: ImportId) -> Result<Vec<(Import, i64)>, DbError> {
    let imports = store::check::imports(read, after)?;
    imports.into_iter().map(|import| Ok((import.clone(), store::check::count(read, import.id)?))).collect()
}
