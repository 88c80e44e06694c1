//! What personal data does by itself: makes copies, carries requests out, tidies up.

use kit_core::{Author, Context};
use kit_db::{DbError, Lock, Tx};
use kit_jobs::{Every, Job, JobError, Jobs};
use kit_web::App;
use serde::{Deserialize, Serialize};

use crate::model::ExportId;
use crate::service::{erasure, erasure_requests, exports};

/// Makes a copy of what is kept about a person.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct BuildExport {
    pub(crate) export: ExportId,
}

impl Job for BuildExport {
    const KIND: &'static str = "privacy.build_export";
}

/// Carries out the requests whose days of grace are over.
#[derive(Debug, Serialize, Deserialize)]
struct CarryOut {}

impl Job for CarryOut {
    const KIND: &'static str = "privacy.carry_out";
}

/// Ends requests that nobody confirmed, and removes copies whose time is over.
#[derive(Debug, Serialize, Deserialize)]
struct Tidy {}

impl Job for Tidy {
    const KIND: &'static str = "privacy.tidy";
}

pub(crate) fn jobs(jobs: Jobs<App>) -> Jobs<App> {
    jobs.on(|app: App, job: BuildExport| async move {
        let ctx = context(&app);
        exports::build(&app, ctx, job.export).await
    })
    .on(carry_out)
    .on(tidy)
    .every("privacy-carry-out", Every::Hours(1), || CarryOut {})
    .every("privacy-tidy", Every::Hours(1), || Tidy {})
}

/// A transaction for each: what stands in the way of one person is no reason to keep another.
async fn carry_out(app: App, _: CarryOut) -> Result<(), JobError> {
    let (now, mut last) = (app.clock.now(), None);
    loop {
        let ready = app.db.read::<_, DbError, _>(move |read| erasure::ready(read, now, last)).await?;
        for request in &ready {
            let (ctx, program, id) = (context(&app), app.clone(), request.id);
            let body = move |tx: &mut Tx<'_>| erasure::carry_out(tx, &ctx, id, &program.personal, &program.hindrances);
            app.db.write::<_, DbError, _>(Lock::None, body).await?;
        }
        match ready.last() {
            Some(request) => last = Some(*request),
            None => return Ok(()),
        }
    }
}

async fn tidy(app: App, _: Tidy) -> Result<(), JobError> {
    for step in [erasure_requests::lapse, exports::tidy] {
        loop {
            let ctx = context(&app);
            if app.db.write::<_, DbError, _>(Lock::None, move |tx| step(tx, &ctx)).await? == 0 {
                break;
            }
        }
    }
    Ok(())
}

fn context(app: &App) -> Context {
    app.context(Author::System("privacy"))
}
