//! The sections of what staff sets about sales, and the way between them.

use axum::response::{IntoResponse, Response};
use kit_core::Text;
use kit_web::{Actor, Flash, Gate, Permission, WebError};

use crate::permissions::{SetOffer, SetPayment, ViewOffer};

/// A section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Packs,
    Amount,
    Vat,
    Transfer,
}

impl Section {
    const ALL: [Section; 4] = [Section::Packs, Section::Amount, Section::Vat, Section::Transfer];

    pub(crate) const fn href(self) -> &'static str {
        match self {
            Section::Packs => "/staff/orders/settings/packs",
            Section::Amount => "/staff/orders/settings/amount",
            Section::Vat => "/staff/orders/settings/vat",
            Section::Transfer => "/staff/orders/settings/transfer",
        }
    }

    const fn label(self) -> Text {
        match self {
            Section::Packs => Text::new("orders-section-packs"),
            Section::Amount => Text::new("orders-free"),
            Section::Vat => Text::new("orders-section-vat"),
            Section::Transfer => Text::new("orders-section-transfer"),
        }
    }

    fn is_open_to(self, actor: &Actor) -> bool {
        match self {
            Section::Packs | Section::Amount | Section::Vat => actor.meets(SetOffer::DEMAND),
            Section::Transfer => actor.meets(SetPayment::DEMAND),
        }
    }
}

/// A way to a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    pub(crate) href: &'static str,
    pub(crate) label: Text,
    pub(crate) current: bool,
}

/// The ways to the sections that somebody may open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sections(pub(crate) Vec<Way>);

impl Sections {
    /// Those open to `actor`, who is in `current`.
    pub(crate) fn of(actor: &Actor, current: Section) -> Sections {
        let open = Section::ALL.into_iter().filter(|section| section.is_open_to(actor));
        let way = |section: Section| Way { href: section.href(), label: section.label(), current: section == current };
        Sections(open.map(way).collect())
    }
}

/// `GET /staff/orders/settings`: to the first section that is open.
pub(crate) async fn show(gate: Gate<ViewOffer>) -> Result<Response, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let first = Section::ALL.into_iter().find(|section| section.is_open_to(&actor)).ok_or(WebError::NotFound)?;
    Ok(axum::response::Redirect::to(first.href()).into_response())
}

/// Back to a section, where it is told that what was typed is saved.
pub(super) fn saved<P: Permission>(gate: &Gate<P>, actor: &Actor, section: Section) -> Response {
    gate.redirect(actor, section.href(), Flash::done(Text::new("orders-saved")))
}

#[cfg(test)]
impl Sections {
    pub(in crate::pages) fn sample() -> Sections {
        let way =
            |section: Section| Way { href: section.href(), label: section.label(), current: section == Section::Vat };
        Sections(Section::ALL.map(way).into())
    }
}
