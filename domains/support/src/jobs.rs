//! What is done without being asked.

use accounts::MemberLeft;
use kit_core::Author;
use kit_db::{DbError, Lock};
use kit_jobs::{Every, Job, JobError, Jobs};
use kit_web::App;
use serde::{Deserialize, Serialize};

use crate::service;

/// Closes what has been solved for long enough.
#[derive(Debug, Serialize, Deserialize)]
struct CloseSolved {}

impl Job for CloseSolved {
    const KIND: &'static str = "support.close_solved";
}

/// Removes files of which nothing speaks any more.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RemoveFiles {
    /// Where they are.
    pub(crate) keys: Vec<String>,
}

impl Job for RemoveFiles {
    const KIND: &'static str = "support.remove_files";
}

/// Registers the jobs.
pub(crate) fn jobs(jobs: Jobs<App>) -> Jobs<App> {
    jobs.on(remove_files).on(close_solved).on(leave).every("support-closing", Every::Hours(1), || CloseSolved {})
}

async fn close_solved(app: App, _job: CloseSolved) -> Result<(), JobError> {
    loop {
        let ctx = app.context(Author::System("support"));
        if app.db.write::<_, DbError, _>(Lock::None, move |tx| service::close_solved(tx, &ctx)).await? == 0 {
            return Ok(());
        }
    }
}

async fn leave(app: App, MemberLeft { account, person }: MemberLeft) -> Result<(), JobError> {
    app.db.write::<_, DbError, _>(Lock::Account(account), move |tx| service::leave(tx, account, person)).await?;
    Ok(())
}

async fn remove_files(app: App, job: RemoveFiles) -> Result<(), JobError> {
    for key in job.keys.iter().filter_map(|key| key.parse().ok()) {
        app.files.remove(key).await.map_err(JobError::retry)?;
    }
    Ok(())
}
