//! The use cases of payments at PayPal.

mod arrange;
mod at_once;
mod back;
mod check;
mod client;
mod give_back;
mod hear;
mod judge;
mod log;
mod look;
mod part;
mod settings;
mod visit;

pub use arrange::{arrange, start_over};
pub use at_once::{PayRefusal, prepare};
pub use check::{Fault, Violation, check};
pub use give_back::{RefundRefusal, give_back, refundable, refunds};
pub(crate) use give_back::{refund, resume};
pub use hear::{Heard, forget_events, hear, look_up};
pub use look::{captures, of_order, of_receipt, payment_list, recorded_by_hand, seen, sooner_of};
pub use part::{DecideRefusal, decide};
pub use settings::{NewSettings, SETTINGS_LOCK, connect, settings, try_out};
pub use visit::{Visited, poll, visit};
