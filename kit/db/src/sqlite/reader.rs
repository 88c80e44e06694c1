//! A reader thread: a snapshot for bodies that queued up before it began, each interrupted when it takes too long.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLockReadGuard};
use std::thread;
use std::time::Instant;

use crossbeam_channel::Receiver;
use rusqlite::Connection;

use super::{ReadGate, SqliteTx};
use crate::database::READ_LIMIT;
use crate::kept::Memory;
use crate::tx::Conn;
use crate::waiting::{Snapshot, Waiting};
use crate::work::ReadWork;
use crate::{DbError, Read};

/// How many steps of SQLite's machine pass between two looks at the clock.
const STEPS: i32 = 10_000;

pub(super) fn spawn(
    number: usize,
    conn: Connection,
    queue: Receiver<Waiting>,
    gate: ReadGate,
    memory: Arc<Memory>,
) -> std::io::Result<()> {
    thread::Builder::new()
        .name(format!("sqlite-read-{number}"))
        .spawn(move || match Reader::new(conn, memory) {
            Ok(reader) => reader.run(&queue, &gate),
            Err(error) => tracing::error!(%error, "a reader cannot limit its reads"),
        })
        .map(drop)
}

struct Reader {
    conn: Connection,
    limit: Limit,
    memory: Arc<Memory>,
}

/// A snapshot, and the gate that it holds open.
struct Open<'g> {
    snapshot: Snapshot,
    _gate: RwLockReadGuard<'g, ()>,
}

impl Reader {
    fn new(mut conn: Connection, memory: Arc<Memory>) -> rusqlite::Result<Reader> {
        let limit = Limit::install(&mut conn)?;
        Ok(Reader { conn, limit, memory })
    }

    /// Nobody waits for the end of a snapshot: it comes after the answers.
    fn run(&self, queue: &Receiver<Waiting>, gate: &ReadGate) {
        let mut open: Option<Open<'_>> = None;
        loop {
            let next = queue.try_recv().ok().or_else(|| {
                self.end(open.take());
                queue.recv().ok()
            });
            let Some(mut waiting) = next else { return };
            if waiting.work.is_abandoned() {
                continue;
            }
            if open.as_ref().is_some_and(|open| !open.snapshot.serves(&waiting)) {
                self.end(open.take());
            }
            let outcome = match open.take().map_or_else(|| self.begin(gate), Ok) {
                Ok(mut begun) => {
                    self.read(waiting.work.as_mut(), &mut begun.snapshot);
                    // What went wrong with a statement may have ended it: a failing disk, too little memory.
                    open = (!self.conn.is_autocommit()).then_some(begun);
                    Ok(())
                }
                Err(error) => Err(DbError::fault(error)),
            };
            waiting.work.settle(outcome);
        }
    }

    /// Neither beginning nor end may be interrupted: the one would leave a transaction that nobody ends, the other leave it
    /// open, and no other snapshot could begin.
    fn begin<'g>(&self, gate: &'g ReadGate) -> rusqlite::Result<Open<'g>> {
        let open = Open { _gate: gate.read().unwrap_or_else(PoisonError::into_inner), snapshot: Snapshot::new() };
        self.limit.restart();
        self.conn.prepare_cached("BEGIN")?.raw_execute()?;
        Ok(open)
    }

    fn read(&self, work: &mut dyn ReadWork, snapshot: &mut Snapshot) {
        self.limit.restart();
        let conn = Conn::Sqlite(SqliteTx::new(&self.conn));
        let mut read = Read::snapshot(conn, self.memory.clone(), snapshot.editions.take());
        work.run(&mut read);
        snapshot.editions = read.editions;
    }

    fn end(&self, open: Option<Open<'_>>) {
        if open.is_none() {
            return;
        }
        self.limit.restart();
        let ended = self.conn.prepare_cached("COMMIT").and_then(|mut commit| commit.raw_execute());
        if let Err(error) = ended {
            tracing::error!(%error, "a snapshot could not be ended");
        }
    }
}

/// Interrupts a statement whose body began more than [`READ_LIMIT`] ago.
struct Limit {
    started: Instant,
    deadline: Arc<AtomicU64>,
}

impl Limit {
    #[allow(clippy::disallowed_methods)] // a monotonic clock to guard a thread, not the time of day
    fn install(conn: &mut Connection) -> rusqlite::Result<Limit> {
        let limit = Limit { started: Instant::now(), deadline: Arc::default() };
        let (started, deadline) = (limit.started, limit.deadline.clone());
        conn.progress_handler(
            STEPS,
            Some(move || started.elapsed().as_millis() as u64 > deadline.load(Ordering::Relaxed)),
        )?;
        Ok(limit)
    }

    fn restart(&self) {
        let deadline = self.started.elapsed() + READ_LIMIT;
        self.deadline.store(deadline.as_millis() as u64, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_begins_and_ends_however_long_the_reader_slept() {
        let reader = Reader::new(Connection::open_in_memory().unwrap(), Arc::default()).unwrap();
        let gate = ReadGate::default();
        // The engine looks at the clock every so many steps, and counts those of all runs of a statement.
        while reader.limit.started.elapsed().as_millis() == 0 {}
        for _ in 0..STEPS {
            reader.limit.deadline.store(0, Ordering::Relaxed);
            let open = reader.begin(&gate).unwrap();
            reader.limit.deadline.store(0, Ordering::Relaxed);
            reader.end(Some(open));
            assert!(reader.conn.is_autocommit());
        }
    }
}
