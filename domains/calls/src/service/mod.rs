//! The use cases of calls.

mod callers;
mod desk;
mod log;

pub use callers::{
    CallerRefusal, Entitlement, callers, check_pin, entitlement, name_caller, remove_caller, set_caller_phone,
    take_pin, withdraw_pin,
};
pub use desk::{Card, card, find};
