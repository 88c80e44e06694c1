//! What changes seldom is read once and kept in memory until somebody changes it.
//!
//! Every topic has an edition: a number in the database that each change of its tables raises in its own transaction, see
//! [`crate::topic`]. A snapshot reads the editions together with everything else: what was kept under the same edition is what
//! the snapshot itself would read, on any number of nodes. Nothing here ever answers with what is out of date.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::topic::Topic;
use crate::{DbError, Engine, FromRow, Read, sql};

sql!(EDITIONS, "SELECT name, edition FROM editions");

/// How many values are kept, and how many guesses; past that all are forgotten, and made again as they are needed.
const MOST: usize = 10_000;

#[derive(FromRow)]
pub(crate) struct Edition {
    name: String,
    edition: i64,
}

/// Which part of a topic: the members of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Part {
    what: &'static str,
    of: i64,
}

impl Part {
    const WHOLE: Part = Part::new("", 0);

    /// The part of this name, unique in its topic, that belongs to this number.
    pub const fn new(what: &'static str, of: i64) -> Part {
        Part { what, of }
    }
}

/// A value, and the edition that it is of.
type Kept = (i64, Arc<dyn Any + Send + Sync>);

/// What a process remembers of its database.
#[derive(Default)]
pub(crate) struct Memory {
    kept: Mutex<HashMap<(&'static str, Part), Kept>>,
    guesses: Mutex<HashMap<Clue, Arc<dyn Any + Send + Sync>>>,
}

/// What is guessed, and of what: a key's account.
type Clue = (&'static str, Vec<u8>);

impl Memory {
    fn find<T: Send + Sync + 'static>(&self, topic: &Topic, part: Part, edition: i64) -> Option<Arc<T>> {
        let kept = entered(&self.kept);
        let (known, value) = kept.get(&(topic.name(), part))?;
        if *known == edition { value.clone().downcast().ok() } else { None }
    }

    fn keep<T: Send + Sync + 'static>(&self, topic: &Topic, part: Part, edition: i64, value: Arc<T>) {
        let mut kept = entered(&self.kept);
        let place = (topic.name(), part);
        // A snapshot may be older than what another one has kept meanwhile.
        if kept.get(&place).is_none_or(|(known, _)| *known < edition) {
            if kept.len() >= MOST {
                kept.clear();
            }
            kept.insert(place, (edition, value));
        }
    }
}

fn entered<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Read<'_> {
    /// What `load` reads of a topic, from memory if it has not changed since. A transaction that writes always loads from its first
    /// change on.
    ///
    /// `load` depends on nothing but the topic: neither on who asks nor on the time.
    ///
    /// # Errors
    /// Those of `load`, and whatever the database refuses.
    pub fn kept<T: Send + Sync + 'static>(
        &mut self,
        topic: &Topic,
        load: impl FnOnce(&mut Self) -> Result<T, DbError>,
    ) -> Result<Arc<T>, DbError> {
        self.kept_part(topic, Part::WHOLE, load)
    }

    /// As [`Read::kept`], for a part of a topic; `load` depends on nothing but the topic and the part.
    ///
    /// # Errors
    /// As [`Read::kept`].
    pub fn kept_part<T: Send + Sync + 'static>(
        &mut self,
        topic: &Topic,
        part: Part,
        load: impl FnOnce(&mut Self) -> Result<T, DbError>,
    ) -> Result<Arc<T>, DbError> {
        let Some(memory) = self.memory.clone() else { return load(self).map(Arc::new) };
        let edition = self.edition(topic)?;
        if let Some(value) = memory.find(topic, part, edition) {
            return Ok(value);
        }
        let value = Arc::new(load(self)?);
        if self.is_still(topic, edition)? {
            memory.keep(topic, part, edition, value.clone());
        }
        Ok(value)
    }

    /// Says that something kept will be asked for: see [`Read::foresee`].
    pub fn foresee_kept(&mut self) {
        if self.editions.is_none() {
            self.foresee(&EDITIONS, &[]);
        }
    }

    fn edition(&mut self, topic: &Topic) -> Result<i64, DbError> {
        let editions = match self.editions.take() {
            Some(editions) => editions,
            None => self.all(&EDITIONS, &[])?,
        };
        let edition = editions.iter().find(|edition| edition.name == topic.name()).map(|edition| edition.edition);
        self.editions = Some(editions);
        edition.ok_or_else(|| DbError::fault(format!("no migration names the tables of the topic {}", topic.name())))
    }

    /// Whether what was read since is of this edition. A transaction that writes is no snapshot on a server: it looks again. On
    /// SQLite it may see what others of its batch changed and may yet be undone, so what it reads is not kept.
    fn is_still(&mut self, topic: &Topic, edition: i64) -> Result<bool, DbError> {
        if self.is_snapshot() {
            return Ok(true);
        }
        if self.engine() == Engine::Sqlite || self.memory.is_none() {
            return Ok(false);
        }
        self.editions = None;
        Ok(self.edition(topic)? == edition)
    }

    /// The memory, where there is something to win by foreseeing.
    pub(crate) fn foreseeing(&self) -> Option<&Arc<Memory>> {
        self.memory.as_ref().filter(|_| self.engine() == Engine::Postgres)
    }

    /// What was found of this when somebody last looked: good for foreseeing what will be asked, never for an answer.
    pub fn guess<T: Send + Sync + 'static>(&self, what: &'static str, of: &[u8]) -> Option<Arc<T>> {
        let clue = (what, of.to_vec());
        entered(&self.foreseeing()?.guesses).get(&clue)?.clone().downcast().ok()
    }

    /// Notes what was found, for the next time. Where nothing is won by foreseeing, nothing is noted.
    pub fn note_guess<T: Send + Sync + 'static>(&self, what: &'static str, of: &[u8], found: impl FnOnce() -> T) {
        let Some(memory) = self.foreseeing() else { return };
        let mut guesses = entered(&memory.guesses);
        if guesses.len() >= MOST {
            guesses.clear();
        }
        guesses.insert((what, of.to_vec()), Arc::new(found()));
    }
}
