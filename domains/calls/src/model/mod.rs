//! Designated callers, calls and what customers say about them: types and rules, without input or output.

mod call;
mod caller;
mod correction;
mod pin;

pub use call::{Call, CallId, CaseChoice, FORGOTTEN_AFTER, Outcome, Work};
pub use caller::{Caller, KnownCaller, PinState};
pub use correction::{AfterRequest, CorrectionId, CorrectionRequest, CorrectionState};
pub use pin::{COUNTED_FOR, LOCKED_FOR, MOST_WRONG, Pin, PinCheck};

/// The longest reason and answer, in characters.
pub const LONGEST_REASON: usize = 1_000;
