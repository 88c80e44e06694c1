//! What can go wrong in storage, by what the caller can do about it.

use std::error::Error as StdError;

use thiserror::Error;

/// Why a transaction did not do what it was asked.
#[derive(Debug, Error)]
pub enum DbError {
    /// The queue or the disk is full, the server cannot be reached or another program holds the file: nothing was done, try again
    /// in a moment.
    #[error("the database cannot take more work now")]
    Busy,
    /// The connection was lost while committing: the change may or may not be there. Safe to repeat with an idempotency key.
    #[error("the outcome of the commit is unknown")]
    Unknown,
    /// A unique constraint refused; `table_column…` names it. Nothing was done.
    #[error("conflict with {0}")]
    Conflict(String),
    /// Anything else: nothing was done, and the log says why.
    #[error("the database failed: {0}")]
    Fault(Box<dyn StdError + Send + Sync>),
}

impl DbError {
    /// A fault with this explanation.
    pub fn fault(why: impl Into<Box<dyn StdError + Send + Sync>>) -> DbError {
        DbError::Fault(why.into())
    }
}

/// How a use case ends when it does not do what it was asked: by a refusal that the person reads, or by the database.
///
/// Either way its transaction is undone. A refusal that must leave a trace is not an error: it is part of the answer.
#[derive(Debug, Error)]
pub enum Failed<E> {
    /// A rule says no.
    #[error("refused")]
    Refused(E),
    /// The database says no.
    #[error(transparent)]
    Db(DbError),
}

impl<E> Failed<E> {
    /// The same failure, its refusal in other words: those of the use case that called this one.
    pub fn map<F>(self, words: impl FnOnce(E) -> F) -> Failed<F> {
        match self {
            Failed::Refused(reason) => Failed::Refused(words(reason)),
            Failed::Db(error) => Failed::Db(error),
        }
    }
}

impl<E> From<DbError> for Failed<E> {
    fn from(error: DbError) -> Failed<E> {
        Failed::Db(error)
    }
}

/// Ends a use case with a refusal: `return refuse(InviteRefusal::AlreadyMember)`.
pub fn refuse<T, E>(reason: E) -> Result<T, Failed<E>> {
    Err(Failed::Refused(reason))
}
