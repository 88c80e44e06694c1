#![doc = include_str!("../README.md")]

mod chain;
mod error;
mod key;
mod layout;
mod line;
mod reader;
mod rules;
mod statement;
mod writer;

pub use error::{Falsehood, VerifyError, WriteError};
pub use key::{KeyError, PublicKey, SigningKey};
pub use line::{Author, Balance, Line, LotKind, Part};
pub use reader::{Verified, read, verify};
pub use statement::{Ending, Heading, Standing, VERSION};
pub use writer::Writer;
