//! How many copies are on their way out at once: each reads from the disk for as long as somebody takes it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::StatusCode;
use kit_core::{PersonId, Text};

/// Copies at a time in a process.
const IN_ALL: usize = 4;

/// The places of this process.
pub(super) static PLACES: Places = Places::new();

/// Whose copies are on their way out.
pub(super) struct Places(Mutex<Vec<PersonId>>);

/// A place, free again when this is dropped.
pub(super) struct Place {
    places: &'static Places,
    person: PersonId,
}

/// Why a copy cannot go out now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Full {
    /// One of this person's does.
    Own,
    /// Those of others do.
    All,
}

impl Places {
    pub(super) const fn new() -> Places {
        Places(Mutex::new(Vec::new()))
    }

    /// A place for a copy of this person's, if there is one now.
    pub(super) fn enter(&'static self, person: PersonId) -> Result<Place, Full> {
        let mut taken = self.taken();
        if taken.contains(&person) {
            return Err(Full::Own);
        }
        if taken.len() >= IN_ALL {
            return Err(Full::All);
        }
        taken.push(person);
        Ok(Place { places: self, person })
    }

    fn taken(&self) -> MutexGuard<'_, Vec<PersonId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.taken().retain(|person| *person != self.person);
    }
}

impl Full {
    /// After how many seconds to try again.
    pub(super) const RETRY_AFTER: u64 = 60;

    /// What the answer says of it (RFC 9110, RFC 6585).
    pub(super) const fn status(self) -> StatusCode {
        match self {
            Full::Own => StatusCode::TOO_MANY_REQUESTS,
            Full::All => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl From<Full> for Text {
    fn from(full: Full) -> Text {
        Text::new(match full {
            Full::Own => "privacy-download-own",
            Full::All => "privacy-download-full",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_takes_one_place_and_all_take_four() {
        static HERE: Places = Places::new();
        let enter = |person| HERE.enter(PersonId::from_raw(person));
        let mut places: Vec<Place> = (1..=4).map(|person| enter(person).ok().unwrap()).collect();
        assert_eq!(enter(5).err(), Some(Full::All));
        assert_eq!(enter(4).err(), Some(Full::Own));
        places.pop();
        assert_eq!(enter(1).err(), Some(Full::Own), "one that is taken is not given twice");
        assert!(enter(4).is_ok());
        assert!(enter(5).is_ok(), "a place that was left is free at once");
    }
}
