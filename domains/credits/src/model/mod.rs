//! The types of the ledger and its rules: no I/O.

mod author;
mod canonical;
mod chain;
mod history;
mod hold;
mod hold_seal;
mod holding;
mod holds;
mod lot;
mod low;
mod month;
mod operation;
mod payment;
mod reminder;
mod request_key;
mod split;
mod tariff;
mod unit;
mod usage;
mod wallet;
mod words;

pub use author::WrittenBy;
pub use chain::sealed;
pub use history::{HistoryFilter, HistoryLine, Sight};
pub use hold::{FrozenPrices, Hold, HoldEnd, HoldId, HoldKind, HoldState};
pub use hold_seal::{sealed_end, sealed_hold};
pub(crate) use holding::keys_of;
pub use holding::{
    Capture, HoldReceipt, HoldSight, HowMuch, HowMuchError, Lasting, NewHold, NewLease, OfflineUse, Settlement, used_at,
};
pub use holds::{Holds, MOST_HOLDS, OpenHold};
pub use lot::{Lot, LotKind, Lots};
pub use low::{LowWatch, threshold};
pub use month::{Month, MonthFigures};
pub use operation::{Kind, Operation};
pub(crate) use payment::payment_digest;
pub use payment::{Bought, Means, Payment, PaymentReceived};
pub use reminder::REMINDERS;
pub(crate) use reminder::{first_reminder, reminders};
pub use request_key::RequestKey;
pub use split::{Part, Split};
pub use tariff::{Labels, NewPrice, Price, PriceState};
pub use unit::{OperationId, Unit};
pub use usage::{Charge, Digest, Idempotency, Receipt, Usage, UsedBy};
pub use wallet::{Balance, LARGEST, Moved, Movement, MovementError, Wallet};
pub use words::{
    Feature, InputError, Machine, PaymentReference, Quantity, Reason, Reference, UseKey, amount, price, whole,
};
