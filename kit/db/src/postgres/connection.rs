//! A connection, its prepared statements, and what its server says unasked.

use std::collections::HashMap;
use std::error::Error as _;
use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::Runtime;
use tokio_postgres::config::SslMode;
use tokio_postgres::error::{DbError as ServerError, Severity, SqlState};
use tokio_postgres::{AsyncMessage, Client, Config, Error, NoTls, Socket, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::waiting::Snapshot;
use crate::{DbError, Engine, Sql};

/// After this long without an acknowledgement the server counts as gone, and a COMMIT under way as unknown.
const SILENCE: Duration = Duration::from_secs(30);
/// What a connection is told first. A server that was set to answer before a commit is on its disk would lose what we
/// acknowledge. A body waits for nothing but the database: who idles in a transaction is frozen, and holds locks. One plan
/// for each statement, as on SQLite: planning again for each set of values costs several times what the statement does. Without knowing them
/// the planner would gather and sort what an index already holds in order, and compile what it believes to be long.
const SESSION: &str = "SET idle_in_transaction_session_timeout = '60s'; SET plan_cache_mode = force_generic_plan; SET enable_bitmapscan = off; SET jit = off;
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

/// What a reader's connection is told besides: each of its transactions is one snapshot, and short.
const SNAPSHOTS: &str = "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET statement_timeout = '5s'";

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Reads,
    Writes,
}

pub(super) struct Connection {
    pub(super) client: Client,
    /// What was read last, still open: the next snapshot ends it, in the same message that begins it.
    pub(super) snapshot: Option<Snapshot>,
    /// The server committed here but not on its synchronous standby: the write may be lost at a failover.
    unreplicated: Arc<AtomicBool>,
    /// By where they stand in the program: a text is long to hash.
    statements: HashMap<usize, Statement>,
}

pub(super) fn config(url: &str) -> Result<Config, Error> {
    let mut config: Config = url.parse()?;
    config
        .application_name("guichet")
        .connect_timeout(Duration::from_secs(5))
        .keepalives_idle(Duration::from_secs(10))
        .tcp_user_timeout(SILENCE);
    Ok(config)
}

/// What encrypts the connection, when the address says `sslmode=require`: the server's certificate is then checked against
/// the system's roots and the host's name. Otherwise the connection is plain: for a server on the same machine.
pub(super) fn encryption(config: &Config) -> Result<Option<MakeRustlsConnect>, String> {
    if config.get_ssl_mode() != SslMode::Require {
        return Ok(None);
    }
    match MakeRustlsConnect::with_native_certs() {
        Ok((tls, _unreadable)) => Ok(Some(tls)),
        Err(_) => Err("sslmode=require, but the system has no root certificates".to_owned()),
    }
}

/// Drives a connection, and notes what the server says unasked.
async fn listen<T>(mut connection: tokio_postgres::Connection<Socket, T>, unreplicated: Arc<AtomicBool>)
where
    T: AsyncRead + AsyncWrite + Unpin,
{
    while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
        if let AsyncMessage::Notice(notice) = message
            && notice.message().contains("might not have been replicated")
        {
            unreplicated.store(true, Ordering::SeqCst);
        }
    }
}

impl Connection {
    pub(super) fn open(
        purpose: Purpose,
        runtime: &Runtime,
        config: &Config,
        tls: Option<&MakeRustlsConnect>,
    ) -> Result<Connection, Error> {
        runtime.block_on(async {
            let unreplicated = Arc::new(AtomicBool::new(false));
            let client = match tls {
                Some(tls) => {
                    let (client, connection) = config.connect(tls.clone()).await?;
                    tokio::spawn(listen(connection, unreplicated.clone()));
                    client
                }
                None => {
                    let (client, connection) = config.connect(NoTls).await?;
                    tokio::spawn(listen(connection, unreplicated.clone()));
                    client
                }
            };
            client.batch_execute(SESSION).await?;
            if purpose == Purpose::Reads {
                client.batch_execute(SNAPSHOTS).await?;
            }
            Ok(Connection { client, snapshot: None, unreplicated, statements: HashMap::new() })
        })
    }

    /// Whether the server warned, since the last call, that a commit may be lost at a failover.
    pub(super) fn take_unreplicated(&self) -> bool {
        self.unreplicated.swap(false, Ordering::SeqCst)
    }

    pub(super) fn prepared(&mut self, runtime: &Runtime, sql: &'static Sql) -> Result<Statement, Error> {
        let place = std::ptr::from_ref(sql).addr();
        if let Some(statement) = self.statements.get(&place) {
            return Ok(statement.clone());
        }
        let statement = runtime.block_on(self.client.prepare(sql.text(Engine::Postgres)))?;
        self.statements.insert(place, statement.clone());
        Ok(statement)
    }
}

/// Whether the server said no to a statement and goes on; otherwise it is ending the connection, or is gone already.
pub(super) fn goes_on(error: &Error) -> bool {
    error.as_db_error().is_some_and(|server| server.parsed_severity() == Some(Severity::Error))
}

/// What the server refused. Its detail is left out, because it repeats the values of the row.
pub(super) fn refusal(error: &Error) -> DbError {
    match error.as_db_error() {
        Some(server) if *server.code() == SqlState::UNIQUE_VIOLATION => DbError::Conflict(conflict(server)),
        _ => DbError::fault(told(error)),
    }
}

/// An error in words: by itself it says no more than "db error".
pub(super) fn told(error: &Error) -> String {
    match (error.as_db_error(), error.source()) {
        (Some(server), _) => format!("{} ({})", server.message(), server.code().code()),
        (None, Some(cause)) => format!("{error}: {cause}"),
        (None, None) => error.to_string(),
    }
}

/// `table_column…`, as SQLite tells it. The columns are read from `Key (owner, name)=(…) already exists`, which has this
/// form in every language of the server; a constraint's own name may be cut, and that of a primary key tells no column.
fn conflict(server: &ServerError) -> String {
    let columns = server.detail().and_then(|detail| detail.split_once('(')?.1.split_once(")=("));
    match (server.table(), columns) {
        (Some(table), Some((columns, _))) if !columns.contains('(') => {
            format!("{table}_{}", columns.replace(", ", "_"))
        }
        // An index over an expression.
        _ => server.constraint().unwrap_or_default().to_owned(),
    }
}
