//! What is done without being asked.

use jiff::SignedDuration;
use kit_core::{Author, PersonId};
use kit_db::{DbError, Lock};
use kit_jobs::{Every, Job, JobError, Jobs, enqueue};
use kit_web::App;
use serde::{Deserialize, Serialize};

use crate::service::{self, Ended, World};

/// A job goes on for so long and then asks for another one, well before it would be stopped.
const TURN: SignedDuration = SignedDuration::from_mins(2);

/// Looks at every line that nobody has decided about: what it seems to be for now.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Propose {}

impl Job for Propose {
    const KIND: &'static str = "banking.propose";
}

/// Records every line that is sure, in the name of who confirmed them all.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct RecordSure {
    pub(crate) by: PersonId,
    /// Lines of files that were dropped later were not seen by whoever confirmed.
    pub(crate) until: jiff::Timestamp,
}

impl Job for RecordSure {
    const KIND: &'static str = "banking.record_sure";
}

/// Registers the jobs. Orders come and go, so what was proposed is looked at again every hour.
pub(crate) fn jobs(jobs: Jobs<App>) -> Jobs<App> {
    jobs.on(propose).on(record_sure).every("banking-propose", Every::Hours(1), || Propose {})
}

async fn propose(app: App, job: Propose) -> Result<(), JobError> {
    let ended = service::propose_all(&world(&app, Author::System("banking"))).await?;
    again(&app, ended, job).await
}

async fn record_sure(app: App, job: RecordSure) -> Result<(), JobError> {
    let ended = service::record_all_sure(&world(&app, Author::Staff(job.by)), job.until).await?;
    again(&app, ended, job).await
}

fn world(app: &App, author: Author) -> World {
    let until = app.clock.now().saturating_add(TURN).unwrap_or(jiff::Timestamp::MAX);
    World {
        db: app.db.clone(),
        clock: app.clock.clone(),
        random: app.random.clone(),
        keys: app.keys.clone(),
        author,
        until,
    }
}

async fn again<J: Job + Copy + Sync>(app: &App, ended: Ended, job: J) -> Result<(), JobError> {
    if ended == Ended::All {
        return Ok(());
    }
    let ctx = app.context(Author::System("banking"));
    Ok(app.db.write::<_, DbError, _>(Lock::None, move |tx| enqueue(tx, &ctx, &job)).await?)
}
