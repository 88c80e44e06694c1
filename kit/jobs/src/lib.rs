//! Work that a change causes: enqueued in the change's own transaction, done soon after it, at least once.
//!
//! A job is one serialisable struct; a module registers its handler in [`Jobs`]; a [`Runner`] claims what is due, runs it
//! and tries again what failed. See the README for the rules and what they rest on.

mod error;
mod job;
mod registry;
mod runner;
mod schedule;
mod store;

use kit_db::Migration;

pub use error::JobError;
pub use job::{DeadJob, Job, JobId, Load, dead, enqueue, enqueue_at, load, revive};
pub use registry::Jobs;
pub use runner::Runner;
pub use schedule::Every;

/// The tables of jobs and schedules.
pub const MIGRATIONS: &[Migration] = kit_db::migrations!["0001_jobs"];
