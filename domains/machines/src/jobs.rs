//! What machines do by themselves.

use kit_db::{DbError, Lock};
use kit_jobs::{Every, Job, Jobs};
use kit_web::App;
use serde::{Deserialize, Serialize};

use crate::service;

/// Forgets mailed links that opened long ago.
#[derive(Debug, Serialize, Deserialize)]
struct ForgetLinks {}

impl Job for ForgetLinks {
    const KIND: &'static str = "machines.forget_links";
}

pub(crate) fn jobs(jobs: Jobs<App>) -> Jobs<App> {
    jobs.on(|app: App, _: ForgetLinks| async move {
        let now = app.clock.now();
        app.db.write::<u64, DbError, _>(Lock::None, move |tx| service::forget_old_links(tx, now)).await?;
        Ok(())
    })
    .every("machines-forget-links", Every::Hours(24), || ForgetLinks {})
}
