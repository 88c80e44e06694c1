//! A job as its caller and as staff see it.

use jiff::Timestamp;
use kit_core::{Context, Id};
use kit_db::{DbError, FromRow, Read, Tx};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::store;

/// Something to do after the transaction that asks for it. Stored as JSON: a field added later needs a default, because
/// jobs of the version before may still wait.
pub trait Job: Serialize + DeserializeOwned + Send + 'static {
    /// The stored name of this kind of job, `DOMAIN.what`; never changed.
    const KIND: &'static str;
}

/// Marks ids of jobs.
#[derive(Debug)]
pub enum AnyJob {}

/// The id of a job.
pub type JobId = Id<AnyJob>;

/// Asks for `job` to be run once this transaction is committed.
///
/// # Errors
/// The database refuses.
pub fn enqueue<J: Job>(tx: &mut Tx<'_>, ctx: &Context, job: &J) -> Result<(), DbError> {
    enqueue_at(tx, ctx, job, ctx.now)
}

/// Asks for `job` to be run at `at` or soon after.
///
/// # Errors
/// The database refuses.
pub fn enqueue_at<J: Job>(tx: &mut Tx<'_>, ctx: &Context, job: &J, at: Timestamp) -> Result<(), DbError> {
    let body = serde_json::to_string(job).map_err(DbError::fault)?;
    tx.exec(&store::ENQUEUE, &[&JobId::random(&ctx.random), &J::KIND, &body, &None::<String>, &ctx.now, &at])?;
    if at <= ctx.now {
        tx.wake_jobs();
    }
    Ok(())
}

/// A job that was given up, for staff to look at.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct DeadJob {
    /// Its id.
    pub id: JobId,
    /// Its [`Job::KIND`].
    pub kind: String,
    /// When the change that caused it was made.
    pub enqueued_at: Timestamp,
    /// When it was given up.
    pub dead_at: Timestamp,
    /// How often it was tried.
    pub tries: i64,
    /// What the last try said.
    pub error: String,
}

/// The latest 200 jobs that were given up, newest first.
///
/// # Errors
/// The database cannot be read.
pub fn dead(read: &mut Read<'_>) -> Result<Vec<DeadJob>, DbError> {
    read.all(&store::DEAD, &[])
}

/// Gives a dead job its tries back and runs it now; answers whether it was dead.
///
/// # Errors
/// The database refuses.
pub fn revive(tx: &mut Tx<'_>, ctx: &Context, job: JobId) -> Result<bool, DbError> {
    let revived = tx.exec(&store::REVIVE, &[&job, &ctx.now])? == 1;
    if revived {
        tx.wake_jobs();
    }
    Ok(revived)
}

/// How much work there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Load {
    /// Jobs that are due and not done.
    pub due: i64,
    /// Jobs that were given up.
    pub dead: i64,
}

/// How much work there is now, for metrics and checks.
///
/// # Errors
/// The database cannot be read.
pub fn load(read: &mut Read<'_>, now: Timestamp) -> Result<Load, DbError> {
    read.one(&store::LOAD, &[&now])
}
