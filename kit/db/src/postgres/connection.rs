//! A connection, its prepared statements, and what its server says unasked.

use std::collections::HashMap;
use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::Runtime;
use tokio_postgres::config::SslMode;
use tokio_postgres::{AsyncMessage, Client, Config, Error, NoTls, Socket, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{DbError, Engine, Sql};

/// After this long without an acknowledgement the server counts as gone, and a COMMIT under way as unknown.
const SILENCE: Duration = Duration::from_secs(30);

pub(super) struct Connection {
    pub(super) client: Client,
    /// The server committed here but not on its synchronous standby: the write may be lost at a failover.
    unreplicated: Arc<AtomicBool>,
    statements: HashMap<&'static str, Statement>,
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
            Ok(Connection { client, unreplicated, statements: HashMap::new() })
        })
    }

    /// Whether the server warned, since the last call, that a commit may be lost at a failover.
    pub(super) fn take_unreplicated(&self) -> bool {
        self.unreplicated.swap(false, Ordering::SeqCst)
    }

    pub(super) fn prepared(&mut self, runtime: &Runtime, sql: &'static Sql) -> Result<Statement, Error> {
        if let Some(statement) = self.statements.get(sql.name) {
            return Ok(statement.clone());
        }
        let statement = runtime.block_on(self.client.prepare(sql.text(Engine::Postgres)))?;
        self.statements.insert(sql.name, statement.clone());
        Ok(statement)
    }
}

/// A unique constraint named `table_column_key` (as PostgreSQL names it by itself) becomes the conflict `table_column`.
pub(super) fn refusal(error: Error) -> DbError {
    if let Some(server) = error.as_db_error()
        && *server.code() == tokio_postgres::error::SqlState::UNIQUE_VIOLATION
        && let Some(constraint) = server.constraint()
    {
        return DbError::Conflict(constraint.strip_suffix("_key").unwrap_or(constraint).to_owned());
    }
    DbError::fault(error)
}
