//! The writer thread: what waits is done in one transaction, a savepoint each, and answered after the commit.

use std::iter::once;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError};
use rusqlite::{Connection, ErrorCode};
use tokio::sync::Notify;

use super::connection::PATIENCE;
use super::{ReadGate, SqliteTx};
use crate::kept::Memory;
use crate::tx::Conn;
use crate::work::WriteWork;
use crate::{DbError, Tx};

const BATCH: usize = 256;
const BATCH_TIME: Duration = Duration::from_millis(5);
const SLOW: Duration = Duration::from_millis(20);
const IDLE: Duration = Duration::from_secs(1);
/// Past this the write-ahead log is emptied while reads wait.
const LOG_LIMIT: u64 = 64 << 20;
/// The log is not worth emptying below this.
const LOG_WORTH: u64 = 1 << 20;

pub(super) fn spawn(
    conn: Connection,
    path: &Path,
    queue: Receiver<Box<dyn WriteWork>>,
    gate: ReadGate,
    jobs: Arc<Notify>,
    memory: Arc<Memory>,
) -> std::io::Result<()> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let writer = Writer { conn, queue, gate, jobs, memory, log: log.into() };
    let run = move || {
        // Bodies that panic are caught before. Without its only writer the program would live on and refuse everything.
        if catch_unwind(AssertUnwindSafe(|| writer.run())).is_err() {
            std::process::abort();
        }
    };
    thread::Builder::new().name("sqlite-write".to_owned()).spawn(run).map(drop)
}

struct Writer {
    conn: Connection,
    queue: Receiver<Box<dyn WriteWork>>,
    gate: ReadGate,
    jobs: Arc<Notify>,
    memory: Arc<Memory>,
    log: PathBuf,
}

/// One body of a batch, run and waiting for the commit: its changes are in the transaction or already undone.
struct Done {
    work: Box<dyn WriteWork>,
    outcome: Result<(), DbError>,
}

impl Writer {
    fn run(self) {
        let (mut checkpointed, mut limit) = (true, LOG_LIMIT);
        loop {
            match self.queue.recv_timeout(IDLE) {
                Ok(first) => {
                    self.batch(first);
                    checkpointed = false;
                    let length = self.log_length();
                    if length > limit {
                        let _closed = self.gate.write().unwrap_or_else(PoisonError::into_inner);
                        // Who keeps the log now is a backup or another program: no use in asking after every batch.
                        limit = if self.checkpoint() { LOG_LIMIT } else { length + LOG_LIMIT };
                    }
                }
                Err(RecvTimeoutError::Timeout) if !checkpointed && self.log_length() > LOG_WORTH => {
                    checkpointed = self.checkpoint();
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    // The readers cannot do it, and whoever copies the file of a stopped program expects all of it there.
                    self.checkpoint();
                    return;
                }
            }
        }
    }

    #[allow(clippy::disallowed_methods)] // a monotonic clock to bound a batch, not the time of day
    fn batch(&self, first: Box<dyn WriteWork>) {
        if let Err(error) = self.command("BEGIN IMMEDIATE") {
            return self.turn_away(first, &error);
        }
        let started = Instant::now();
        let mut done = Vec::new();
        let mut wakes_jobs = false;
        let mut next = Some(first);
        while let Some(mut work) = next {
            if work.is_abandoned() {
                next = self.queue.try_recv().ok();
                continue;
            }
            let began = started.elapsed();
            let outcome = self.one(work.as_mut(), &mut wakes_jobs);
            let took = started.elapsed().saturating_sub(began);
            if took > SLOW {
                tracing::warn!(?took, "a transaction kept the writer busy");
            }
            done.push(Done { work, outcome });
            if self.conn.is_autocommit() {
                // A full disk or an I/O error rolled back the whole batch, not only this body.
                return abandon(done, || DbError::fault("the database rolled back"));
            }
            next = if done.len() < BATCH && started.elapsed() < BATCH_TIME { self.queue.try_recv().ok() } else { None };
        }
        match self.command("COMMIT") {
            Ok(()) => {
                if wakes_jobs {
                    self.jobs.notify_one();
                }
                done.into_iter().for_each(|Done { work, outcome }| work.settle(outcome));
            }
            Err(error) => self.failed_commit(done, &error),
        }
    }

