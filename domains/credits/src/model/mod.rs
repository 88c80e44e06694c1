//! The types of the ledger and its rules: no I/O.

mod author;
mod burn;
mod chain;
mod chain_head;
mod debt;
mod history;
mod hold;
mod hold_seal;
mod holding;
mod holds;
mod lot;
mod lot_trace;
mod low;
mod month;
mod operation;
mod payment;
mod price_seal;
mod reminder;
mod request_key;
mod split;
mod statement;
mod support_rule;
mod tariff;
mod unit;
mod usage;
mod wallet;
mod words;

pub use author::WrittenBy;
pub use burn::{Approval, Burn, BurnRecord};
pub use chain::sealed;
pub use chain_head::ChainHead;
pub use debt::{Block, Claimed, Lost, Standing, TakeBack, TakenBack};
pub use history::{HistoryFilter, HistoryLine, Sight};
pub use hold::{FrozenPrices, Hold, HoldEnd, HoldId, HoldKind, HoldState};
pub use hold_seal::{sealed_end, sealed_hold};
pub(crate) use holding::keys_of;
pub use holding::{
    Capture, HoldReceipt, HoldSight, HowMuch, HowMuchError, Lasting, NewHold, NewLease, OfflineUse, Settlement, used_at,
};
pub use holds::{Holds, MOST_HOLDS, OpenHold};
pub use lot::{Lot, LotKind, Lots};
pub use lot_trace::{Draw, LotCursor, LotTrace};
pub use low::{LowWatch, threshold};
pub use month::{Month, MonthFigures};
pub use operation::{Kind, Operation};
pub(crate) use payment::payment_digest;
pub use payment::{Bought, Means, Payment, PaymentReceived};
pub(crate) use price_seal::{PriceText, sealed_price};
pub use reminder::REMINDERS;
pub(crate) use reminder::{first_reminder, reminders};
pub use request_key::RequestKey;
pub use split::{Part, Split};
pub(crate) use statement::StatementFile;
pub use statement::{MadeBefore, Statement, StatementError, StatementWanted, statement_key, statement_public_key};
pub use support_rule::{LONGEST_BURN, Overrun, Rounding, SupportRule};
pub use tariff::{Labels, NewPrice, Price, PriceState};
pub use unit::{OperationId, Unit, WalletId};
pub use usage::{Charge, Digest, Idempotency, Receipt, Usage, UsedBy};
pub use wallet::{Balance, LARGEST, Moved, Movement, MovementError, Wallet};
pub use words::{
    Feature, InputError, Machine, PaymentReference, Quantity, Reason, Reference, UseKey, amount, price, whole,
};
