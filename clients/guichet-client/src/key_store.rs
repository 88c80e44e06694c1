//! The system's key store: where it keeps what is secret of its user, locked with the user's session.

#[cfg(any(windows, all(unix, not(target_os = "macos"), feature = "secret-service")))]
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

#[cfg(any(test, windows, target_os = "macos", all(unix, feature = "secret-service")))]
use keyring_core::api::CredentialStoreApi;
use keyring_core::{Entry, Error};
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::ConfigError;

/// How long a store may take to take a token in: there is the file as well.
const TAKES_WITHIN: Duration = Duration::from_secs(3);
/// How long it may take to give one: somebody may have to unlock it, and may try again after that.
const GIVES_WITHIN: Duration = Duration::from_secs(10);

/// Whether a machine's token may stand in the system's key store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyStoreUse {
    /// It stands there where there is one that takes it, else in the machine's file.
    #[default]
    Auto,
    /// It stands in the file.
    Never,
}

impl KeyStoreUse {
    /// As `GUICHET_KEY_STORE` says: `auto`, as if it said nothing, or `never`.
    ///
    /// # Errors
    /// It says something else.
    pub fn find(variable: impl Fn(&str) -> Option<String>) -> Result<KeyStoreUse, ConfigError> {
        match variable("GUICHET_KEY_STORE").as_deref() {
            None | Some("" | "auto") => Ok(KeyStoreUse::Auto),
            Some("never") => Ok(KeyStoreUse::Never),
            Some(other) => Err(ConfigError::KeyStore(other.to_owned())),
        }
    }
}

/// What a token is found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The server that gave it.
    pub(crate) url: String,
    /// The machine that it was given to.
    pub(crate) machine: String,
}

/// Why the key store does not do what is asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyStoreError {
    /// It does not answer in time: it may wait for somebody to unlock it.
    #[error("the system's key store does not answer: unlock it, then try again")]
    Silent,
    /// There is none here, or this program was built without.
    #[error("this program knows no key store of this system")]
    None,
    /// It says why.
    #[error("the system's key store: {0}")]
    Fault(String),
}

type Find = dyn Fn(&Place) -> keyring_core::Result<Entry> + Send + Sync;

/// A key store. It is looked for anew each time: one that was not there may be there later.
#[derive(Clone)]
pub(crate) struct KeyStore {
    find: Arc<Find>,
    takes_within: Duration,
    gives_within: Duration,
}

impl fmt::Debug for KeyStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyStore")
    }
}

impl KeyStore {
    /// That of the system; none where this program knows none.
    pub(crate) fn of_system() -> Option<KeyStore> {
        let find = system()?;
        Some(KeyStore { find, takes_within: TAKES_WITHIN, gives_within: GIVES_WITHIN })
    }

    /// Takes a secret in. What it takes later than it was waited for it gives up again: the secret stands elsewhere then.
    pub(crate) async fn take(&self, place: &Place, secret: &str) -> Result<(), KeyStoreError> {
        let secret = secret.to_owned();
        let forget = |entry: &Entry| drop(entry.delete_credential());
        self.ask(place, self.takes_within, move |entry| entry.set_password(&secret), forget).await
    }

    /// The secret; nothing where it is not, or no longer.
    pub(crate) async fn give(&self, place: &Place) -> Result<Option<String>, KeyStoreError> {
        let read = |entry: &Entry| match entry.get_password() {
            Err(Error::NoEntry) => Ok(None),
            read => read.map(Some),
        };
        self.ask(place, self.gives_within, read, |_| {}).await
    }

    /// Forgets a secret, which may not be there.
    pub(crate) async fn forget(&self, place: &Place) -> Result<(), KeyStoreError> {
        let forget = |entry: &Entry| match entry.delete_credential() {
            Err(Error::NoEntry) => Ok(()),
            forgotten => forgotten,
        };
        self.ask(place, self.takes_within, forget, |_| {}).await
    }

    /// Has a thread of its own ask the store, which may never answer; `too_late` is done there when nobody waits any more.
    async fn ask<T: Send + 'static>(
        &self,
        place: &Place,
        patience: Duration,
        work: impl FnOnce(&Entry) -> keyring_core::Result<T> + Send + 'static,
        too_late: impl FnOnce(&Entry) + Send + 'static,
    ) -> Result<T, KeyStoreError> {
        let (tell, mut told) = oneshot::channel();
        let (find, place) = (Arc::clone(&self.find), place.clone());
        let asking = move || match find(&place) {
            Ok(entry) => {
                let done = work(&entry);
                let is_done = done.is_ok();
                if tell.send(done).is_err() && is_done {
                    too_late(&entry);
                }
            }
            Err(error) => drop(tell.send(Err(error))),
        };
        let thread = thread::Builder::new().name("key-store".to_owned()).spawn(asking);
        thread.map_err(|error| KeyStoreError::Fault(error.to_string()))?;
        let done = match timeout(patience, &mut told).await {
            Ok(done) => done.ok(),
            // From now on nothing can be told; what was told this very moment counts.
            Err(_) => {
                told.close();
                Some(told.try_recv().map_err(|_| KeyStoreError::Silent)?)
            }
        };
        let done = done.ok_or_else(|| KeyStoreError::Fault("it failed".to_owned()))?;
        done.map_err(|error| KeyStoreError::Fault(error.to_string()))
    }
}

