//! Connections and their settings. Each setting was measured: see `docs/adr`.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::thread;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::DbError;

const STATEMENTS: usize = 512;
/// How long a connection waits for another program that holds the file.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
/// How long it pauses before it tries again by itself.
const PAUSE: Duration = Duration::from_millis(10);

pub(super) fn open_writer(path: &Path) -> rusqlite::Result<Connection> {
    // What keeps it from being made, SQLite tells better.
    let _ = create(path);
    let conn = Connection::open(path)?;
    // FULL: with NORMAL a power cut loses what was already acknowledged.
    settle(&conn, "PRAGMA synchronous = FULL;")?;
    keep_a_log(&conn)?;
    conn.execute_batch("PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;")?;
    Ok(conn)
}

/// Turns a new file to write-ahead logging. Two programs that do so at once would wait for each other, and SQLite tells one
/// of them "busy" without any patience: it tries again.
fn keep_a_log(conn: &Connection) -> rusqlite::Result<()> {
    for _ in 0..PATIENCE.as_millis() / PAUSE.as_millis() {
        match conn.execute_batch("PRAGMA journal_mode = WAL") {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => thread::sleep(PAUSE),
            settled => return settled,
        }
    }
    conn.execute_batch("PRAGMA journal_mode = WAL")
}

pub(super) fn open_reader(path: &Path) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // There are several, and what they read is in the cache of the system as well.
    settle(&conn, "PRAGMA query_only = 1; PRAGMA cache_size = -1024;")?;
    Ok(conn)
}

/// Makes the file if there is none: what customers entrust to it is for its owner alone. The log takes over its mode. A file
/// that exists is not opened: closing it again would end the locks that SQLite holds on it.
fn create(path: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map(drop)
}

fn settle(conn: &Connection, more: &str) -> rusqlite::Result<()> {
    conn.busy_timeout(PATIENCE)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    // One plan for each statement: otherwise a value bound to a bound of a range or a LIKE has it prepared again, every time.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // A small cache and no memory map: as fast, at a tenth of the resident memory.
    conn.execute_batch(
        "PRAGMA foreign_keys = 1; PRAGMA cache_size = -2048; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;",
    )?;
    conn.execute_batch(more)
}

/// `VACUUM INTO` a neighbour, made durable, then renamed: the copy is there whole or not at all.
pub(super) fn backup(from: &Path, to: &Path) -> Result<(), DbError> {
    if to.exists() {
        return Err(DbError::fault(format!("{} exists already", to.display())));
    }
    let partial = to.with_extension("partial");
    if partial.exists() {
        std::fs::remove_file(&partial).map_err(DbError::fault)?;
    }
    create(&partial).map_err(DbError::fault)?;
    let conn = Connection::open(from).map_err(DbError::fault)?;
    let name = partial.to_str().ok_or_else(|| DbError::fault("the path of the copy is not valid text"))?;
    conn.execute("VACUUM INTO ?1", [name]).map_err(DbError::fault)?;
    File::open(&partial).and_then(|file| file.sync_all()).map_err(DbError::fault)?;
    std::fs::rename(&partial, to).map_err(DbError::fault)?;
    let folder = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(DbError::fault)
}
