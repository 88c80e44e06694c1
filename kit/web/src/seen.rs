//! When sessions and keys were last seen: gathered here, written down at most once a minute, so that a read writes nothing.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

/// Last sightings that are not written down yet.
#[derive(Debug, Default)]
pub struct Seen {
    sessions: Mutex<HashMap<i64, Timestamp>>,
    keys: Mutex<HashMap<String, Timestamp>>,
}

impl Seen {
    /// A session was used.
    pub fn session(&self, session: i64, now: Timestamp) {
        note(&self.sessions, session, now);
    }

    /// The key with this prefix was used.
    pub fn key(&self, prefix: &str, now: Timestamp) {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        match keys.get_mut(prefix) {
            Some(seen) => *seen = now,
            None => drop(keys.insert(prefix.to_owned(), now)),
        }
    }

    /// The sessions seen since the last call.
    pub fn take_sessions(&self) -> Vec<(i64, Timestamp)> {
        take(&self.sessions)
    }

    /// The keys seen since the last call.
    pub fn take_keys(&self) -> Vec<(String, Timestamp)> {
        take(&self.keys)
    }
}

fn note<K: Eq + Hash>(map: &Mutex<HashMap<K, Timestamp>>, key: K, now: Timestamp) {
    map.lock().unwrap_or_else(PoisonError::into_inner).insert(key, now);
}

fn take<K: Eq + Hash>(map: &Mutex<HashMap<K, Timestamp>>) -> Vec<(K, Timestamp)> {
    std::mem::take(&mut *map.lock().unwrap_or_else(PoisonError::into_inner)).into_iter().collect()
}
