//! The router, and the layers that every answer passes.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use http::{HeaderValue, Method, StatusCode, header};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

use crate::access::Actor;
use crate::app::App;
use crate::error::{Unshown, WebError};
use crate::gate::NeedsSignIn;
use crate::layout::View;
use crate::page::Page;
use crate::problem::Problem;
use crate::route::Route;
use crate::trouble::TroubleView;
use crate::{assets, brand, cookies, frame, system};

/// What a body may hold unless its route says otherwise, in bytes.
const BODY: usize = 64 << 10;
/// Everything is from here, and no script or style stands in a page: what customers type stays text.
const CONTENT_POLICY: &str =
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The whole program as a service.
///
/// # Errors
/// The public address cannot be an origin.
pub fn router(app: App, routes: Vec<Route>) -> Result<Router, String> {
    let csrf = CsrfLayer::new().add_trusted_origin(app.public_url.to("")).map_err(|error| error.to_string())?;
    let mut router = Router::new();
    for route in routes {
        router = router.route(route.path, route.handler);
    }
    let router = router
        .route("/assets/{file}", get(assets::serve))
        .route("/brand.css", get(brand_stylesheet))
        .route("/healthz", get(system::healthz))
        .route("/readyz", get(system::readyz))
        .route("/metrics", get(system::metrics))
        .fallback(async || WebError::NotFound)
        .method_not_allowed_fallback(async || StatusCode::METHOD_NOT_ALLOWED)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(csrf)
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(30)))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(app.clone(), show_errors))
        .layer(from_fn(guard_headers))
        .layer(CompressionLayer::new())
        .layer(from_fn(system::measure))
        .with_state(app);
    Ok(router)
}

#[derive(serde::Deserialize)]
struct Accent {
    accent: String,
}

/// The publisher's colour as a style sheet. The colour is in the address, so browsers keep it for ever.
async fn brand_stylesheet(axum::extract::Query(asked): axum::extract::Query<Accent>) -> Response {
    let accent = brand::Accent::parse(&format!("#{}", asked.accent)).unwrap_or_default();
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    (headers, accent.stylesheet()).into_response()
}

async fn guard_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Turns bare errors into a page for people, or a problem document for programs.
async fn show_errors(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path_and_query().map_or_else(String::new, ToString::to_string);
    let is_api = path.starts_with("/api/");
    let is_get = matches!(*request.method(), Method::GET | Method::HEAD);
    let locale = cookies::locale_of(request.headers());
    let response = next.run(request).await;
    if response.extensions().get::<NeedsSignIn>().is_some() {
        return sign_in(&path, is_get);
    }
    let status = response.status();
    let bare = response.extensions().get::<Unshown>().is_some()
        || !response.headers().contains_key(header::ETAG) && is_plain(&response);
    if !bare || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let retry_after = response.headers().get(header::RETRY_AFTER).cloned();
    let mut shown = if is_api {
        problem(status).into_response()
    } else {
        let brand = app.last_brand.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        let actor = Actor { brand, ..Actor::default() };
        let frame = frame::frame(&app, &actor, crate::access::Demand::Public, &path, None);
        page(&frame, &app.reader(locale, "Europe/Paris"), status, app.public_url.is_secure())
    };
    if let Some(retry_after) = retry_after {
        shown.headers_mut().insert(header::RETRY_AFTER, retry_after);
    }
    shown
}

fn is_plain(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_none_or(|kind| kind.starts_with("text/plain"))
}

fn page(frame: &crate::layout::Frame, reader: &kit_i18n::Reader, status: StatusCode, secure: bool) -> Response {
    fn rendered<V: View>(frame: &crate::layout::Frame, reader: &kit_i18n::Reader, view: &V, secure: bool) -> Page {
        Page::render(frame, reader, view, false, secure)
    }
    rendered(frame, reader, &TroubleView::new(status.as_u16()), secure).with_status(status).into_response()
}

fn problem(status: StatusCode) -> Problem {
    let error = match status {
        StatusCode::NOT_FOUND => WebError::NotFound,
        StatusCode::UNAUTHORIZED => WebError::Unauthorized,
        StatusCode::FORBIDDEN => WebError::Forbidden,
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge,
        StatusCode::SERVICE_UNAVAILABLE => WebError::Busy,
        StatusCode::METHOD_NOT_ALLOWED => {
            return Problem::new(status, "method-not-allowed", "This address takes other methods");
        }
        StatusCode::TOO_MANY_REQUESTS => {
            return Problem::new(status, "too-many-requests", "Too many requests");
        }
        _ if status.is_server_error() => WebError::Fault(status.to_string()),
        _ => return Problem::new(status, "bad-request", "The request cannot be understood"),
    };
    error.into()
}

/// To the sign-in page, and back to what was asked for; a form is not sent again by itself.
fn sign_in(path: &str, is_get: bool) -> Response {
    let back = if is_get && path != "/" { path } else { "" };
    Redirect::to(&crate::href::href("/sign-in", &[("back", back)])).into_response()
}

/// The route that a request matched, for figures: never the path itself, which names people and accounts.
pub(crate) fn matched(request: &Request) -> String {
    request.extensions().get::<MatchedPath>().map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned())
}
