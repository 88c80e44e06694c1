//! Orders, money and what is on sale: types and rules, without input or output.

/// Stores values as JSON text.
macro_rules! stored_as_json {
    ($($type:ty),+) => {$(
        impl kit_db::FromValue for $type {
            fn from_value(cell: kit_db::Cell<'_>) -> Result<Self, String> {
                match cell {
                    kit_db::Value::Text(json) => serde_json::from_str(json).map_err(|error| error.to_string()),
                    _ => Err(format!("text expected for {}", stringify!($type))),
                }
            }
        }
    )+};
}

mod back;
mod buyer;
mod number;
mod offer;
mod order;
mod receipt;
mod settings;
mod state;
mod underway;
mod vat;
mod words;

pub use kit_db::Day;

pub use back::{Back, BackKind, Disputed, GoneBack, OrderBack, ReceiptState, Way, in_proportion};
pub use buyer::Buyer;
pub use number::OrderNumber;
pub use offer::{Choice, ChoiceError, FreeAmount, Pack, PackId, Quote};
pub use order::{Bonus, Frozen, Line, LineKind, Lines, Order, OrderEvent, OrderFilter, OrderRow, Totals};

pub use receipt::{Allocation, NewReceipt, Receipt, ReceiptId, Share};
pub use settings::{Bank, Office, Settings};
pub use state::{Event, OrderState};
pub use underway::Underway;
pub use vat::{LARGEST_RATE, VatRule, VatRuleId, VatTerms, VatZone, vat_on, vat_within};
pub use words::{TypedError, Words, cents, line, optional_line, percent, shown_percent};
