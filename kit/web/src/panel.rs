//! Panels: what a later domain has to say and to offer on a page of an earlier one, as data, read in the snapshot of the page itself.
//!
//! As with [tiles](crate::Tile), the earlier domain names the spot and may not call those that come after it; so those hand
//! their panels to the program, and the page shows whatever its reader may see.

use jiff::Timestamp;
use kit_core::Text;
use kit_db::{DbError, Read};

use crate::access::{Actor, Demand};
use crate::components::Tone;
use crate::form::Once;

/// A place on a page where panels may stand, by a name of its own: `orders.order`. The page's domain declares it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot(pub &'static str);

/// Reads a panel about the page's subject, which the spot's domain knows how to write (an order's number); none where there is
/// nothing to tell. The page has made sure that its reader may see the subject.
pub type PanelSource = fn(&mut Read<'_>, &Actor, &str, Timestamp) -> Result<Option<Panel>, DbError>;

/// A panel that a module brings, shown to whoever meets its demand.
#[derive(Debug, Clone, Copy)]
pub struct PanelEntry {
    /// Where it stands.
    pub spot: Spot,
    /// What it takes to see it.
    pub demand: Demand,
    /// Reads it.
    pub source: PanelSource,
}

/// Something to know about the subject of a page, and to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panel {
    /// What it is about.
    pub title: Text,
    /// What to know.
    pub notes: Vec<(Tone, Text)>,
    /// Buttons that do something.
    pub actions: Vec<PanelAction>,
    /// Where there is more.
    pub links: Vec<PanelLink>,
}

/// A button of a [`Panel`]: a form of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PanelAction {
    /// Where it is sent.
    pub path: String,
    /// What it says, a verb.
    pub label: Text,
    /// The name of its icon.
    pub icon: &'static str,
    /// Whether it is what most people want.
    pub is_main: bool,
    /// The form's token, given by the page that shows it.
    pub once: Once,
}

impl PanelAction {
    /// A button that does what `path` says.
    pub fn new(path: impl Into<String>, label: Text, icon: &'static str) -> PanelAction {
        PanelAction { path: path.into(), label, icon, is_main: false, once: Once::default() }
    }

    /// The same as what most people want.
    pub fn main(self) -> PanelAction {
        PanelAction { is_main: true, ..self }
    }

    /// Its tone in the style sheet.
    pub const fn tone(&self) -> &'static str {
        if self.is_main { "primary" } else { "" }
    }
}

/// A way from a [`Panel`]; also to another site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PanelLink {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub label: Text,
    /// The name of its icon.
    pub icon: &'static str,
}

/// What these entries have to say to `actor` at `spot` about `subject`; each form with a token of its own.
pub(crate) fn read(
    entries: &[PanelEntry],
    read: &mut Read<'_>,
    actor: &Actor,
    (spot, subject): (Spot, &str),
    now: Timestamp,
    once: impl Fn() -> Once,
) -> Result<Vec<Panel>, DbError> {
    let mut panels = Vec::new();
    for entry in entries.iter().filter(|entry| entry.spot == spot && actor.meets(entry.demand)) {
        panels.extend((entry.source)(read, actor, subject, now)?);
    }
    for action in panels.iter_mut().flat_map(|panel: &mut Panel| &mut panel.actions) {
        action.once = once();
    }
    Ok(panels)
}
