//! A transaction body on its way to a database thread and back.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

use crate::{DbError, Lock, Read, Tx};

/// A body that reads.
pub(crate) trait ReadWork: Send {
    /// Whether nobody waits for the answer any more: a browser that was closed, a request that took too long.
    fn is_abandoned(&self) -> bool;
    fn run(&mut self, read: &mut Read<'_>);
    /// Answers with what the body returned, or with the fault that kept it from running to its end.
    fn settle(self: Box<Self>, outcome: Result<(), DbError>);
}

/// A body that writes.
pub(crate) trait WriteWork: Send {
    /// As [`ReadWork::is_abandoned`]. What is abandoned while it waits is not begun: under a flood the database would work for
    /// those who left, and do what they were told had not been done.
    fn is_abandoned(&self) -> bool;
    fn lock(&self) -> Lock;
    /// Runs the body (once more); tells whether it wants its changes kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Answers: with what the body returned once its fate is known, or with the fault.
    fn settle(self: Box<Self>, outcome: Result<(), DbError>);
}

pub(crate) struct Body<F, R, E> {
    pub(crate) lock: Lock,
    pub(crate) body: F,
    pub(crate) result: Option<Result<R, E>>,
    pub(crate) reply: oneshot::Sender<Result<R, E>>,
}

impl<F, R, E: From<DbError>> Body<F, R, E> {
    fn answer(self, outcome: Result<(), DbError>) {
        let result = match outcome {
            Ok(()) => self.result.unwrap_or_else(|| Err(DbError::fault("the body never ran").into())),
            Err(error) => Err(error.into()),
        };
        // The caller may have gone away meanwhile; what was committed stays committed.
        let _ = self.reply.send(result);
    }
}

fn guarded<R, E: From<DbError>>(run: impl FnOnce() -> Result<R, E>) -> Result<R, E> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err(DbError::fault("the transaction body panicked").into()))
}

impl<F, R, E> ReadWork for Body<F, R, E>
where
    F: Fn(&mut Read<'_>) -> Result<R, E> + Send,
    R: Send,
    E: From<DbError> + Send,
{
    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn run(&mut self, read: &mut Read<'_>) {
        self.result = Some(guarded(|| (self.body)(read)));
    }

    fn settle(self: Box<Self>, outcome: Result<(), DbError>) {
        self.answer(outcome);
    }
}

impl<F, R, E> WriteWork for Body<F, R, E>
where
    F: Fn(&mut Tx<'_>) -> Result<R, E> + Send,
    R: Send,
    E: From<DbError> + Send,
{
    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn lock(&self) -> Lock {
        self.lock
    }

    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let result = guarded(|| (self.body)(tx));
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn settle(self: Box<Self>, outcome: Result<(), DbError>) {
        self.answer(outcome);
    }
}
