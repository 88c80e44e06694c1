//! How a job fails.

use std::error::Error as StdError;

use kit_db::DbError;
use thiserror::Error;

/// Why a job was not done.
#[derive(Debug, Error)]
pub enum JobError {
    /// It may succeed later: it is tried again, with growing pauses, and given up after the last try.
    #[error("{0}")]
    Retry(Box<dyn StdError + Send + Sync>),
    /// It will never succeed: it is given up at once, and staff sees it.
    #[error("{0}")]
    GiveUp(Box<dyn StdError + Send + Sync>),
}

impl JobError {
    /// A failure that may go away by itself.
    pub fn retry(why: impl Into<Box<dyn StdError + Send + Sync>>) -> JobError {
        JobError::Retry(why.into())
    }

    /// A failure that no further try can mend.
    pub fn give_up(why: impl Into<Box<dyn StdError + Send + Sync>>) -> JobError {
        JobError::GiveUp(why.into())
    }
}

impl From<DbError> for JobError {
    fn from(error: DbError) -> JobError {
        JobError::retry(error)
    }
}
