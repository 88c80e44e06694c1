//! What the program gave up, and trying it again.

use askama::Template;
use axum::response::Response;
use kit_core::Text;
use kit_i18n::filters;
use kit_jobs::{DeadJob, JobId};
use kit_web::{Flash, Gate, Page, Path, Permission, View, WebError};

use crate::permissions::{RetryJobs, ViewAccounts};
use crate::service;

/// The jobs that were given up.
#[derive(Template)]
#[template(path = "pages/jobs.html")]
pub struct JobsView {
    jobs: Vec<DeadJob>,
    may_retry: bool,
}

impl View for JobsView {
    fn title(&self) -> Text {
        Text::new("backoffice-jobs-title")
    }
}

/// `GET /staff/jobs`
pub async fn list(gate: Gate<ViewAccounts>) -> Result<Page, WebError> {
    let (actor, jobs) = gate.read(|read, _| Ok(kit_jobs::dead(read)?)).await?;
    let may_retry = actor.meets(RetryJobs::DEMAND);
    Ok(gate.page(&actor, JobsView { jobs, may_retry }))
}

/// `POST /staff/jobs/{job}/retry`: harmless twice, because only a dead job is revived.
pub async fn retry(gate: Gate<RetryJobs>, Path(job): Path<JobId>) -> Result<Response, WebError> {
    let (actor, outcome) = gate.write(move |tx, ctx, _| service::retry_job(tx, ctx, job)).await?;
    let flash = match outcome {
        Ok(()) => Flash::done(Text::new("backoffice-jobs-retried")),
        Err(refusal) => Flash::warning(refusal.into()),
    };
    Ok(gate.redirect(&actor, "/staff/jobs", flash))
}

#[cfg(test)]
impl JobsView {
    pub(crate) fn samples() -> Vec<JobsView> {
        let job = DeadJob {
            id: JobId::from_raw(1),
            kind: "publisher.mail".into(),
            enqueued_at: crate::samples::now(),
            dead_at: crate::samples::now(),
            tries: 12,
            error: "the server says <b>no".into(),
        };
        vec![JobsView { jobs: vec![job], may_retry: true }, JobsView { jobs: Vec::new(), may_retry: false }]
    }
}
