//! Serving until told to stop: requests and jobs come to their end, then the program does.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use kit_mail_in::{Door, Listen};
use kit_web::{App, Program};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal as on_signal};
use tokio::sync::watch;

use crate::connections;
use crate::failure::{Failure, failed};

/// How long requests may take to end once the program is told to stop.
const GRACE: Duration = Duration::from_secs(20);
/// How often this process clears up after itself.
const ROUND: Duration = Duration::from_secs(10);
/// How often it writes down when sessions and keys were last used.
const MINUTE: Duration = Duration::from_secs(60);

/// Takes the address.
///
/// # Errors
/// It is taken, or not ours.
pub async fn listen(bind: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(bind).await.map_err(|error| Failure::new(format!("cannot listen on {bind}: {error}")))
}

/// Completes at ctrl-c or SIGTERM.
///
/// # Errors
/// The system does not tell of signals.
pub fn signal() -> Result<impl Future<Output = ()> + Send + 'static, Failure> {
    let told = |kind| on_signal(kind).map_err(failed);
    let (mut interrupt, mut terminate) = (told(SignalKind::interrupt())?, told(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("told to stop");
    })
}

/// Serves on `listener`, takes mail in at `mail` and runs jobs until `stop` completes; then lets what has begun come to its end.
///
/// # Errors
/// The server or the runner of jobs panicked.
pub async fn serve(
    program: Program,
    listener: TcpListener,
    mail: Option<Door>,
    stop: impl Future<Output = ()> + Send,
) -> Result<(), Failure> {
    let (told, stopping) = watch::channel(false);
    let jobs = tokio::spawn(program.runner.run(is_told(stopping.clone())));
    let app = program.app.clone();
    let mails = tokio::spawn(take_mail(program.app.clone(), mail, is_told(stopping.clone())));
    let rounds = tokio::spawn(clear_up(program.app));
    let server = tokio::spawn(connections::serve(listener, program.router, is_told(stopping)));
    stop.await;
    told.send_replace(true);
    let served = tokio::time::timeout(GRACE, server).await;
    let (ran, taken) = (jobs.await, mails.await);
    rounds.abort();
    write_down_seen(&app).await;
    if served.is_err() {
        tracing::warn!("stopped with requests unanswered");
    }
    ran.map_err(failed)?;
    taken.map_err(failed)?;
    served.unwrap_or(Ok(())).map_err(failed)
}

/// Opens the door for mail, if there is one.
///
/// # Errors
/// It is taken.
pub(crate) async fn open_door(listen: Option<&Listen>) -> Result<Option<Door>, Failure> {
    let Some(listen) = listen else { return Ok(None) };
    let door = Door::open(listen).await;
    door.map(Some).map_err(|error| Failure::new(format!("cannot take mail in at {listen}: {error}")))
}

async fn take_mail(app: App, door: Option<Door>, stopping: impl Future<Output = ()>) {
    if let (Some(door), Some(desk)) = (door, support::Intake::of(&app)) {
        let url = app.public_url.to("");
        let host = url.rsplit('/').next().unwrap_or("localhost").to_owned();
        kit_mail_in::serve(door, desk, host, stopping).await;
    }
}

/// Completes when it is time to stop, also if whoever would say so is gone.
async fn is_told(mut stopping: watch::Receiver<bool>) {
    if stopping.wait_for(|stop| *stop).await.is_err() {
        tracing::debug!("nobody is left to tell when to stop");
    }
}

/// What each process keeps in memory does not grow for ever.
async fn clear_up(app: App) {
    let (mut rounds, mut minutes) = (tokio::time::interval(ROUND), tokio::time::interval(MINUTE));
    loop {
        tokio::select! {
            _ = rounds.tick() => {
                app.limits.forget_idle();
                if let Some(metrics) = &app.metrics {
                    metrics.run_upkeep();
                }
            }
            _ = minutes.tick() => write_down_seen(&app).await,
        }
    }
}

/// Writes down when sessions and keys were last used; what cannot be written now is kept for the next time.
async fn write_down_seen(app: &App) {
    let written = async {
        people::write_down_seen(app).await?;
        accounts::write_down_used_keys(app).await
    };
    if let Err(error) = written.await {
        tracing::warn!(%error, "it could not be written down when sessions and keys were last used");
    }
}
