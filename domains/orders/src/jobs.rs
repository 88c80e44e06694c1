//! What is done without being asked.

use kit_jobs::{Every, Job, JobError, Jobs};
use kit_web::App;
use serde::{Deserialize, Serialize};

use crate::service;

/// Lets orders expire that nobody paid in time.
#[derive(Debug, Serialize, Deserialize)]
struct ExpireOrders {}

impl Job for ExpireOrders {
    const KIND: &'static str = "orders.expire";
}

/// Registers the jobs.
pub(crate) fn jobs(jobs: Jobs<App>) -> Jobs<App> {
    jobs.on(expire_orders).every("orders-expiry", Every::Hours(1), || ExpireOrders {})
}

async fn expire_orders(app: App, _job: ExpireOrders) -> Result<(), JobError> {
    service::expire_all(&app.db, &app.clock, &app.random, &app.keys).await?;
    Ok(())
}
