//! The screens for owners.

pub(crate) mod actions;
pub(crate) mod delivery;
pub(crate) mod endpoint;
mod form;
pub(crate) mod list;
pub(crate) mod log;
pub(crate) mod new;
mod secret;
mod signs;
#[cfg(test)]
mod views;

use kit_core::Text;
use kit_web::{Actor, verbatim};
use publisher::{Section, Sections};

use crate::event::{EventKind, known_kinds};
use crate::model::endpoint::EndpointId;

/// Where all screens begin.
const HOME: &str = "/staff/settings/webhooks";
/// The log of deliveries.
const LOG: &str = "/staff/settings/webhooks/log";

/// The way between the sections of the settings.
fn sections(actor: &Actor) -> Sections {
    Sections::of(actor, Section::Webhooks)
}

/// The page of an address.
fn path(id: EndpointId) -> String {
    format!("{HOME}/endpoints/{id}")
}

/// A kind in words, or its code where nobody knows it any more.
fn kind_label(code: &str) -> Text {
    let known = known_kinds().into_iter().find(|kind| kind.code == code);
    known.map_or_else(|| verbatim(code), |kind: &EventKind| kind.label.clone())
}

/// An address as a table shows it: 48 characters at most, of which the first say where it is.
fn short(url: &str) -> String {
    match url.char_indices().nth(47) {
        Some((end, _)) if url.chars().count() > 48 => format!("{}…", &url[..end]),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_long_address_is_shortened() {
        let (fits, long) = ("é".repeat(48), "é".repeat(49));
        assert_eq!(short(&fits), fits);
        assert_eq!(short(&long), format!("{}…", "é".repeat(47)));
    }
}
