//! The way between the staff's pages about cases.

use kit_core::Text;
use kit_web::{Actor, Permission};

use crate::permissions::SetSupport;

/// A way to one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Way {
    pub(super) href: &'static str,
    pub(super) label: Text,
    pub(super) current: bool,
}

/// Those that somebody may open; `current` is the address of the one that is.
pub(super) fn ways(actor: &Actor, current: &str) -> Vec<Way> {
    let all = [
        ("/staff/cases", Text::new("support-queue-title"), false),
        ("/staff/cases/answers", Text::new("support-canned-title"), false),
        ("/staff/cases/levels", Text::new("support-levels-title"), true),
        ("/staff/cases/settings", Text::new("support-settings-title"), true),
    ];
    let open = all.into_iter().filter(|(_, _, of_owner)| !of_owner || actor.meets(SetSupport::DEMAND));
    open.map(|(href, label, _)| Way { href, label, current: href == current }).collect()
}

#[cfg(test)]
pub(super) fn sample() -> Vec<Way> {
    vec![Way { href: "/x", label: Text::new("support-queue-title"), current: true }]
}
