//! The mark that a database is a demonstration's, and may be emptied.

use jiff::Timestamp;
use kit_db::{DbError, Read, Tx, sql};

// A schema in which no domain has made a table is empty.
sql!(
    TABLES,
    sqlite: "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name NOT IN ('migrations', 'editions')",
    postgres: "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT IN ('migrations', 'editions')"
);
sql!(
    MARKS,
    sqlite: "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'demo'",
    postgres: "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'demo'"
);
sql!(FILLED, "SELECT COUNT(*) FROM demo");
sql!(FILL, "INSERT INTO demo (filled_at) VALUES ($1)");
// An embedded demonstration is emptied by removing its folder. On a server the tables of the schema go, and the functions
// of their triggers: all of them are ours, because a demonstration is only ever made in an empty schema.
sql!(
    EMPTY,
    sqlite: "DELETE FROM demo",
    postgres: "DO $demo$ DECLARE doomed RECORD; BEGIN
         FOR doomed IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
             EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', doomed.tablename);
         END LOOP;
         FOR doomed IN SELECT p.oid::regprocedure AS signature FROM pg_proc p
             WHERE p.pronamespace = current_schema()::regnamespace
               AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
             EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', doomed.signature);
         END LOOP;
     END $demo$"
);

/// What a database holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing.
    Nothing,
    /// A demonstration, complete.
    Complete,
    /// A demonstration whose making was interrupted.
    Begun,
    /// Something that is not ours to touch.
    Foreign,
}

pub(crate) fn found(read: &mut Read<'_>) -> Result<Found, DbError> {
    let tables: i64 = read.value(&TABLES, &[])?.unwrap_or(0);
    if tables == 0 {
        return Ok(Found::Nothing);
    }
    let marks: i64 = read.value(&MARKS, &[])?.unwrap_or(0);
    if marks == 0 {
        return Ok(Found::Foreign);
    }
    let filled: i64 = read.value(&FILLED, &[])?.unwrap_or(0);
    Ok(if filled > 0 { Found::Complete } else { Found::Begun })
}

pub(crate) fn complete(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
    tx.exec(&FILL, &[&now]).map(drop)
}

/// Empties the database of a demonstration on a server.
pub(crate) fn empty(tx: &mut Tx<'_>) -> Result<(), DbError> {
    tx.exec(&EMPTY, &[]).map(drop)
}
