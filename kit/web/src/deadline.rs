//! Every request ends in time, and is told the truth about what it asked for.

use std::collections::HashMap;
use std::sync::Arc;
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

/// Ends a request that takes longer. What it wrote may be committing at that very moment, which nothing interrupts: unless
/// it only reads, nobody can say that nothing was done.
pub(crate) async fn bound(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    let only_reads = request.method().is_safe();
    match tokio::time::timeout(limits.of_request(&request), next.run(request)).await {
        Ok(response) => response,
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
