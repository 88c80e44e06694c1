//! Files that are dropped: read one after the other, each told by itself.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use kit_core::{FieldErrors, Text};
use kit_db::DbError;
use kit_web::{Actor, Flash, Gate, Permission, SentFile, Uploads, WebError};
use orders::ManageMoney;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::task::JoinError;

use super::IMPORTS;
use super::imports::{ImportsView, Outcome, said};
use crate::model::{Import, ImportId, trouble};
use crate::service::{self, Dropped, Imported, World};

/// The most files of one form.
const MOST_FILES: usize = 20;
/// One file at a time is in memory, whoever drops some: from its first byte to its last line.
static READING: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(1)));
/// So long the answer waits for the lines to be written; the page of the import tells how far it is.
const PATIENCE: Duration = Duration::from_secs(5);

/// `POST /staff/bank/imports`
pub(crate) async fn take(gate: Gate<ManageMoney>, mut uploads: Uploads) -> Result<Response, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let mut outcomes = Vec::new();
    loop {
        let permit = READING.clone().acquire_owned().await.map_err(|_| WebError::Busy)?;
        let Some(file) = uploads.next().await? else { break };
        let name = if file.name.is_empty() { "–".to_owned() } else { file.name.clone() };
        if outcomes.len() == MOST_FILES {
            outcomes.push(Outcome { name, result: Err(Text::new("banking-too-many-files")) });
            break;
        }
        let result = take_one(&gate, &actor, file, permit).await?;
        outcomes.push(Outcome { name, result });
    }
    answer(&gate, &actor, outcomes).await
}

async fn take_one(
    gate: &Gate<ManageMoney>,
    actor: &Actor,
    file: SentFile,
    permit: OwnedSemaphorePermit,
) -> Result<Result<Imported, Text>, WebError> {
    let app = gate.app();
    let today = gate.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let world = World {
        db: app.db.clone(),
        clock: app.clock.clone(),
        random: app.random.clone(),
        keys: app.keys.clone(),
        author: actor.author(ManageMoney::DEMAND),
        until: jiff::Timestamp::MAX,
    };
    // On a task of its own: it goes on when the answer is given, or nobody waits for it any more.
    let (begun, began) = oneshot::channel();
    let working = tokio::spawn(async move {
        let done = read_and_stage(&world, file, today, begun).await;
        if let Err(error) = &done {
            tracing::error!(%error, "a statement is not written whole");
        }
        drop(permit);
        done
    });
    let fault = |error: JoinError| WebError::Fault(error.to_string());
    let Ok(id) = began.await else { return Ok(working.await.map_err(fault)??) };
    match tokio::time::timeout(PATIENCE, working).await {
        Ok(ended) => Ok(ended.map_err(fault)??),
        Err(_) => Ok(Ok(Imported { import: under_way(gate, id).await?, was_known: false })),
    }
}

/// Reads a file and writes its lines; `begun` hears which import it is before the first of them, unless it is refused.
async fn read_and_stage(
    world: &World,
    SentFile { name, bytes }: SentFile,
    today: Date,
    begun: oneshot::Sender<ImportId>,
) -> Result<Result<Imported, Text>, DbError> {
    let read = tokio::task::spawn_blocking(move || Dropped::read(name, bytes, today)).await;
    let dropped = match read.map_err(DbError::fault)? {
        Ok(dropped) => dropped,
        Err(error) => return Ok(Err(trouble(&error))),
    };
    let told = |id: ImportId| {
        let _ = begun.send(id);
    };
    service::stage_all(world, dropped, told).await.map(Ok)
}

async fn under_way(gate: &Gate<ManageMoney>, id: ImportId) -> Result<Import, WebError> {
    let found = gate.app().db.read::<_, DbError, _>(move |read| service::import(read, id)).await?;
    Ok(found.ok_or(WebError::NotFound)?.0)
}

/// One good file leads to its import, several to the list; a file that is refused is told beside those that are not.
async fn answer(gate: &Gate<ManageMoney>, actor: &Actor, outcomes: Vec<Outcome>) -> Result<Response, WebError> {
    if outcomes.is_empty() {
        let errors = FieldErrors::one("file", Text::new("banking-no-file"));
        return again(gate, Vec::new(), errors).await;
    }
    if outcomes.iter().any(|outcome| outcome.result.is_err()) {
        let errors = FieldErrors::one("file", Text::new("banking-file-refused"));
        return again(gate, outcomes, errors).await;
    }
    match outcomes.as_slice() {
        [Outcome { result: Ok(imported), .. }] => {
            let path = format!("{IMPORTS}/{}", imported.import.id);
            Ok(gate.redirect(actor, &path, Flash::done(said(imported))))
        }
        several => {
            let files = i64::try_from(several.len()).unwrap_or(i64::MAX);
            Ok(gate.redirect(actor, IMPORTS, Flash::done(Text::new("banking-files-taken").with("files", files))))
        }
    }
}

async fn again(gate: &Gate<ManageMoney>, outcomes: Vec<Outcome>, errors: FieldErrors) -> Result<Response, WebError> {
    let (actor, view) = gate.read(|read, _| ImportsView::of(read, None)).await?;
    Ok(gate.invalid(&actor, view.with(gate, outcomes, errors)).into_response())
}
