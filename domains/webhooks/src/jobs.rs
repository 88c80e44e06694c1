//! Calls, and forgetting old ones.

use jiff::SignedDuration;
use kit_core::Author;
use kit_db::{DbError, Lock};
use kit_jobs::{Every, Job, JobError, Jobs};
use kit_web::App;
use serde::{Deserialize, Serialize};

use crate::lanes::LANES;
use crate::model::delivery::{CameBack, DeliveryId, Verdict};
use crate::service::deliveries::{self, Made, Turn};

/// What finds no place comes back after so many seconds, and up to twice that by lot.
const BACK_IN: i64 = 5;
/// Old events forgotten in one transaction.
const BATCH: i64 = 200;

/// One attempt of a delivery: the one after `made` others.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Deliver {
    pub(crate) delivery: DeliveryId,
    pub(crate) made: i64,
}

impl Job for Deliver {
    const KIND: &'static str = "webhooks.deliver";
}

/// Forgets what is older than the log is kept.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Forget {}

impl Job for Forget {
    const KIND: &'static str = "webhooks.forget";
}

pub(crate) fn jobs(jobs: Jobs<App>) -> Jobs<App> {
    jobs.on(deliver).on(forget).every("webhooks-forget", Every::Hours(1), || Forget {})
}

/// Makes an attempt and notes it. Run again after a stop half-way it calls again, with the same `webhook-id`.
async fn deliver(app: App, Deliver { delivery, made }: Deliver) -> Result<(), JobError> {
    let ctx = app.context(Author::System("webhooks"));
    let keys = app.keys.clone();
    let turn = app.db.read(move |read| deliveries::turn(read, &keys, delivery, made, ctx.now)).await?;
    let call = match turn {
        Turn::Over => return Ok(()),
        Turn::Closed => {
            let body = move |tx: &mut kit_db::Tx<'_>| deliveries::cancel(tx, delivery, made);
            return Ok(app.db.write::<_, DbError, _>(Lock::None, body).await?);
        }
        Turn::Due(call) => call,
    };
    let Some(_place) = LANES.enter(call.endpoint.id) else {
        return postpone(&app, Deliver { delivery, made }).await;
    };
    let began = app.clock.now();
    let headers = call.headers(began);
    let answer = app.outbound.post_json(&call.endpoint.url, &headers, call.body.into_bytes()).await;
    let made_now = Made { began, came_back: CameBack::of(&answer) };
    let verdict = Verdict::of(made_now.came_back.status);
    metrics::counter!("guichet_webhook_attempts_total", "outcome" => verdict.name()).increment(1);
    let (ctx, endpoint) = (app.context(Author::System("webhooks")), call.endpoint);
    let noted = app
        .db
        .write::<_, DbError, _>(Lock::None, move |tx| deliveries::note(tx, &ctx, delivery, made, &endpoint, &made_now));
    Ok(noted.await?)
}

/// Comes back later; that is no attempt.
async fn postpone(app: &App, job: Deliver) -> Result<(), JobError> {
    let ctx = app.context(Author::System("webhooks"));
    let by_lot = i64::try_from(ctx.random.below(BACK_IN.unsigned_abs() * 1_000)).unwrap_or(0);
    let at = ctx.now + SignedDuration::from_millis(BACK_IN * 1_000 + by_lot);
    let enqueued = app.db.write::<_, DbError, _>(Lock::None, move |tx| kit_jobs::enqueue_at(tx, &ctx, &job, at));
    Ok(enqueued.await?)
}

async fn forget(app: App, _: Forget) -> Result<(), JobError> {
    loop {
        let ctx = app.context(Author::System("webhooks"));
        let body = move |tx: &mut kit_db::Tx<'_>| deliveries::forget(tx, &ctx, BATCH);
        if app.db.write::<_, DbError, _>(Lock::None, body).await? == 0 {
            return Ok(());
        }
    }
}
