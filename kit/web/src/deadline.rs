//! Every request ends in time, and is told the truth about what it asked for.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::Method;

use crate::error::WebError;
use crate::route::Route;

/// How long a request may take, its body included, unless its route says otherwise.
pub(crate) const LIMIT: Duration = Duration::from_secs(30);

/// How long requests may take.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    common: Duration,
    own: Arc<HashMap<(Method, &'static str), Duration>>,
}

impl Limits {
    /// Those of all routes, each with its own where it has one.
    pub(crate) fn of(common: Duration, routes: &[Route]) -> Limits {
        let own = routes.iter().filter_map(|route| Some(((route.method.clone(), route.path), route.within?)));
        Limits { common, own: Arc::new(own.collect()) }
    }

    fn of_request(&self, request: &Request) -> Duration {
        let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
        let own = self.own.iter().find(|((method, own), _)| request.method() == method && path == Some(*own));
        own.map_or(self.common, |(_, limit)| *limit)
    }
}

/// Whether a request waits for its own body, without which nothing of it is begun.
#[derive(Debug, Clone, Default)]
pub(crate) struct Coming(Arc<AtomicBool>);

impl Coming {
    /// That of a request.
    pub(crate) fn of(request: &Request) -> Coming {
        request.extensions().get::<Coming>().cloned().unwrap_or_default()
    }

    /// What `body` comes to, which is read whole before anything is done.
    pub(crate) async fn whole<R>(&self, body: impl Future<Output = R>) -> R {
        self.0.store(true, Ordering::Relaxed);
        let body = body.await;
        self.0.store(false, Ordering::Relaxed);
        body
    }
}

/// Ends a request that takes longer. What it wrote may be committing at that very moment, which nothing interrupts: unless
/// it only reads, or its body has not come yet, nobody can say that nothing was done.
pub(crate) async fn bound(State(limits): State<Limits>, mut request: Request, next: Next) -> Response {
    let (only_reads, coming) = (request.method().is_safe(), Coming::default());
    request.extensions_mut().insert(coming.clone());
    match tokio::time::timeout(limits.of_request(&request), next.run(request)).await {
        Ok(response) => response,
        Err(_) if coming.0.load(Ordering::Relaxed) => WebError::TooSlow.into_response(),
        Err(_) if only_reads => WebError::Busy.into_response(),
        Err(_) => WebError::Unknown.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;
    use crate::error::OutcomeUnknown;

    async fn too_slow(method: Method) -> Response {
        let router = Router::new()
            .route("/", get(pending::<()>).post(pending::<()>))
            .layer(from_fn_with_state(Limits::of(Duration::from_millis(1), &[]), bound));
        let request = Request::builder().method(method).uri("/").body(Body::empty()).unwrap();
        router.oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn only_who_could_not_write_hears_that_nothing_was_done() {
        for (method, is_unknown) in [(Method::GET, false), (Method::HEAD, false), (Method::POST, true)] {
            let answer = too_slow(method.clone()).await;
            assert_eq!(answer.status(), 503, "{method}");
            assert_eq!(answer.extensions().get::<OutcomeUnknown>().is_some(), is_unknown, "{method}");
        }
    }

    #[tokio::test]
    async fn who_does_not_send_the_body_hears_that_nothing_was_done() {
        let handler = async |request: Request| {
            let coming = Coming::of(&request);
            let _ = coming.whole(axum::body::to_bytes(request.into_body(), 100)).await;
            pending::<()>().await;
        };
        let limits = Limits::of(Duration::from_millis(20), &[]);
        let router = Router::new().route("/", axum::routing::post(handler)).layer(from_fn_with_state(limits, bound));
        let slow = futures_util::stream::pending::<Result<axum::body::Bytes, std::io::Error>>();
        for (body, status) in [(Body::from_stream(slow), 408), (Body::from("whole"), 503)] {
            let request = Request::builder().method(Method::POST).uri("/").body(body).unwrap();
            assert_eq!(router.clone().oneshot(request).await.unwrap().status(), status);
        }
    }

    #[tokio::test]
    async fn a_route_may_have_a_limit_of_its_own() {
        let slow = || async { tokio::time::sleep(Duration::from_millis(20)).await };
        let own = HashMap::from([((Method::POST, "/{file}"), Duration::from_secs(60))]);
        let limits = Limits { common: Duration::from_millis(1), own: Arc::new(own) };
        let router = Router::new().route("/{file}", get(slow).post(slow)).layer(from_fn_with_state(limits, bound));
        for (method, status) in [(Method::POST, 200), (Method::GET, 503)] {
            let request = Request::builder().method(method.clone()).uri("/a").body(Body::empty()).unwrap();
            assert_eq!(router.clone().oneshot(request).await.unwrap().status(), status, "{method}");
        }
    }
}
