//! Files in their places of which a transaction is to speak.

use std::future::Future;

use crate::{Draft, FileError, Files, Kept};

/// Files that were put in their places right before the transaction that speaks of them. If it does not, they go again: dropped
/// before it began, refused by it, or not committed. What became of a transaction that was cut off nobody knows here; its files stay
/// for the sweep, which asks whether a row speaks of them.
#[derive(Debug)]
pub struct Deposit {
    store: Files,
    kept: Vec<Kept>,
    is_undecided: bool,
}

impl Deposit {
    /// Puts files in their places.
    ///
    /// # Errors
    /// The disk refuses; nothing is left.
    pub async fn of(store: &Files, drafts: Vec<Draft>) -> Result<Deposit, FileError> {
        let mut all = Deposit { store: store.clone(), kept: Vec::new(), is_undecided: false };
        for draft in drafts {
            all.kept.push(draft.finish().await?);
        }
        Ok(all)
    }

    /// The files, for the transaction to speak of.
    pub fn files(&self) -> Vec<Kept> {
        self.kept.clone()
    }

    /// Waits for the transaction; `is_not_spoken_of` says of its outcome whether it is sure that no row speaks of the files.
    pub async fn settled<T>(
        mut self,
        transaction: impl Future<Output = T>,
        is_not_spoken_of: impl FnOnce(&T) -> bool,
    ) -> T {
        // From here on whoever waits may be cut off, and the transaction may be committed all the same.
        self.is_undecided = true;
        let outcome = transaction.await;
        self.is_undecided = !is_not_spoken_of(&outcome);
        outcome
    }
}

impl Drop for Deposit {
    fn drop(&mut self) {
        if self.is_undecided {
            return;
        }
        for one in &self.kept {
            if let Err(error) = self.store.remove_now(one.key) {
                tracing::warn!(%error, "a file that nobody wants stays until it is swept");
            }
        }
    }
}
