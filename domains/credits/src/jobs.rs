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

/// Points out lots that come to their end.
#[derive(Debug, Serialize, Deserialize)]
struct Remind {}

impl Job for Remind {
    const KIND: &'static str = "credits.remind";
}

/// Registers the jobs. Reminders come once a day, so that an account has one mail for all its lots.
pub(crate) fn jobs(jobs: Jobs<App>) -> Jobs<App> {
    jobs.on(expire_due).every("credits-expiry", Every::Minutes(10), || ExpireDue {}).on(remind).every(
        "credits-reminders",
        Every::Hours(24),
        || Remind {},
    )
}

async fn expire_due(app: App, _job: ExpireDue) -> Result<(), JobError> {
    service::expire_all(&app.db, &app.clock, &app.random, &app.keys).await?;
    Ok(())
}

async fn remind(app: App, _job: Remind) -> Result<(), JobError> {
    service::remind_all(&app.db, &app.clock, &app.random, &app.keys).await?;
    Ok(())
}
