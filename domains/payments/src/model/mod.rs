//! Payments at PayPal: types and rules, without input or output.

mod deed;
mod pace;
mod part;
mod payment;
mod plan;
mod refund;
mod settings;

pub use deed::Deed;
pub use pace::{GIVEN_UP, next_look};
pub use part::{Decision, underway};
pub use payment::{Capture, CaptureState, Oddity, Payment, PaymentId, PaymentState, Way, number_at};
pub use plan::{Step, plan, spare_number};
pub use refund::{Refund, RefundId, RefundState};
pub use settings::{DoubleAt, MERCHANT, Settings, SettingsInvalid};

#[cfg(test)]
pub(crate) use plan::tests::payment as sample_payment;
