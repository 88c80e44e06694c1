//! Payment providers: what they can do, what they say of a payment, and whether that is what was ordered.
//!
//! The traits know nothing of any provider, [`paypal`] is one of them, and nothing here knows Guichet's domains. The rules
//! stand in `README.md`.

mod amount;
mod check;
mod failure;
pub mod paypal;
mod provider;
mod reference;
mod reported;

pub use amount::{AmountUnread, read_amount, write_amount};
pub use check::{Expected, Field, Verdict, check};
pub use failure::{Detail, Failure, Refusal};
pub use provider::{
    Answer, AtOnce, Begun, ByMail, Capabilities, Checkout, Event, EventKind, GivesBack, Listens, PaymentRequest,
    Provider, Returned, Subject, Unheard,
};
pub use reference::{Environment, Kind, Reference, ReferenceError};
pub use reported::{Captured, Payee, Reported, State};
