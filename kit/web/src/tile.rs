//! Tiles of an account's home: what a domain has to say there, as data, read in the snapshot of the page itself.
//!
//! The home belongs to the domain of accounts, which may not call the domains that come after it; so those hand their tiles to the
//! program, and the home shows whatever the member may see.

use jiff::Timestamp;
use kit_core::{AccountId, Text};
use kit_db::{DbError, Read};

use crate::access::{Actor, Demand};
use crate::components::Tone;

/// Reads a tile; none where there is nothing to tell.
pub type TileSource = fn(&mut Read<'_>, &Actor, AccountId, Timestamp) -> Result<Option<Tile>, DbError>;

/// A tile that a module brings, shown to whoever meets its demand.
#[derive(Debug, Clone, Copy)]
pub struct TileEntry {
    /// Its place among the others, small first.
    pub order: u16,
    /// What it takes to see it.
    pub demand: Demand,
    /// Reads it.
    pub source: TileSource,
}

/// Something about an account, at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// What it is about.
    pub title: Text,
    /// The name of its icon.
    pub icon: &'static str,
    /// The one figure that counts, with its unit.
    pub figure: Option<(i64, Text)>,
    /// What to know about it.
    pub notes: Vec<(Tone, Text)>,
    /// What happened last, the newest first.
    pub lines: Vec<TileLine>,
    /// Where there is more: the address and what it is called.
    pub link: (String, Text),
}

/// A line of a [`Tile`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileLine {
    /// When.
    pub at: Timestamp,
    /// What.
    pub words: Text,
    /// Where it opens.
    pub href: String,
    /// How much, with its sign.
    pub figure: i64,
}

impl TileLine {
    /// Whether something came in.
    pub fn is_in(&self) -> bool {
        self.figure > 0
    }
}

/// What these entries have to say to `actor` about `account`, in their order.
pub(crate) fn read(
    entries: &[TileEntry],
    read: &mut Read<'_>,
    actor: &Actor,
    account: AccountId,
    now: Timestamp,
) -> Result<Vec<Tile>, DbError> {
    let mut tiles = Vec::new();
    for entry in entries.iter().filter(|entry| actor.meets(entry.demand)) {
        tiles.extend((entry.source)(read, actor, account, now)?);
    }
    Ok(tiles)
}
