//! What is done without being asked.

use kit_jobs::{Every, Job, JobError, Jobs};
use kit_web::App;
use serde::{Deserialize, Serialize};

use crate::model::OrderNumber;
use crate::service;

/// An order took a step of its life: enqueued in the transaction of each. A domain after this one runs it, so that it hears of
/// every change, at least once and in no promised order: what matters is how the order stands then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderChanged {
    /// The order's number, as it is stored.
    pub number: i64,
}

impl OrderChanged {
    /// Which order.
    pub const fn order(self) -> OrderNumber {
        OrderNumber::from_raw(self.number)
    }
}

impl Job for OrderChanged {
    const KIND: &'static str = "orders.changed";
}

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
