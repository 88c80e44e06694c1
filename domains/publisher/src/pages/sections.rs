//! The sections of the settings, and the way between them.

use axum::response::Redirect;
use kit_core::Text;
use kit_web::{Actor, Gate, Permission, WebError};

use crate::permissions::{SetConditions, SetPublisher};

/// A section of the settings. Those of later domains have their pages there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Name, contact, legal notice.
    Identity,
    /// Colour, logo, links, sender of mail.
    Brand,
    /// Whether companies may sign up.
    SignUp,
    /// When the office is open.
    Calendar,
    /// The texts of mails.
    Mails,
    /// Terms of use.
    Terms,
    /// Price conditions.
    Prices,
    /// How many machines an account may link.
    Machines,
    /// Addresses that hear of events.
    Webhooks,
}

impl Section {
    const ALL: [Section; 9] = [
        Section::Identity,
        Section::Brand,
        Section::SignUp,
        Section::Calendar,
        Section::Mails,
        Section::Terms,
        Section::Prices,
        Section::Machines,
        Section::Webhooks,
    ];

    /// Where its pages begin.
    pub const fn href(self) -> &'static str {
        match self {
            Section::Identity => "/staff/settings/identity",
            Section::Brand => "/staff/settings/brand",
            Section::SignUp => "/staff/settings/sign-up",
            Section::Calendar => "/staff/settings/calendar",
            Section::Mails => "/staff/settings/mails",
            Section::Terms => "/staff/settings/terms",
            Section::Prices => "/staff/settings/prices",
            Section::Machines => "/staff/settings/machines",
            Section::Webhooks => "/staff/settings/webhooks",
        }
    }

    const fn label(self) -> Text {
        match self {
            Section::Identity => Text::new("publisher-section-identity"),
            Section::Brand => Text::new("publisher-section-brand"),
            Section::SignUp => Text::new("publisher-section-sign-up"),
            Section::Calendar => Text::new("publisher-section-calendar"),
            Section::Mails => Text::new("publisher-section-mails"),
            Section::Terms => Text::new("publisher-section-terms"),
            Section::Prices => Text::new("publisher-section-prices"),
            Section::Machines => Text::new("publisher-section-machines"),
            Section::Webhooks => Text::new("publisher-section-webhooks"),
        }
    }

    fn is_open_to(self, actor: &Actor) -> bool {
        match self {
            Section::Terms | Section::Prices => actor.meets(SetConditions::DEMAND),
            _ => actor.meets(SetPublisher::DEMAND),
        }
    }
}

/// A way to a section.
pub struct Way {
    /// Where it leads.
    pub href: &'static str,
    /// What it says.
    pub label: Text,
    /// Whether one is there.
    pub current: bool,
}

/// The ways to the sections that somebody may open.
pub struct Sections(pub Vec<Way>);

impl Sections {
    /// Those open to `actor`, who is in `current`.
    pub fn of(actor: &Actor, current: Section) -> Sections {
        let open = Section::ALL.into_iter().filter(|section| section.is_open_to(actor));
        let way = |section: Section| Way { href: section.href(), label: section.label(), current: section == current };
        Sections(open.map(way).collect())
    }
}

/// `GET /staff/settings`: to the first section that is open.
pub(crate) async fn show(gate: Gate<SetConditions>) -> Result<Redirect, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let first = Section::ALL.into_iter().find(|section| section.is_open_to(&actor)).unwrap_or(Section::Terms);
    Ok(Redirect::to(first.href()))
}
