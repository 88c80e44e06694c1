//! Every request ends in time, and is told the truth about what it asked for.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::WebError;

/// How long a request may take, its body included.
pub(crate) const LIMIT: Duration = Duration::from_secs(30);

/// Ends a request that takes longer. What it wrote may be committing at that very moment, which nothing interrupts: unless
/// it only reads, nobody can say that nothing was done.
pub(crate) async fn bound(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let only_reads = request.method().is_safe();
    match tokio::time::timeout(limit, next.run(request)).await {
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
    use http::Method;
    use tower::ServiceExt;

    use super::*;
    use crate::error::OutcomeUnknown;

    async fn too_slow(method: Method) -> Response {
        let router = Router::new()
            .route("/", get(pending::<()>).post(pending::<()>))
            .layer(from_fn_with_state(Duration::from_millis(1), bound));
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
}
