//! What is done without being asked.

use kit_jobs::{Every, Job, JobError, Jobs};
use kit_web::App;
use serde::{Deserialize, Serialize};

use crate::service;

/// Books what is due in wallets that nobody spends from.
#[derive(Debug, Serialize, Deserialize)]
struct ExpireDue {}

impl Job for ExpireDue {
    const KIND: &'static str = "credits.expire_due";
}

/// Registers the jobs.
pub(crate) fn jobs(jobs: Jobs<App>) -> Jobs<App> {
    jobs.on(expire_due).every("credits-expiry", Every::Minutes(10), || ExpireDue {})
}

async fn expire_due(app: App, _job: ExpireDue) -> Result<(), JobError> {
    service::expire_all(&app.db, &app.clock, &app.random, &app.keys).await?;
    Ok(())
}
