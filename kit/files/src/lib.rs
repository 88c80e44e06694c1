//! Files that people send: kept in a folder, streamed in and out, never whole in memory. See the README for the rules.

mod deposit;
mod draft;
mod folder;
mod key;
mod kind;
mod name;
mod reading;
mod space;

pub use deposit::Deposit;
pub use draft::{Draft, Kept};
pub use folder::{FileError, Files, Found};
pub use key::FileKey;
pub use kind::{FileKind, Sniffed, sniff};
pub use name::clean_name;
pub use reading::Reading;

/// How much a file takes on the disk at least, in bytes; an empty one as well.
const LEAST: i64 = 4 << 10;

/// How much a file of this size takes of the room that there is, in bytes.
pub fn takes(size: i64) -> i64 {
    size.max(LEAST)
}
