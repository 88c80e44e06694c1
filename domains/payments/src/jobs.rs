//! What is done without being asked, or after it.

use kit_core::Author;
use kit_db::{DbError, Lock, Tx};
use kit_jobs::{Every, Job, JobError, Jobs};
use kit_web::App;
use orders::{OrderChanged, OrderNumber};
use serde::{Deserialize, Serialize};

use crate::model::{PaymentId, RefundId};
use crate::service;

/// Brings the requests of an order in line with what is due of it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Arrange {
    /// The order's number, as it is stored.
    pub(crate) order: i64,
}

impl Job for Arrange {
    const KIND: &'static str = "payments.arrange";
}

/// A payment's turn.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Visit {
    pub(crate) payment: PaymentId,
}

impl Job for Visit {
    const KIND: &'static str = "payments.visit";
}

/// Finds the payment of something that PayPal told of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LookUp {
    pub(crate) reference: String,
    pub(crate) is_refund: bool,
}

impl Job for LookUp {
    const KIND: &'static str = "payments.look_up";
}

/// Gives money back, or asks what became of it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct GiveBack {
    pub(crate) refund: RefundId,
}

impl Job for GiveBack {
    const KIND: &'static str = "payments.give_back";
}

/// Visits what is due: a webhook that never came costs minutes.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Poll {}

impl Job for Poll {
    const KIND: &'static str = "payments.poll";
}

/// Forgets events that PayPal delivers no more.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Forget {}

impl Job for Forget {
    const KIND: &'static str = "payments.forget";
}

/// Registers the jobs, that of orders among them.
pub(crate) fn jobs(jobs: Jobs<App>) -> Jobs<App> {
    jobs.on(async |app, job: OrderChanged| arrange(app, job.order()).await)
        .on(async |app, job: Arrange| arrange(app, OrderNumber::from_raw(job.order)).await)
        .on(visit)
        .on(look_up)
        .on(give_back)
        .on(poll)
        .on(forget)
        .every("payments-poll", Every::Minutes(1), || Poll {})
        .every("payments-forget", Every::Hours(24), || Forget {})
}

async fn arrange(app: App, number: OrderNumber) -> Result<(), JobError> {
    let looked = app.db.read::<_, DbError, _>(move |read| {
        let is_set = service::settings(read)?.is_some();
        let order = if is_set { orders::order(read, number, None)? } else { None };
        Ok(order.map(|found| found.order.account))
    });
    let Some(account) = looked.await? else { return Ok(()) };
    let ctx = app.context(Author::System("payments"));
    let body = move |tx: &mut Tx<'_>| service::arrange(tx, &ctx, number);
    Ok(app.db.write::<_, DbError, _>(Lock::Account(account), body).await?)
}

/// What fails at PayPal has a next turn of its own.
async fn visit(app: App, Visit { payment }: Visit) -> Result<(), JobError> {
    service::visit(&app, payment).await?;
    Ok(())
}

async fn look_up(app: App, LookUp { reference, is_refund }: LookUp) -> Result<(), JobError> {
    let reference = reference.parse().map_err(JobError::give_up)?;
    service::look_up(&app, &reference, is_refund).await?.map_err(JobError::retry)
}

async fn give_back(app: App, GiveBack { refund }: GiveBack) -> Result<(), JobError> {
    service::refund(&app, refund).await?.map_err(JobError::retry)
}

async fn poll(app: App, _: Poll) -> Result<(), JobError> {
    service::resume(&app).await?;
    Ok(service::poll(&app).await?)
}

async fn forget(app: App, _: Forget) -> Result<(), JobError> {
    loop {
        let now = app.clock.now();
        let body = move |tx: &mut Tx<'_>| service::forget_events(tx, now);
        if app.db.write::<_, DbError, _>(Lock::None, body).await? == 0 {
            return Ok(());
        }
    }
}
