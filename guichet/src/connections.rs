//! Connections, each with bounds of its own: one that sends slowly, or nothing, costs nobody else anything.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::Service;

use crate::steady::Steady;

/// How long a connection may take to send the head of a request, and stay open without one.
const HEAD: Duration = Duration::from_secs(30);
/// How long whoever asked may take nothing of the answer.
const TAKEN: Duration = Duration::from_secs(30);
/// How large that head may be, in bytes.
const HEAD_SIZE: usize = 64 << 10;
/// How many connections are open at once; more wait in the system's queue.
const MOST: usize = 8192;
/// How long nothing is accepted after the system could not give a connection: it has no room just now.
const PAUSE: Duration = Duration::from_millis(500);

/// Accepts connections and serves them until `stopping` completes; then lets the requests that have begun come to their end.
pub(crate) async fn serve(listener: TcpListener, router: Router, stopping: impl Future<Output = ()>) {
    let (open, graceful) = (Arc::new(Semaphore::new(MOST)), GracefulShutdown::new());
    let mut services = router.into_make_service_with_connect_info::<SocketAddr>();
    let mut stopping = pin!(stopping);
    loop {
        let next = async {
            let place = open.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            () = &mut stopping => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let connection = connection(&mut services, stream, peer, graceful.watcher()).await;
                tokio::spawn(async move {
                    connection.await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    graceful.shutdown().await;
}

/// One connection, from its first request to its last.
async fn connection(
    services: &mut IntoMakeServiceWithConnectInfo<Router, SocketAddr>,
    stream: TcpStream,
    peer: SocketAddr,
    watcher: Watcher,
) -> impl Future<Output = ()> + use<> {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection cannot be made quick");
    }
    let Ok(service) = services.call(peer).await;
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_header_size(HEAD_SIZE);
    let served = watcher
        .watch(http.serve_connection(TokioIo::new(Steady::new(stream, TAKEN)), TowerToHyperService::new(service)));
    async move {
        if let Err(error) = served.await {
            tracing::debug!(%error, "a connection broke off");
        }
    }
}