/// On this machine alone: the token is this machine's, whatever travels with the user's profile.
#[cfg(windows)]
fn system() -> Option<Arc<Find>> {
    Some(Arc::new(|place| {
        let here = HashMap::from([("persistence", "local")]);
        windows_native_keyring_store::Store::new()?.build(&place.url, &place.machine, Some(&here))
    }))
}

#[cfg(target_os = "macos")]
fn system() -> Option<Arc<Find>> {
    Some(Arc::new(|place| apple_native_keyring_store::keychain::Store::new()?.build(&place.url, &place.machine, None)))
}

#[cfg(all(unix, not(target_os = "macos"), feature = "secret-service"))]
fn system() -> Option<Arc<Find>> {
    Some(Arc::new(|place| {
        let label = format!("Guichet ({})", place.url);
        let labelled = HashMap::from([("label", label.as_str())]);
        zbus_secret_service_keyring_store::Store::new()?.build(&place.url, &place.machine, Some(&labelled))
    }))
}

#[cfg(not(any(windows, target_os = "macos", all(unix, feature = "secret-service"))))]
fn system() -> Option<Arc<Find>> {
    None
}

#[cfg(test)]
pub(crate) mod doubles {
    //! Key stores of tests.

    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::{Sender, channel};

    use keyring_core::mock;

    use super::*;

    const SOON: Duration = Duration::from_millis(50);
    const LONG: Duration = Duration::from_secs(60);

    fn of(find: impl Fn(&Place) -> keyring_core::Result<Entry> + Send + Sync + 'static) -> KeyStore {
        KeyStore { find: Arc::new(find), takes_within: LONG, gives_within: LONG }
    }

    /// One that works, and what is in it.
    pub(crate) fn working() -> (KeyStore, Arc<mock::Store>) {
        let store = mock::Store::new().unwrap();
        let opened = Arc::clone(&store);
        (of(move |place| opened.build(&place.url, &place.machine, None)), store)
    }

    /// None, and how often it was looked for.
    pub(crate) fn absent() -> (KeyStore, Arc<AtomicUsize>) {
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        let store = of(move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
            Err(Error::NoStorageAccess("no bus".into()))
        });
        (store, asked)
    }

    /// One that does not answer before it is told to, and what is in it.
    pub(crate) fn silent() -> (KeyStore, Arc<mock::Store>, Sender<()>) {
        let (answer, told) = channel();
        let (store, told) = (mock::Store::new().unwrap(), Mutex::new(told));
        let opened = Arc::clone(&store);
        let silent = of(move |place| {
            let _ = told.lock().unwrap().recv();
            opened.build(&place.url, &place.machine, None)
        });
        (KeyStore { takes_within: SOON, gives_within: SOON, ..silent }, store, answer)
    }

    /// What stands in a store of tests.
    pub(crate) fn held(store: &Arc<mock::Store>) -> Vec<String> {
        let inside = store.inner.lock().unwrap();
        let entries = inside.borrow();
        let secrets = entries.iter().filter_map(|entry| entry.inner.lock().unwrap().borrow().secret.clone());
        secrets.map(|secret| String::from_utf8(secret).unwrap()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place {
        Place { url: "https://client.example.org/".into(), machine: "0c4xq7gk2m9tz".into() }
    }

    #[tokio::test]
    async fn a_secret_is_taken_given_and_forgotten() {
        let (store, inside) = doubles::working();
        assert_eq!(store.give(&place()).await, Ok(None));
        store.take(&place(), "gm_one").await.unwrap();
        store.take(&place(), "gm_two").await.unwrap();
        assert_eq!(store.give(&place()).await, Ok(Some("gm_two".to_owned())));
        assert_eq!(store.give(&Place { machine: "other".into(), ..place() }).await, Ok(None));
        store.forget(&place()).await.unwrap();
        store.forget(&place()).await.unwrap();
        assert!(doubles::held(&inside).is_empty());
    }

    #[tokio::test]
    async fn a_store_that_is_silent_is_left_and_keeps_nothing_behind_ones_back() {
        let (store, inside, answer) = doubles::silent();
        assert_eq!(store.take(&place(), "gm_one").await, Err(KeyStoreError::Silent));
        assert_eq!(store.give(&place()).await, Err(KeyStoreError::Silent));
        // Somebody unlocks it later, and whoever still asks comes to an end.
        drop(answer);
        for _ in 0..200 {
            if Arc::strong_count(&store.find) == 1 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(Arc::strong_count(&store.find), 1, "somebody asks still");
        assert_eq!(inside.inner.lock().unwrap().borrow().len(), 1, "the entry came");
        assert!(doubles::held(&inside).is_empty());
    }

    #[tokio::test]
    async fn a_store_that_is_not_there_says_so_at_once() {
        let (store, _) = doubles::absent();
        assert!(
            matches!(store.take(&place(), "gm_one").await, Err(KeyStoreError::Fault(why)) if why.contains("no bus"))
        );
    }

    #[test]
    fn its_use_is_chosen() {
        let of = |said: Option<&str>| KeyStoreUse::find(|_| said.map(str::to_owned));
        assert_eq!((of(None), of(Some("auto"))), (Ok(KeyStoreUse::Auto), Ok(KeyStoreUse::Auto)));
        assert_eq!(of(Some("never")), Ok(KeyStoreUse::Never));
        assert_eq!(of(Some("nver")), Err(ConfigError::KeyStore("nver".to_owned())));
    }
}
