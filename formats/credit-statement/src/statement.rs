//! What stands before and after the operations.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Balance;

/// The version of the format that this library writes and reads.
pub const VERSION: u32 = 1;

/// Whose operations follow, and from which one on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// [`VERSION`].
    pub version: u32,
    /// Who says all this.
    pub publisher: String,
    /// The account's number, such as `C-1001`.
    pub account: String,
    /// What is counted.
    pub unit: String,
    /// The number of the first operation.
    pub from_seq: i64,
    /// When the statement was made.
    pub made_at: Timestamp,
    /// What was there before the first operation.
    pub before: Standing,
}

/// How things stand between two operations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// Promotional credit that is there.
    pub promotional: i64,
    /// Purchased credit that is there.
    pub purchased: i64,
    /// The ledger's seal of the operation before; where there is none, what the ledger begins with.
    pub seal: String,
}

impl Standing {
    pub(crate) fn balance(&self) -> Balance {
        Balance { promotional: self.promotional, purchased: self.purchased }
    }
}

/// Up to which operation, and what it comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ending {
    /// The number of the last operation; one less than the first when there is none.
    pub to_seq: i64,
    /// The last digest of the chain, in hexadecimal.
    pub digest: String,
    /// What is there after the last operation.
    pub after: Standing,
}

/// Who vouches for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Signature {
    pub(crate) algorithm: String,
    pub(crate) key: String,
    pub(crate) value: String,
}
