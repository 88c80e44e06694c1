//! Mail: what is written, in which words, and the ways out.
//!
//! A domain declares its mails as [`MailKind`]s: Markdown with placeholders, once per language. [`render`] makes HTML and
//! its text twin from the same Markdown; a [`Transport`] hands the [`Mail`] over. See the README for the rules.

mod email;
mod kind;
mod message;
mod render;
mod transport;
mod value;

use kit_core::Locale;

pub use email::{Email, EmailError};
pub use kind::{MailKind, Template, TemplateError};
pub use message::{Mail, MailId, Sender, Thread};
pub use render::{Look, Rendered, render, samples};
pub use transport::{Outbox, SendError, Transport, TransportError};
pub use value::{MailValue, Said};

/// The words for what can be wrong with an e-mail address or a mail's text.
pub const TEXTS: &[(Locale, &str)] =
    &[(Locale::Fr, include_str!("../locales/fr.ftl")), (Locale::En, include_str!("../locales/en.ftl"))];

/// For the macros of this crate.
#[doc(hidden)]
pub mod __private {
    pub use kit_core::Locale;
}
