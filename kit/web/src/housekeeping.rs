//! What the kit itself clears away.

use kit_db::{DbError, Lock};
use kit_jobs::{Every, Job, Jobs};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::store;

/// Forgets forms that nobody will send again.
#[derive(Debug, Serialize, Deserialize)]
struct ForgetSubmissions {}

impl Job for ForgetSubmissions {
    const KIND: &'static str = "web.forget_submissions";
}

pub(crate) fn jobs(jobs: Jobs<App>) -> Jobs<App> {
    jobs.on(|app: App, _: ForgetSubmissions| async move {
        let now = app.clock.now();
        app.db.write::<u64, DbError, _>(Lock::None, move |tx| store::forget_submissions(tx, now)).await?;
        Ok(())
    })
    .every("web-forget-submissions", Every::Hours(24), || ForgetSubmissions {})
}
