//! Designated callers: types and rules, without input or output.

mod caller;
mod pin;

pub use caller::{Caller, KnownCaller, PinState};
pub use pin::{MOST_WRONG, Pin, PinCheck};
