//! The names of actions and fields: a stored code that never changes, and the text that people read.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kit_core::Text;

/// What the log calls an action, a field or a value out of a list.
#[derive(Debug, PartialEq, Eq)]
pub struct Label {
    /// `DOMAIN.what`, unique; stored, so never changed.
    pub code: &'static str,
    /// What people read.
    pub text: Text,
}

#[doc(hidden)]
pub struct Registered {
    pub label: &'static Label,
    pub action: bool,
}
inventory::collect!(Registered);

/// Declares the names of actions and registers them, so that a stored code finds its text again.
///
/// ```
/// audit::actions! {
///     /// The publisher accepted the account.
///     pub ACCEPTED = "example.accepted", kit_core::Text::new("example-audit-accepted");
/// }
/// assert_eq!(audit::label_of("example.accepted"), Some(&ACCEPTED));
/// assert!(audit::known_actions().contains(&&ACCEPTED));
/// ```
#[macro_export]
macro_rules! actions {
    ($($body:tt)*) => { $crate::__labels! { true; $($body)* } };
}

/// Declares the names of fields and of values out of a list, in the same way as [`actions!`](crate::actions!).
#[macro_export]
macro_rules! labels {
    ($($body:tt)*) => { $crate::__labels! { false; $($body)* } };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __labels {
    ($action:literal; $($(#[$doc:meta])* $visibility:vis $name:ident = $code:literal, $text:expr;)*) => {
        $($(#[$doc])*
        $visibility static $name: $crate::Label = $crate::Label { code: $code, text: $text };
        $crate::__private::inventory::submit! { $crate::__private::Registered { label: &$name, action: $action } })*
    };
}

/// The label of a stored code; none when the program that wrote it knew more than this one.
pub fn label_of(code: &str) -> Option<&'static Label> {
    static LABELS: LazyLock<BTreeMap<&'static str, &'static Label>> =
        LazyLock::new(|| all().map(|label| (label.code, label)).collect());
    LABELS.get(code).copied()
}

fn all() -> impl Iterator<Item = &'static Label> {
    inventory::iter::<Registered>.into_iter().map(|registered| registered.label)
}

/// Every action of the program, by code: what a filter offers.
pub fn known_actions() -> Vec<&'static Label> {
    let mut actions: Vec<_> = inventory::iter::<Registered>
        .into_iter()
        .filter(|registered| registered.action)
        .map(|registered| registered.label)
        .collect();
    actions.sort_by_key(|label| label.code);
    actions
}

/// Something read from the log, ready for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// To be put into the reader's words.
    Text(Text),
    /// As it is.
    Plain(String),
}

impl Shown {
    /// The text of a code, or the code itself when nobody knows it.
    pub fn code(code: &str) -> Shown {
        label_of(code).map_or_else(|| Shown::Plain(code.to_owned()), |label| Shown::Text(label.text.clone()))
    }
}
