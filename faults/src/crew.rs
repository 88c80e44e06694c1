//! All workers together, and the last look at the history that they made.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{scope, sleep};
use std::time::Duration;

use crate::client::Client;
use crate::product::{Installation, Product};
use crate::worker::{Known, Tally, Worker};

/// How many clients spend at once.
const WORKERS: usize = 16;

/// The workers of a scenario.
pub struct Crew {
    workers: Vec<Worker>,
}

impl Crew {
    /// Workers for the accounts of `installation`; their journals lie in `folder`.
    ///
    /// # Errors
    /// There is no account that may spend, or no room for the journals.
    pub fn hire(installation: &Installation<'_>, folder: &Path) -> Result<Crew, String> {
        std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        let keys = installation.keys()?;
        let named = keys.iter().cycle().take(WORKERS).enumerate();
        let workers = named.map(|(number, key)| Worker::new(format!("w{number}"), key.clone(), folder));
        Ok(Crew { workers: workers.collect::<Result<_, _>>()? })
    }

    /// Has all of them spend while `meanwhile` runs.
    ///
    /// # Errors
    /// An answer that must not be, or what `meanwhile` says.
    pub fn spend_while<T>(
        &mut self,
        address: &str,
        meanwhile: impl FnOnce() -> Result<T, String>,
    ) -> Result<T, String> {
        let stop = AtomicBool::new(false);
        scope(|scope| {
            let spending: Vec<_> = self
                .workers
                .iter_mut()
                .map(|worker| {
                    let stop = &stop;
                    scope.spawn(move || worker.spend(address, stop))
                })
                .collect();
            let outcome = meanwhile();
            stop.store(true, Ordering::SeqCst);
            for worker in spending {
                worker.join().map_err(|_| "a worker panicked".to_owned())??;
            }
            outcome
        })
    }

    /// Has all of them spend for some time.
    ///
    /// # Errors
    /// An answer that must not be.
    pub fn spend_for(&mut self, address: &str, milliseconds: u64) -> Result<(), String> {
        self.spend_while(address, || {
            sleep(Duration::from_millis(milliseconds));
            Ok(())
        })
    }

    /// Asks again, in parallel, as [`Worker::confirm`].
    ///
    /// # Errors
    /// Something is lost or doubled.
    pub fn confirm(&mut self, product: &Product) -> Result<Tally, String> {
        let mut tally = Tally::default();
        scope(|scope| {
            let address = &product.address;
            let all: Vec<_> =
                self.workers.iter_mut().map(|worker| scope.spawn(move || worker.confirm(address))).collect();
            for one in all {
                tally += one.join().map_err(|_| "a worker panicked".to_owned())??;
            }
            Ok(tally)
        })
    }

    /// How many requests were sent in all.
    pub fn sent(&self) -> usize {
        self.workers.iter().map(|worker| worker.requests.len()).sum()
    }

    /// How often one of them was told of a fault.
    pub fn faults(&self) -> usize {
        self.workers.iter().map(|worker| worker.faults).sum()
    }

    /// Reads the whole history and holds it against the journals: each acknowledged request is there once, as it was told, and
    /// nothing else of ours is. Answers how many.
    ///
    /// # Errors
    /// What is missing, doubled or too much.
    pub fn audit(&self, product: &Product) -> Result<usize, String> {
        let mut by_key: HashMap<&str, HashMap<String, (String, i64)>> = HashMap::new();
        for worker in &self.workers {
            if !by_key.contains_key(worker.api_key.as_str()) {
                by_key.insert(&worker.api_key, history(&product.address, &worker.api_key)?);
            }
        }
        let mut count = 0;
        for worker in &self.workers {
            let Some(made) = by_key.get_mut(worker.api_key.as_str()) else { continue };
            let told = worker.told()?;
            for request in &worker.requests {
                let there = made.remove(&request.key);
                match (&request.known, there, told.get(&request.key)) {
                    (Known::Done(_), Some((operation, amount)), Some(said))
                        if (&operation, amount) == (&said.operation, said.amount) =>
                    {
                        count += 1;
                    }
                    (Known::Refused | Known::Undone, None, None) => {}
                    (known, there, told) => {
                        let key = &request.key;
                        return Err(format!("{key}: known as {known:?}, told {told:?}, in the history {there:?}"));
                    }
                }
            }
        }
        match by_key.values().flat_map(HashMap::keys).next() {
            Some(stray) => Err(format!("{stray} is in the history, and nobody was told so")),
            None => Ok(count),
        }
    }
}

/// The operations that workers made, by their reference.
fn history(address: &str, api_key: &str) -> Result<HashMap<String, (String, i64)>, String> {
    let mut client = Client::new(address, api_key);
    let mut made = HashMap::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/api/v1/operations?limit=200&kind=usage{cursor}");
        let page = client.get(&path).filter(|page| page.status == 200);
        let page = page.ok_or_else(|| format!("{path} is not answered"))?;
        for operation in page.body["operations"].as_array().map(Vec::as_slice).unwrap_or_default() {
            let Some(reference) = operation["reference"].as_str().filter(|_| operation["feature"] == "fault") else {
                continue;
            };
            let id = operation["id"].as_str().unwrap_or_default().to_owned();
            let amount = operation["amount"].as_i64().unwrap_or_default();
            if let Some((before, _)) = made.insert(reference.to_owned(), (id.clone(), amount)) {
                return Err(format!("DOUBLED: {reference} is {before} and {id}"));
            }
        }
        match page.body["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok(made),
        }
    }
}
