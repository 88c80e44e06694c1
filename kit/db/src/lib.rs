//! Storage on two engines behind one door: SQLite inside the program, PostgreSQL beside it.
//!
//! A use case is an ordinary synchronous function over [`Tx`] (or [`Read`]); [`Db`] runs it on a database thread, answers
//! after a durable commit and may run it again. Statements are constants made by [`sql!`], the same text on both engines,
//! so that a test can prepare each of them. See the README for the rules and what they rest on.

extern crate self as kit_db;

mod database;
mod day;
mod error;
mod gather;
mod kept;
mod lock;
mod migrate;
mod postgres;
mod row;
mod sql;
mod sqlite;
mod topic;
mod tx;
mod url;
mod value;
mod waiting;
mod work;
mod year_number;

pub use database::{Db, OpenError};
pub use day::Day;
pub use error::{DbError, Failed, refuse};
pub use gather::Gathering;
pub use kept::Part;
pub use kit_db_derive::FromRow;
pub use lock::Lock;
pub use migrate::{Migration, render};
pub use row::{FromRow, Row};
pub use sql::{Sql, statements};
pub use topic::Topic;
pub use tx::{Read, Tx};
pub use url::{DatabaseUrl, DatabaseUrlError, Engine};
pub use value::{Cell, FromValue, ToValue, Value};
pub use year_number::{NumberError, YearNumber};

#[doc(hidden)]
pub use inventory;
#[doc(hidden)]
pub use sql::Registered as RegisteredSql;
