//! What the server is asked and told on behalf of a journal.

use super::{Journal, JournalError, OpenLease};
use crate::{Client, Error, Key, NewLease, Operation, Settled};

/// What became of uses that were charged one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charged {
    /// What was written.
    pub operations: Vec<Operation>,
    /// The uses that could not be charged, and why; the journal stays as it is until there are none, or it is given up.
    pub refused: Vec<(Key, Error)>,
}

impl Client {
    /// Takes credits along, into a journal. When the answer to an earlier call never came, that lease is asked for again, whatever is
    /// wanted now: it may have been given.
    ///
    /// # Errors
    /// The journal has a lease already, the machine's clock is wrong, or the server does not give one.
    pub async fn lease_into(&self, journal: &mut Journal, wanted: &NewLease) -> Result<OpenLease, JournalError> {
        let wanted = journal.begin(wanted)?;
        match self.lease(&wanted).await {
            Ok(done) => journal.opened(&done.value.lease),
            Err(error) => {
                if error.is_final() {
                    journal.ended()?;
                }
                Err(error.into())
            }
        }
    }

    /// Tells the server what was spent; the rest of the lease comes back. Repeated after any error or crash it is settled once. None:
    /// nothing was spent, and the lease had ended by itself.
    ///
    /// When the lease ended before ([`Error::Ended`] with `expired`) or a use is refused, [`Client::charge`] is what is left.
    ///
    /// # Errors
    /// There is no lease, or the server did not answer, or refuses.
    pub async fn settle(&self, journal: &mut Journal) -> Result<Option<Settled>, JournalError> {
        let settlement = journal.settlement()?;
        match self.settle_lease(&settlement).await {
            Ok(done) => {
                journal.settled()?;
                Ok(Some(done.value))
            }
            Err(Error::Ended { .. }) if settlement.uses.is_empty() => {
                journal.ended()?;
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Charges what can no longer be settled: gives the lease back, if it has not ended, and uses each feature again by
    /// itself, under the same key. What is refused then (for lack of credit, say) is told; after a crash or an error it can be
    /// repeated, and nothing is charged twice.
    ///
    /// # Errors
    /// There is no lease, it was settled after all, or the server did not answer.
    pub async fn charge(&self, journal: &mut Journal) -> Result<Charged, JournalError> {
        let (back, uses) = journal.charging()?;
        match self.settle_lease(&back).await {
            Ok(_) => {}
            Err(Error::Ended { state }) if state == "expired" => {}
            Err(error) => return Err(error.into()),
        }
        let mut charged = Charged { operations: Vec::new(), refused: Vec::new() };
        for (key, usage) in uses {
            match self.usage(&usage).await {
                Ok(done) => charged.operations.push(done.value.operation),
                Err(error) if error.is_final() => charged.refused.push((key, error)),
                Err(error) => return Err(error.into()),
            }
        }
        if charged.refused.is_empty() {
            journal.ended()?;
        }
        Ok(charged)
    }
}
