//! SQLite: one writer thread with group commit, a few reader threads.

mod connection;
mod reader;
mod tx;
mod writer;

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use crossbeam_channel::{Sender, TrySendError, bounded};
use tokio::sync::{Notify, oneshot};

pub(crate) use tx::SqliteTx;

use crate::DbError;
use crate::database::OpenError;
use crate::kept::Memory;
use crate::waiting::Waiting;
use crate::work::WriteWork;

/// Reads that wait beyond those running; one more is refused.
const READ_QUEUE: usize = 1024;
/// Writes that wait beyond the batch being committed; one more is refused.
const WRITE_QUEUE: usize = 4096;
/// As many as there are processors, within these bounds: more only take turns.
const READERS: std::ops::RangeInclusive<usize> = 2..=8;

/// Held shared by every read, and exclusively by the writer while it empties a write-ahead log that grew too long:
/// otherwise a chain of overlapping reads would keep the log from ever being reset.
pub(super) type ReadGate = Arc<RwLock<()>>;

pub(crate) struct Threads {
    path: PathBuf,
    reads: Sender<Waiting>,
    writes: Sender<Box<dyn WriteWork>>,
}

impl Threads {
    pub(crate) fn start(path: &Path, jobs: &Arc<Notify>, memory: &Arc<Memory>) -> Result<Threads, OpenError> {
        let gate = ReadGate::default();
        let refused = |why| OpenError::File { path: path.display().to_string(), why };
        let writer = connection::open_writer(path).map_err(refused)?;
        let (writes, queue) = bounded(WRITE_QUEUE);
        writer::spawn(writer, path, queue, gate.clone(), jobs.clone(), memory.clone())?;
        let (reads, queue) = bounded(READ_QUEUE);
        let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
        for number in 0..processors.clamp(*READERS.start(), *READERS.end()) {
            let reader = connection::open_reader(path).map_err(refused)?;
            reader::spawn(number, reader, queue.clone(), gate.clone(), memory.clone())?;
        }
        Ok(Threads { path: path.to_owned(), reads, writes })
    }

    pub(crate) fn read(&self, waiting: Waiting) -> Result<(), DbError> {
        sent(self.reads.try_send(waiting))
    }

    pub(crate) fn write(&self, work: Box<dyn WriteWork>) -> Result<(), DbError> {
        sent(self.writes.try_send(work))
    }

    /// On a thread of its own: it takes as long as the file is large, and readers must not wait for it.
    pub(crate) async fn backup(&self, to: PathBuf) -> Result<(), DbError> {
        let from = self.path.clone();
        let (reply, answer) = oneshot::channel();
        std::thread::Builder::new()
            .name("backup".to_owned())
            .spawn(move || reply.send(connection::backup(&from, &to)))
            .map_err(DbError::fault)?;
        answer.await.map_err(DbError::fault)?
    }
}

/// A full queue is told at once: waiting for a place would stall every other request of the program.
fn sent<T>(attempt: Result<(), TrySendError<T>>) -> Result<(), DbError> {
    attempt.map_err(|error| match error {
        TrySendError::Full(_) => DbError::Busy,
        TrySendError::Disconnected(_) => DbError::fault("the database thread is gone"),
    })
}
