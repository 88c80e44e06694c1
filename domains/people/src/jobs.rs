//! The jobs of people.

use kit_core::Author;
use kit_db::{DbError, Lock};
use kit_jobs::{Every, Job, JobError, Jobs};
use kit_mail::Email;
use kit_web::App;
use serde::{Deserialize, Serialize};

use crate::service;

/// Somebody forgot a password, or says so: sends the link if the address is somebody's.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RequestReset {
    pub(crate) email: Email,
}

impl Job for RequestReset {
    const KIND: &'static str = "people.request-reset";
}

/// Removes what has long been over.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Tidy {}

impl Job for Tidy {
    const KIND: &'static str = "people.tidy";
}

/// Registers the jobs.
pub(crate) fn jobs(jobs: Jobs<App>) -> Jobs<App> {
    jobs.on(request_reset).on(tidy).every("people-tidy", Every::Hours(24), || Tidy {})
}

/// Run again after a crash it may send a second link; either opens, once.
async fn request_reset(app: App, job: RequestReset) -> Result<(), JobError> {
    let ctx = app.context(Author::System("people"));
    app.db.write::<_, DbError, _>(Lock::None, move |tx| service::send_reset(tx, &ctx, &job.email)).await?;
    Ok(())
}

async fn tidy(app: App, _: Tidy) -> Result<(), JobError> {
    let ctx = app.context(Author::System("people"));
    app.db.write::<_, DbError, _>(Lock::None, move |tx| service::tidy(tx, &ctx)).await?;
    Ok(())
}
