//! Designated callers, calls and what customers say about them: types and rules, without input or output.

mod call;
mod caller;
mod correction;
mod pin;

pub(crate) use call::FORGOTTEN_MINUTES;
pub use call::{Call, CallFilter, CallId, CaseChoice, FORGOTTEN_AFTER, Outcome, Work};
pub use caller::{DesignatedCaller, KnownDesignatedCaller, PinState};
pub use correction::{CorrectionRequest, CorrectionRequestId, CorrectionRequestState};
pub use pin::{CHECK_HOLDS, COUNTED_FOR, DIGITS as PIN_DIGITS, LOCKED_FOR, MOST_WRONG, Pin, PinCheck};

/// The longest reason and answer, in characters.
pub const LONGEST_REASON: usize = 1_000;
