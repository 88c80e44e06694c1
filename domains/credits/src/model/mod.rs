//! The types of the ledger and its rules: no I/O.

mod author;
mod chain;
mod history;
mod lot;
mod month;
mod operation;
mod payment;
mod split;
mod tariff;
mod unit;
mod usage;
mod wallet;
mod words;

pub use author::WrittenBy;
pub use chain::sealed;
pub use history::{HistoryFilter, HistoryLine, Sight};
pub use lot::{Lot, LotKind, Lots};
pub use month::{Month, MonthFigures};
pub use operation::{Kind, Operation};
pub(crate) use payment::payment_digest;
pub use payment::{Bought, Means, Payment, PaymentReceived};
pub use split::{Part, Split};
pub use tariff::{Labels, NewPrice, Price, PriceState};
pub use unit::{OperationId, Unit};
pub use usage::{Charge, Digest, Idempotency, Receipt, Usage, UsedBy};
pub use wallet::{Balance, LARGEST, Moved, Movement, MovementError, Wallet};
pub use words::{Feature, InputError, PaymentReference, Quantity, Reason, Reference, UseKey, amount, price, whole};
