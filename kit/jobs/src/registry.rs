//! Who runs which kind of job.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use crate::schedule::Schedule;
use crate::{Every, Job, JobError};

pub(crate) type Running = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send>>;
type Handler<S> = Box<dyn Fn(S, &str) -> Running + Send + Sync>;

/// The handlers and schedules of all modules. `S` is what a handler works with: the application.
pub struct Jobs<S> {
    handlers: BTreeMap<&'static str, Handler<S>>,
    pub(crate) schedules: Vec<Schedule>,
}

impl<S> Default for Jobs<S> {
    fn default() -> Jobs<S> {
        Jobs { handlers: BTreeMap::new(), schedules: Vec::new() }
    }
}

impl<S: Send + 'static> Jobs<S> {
    /// A registry without handlers.
    pub fn new() -> Jobs<S> {
        Jobs::default()
    }

    /// Says how jobs of kind `J` are run. A handler may be run again for a job it has already done: it must not matter.
    pub fn on<J, F, R>(mut self, run: F) -> Jobs<S>
    where
        J: Job,
        F: Fn(S, J) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        let handler = move |state: S, body: &str| -> Running {
            match serde_json::from_str(body) {
                Ok(job) => Box::pin(run(state, job)),
                Err(error) => Box::pin(std::future::ready(Err(JobError::give_up(error)))),
            }
        };
        self.handlers.insert(J::KIND, Box::new(handler));
        self
    }

    /// Makes a job come round: at once when the schedule is new, then in its rhythm; once, however many nodes there are,
    /// and not while the one before still waits. `name` is stored and never changed.
    pub fn every<J: Job>(mut self, name: &'static str, every: Every, job: fn() -> J) -> Jobs<S> {
        let body = Box::new(move || serde_json::to_string(&job()));
        self.schedules.push(Schedule { name, every, kind: J::KIND, body });
        self
    }

    pub(crate) fn run(&self, state: S, kind: &str, body: &str) -> Running {
        match self.handlers.get(kind) {
            Some(handler) => handler(state, body),
            // A node of the version before may have claimed a job of the next one: another node knows it.
            None => {
                let why = format!("no handler for jobs of kind {kind}");
                Box::pin(std::future::ready(Err(JobError::retry(why))))
            }
        }
    }
}
