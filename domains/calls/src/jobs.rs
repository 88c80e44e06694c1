//! What is done without being asked.

use kit_core::Author;
use kit_db::{DbError, Lock};
use kit_jobs::{Every, Job, JobError, Jobs};
use kit_web::App;
use serde::{Deserialize, Serialize};

use crate::service;

/// Tells agents that their timer is still running.
#[derive(Debug, Serialize, Deserialize)]
struct RemindForgotten {}

impl Job for RemindForgotten {
    const KIND: &'static str = "calls.remind_forgotten";
}

/// Registers the jobs.
pub(crate) fn jobs(jobs: Jobs<App>) -> Jobs<App> {
    jobs.on(remind_forgotten).every("calls-forgotten", Every::Hours(1), || RemindForgotten {})
}

async fn remind_forgotten(app: App, _job: RemindForgotten) -> Result<(), JobError> {
    loop {
        let ctx = app.context(Author::System("calls"));
        if app.db.write::<_, DbError, _>(Lock::None, move |tx| service::remind_forgotten(tx, &ctx)).await? == 0 {
            return Ok(());
        }
    }
}
