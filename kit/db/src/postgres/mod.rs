//! PostgreSQL: a thread per connection, each with its own runtime and prepared statements.

mod connection;
mod tx;
mod worker;

use std::num::NonZero;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::thread;

use crossbeam_channel::{Sender, TrySendError, bounded};
use tokio::sync::Notify;

pub(crate) use tx::{Late, PgTx};

use crate::DbError;
use crate::database::OpenError;
use crate::kept::Memory;
use crate::waiting::Waiting;
use crate::work::WriteWork;
use connection::Purpose;
use worker::Worker;

/// Bodies that wait beyond those running; one more is refused.
const QUEUE: usize = 1024;
/// Reads and writes have connections of their own, so that writes waiting for a lock keep no page waiting. Reads have one more
/// than there are processors, within these bounds: with many, each does little in a snapshot of its own.
const READERS: RangeInclusive<usize> = 3..=16;
const WRITERS: usize = 8;

pub(crate) struct Threads {
    reads: Sender<Waiting>,
    writes: Sender<Box<dyn WriteWork>>,
}

impl Threads {
    pub(crate) fn start(url: &str, jobs: &Arc<Notify>, memory: &Arc<Memory>) -> Result<Threads, OpenError> {
        let config = connection::config(url).map_err(|error| OpenError::Server(connection::told(&error)))?;
        let tls = connection::encryption(&config).map_err(OpenError::Server)?;
        // One connection is tried now, so that a wrong address is told at the start; it serves the first writer.
        let mut first = Some(Worker::start(Purpose::Writes, &config, tls.as_ref())?.connected()?);
        let (writes, queue) = bounded(QUEUE);
        for number in 0..WRITERS {
            let start = || Worker::start(Purpose::Writes, &config, tls.as_ref());
            let worker = first.take().map_or_else(start, Ok)?;
            worker.spawn_writer(number, queue.clone(), jobs.clone(), memory.clone())?;
        }
        let (reads, queue) = bounded(QUEUE);
        let processors = thread::available_parallelism().map_or(1, NonZero::get);
        for number in 0..(processors + 1).clamp(*READERS.start(), *READERS.end()) {
            Worker::start(Purpose::Reads, &config, tls.as_ref())?.spawn_reader(
                number,
                queue.clone(),
                memory.clone(),
            )?;
        }
        Ok(Threads { reads, writes })
    }

    pub(crate) fn read(&self, waiting: Waiting) -> Result<(), DbError> {
        sent(self.reads.try_send(waiting))
    }

    pub(crate) fn write(&self, work: Box<dyn WriteWork>) -> Result<(), DbError> {
        sent(self.writes.try_send(work))
    }
}

/// A full queue is told at once: waiting for a place would stall every other request of the program.
fn sent<T>(attempt: Result<(), TrySendError<T>>) -> Result<(), DbError> {
    attempt.map_err(|error| match error {
        TrySendError::Full(_) => DbError::Busy,
        TrySendError::Disconnected(_) => DbError::fault("the database thread is gone"),
    })
}
