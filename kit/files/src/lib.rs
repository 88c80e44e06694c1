//! Files that people send: kept in a folder, streamed in and out, never whole in memory. See the README for the rules.

mod deposit;
mod draft;
mod folder;
mod key;
mod kind;
mod name;
mod reading;

pub use deposit::Deposit;
pub use draft::{Draft, Kept};
pub use folder::{FileError, Files, Found};
pub use key::FileKey;
pub use kind::{FileKind, Sniffed, sniff};
pub use name::clean_name;
pub use reading::Reading;
