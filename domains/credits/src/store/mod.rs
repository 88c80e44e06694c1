//! All SQL of the ledger.

pub(crate) mod check;
pub(crate) mod history;
pub(crate) mod holds;
pub(crate) mod lots;
pub(crate) mod operations;
pub(crate) mod payments;
pub(crate) mod personal;
pub(crate) mod prices;
pub(crate) mod reminders;
pub(crate) mod support;
pub(crate) mod wallets;
