//! What machines ask: alive, ready, figures.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, header};

use crate::address::ClientAddress;
use crate::app::App;
use crate::error::WebError;
use crate::problem::Problem;
use crate::server::matched;
use crate::store;

/// The process runs.
pub(crate) async fn healthz() -> &'static str {
    "ok\n"
}

/// The database answers: requests can be sent here.
pub(crate) async fn readyz(State(app): State<App>) -> Response {
    match app.db.read(store::answers).await {
        Ok(_) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            Problem::from(WebError::Busy).into_response()
        }
    }
}

/// Figures in the format of Prometheus, for this machine only: they tell how busy the publisher is. What a proxy hands on
/// comes from elsewhere, also when nobody told us that there is one.
pub(crate) async fn metrics(
    State(app): State<App>,
    ClientAddress(from): ClientAddress,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let is_handed_on =
        ["forwarded", "via", "x-forwarded-for", "x-real-ip"].iter().any(|name| headers.contains_key(*name));
    if is_handed_on || !from.to_canonical().is_loopback() {
        return Err(WebError::NotFound);
    }
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; version=0.0.4"))];
    Ok((kind, app.metrics.as_ref().map(metrics_exporter_prometheus::PrometheusHandle::render).unwrap_or_default())
        .into_response())
}

/// Counts and times every request by its route.
#[allow(clippy::disallowed_methods)] // a monotonic clock to measure with, not the time of day
pub(crate) async fn measure(request: Request, next: Next) -> Response {
    let started = std::time::Instant::now();
    let labels = [("route", matched(&request)), ("method", known(request.method()))];
    let response = next.run(request).await;
    metrics::histogram!("guichet_http_seconds", &labels).record(started.elapsed().as_secs_f64());
    metrics::counter!("guichet_http_requests_total", "status" => response.status().as_u16().to_string()).increment(1);
    response
}

/// The method as a label. HTTP takes any word for a method, and every new label would be kept for ever.
fn known(method: &Method) -> String {
    let usual = [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];
    if usual.contains(method) { method.to_string() } else { "other".to_owned() }
}
