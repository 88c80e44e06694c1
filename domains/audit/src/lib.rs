//! The log of who did what: append-only, written in the transaction of the change itself.
//!
//! A domain names its actions and fields with [`actions!`] and [`labels!`], calls [`record`] in its use cases, and shows [`for_account`];
//! the back office shows [`search`]. See the README for the rules.

mod event;
mod label;
mod service;
mod store;
mod value;

use kit_db::Migration;

pub use event::{AuthorKind, Change, Entry, Event, EventId, Filter, WrittenChange};
pub use label::{Label, Shown, known_actions, label_of};
pub use service::{for_account, of_person, record, search};
pub use value::Value;

#[doc(hidden)]
pub mod __private {
    pub use crate::label::Registered;
    pub use inventory;
}

/// The log's table.
pub const MIGRATIONS: &[Migration] = kit_db::migrations!["0100_audit_events", "0101_events_of_persons"];
