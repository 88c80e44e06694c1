//! The use cases of the ledger.

mod back;
mod balance;
mod check;
mod events;
mod expiry;
mod heads;
mod history;
mod holds;
mod ledger;
mod log;
mod lot;
mod low;
mod reminders;
mod staff;
mod statement;
mod support;
mod tariff;
mod usage;

pub use back::{block, claimed, give_again, reclaims, take_back, unblock};
pub use balance::{Overview, balance, foresee_balance, has_wallet, overview, standing};
pub use check::{Fault, Violation, check};
pub use expiry::{expire, expire_all, expiring};
pub use heads::{heads, lost_heads};
pub use history::{OperationDetails, Origin, PartDetails, foresee_history, history, opening, operation, operations};
pub use holds::{HoldRefusal, capture, hold, make_hold, make_lease, release, settle};
pub use ledger::hold_wallets;
pub use lot::lot_trace;
pub use low::{low_watch, set_threshold};
pub use reminders::{remind, remind_all};
pub use staff::{Correction, Grant, StaffRefusal, correct, grant, purchases, record_payment};
pub use statement::{statement, statement_operations, statement_publisher};
pub use support::{
    BurnPreview, BurnRefusal, SUPPORT_RULE_LOCK, burn, burns, preview_burn, save_support_rule, support_rule,
};
pub use tariff::{TARIFF_LOCK, TariffRefusal, end_price, set_price, tariff, whole_tariff};
pub use usage::{Asking, UsageRefusal, spend, spend_all};
