//! What is written into a journal.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::JournalError;
use crate::{Key, NewLease, OfflineUse, Price, Usage};

/// One record. The names are those of the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Record {
    /// A lease is asked for.
    Began(Began),
    /// It came.
    Leased { at: Timestamp, lease: String, amount: i64, prices: Vec<Price>, until: Timestamp },
    /// It was used.
    Spent(Spent),
    /// The server is being told.
    Settling { at: Timestamp },
    /// It is given back, and each use charged by itself.
    Charging { at: Timestamp },
    /// The server knows.
    Settled { at: Timestamp },
    /// It was refused, or ended, and there is nothing more to do about it.
    Ended { at: Timestamp },
}

/// A lease is asked for: all that is needed to ask again.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Began {
    pub(super) at: Timestamp,
    /// Names the lease on this side: the keys of all that follows are made of it.
    pub(super) journal: Key,
    pub(super) key: Key,
    pub(super) amount: i64,
    /// Seconds.
    pub(super) expires_in: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) machine: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) member: Option<String>,
}

impl Began {
    pub(super) fn new(wanted: &NewLease, at: Timestamp) -> Result<Began, JournalError> {
        let journal = Key::random()?;
        Ok(Began {
            at,
            key: wanted.key.clone().unwrap_or_else(|| journal.with("lease")),
            journal,
            amount: wanted.amount,
            expires_in: wanted.expires_in.as_secs(),
            machine: wanted.machine.clone(),
            member: wanted.member.clone(),
        })
    }

    pub(super) fn wanted(&self) -> NewLease {
        NewLease {
            amount: self.amount,
            expires_in: Duration::from_secs(self.expires_in),
            machine: self.machine.clone(),
            member: self.member.clone(),
            key: Some(self.key.clone()),
        }
    }
}

/// One use out of a lease.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spent {
    /// When, by this machine's clock.
    pub at: Timestamp,
    /// The key by which it is known, here and when it is settled.
    pub key: Key,
    /// What was used.
    pub feature: String,
    /// How much of it, if it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    /// What it costs in all, if the application said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// The address of the member who used it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// What was produced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What it takes of the lease.
    pub cost: i64,
}

impl Spent {
    /// The use, as it was asked for.
    pub(super) fn usage(&self) -> Usage {
        Usage {
            feature: self.feature.clone(),
            quantity: self.quantity,
            amount: self.amount,
            member: self.member.clone(),
            reference: self.reference.clone(),
            key: Some(self.key.clone()),
        }
    }

    /// The use, as the server is told.
    pub(super) fn told(&self) -> OfflineUse {
        OfflineUse { key: self.key.clone(), usage: self.usage(), at: self.at }
    }
}
