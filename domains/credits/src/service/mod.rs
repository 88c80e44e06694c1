//! The use cases of the ledger.

mod back;
mod balance;
mod check;
mod events;
mod expiry;
mod history;
mod holds;
mod ledger;
mod log;
mod staff;
mod tariff;
mod usage;

pub use back::{block, claimed, give_again, take_back, unblock};
pub use balance::{Overview, balance, foresee_balance, overview, standing};
pub use check::{Fault, Violation, check};
pub use expiry::{expire, expire_all, expiring};
pub use history::{OperationDetails, Origin, PartDetails, foresee_history, history, opening, operation, operations};
pub use holds::{HoldRefusal, capture, hold, make_hold, make_lease, release, settle};
pub use ledger::hold_wallets;
pub use staff::{Correction, Grant, StaffRefusal, correct, grant, purchases, record_payment};
pub use tariff::{TARIFF_LOCK, TariffRefusal, end_price, set_price, tariff, whole_tariff};
pub use usage::{Asking, UsageRefusal, spend, spend_all};
