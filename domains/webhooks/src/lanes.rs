//! How many calls are made side by side, so that a receiver that hangs holds up nobody else.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::model::endpoint::EndpointId;

/// Calls at a time in a process: fewer than jobs, so that mail goes on.
const IN_ALL: usize = 6;
/// Calls at a time to one address.
const TO_ONE: usize = 2;
/// How long a call waits for its place; not at all where the address fails already.
const PATIENCE: Duration = Duration::from_secs(1);

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
    /// A place for a call to this address, if there is one soon.
    pub(crate) async fn enter(&self, endpoint: EndpointId, fails: bool) -> Option<Place> {
        let own = {
            let mut lanes = self.own.lock().unwrap_or_else(PoisonError::into_inner);
            lanes.entry(endpoint.0).or_insert_with(|| Arc::new(Semaphore::new(TO_ONE))).clone()
        };
        let both = async {
            let own = own.acquire_owned().await.ok()?;
            let all = self.all.clone().acquire_owned().await.ok()?;
            Some(Place { _own: own, _all: all })
        };
        let patience = if fails { Duration::ZERO } else { PATIENCE };
        tokio::time::timeout(patience, both).await.ok().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_address_takes_two_places_and_all_take_six() {
        let lanes = Lanes::default();
        let enter = |endpoint| lanes.enter(EndpointId::from_raw(endpoint), true);
        let mut places = Vec::new();
        for endpoint in 1..=3 {
            places.push(enter(endpoint).await.unwrap());
            places.push(enter(endpoint).await.unwrap());
            assert!(enter(endpoint).await.is_none());
        }
        assert!(enter(4).await.is_none(), "all are taken");
        places.pop();
        assert!(enter(4).await.is_some());
        assert!(enter(1).await.is_none(), "a place in all is none at the address");
    }

    #[tokio::test]
    async fn who_does_not_fail_is_waited_for() {
        let lanes = Arc::new(Lanes::default());
        let endpoint = EndpointId::from_raw(1);
        let (first, _second) = (lanes.enter(endpoint, false).await, lanes.enter(endpoint, false).await);
        let waiting = tokio::spawn({
            let lanes = lanes.clone();
            async move { lanes.enter(endpoint, false).await.is_some() }
        });
        tokio::task::yield_now().await;
        drop(first);
        assert!(waiting.await.unwrap());
    }
}
