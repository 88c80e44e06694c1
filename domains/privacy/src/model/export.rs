//! A copy of all that is kept about a person.

use jiff::{SignedDuration, Timestamp};
use kit_core::Id;
use kit_db::FromRow;

/// How long a copy can be downloaded.
pub const EXPORT_LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How many copies somebody may ask for within 24 hours.
pub const EXPORTS_A_DAY: i64 = 3;

/// Marks ids of exports.
#[derive(Debug)]
pub enum AnyExport {}

/// The id of an export.
pub type ExportId = Id<AnyExport>;

/// A copy.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Export {
    /// Its id.
    pub id: ExportId,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Since when it can be downloaded.
    pub ready_at: Option<Timestamp>,
    /// Until when.
    pub expires_at: Timestamp,
    /// How large it is.
    pub bytes: i64,
    /// In how many parts it is stored.
    pub parts: i64,
}

impl Export {
    /// Its size as people read it, in KiB, at least one.
    pub const fn kibibytes(&self) -> i64 {
        (self.bytes + 1023) / 1024
    }
}
