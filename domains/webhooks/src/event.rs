//! What can happen, and what is said of it.

use kit_core::{AccountId, Text};
use serde_json::Value;

/// A kind of event. The code and the shape of the data are promises to programs that listen: fields are added, never
/// changed or taken away.
#[derive(Debug, PartialEq, Eq)]
pub struct EventKind {
    /// `domain.what_happened`, unique.
    pub code: &'static str,
    /// What people read.
    pub label: Text,
    /// A sample of the data, in JSON, as the documentation shows it.
    pub sample: &'static str,
}

/// Something that happened.
#[derive(Debug, Clone)]
pub struct Event {
    /// What.
    pub kind: &'static EventKind,
    /// To whom; the data name it in `account`.
    pub account: AccountId,
    /// More of it: an object, in the words of the API.
    pub data: Value,
}

#[doc(hidden)]
pub struct Registered(pub &'static EventKind);
inventory::collect!(Registered);

/// Declares kinds of events and registers them, so that the screens and the documentation list them.
///
/// ```
/// webhooks::events! {
///     /// Somebody came by.
///     pub VISITED = "example.visited", kit_core::Text::new("example-event-visited"), r#"{"account": "C-1042"}"#;
/// }
/// assert!(webhooks::known_kinds().contains(&&VISITED));
/// ```
#[macro_export]
macro_rules! events {
    ($($(#[$doc:meta])* $visibility:vis $name:ident = $code:literal, $label:expr, $sample:expr;)*) => {
        $($(#[$doc])*
        $visibility static $name: $crate::EventKind =
            $crate::EventKind { code: $code, label: $label, sample: $sample };
        $crate::__private::inventory::submit! { $crate::__private::Registered(&$name) })*
    };
}

/// Every kind of the program, by code.
pub fn known_kinds() -> Vec<&'static EventKind> {
    let mut kinds: Vec<_> = inventory::iter::<Registered>.into_iter().map(|registered| registered.0).collect();
    kinds.sort_by_key(|kind| kind.code);
    kinds
}

events! {
    /// Staff tries an address; it goes to that address alone, whatever it wants.
    pub TEST = "webhook.test", Text::new("webhooks-kind-test"), r#"{"message": "It works."}"#;
}
