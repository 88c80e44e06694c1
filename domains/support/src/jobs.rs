//! What is done without being asked.

use kit_jobs::{Every, Job, JobError, Jobs};
use kit_web::App;
use serde::{Deserialize, Serialize};

use crate::service;

/// Closes what has been solved for long enough.
#[derive(Debug, Serialize, Deserialize)]
struct CloseSolved {}

impl Job for CloseSolved {
    const KIND: &'static str = "support.close_solved";
}

/// Registers the jobs.
pub(crate) fn jobs(jobs: Jobs<App>) -> Jobs<App> {
    jobs.on(close_solved).every("support-closing", Every::Hours(1), || CloseSolved {})
}

async fn close_solved(app: App, _job: CloseSolved) -> Result<(), JobError> {
    service::close_solved(&app.db, &app.clock, &app.random, &app.keys).await?;
    Ok(())
}
