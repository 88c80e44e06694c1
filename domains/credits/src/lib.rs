//! Credits: wallets, the lots that they are made of, the operations that are never changed, the tariff, and the API by
//! which the publisher's applications burn credits. See the README for the words and the invariants.

mod model;
mod service;
mod store;

pub use model::*;
pub use service::*;

use kit_db::Migration;

/// The tables of the ledger.
pub const MIGRATIONS: &[Migration] = kit_db::migrations!["0500_credits"];
