//! PostgreSQL: a thread per connection, each with its own runtime and prepared statements.

mod connection;
mod queue;
mod tx;
mod worker;

use std::num::NonZero;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::thread;

use tokio::sync::Notify;

pub(crate) use tx::{ADVISORY_LOCK, Late, PgTx};

use crate::DbError;
use crate::database::OpenError;
use crate::kept::Memory;
use crate::waiting::Waiting;
use crate::work::WriteWork;
use connection::Purpose;
use queue::Queue;
use worker::Worker;

/// Bodies that wait beyond those running; one more is refused.
const QUEUE: usize = 1024;
/// Reads and writes have connections of their own, so that writes waiting for a lock keep no page waiting. Reads have one more
/// than there are processors, within these bounds: with many, each does little in a snapshot of its own.
const READERS: RangeInclusive<usize> = 3..=16;
const WRITERS: usize = 8;

pub(crate) struct Threads {
    reads: Queue<Waiting>,
    writes: Queue<Box<dyn WriteWork>>,
}

impl Threads {
    pub(crate) fn start(url: &str, jobs: &Arc<Notify>, memory: &Arc<Memory>) -> Result<Threads, OpenError> {
        let config = connection::config(url).map_err(|error| OpenError::Server(connection::told(&error)))?;
        let tls = connection::encryption(&config).map_err(OpenError::Server)?;
        // One connection is tried now, so that a wrong address is told at the start; it serves the first writer.
        let mut first = Some(Worker::start(Purpose::Writes, &config, tls.as_ref())?.connected()?);
        let (writes, seats) = Queue::new(WRITERS, QUEUE);
        for seat in seats {
            let start = || Worker::start(Purpose::Writes, &config, tls.as_ref());
            let worker = first.take().map_or_else(start, Ok)?;
            worker.spawn_writer(seat, jobs.clone(), memory.clone())?;
        }
        let processors = thread::available_parallelism().map_or(1, NonZero::get);
        let readers = (processors + 1).clamp(*READERS.start(), *READERS.end());
        let (reads, seats) = Queue::new(readers, QUEUE);
        for seat in seats {
            Worker::start(Purpose::Reads, &config, tls.as_ref())?.spawn_reader(seat, memory.clone())?;
        }
        Ok(Threads { reads, writes })
    }

    pub(crate) fn read(&self, waiting: Waiting) -> Result<(), DbError> {
        self.reads.push(waiting)
    }

    pub(crate) fn write(&self, work: Box<dyn WriteWork>) -> Result<(), DbError> {
        self.writes.push(work)
    }
}