    /// The transaction could not begin, mostly because another program holds the file. Those in the queue have waited as long
    /// as the first: one after the other, the last would wait for hours.
    fn turn_away(&self, first: Box<dyn WriteWork>, error: &rusqlite::Error) {
        tracing::error!(%error, "the database file cannot be locked");
        let is_held = error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy);
        let waiting = self.queue.len();
        for work in once(first).chain(self.queue.try_iter().take(waiting)) {
            work.settle(Err(if is_held { DbError::Busy } else { DbError::fault(error.to_string()) }));
        }
    }

    /// Runs one body in a savepoint: what it changed stays only when it returned `Ok` and no statement failed. When neither
    /// can be had the whole batch is rolled back.
    fn one(&self, work: &mut dyn WriteWork, wakes_jobs: &mut bool) -> Result<(), DbError> {
        self.command("SAVEPOINT body").map_err(DbError::fault)?;
        let mut tx = Tx::new(Conn::Sqlite(SqliteTx::new(&self.conn)), self.memory.clone());
        let keep = work.run(&mut tx);
        let (poisoned, wakes) = (tx.poisoned(), tx.wakes_jobs);
        if self.conn.is_autocommit() {
            return Ok(());
        }
        if keep && !poisoned {
            *wakes_jobs |= wakes;
            return self.command("RELEASE body").map_err(|error| self.roll_back(&error));
        }
        let undone = self.command("ROLLBACK TO body").and_then(|()| self.command("RELEASE body"));
        undone.map_err(|error| self.roll_back(&error))?;
        if keep { Err(DbError::fault("a statement failed and the body went on")) } else { Ok(()) }
    }

    /// Ends a transaction that cannot be brought in order.
    fn roll_back(&self, error: &rusqlite::Error) -> DbError {
        if !self.conn.is_autocommit() && self.command("ROLLBACK").is_err() {
            std::process::abort();
        }
        DbError::fault(error.to_string())
    }

    fn command(&self, text: &'static str) -> rusqlite::Result<()> {
        self.conn.prepare_cached(text)?.raw_execute().map(drop)
    }

    fn failed_commit(&self, done: Vec<Done>, error: &rusqlite::Error) {
        tracing::error!(%error, "the commit failed");
        if matches!(error.sqlite_error_code(), Some(ErrorCode::SystemIoFailure | ErrorCode::DatabaseCorrupt)) {
            // Nobody can tell any more what is on the disk. Starting again reads it afresh; going on could lie.
            std::process::abort();
        }
        self.roll_back(error);
        // There may be room again in a moment, and nothing was done.
        let is_full = error.sqlite_error_code() == Some(ErrorCode::DiskFull);
        abandon(done, || if is_full { DbError::Busy } else { DbError::fault("the commit failed") });
    }

    fn log_length(&self) -> u64 {
        std::fs::metadata(&self.log).map_or(0, |log| log.len())
    }

    /// Empties the log, unless somebody reads from it: writes must not wait for a long read or a backup.
    fn checkpoint(&self) -> bool {
        let emptied = self
            .conn
            .busy_timeout(Duration::ZERO)
            .and_then(|()| self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0)));
        match &emptied {
            Ok(0) => {}
            Ok(_) => tracing::debug!("a reader kept the log from being emptied"),
            Err(error) => tracing::error!(%error, "the log cannot be emptied"),
        }
        if let Err(error) = self.conn.busy_timeout(PATIENCE) {
            tracing::error!(%error, "the writer cannot wait for other programs");
        }
        matches!(emptied, Ok(0))
    }
}

fn abandon(done: Vec<Done>, why: impl Fn() -> DbError) {
    tracing::error!(why = %why(), bodies = done.len(), "a batch was abandoned");
    done.into_iter().for_each(|Done { work, .. }| work.settle(Err(why())));
}
