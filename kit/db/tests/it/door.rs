//! What keeps a database busy for as long as a test wants.

use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};

/// Bodies wait at it until it opens.
#[derive(Clone)]
pub struct Door(Arc<Mutex<Receiver<()>>>);

impl Door {
    /// A closed door, and what opens it.
    pub fn closed() -> (Door, impl FnOnce()) {
        let (key, door) = channel();
        (Door(Arc::new(Mutex::new(door))), move || drop(key))
    }

    pub fn pass(&self) {
        // Ends when the key is gone.
        let _ = self.0.lock().unwrap_or_else(PoisonError::into_inner).recv();
    }
}
