//! The words that every crate of Guichet shares: typed ids, whole credits, money, time and randomness that come from a
//! [`Context`], texts named by key, and the check that turns what somebody typed into values.
//!
//! Nothing here does I/O but [`Clock`] and [`Random`], the two doors to the ambient world; `clippy.toml` closes all others.

mod amount;
mod canonical;
mod check;
mod clock;
mod context;
mod id;
mod locale;
mod page;
mod random;
mod seal;
mod secret;
mod text;
mod typed_code;
mod violation;

pub use amount::{AmountError, Credits, Money};
pub use canonical::Canonical;
pub use check::{Check, FieldError, FieldErrors};
pub use clock::Clock;
pub use context::{Author, Context};
pub use id::{AccountId, Id, IdError, MachineId, PersonId};
pub use locale::{Locale, UnknownLocale};
pub use page::{After, Cursor, Page, PageSize};
pub use random::Random;
pub use secret::{CODE_SIGNS, KeyRing, LinkPurpose, Token, TokenHash};
pub use text::{Arg, Text};
pub use typed_code::TypedCode;
pub use violation::Violation;
