//! A thread that owns a connection and runs bodies on it, again when they collide.

use std::sync::Arc;
use std::thread;
use std::time::Instant;

use futures_util::future::join;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;
use tokio_postgres::{Config, Error};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::connection::{Connection, Purpose, goes_on, refusal, told};
use super::queue::Seat;
use super::tx::{Late, PgTx, Trouble, changes, is_collision};
use crate::database::{OpenError, READ_LIMIT};
use crate::kept::Memory;
use crate::tx::Conn;
use crate::waiting::{Snapshot, Waiting};
use crate::work::WriteWork;
use crate::{DbError, Read, Tx};

const BEGIN: &str = "BEGIN";
/// While reads wait, the end of one snapshot travels with the beginning of the next.
const NEXT: &str = "ROLLBACK; BEGIN";
/// How often a body runs in all when it collides with others or loses its connection before the commit.
const ATTEMPTS: usize = 6;

pub(super) struct Worker {
    purpose: Purpose,
    runtime: Runtime,
    config: Config,
    tls: Option<MakeRustlsConnect>,
    connection: Option<Connection>,
}

/// How one run of a body ended.
enum Run {
    Settled(Result<(), DbError>),
    Again(Trouble),
}

impl Worker {
    pub(super) fn start(purpose: Purpose, config: &Config, tls: Option<&MakeRustlsConnect>) -> std::io::Result<Worker> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        Ok(Worker { purpose, runtime, config: config.clone(), tls: tls.cloned(), connection: None })
    }

    /// Connects on a thread of its own, because the caller may stand inside another runtime, where none may wait or end.
    pub(super) fn connected(mut self) -> Result<Worker, OpenError> {
        let connected = thread::spawn(move || self.connect().map(|()| self)).join();
        match connected {
            Ok(Ok(worker)) => Ok(worker),
            Ok(Err(error)) => Err(OpenError::Server(told(&error))),
            Err(_) => Err(OpenError::Server("connecting panicked".to_owned())),
        }
    }

    /// The connection, opened again if it is gone.
    fn connect(&mut self) -> Result<(), Error> {
        if self.connection.as_ref().is_none_or(|connection| connection.client.is_closed()) {
            self.connection = Some(Connection::open(self.purpose, &self.runtime, &self.config, self.tls.as_ref())?);
        }
        Ok(())
    }

    pub(super) fn spawn_reader(mut self, seat: Seat<Waiting>, memory: Arc<Memory>) -> std::io::Result<()> {
        let name = format!("postgres-read-{}", seat.number());
        let serve = move || {
            while let Some(mut waiting) = self.next_read(&seat) {
                if waiting.work.is_abandoned() {
                    continue;
                }
                let outcome = self.insist(|worker| worker.read(&mut waiting, &memory));
                waiting.work.settle(outcome);
            }
        };
        thread::Builder::new().name(name).spawn(serve).map(drop)
    }

    pub(super) fn spawn_writer(
        mut self,
        seat: Seat<Box<dyn WriteWork>>,
        jobs: Arc<Notify>,
        memory: Arc<Memory>,
    ) -> std::io::Result<()> {
        let name = format!("postgres-write-{}", seat.number());
        let serve = move || {
            while let Some(mut work) = seat.take() {
                if work.is_abandoned() {
                    continue;
                }
                let mut wakes_jobs = false;
                let outcome = self.insist(|worker| worker.write(work.as_mut(), &memory, &mut wakes_jobs));
                if wakes_jobs && outcome.is_ok() {
                    jobs.notify_one();
                }
                work.settle(outcome);
            }
        };
        thread::Builder::new().name(name).spawn(serve).map(drop)
    }

    /// Nobody waits for the end of a snapshot: it comes after the answer, together with the next beginning if there is one.
    fn next_read(&mut self, seat: &Seat<Waiting>) -> Option<Waiting> {
        seat.take_now().or_else(|| {
            if self.connection.as_ref().is_some_and(|connection| connection.snapshot.is_some()) {
                self.undo();
            }
            seat.take()
        })
    }

    fn insist(&mut self, mut run: impl FnMut(&mut Worker) -> Run) -> Result<(), DbError> {
        let mut last = Trouble::Collision;
        for _ in 0..ATTEMPTS {
            match run(self) {
                Run::Settled(outcome) => return outcome,
                Run::Again(trouble) => last = trouble,
            }
            if last == Trouble::Lost {
                self.connection = None;
            }
        }
        Err(match last {
            Trouble::Collision => DbError::Busy,
            Trouble::Lost => DbError::fault("the connection to the server is lost"),
        })
    }

    #[allow(clippy::disallowed_methods)] // a monotonic clock to guard a thread, not the time of day
    fn read(&mut self, waiting: &mut Waiting, memory: &Arc<Memory>) -> Run {
        if let Err(error) = self.connect() {
            return unreachable_server(&error);
        }
        let Some(connection) = &mut self.connection else { return Run::Again(Trouble::Lost) };
        let mut trouble = None;
        let begin = if connection.snapshot.is_some() { NEXT } else { BEGIN };
        let shared = connection.snapshot.take_if(|snapshot| snapshot.serves(waiting));
        let limit = Instant::now() + READ_LIMIT;
        let conn = PgTx::new(&self.runtime, connection, begin, None, &mut trouble).until(limit);
        let (conn, mut snapshot) = match shared {
            Some(snapshot) => (conn.continued(), snapshot),
            None => (conn, Snapshot::new()),
        };
        let mut read = Read::snapshot(Conn::Postgres(conn), memory.clone(), snapshot.editions.take());
        waiting.work.run(&mut read);
        let (failed, begun) = (read.poisoned, begun(&read.conn));
        snapshot.editions = read.editions;
        match trouble {
            Some(trouble) => {
                self.undo();
                Run::Again(trouble)
            }
            // After a failed statement the server takes nothing but the end, not even a statement to be prepared.
            None if failed => {
                self.undo();
                Run::Settled(Ok(()))
            }
            None => {
                if begun {
                    connection.snapshot = Some(snapshot);
                }
                Run::Settled(Ok(()))
            }
        }
    }

    fn write(&mut self, work: &mut dyn WriteWork, memory: &Arc<Memory>, wakes_jobs: &mut bool) -> Run {
        if let Err(error) = self.connect() {
            return unreachable_server(&error);
        }
        let Some(connection) = &mut self.connection else { return Run::Again(Trouble::Lost) };
        let mut trouble = None;
        let conn = PgTx::new(&self.runtime, connection, BEGIN, work.lock().key(), &mut trouble);
        let mut tx = Tx::new(Conn::Postgres(conn), memory.clone());
        let keep = work.run(&mut tx);
        let (poisoned, wakes, begun) = (tx.poisoned(), tx.wakes_jobs, begun(&tx.conn));
        let late = tx.take_late();
        if let Some(trouble) = trouble {
            self.undo();
            return Run::Again(trouble);
        }
        if !begun {
            return Run::Settled(Ok(()));
        }
        if !keep || poisoned {
            self.undo();
            let went_on = keep.then(|| DbError::fault("a statement failed and the body went on"));
            return Run::Settled(went_on.map_or(Ok(()), Err));
        }
        *wakes_jobs = wakes;
        self.commit(&late)
    }

    /// A COMMIT is never cancelled and never timed out; after a failed one the connection is not used again. The last changes
    /// travel with it: if one is refused the server takes the COMMIT for a ROLLBACK.
    fn commit(&mut self, late: &[Late]) -> Run {
        let Some(connection) = &self.connection else { return Run::Settled(Err(DbError::Unknown)) };
        let client = &connection.client;
        let (changed, committed) = self.runtime.block_on(join(changes(client, late), client.batch_execute("COMMIT")));
        let unreplicated = connection.take_unreplicated();
        match changed.and(committed) {
            Ok(()) if unreplicated => Run::Settled(Err(DbError::Unknown)),
            Ok(()) => Run::Settled(Ok(())),
            Err(error) => {
                self.connection = None;
                if is_collision(&error) {
                    return Run::Again(Trouble::Collision);
                }
                let refused = goes_on(&error);
                let why = refusal(&error);
                tracing::error!(%why, "the commit failed");
                Run::Settled(Err(if refused { why } else { DbError::Unknown }))
            }
        }
    }

    fn undo(&mut self) {
        let Some(connection) = &mut self.connection else { return };
        connection.snapshot = None;
        if self.runtime.block_on(connection.client.batch_execute("ROLLBACK")).is_err() {
            self.connection = None;
        }
    }
}

/// A server that restarts, or hands over to another, is back in a moment.
fn unreachable_server(error: &Error) -> Run {
    tracing::error!(why = told(error), "the server cannot be reached");
    Run::Settled(Err(DbError::Busy))
}

fn begun(conn: &Conn<'_>) -> bool {
    match conn {
        Conn::Postgres(conn) => conn.begun(),
        Conn::Sqlite(_) => true,
    }
}
