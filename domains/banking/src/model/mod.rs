//! Lines of statements and what they may be for: types and rules, without input or output.

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

mod import;
mod line;
mod matching;
mod named;
mod proposal;
mod reading;
mod taken_back;
mod trouble;
mod waiting;

pub use import::{Accounts, Import, ImportId, Passed, Statements};
pub use line::{BankLine, LineId, LineKind, LineState, NewLine, Told};
pub use matching::Movement;
pub use named::{Evidence, Named, named};
pub use proposal::{Proposal, Reason};
pub use reading::{ReadFile, read};
pub use taken_back::is_taken_back_by;
pub use trouble::trouble;
pub use waiting::Waiting;
