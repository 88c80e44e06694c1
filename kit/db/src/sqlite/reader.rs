//! A reader thread: one snapshot per body, interrupted when it takes too long.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};
use std::thread;
use std::time::Instant;

use crossbeam_channel::Receiver;
use rusqlite::Connection;

use super::{ReadGate, SqliteTx};
use crate::database::READ_LIMIT;
use crate::kept::Memory;
use crate::tx::Conn;
use crate::work::ReadWork;
use crate::{DbError, Read};

/// How many steps of SQLite's machine pass between two looks at the clock.
const STEPS: i32 = 10_000;

pub(super) fn spawn(
    number: usize,
    conn: Connection,
    queue: Receiver<Box<dyn ReadWork>>,
    gate: ReadGate,
    memory: Arc<Memory>,
) -> std::io::Result<()> {
    thread::Builder::new()
        .name(format!("sqlite-read-{number}"))
        .spawn(move || run(conn, &queue, &gate, &memory))
        .map(drop)
}

fn run(mut conn: Connection, queue: &Receiver<Box<dyn ReadWork>>, gate: &ReadGate, memory: &Arc<Memory>) {
    let limit = match Limit::install(&mut conn) {
        Ok(limit) => limit,
        Err(error) => return tracing::error!(%error, "a reader cannot limit its reads"),
    };
    for mut work in queue {
        if work.is_abandoned() {
            continue;
        }
        let _open = gate.read().unwrap_or_else(PoisonError::into_inner);
        let outcome = snapshot(&conn, work.as_mut(), &limit, memory);
        work.settle(outcome);
    }
}

fn snapshot(conn: &Connection, work: &mut dyn ReadWork, limit: &Limit, memory: &Arc<Memory>) -> Result<(), DbError> {
    limit.restart();
    conn.prepare_cached("BEGIN").and_then(|mut begin| begin.raw_execute()).map_err(DbError::fault)?;
    work.run(&mut Read::snapshot(Conn::Sqlite(SqliteTx::new(conn)), memory.clone(), None));
    // The end of a snapshot must not be interrupted: the next one could not begin.
    limit.restart();
    // An interrupted statement may already have ended the transaction.
    if !conn.is_autocommit() {
        conn.prepare_cached("COMMIT").and_then(|mut commit| commit.raw_execute()).map_err(DbError::fault)?;
    }
    Ok(())
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
