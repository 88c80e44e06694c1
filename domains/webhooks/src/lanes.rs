//! How many calls are made side by side, so that a receiver that hangs holds up nobody else.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::model::endpoint::EndpointId;

/// Calls at a time in a process: fewer than jobs, so that mail goes on.
const IN_ALL: usize = 6;
/// Calls at a time to one address.
const TO_ONE: usize = 2;

/// The places of this process.
pub(crate) static LANES: LazyLock<Lanes> = LazyLock::new(Lanes::default);

/// Places for calls.
pub(crate) struct Lanes {
    all: Arc<Semaphore>,
    own: Mutex<HashMap<i64, Arc<Semaphore>>>,
}

/// A place, free again when this is dropped.
pub(crate) struct Place {
    _own: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

impl Default for Lanes {
    fn default() -> Lanes {
        Lanes { all: Arc::new(Semaphore::new(IN_ALL)), own: Mutex::default() }
    }
}

impl Lanes {
    /// A place for a call to this address, if there is one now: whoever waited would keep a place among jobs from the mail.
    pub(crate) fn enter(&self, endpoint: EndpointId) -> Option<Place> {
        let own = {
            let mut lanes = self.own.lock().unwrap_or_else(PoisonError::into_inner);
            lanes.entry(endpoint.0).or_insert_with(|| Arc::new(Semaphore::new(TO_ONE))).clone()
        };
        let own = own.try_acquire_owned().ok()?;
        let all = self.all.clone().try_acquire_owned().ok()?;
        Some(Place { _own: own, _all: all })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_takes_two_places_and_all_take_six() {
        let lanes = Lanes::default();
        let enter = |endpoint| lanes.enter(EndpointId::from_raw(endpoint));
        let mut places = Vec::new();
        for endpoint in 1..=3 {
            places.push(enter(endpoint).unwrap());
            places.push(enter(endpoint).unwrap());
            assert!(enter(endpoint).is_none());
        }
        assert!(enter(4).is_none(), "all are taken");
        places.pop();
        assert!(enter(4).is_some());
        assert!(enter(1).is_none(), "a place in all is none at the address");
    }
}
