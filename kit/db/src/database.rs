//! The door: bodies go in, answers come out after their transaction is decided.

use std::sync::{Arc, Weak};
use std::time::Duration;

use thiserror::Error;
use tokio::sync::{Notify, oneshot};

use crate::gather::Queues;
use crate::kept::Memory;
use crate::waiting::Waiting;
use crate::work::{Body, WriteWork};
use crate::{DatabaseUrl, DbError, Engine, Lock, Read, Tx, postgres, sqlite};

/// How long a read may take before it is interrupted.
pub(crate) const READ_LIMIT: Duration = Duration::from_secs(5);

/// Why a database could not be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The file cannot be opened as a database.
    #[error("cannot open {path}: {why}")]
    File {
        /// The file.
        path: String,
        /// What the engine says.
        why: rusqlite::Error,
    },
    /// The server cannot be reached, or refuses.
    #[error("cannot reach the PostgreSQL server: {0}")]
    Server(String),
    /// A thread could not be started.
    #[error("cannot start a database thread: {0}")]
    Thread(#[from] std::io::Error),
}

/// The database of an installation. Cheap to clone; closed when the last clone is gone.
#[derive(Clone)]
pub struct Db {
    threads: Arc<Threads>,
    jobs: Arc<Notify>,
    pub(crate) queues: Arc<Queues>,
}

/// A database, for as long as somebody else holds it.
pub(crate) struct WeakDb {
    threads: Weak<Threads>,
    jobs: Arc<Notify>,
}

impl WeakDb {
    pub(crate) fn upgrade(&self) -> Option<Db> {
        Some(Db { threads: self.threads.upgrade()?, jobs: self.jobs.clone(), queues: Arc::default() })
    }
}

enum Threads {
    Sqlite(sqlite::Threads),
    Postgres(postgres::Threads),
}

impl Db {
    /// Opens the database and starts its threads.
    ///
    /// # Errors
    /// The file or the server cannot be used.
    pub fn open(url: &DatabaseUrl) -> Result<Db, OpenError> {
        let (jobs, memory) = (Arc::new(Notify::new()), Arc::new(Memory::default()));
        let threads = match url {
            DatabaseUrl::Sqlite(path) => Threads::Sqlite(sqlite::Threads::start(path, &jobs, &memory)?),
            DatabaseUrl::Postgres(url) => Threads::Postgres(postgres::Threads::start(url, &jobs, &memory)?),
        };
        Ok(Db { threads: Arc::new(threads), jobs, queues: Arc::default() })
    }

    pub(crate) fn weak(&self) -> WeakDb {
        WeakDb { threads: Arc::downgrade(&self.threads), jobs: self.jobs.clone() }
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match *self.threads {
            Threads::Sqlite(_) => Engine::Sqlite,
            Threads::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs `body` in one read-only snapshot, interrupted after 5 s.
    ///
    /// # Errors
    /// What `body` returns; [`DbError::Busy`] at once when too many reads wait.
    pub async fn read<R, E, F>(&self, body: F) -> Result<R, E>
    where
        F: Fn(&mut Read<'_>) -> Result<R, E> + Send + 'static,
        R: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let waiting = Waiting::new(Box::new(Body { lock: Lock::None, body, result: None, reply }));
        match &*self.threads {
            Threads::Sqlite(threads) => threads.read(waiting)?,
            Threads::Postgres(threads) => threads.read(waiting)?,
        }
        answer.await.unwrap_or_else(|_| Err(DbError::fault("the database thread is gone").into()))
    }

    /// Runs `body` in a transaction and answers after it is durable. An `Err` of the body rolls back: a refusal that must
    /// leave a trace returns `Ok`. The body may run again, so it touches nothing but its transaction.
    ///
    /// # Errors
    /// What `body` returns; [`DbError::Busy`] at once when too many writes wait; [`DbError::Unknown`] when the connection
    /// was lost while committing.
    pub async fn write<R, E, F>(&self, lock: Lock, body: F) -> Result<R, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
        R: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let work: Box<dyn WriteWork> = Box::new(Body { lock, body, result: None, reply });
        match &*self.threads {
            Threads::Sqlite(threads) => threads.write(work)?,
            Threads::Postgres(threads) => threads.write(work)?,
        }
        answer.await.unwrap_or_else(|_| Err(DbError::Unknown.into()))
    }

    /// Completes when a committed transaction has enqueued jobs. A hint: the runner also looks by itself.
    pub async fn jobs_enqueued(&self) {
        self.jobs.notified().await;
    }

    /// Copies an embedded database, consistent while it is in use, to a new file that appears only when it is complete.
    ///
    /// # Errors
    /// The file exists, cannot be written, or the engine is PostgreSQL, which has its own tools.
    pub async fn backup(&self, to: std::path::PathBuf) -> Result<(), DbError> {
        match &*self.threads {
            Threads::Sqlite(threads) => threads.backup(to).await,
            Threads::Postgres(_) => Err(DbError::fault("PostgreSQL is backed up with its own tools (pg_dump)")),
        }
    }
}
