//! Files that nobody knows go: what was sent and never spoken of, what a row forgot.

use jiff::{SignedDuration, Timestamp};
use kit_db::DbError;
use kit_files::{FileKey, Files};
use kit_jobs::{Every, Job, JobError, Jobs};
use serde::{Deserialize, Serialize};

use crate::app::App;

/// So long a file may be without a row: far longer than it takes to send one.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// How many files are asked for in one read.
const AT_ONCE: usize = 200;

/// Removes files that nobody knows.
#[derive(Debug, Serialize, Deserialize)]
struct SweepFiles {}

impl Job for SweepFiles {
    const KIND: &'static str = "web.sweep_files";
}

pub(crate) fn jobs(jobs: Jobs<App>) -> Jobs<App> {
    jobs.on(|app: App, _: SweepFiles| sweep(app)).every("web-sweep-files", Every::Hours(6), || SweepFiles {})
}

async fn sweep(app: App) -> Result<(), JobError> {
    if !app.files.are_kept() {
        return Ok(());
    }
    let before = app.clock.now().saturating_sub(DAY).unwrap_or(Timestamp::MIN);
    let mut removed = app.files.remove_begun_before(before).await.map_err(JobError::retry)?;
    for shelf in 0..=u8::MAX {
        let found = app.files.on_shelf(shelf).await.map_err(JobError::retry)?;
        let old: Vec<FileKey> = found.into_iter().filter(|one| one.since < before).map(|one| one.key).collect();
        for keys in old.chunks(AT_ONCE) {
            removed += remove_unknown(&app, &app.files, keys.to_vec()).await?;
        }
    }
    if removed > 0 {
        tracing::info!(removed, "files that nobody knows were removed");
    }
    Ok(())
}

async fn remove_unknown(app: &App, files: &Files, keys: Vec<FileKey>) -> Result<usize, JobError> {
    let holders = app.file_holders.clone();
    let unknown = app.db.read::<_, DbError, _>(move |read| {
        let mut unknown = Vec::new();
        for key in &keys {
            let mut is_known = false;
            for holder in &holders {
                is_known = is_known || holder(read, *key)?;
            }
            if !is_known {
                unknown.push(*key);
            }
        }
        Ok(unknown)
    });
    let unknown = unknown.await?;
    for key in &unknown {
        files.remove(*key).await.map_err(JobError::retry)?;
    }
    Ok(unknown.len())
}
