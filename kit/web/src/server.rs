//! The router, and the layers that every answer passes.

use std::sync::PoisonError;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header};
use kit_core::Locale;
use kit_i18n::DEFAULT_ZONE;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};
use tower_http::csrf::CsrfLayer;

use crate::access::{Actor, Attempt, Credential, Demand};
use crate::app::App;
use crate::deadline::Limits;
use crate::error::{OutcomeUnknown, Unshown, WebError};
use crate::gate::NeedsSignIn;
use crate::page::Page;
use crate::places::Full;
use crate::problem::Problem;
use crate::route::Route;
use crate::trouble::TroubleView;
use crate::{assets, brand, cookies, deadline, frame, system};

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
    let limits = Limits::of(deadline::LIMIT, &routes);
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
        // All at once, the outermost first: one by one, each would put another box around those inside it at every request.
        .layer((
            from_fn(system::measure),
            CompressionLayer::new().compress_when(DefaultPredicate::new().and(is_unpacked)),
            from_fn_with_state(app.clone(), guard_headers),
            from_fn_with_state(app.clone(), show_errors),
            CatchPanicLayer::new(),
            from_fn_with_state(limits, deadline::bound),
            csrf,
            DefaultBodyLimit::max(BODY),
        ))
        .with_state(app);
    Ok(router)
}

/// Kinds that are packed already, by how they begin: files are what they are, mostly so; spreadsheets are archives.
const PACKED: [&str; 4] = [
    "application/octet-stream",
    "application/zip",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.",
];

/// Whether packing an answer makes it smaller.
fn is_unpacked(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    !PACKED.iter().any(|packed| kind.starts_with(packed))
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

/// What every answer says unless its handler said otherwise. An answer is somebody's own: no cache keeps it, so that "back"
/// after signing out shows nothing.
const GUARDS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (header::CACHE_CONTROL, "no-store"),
];
/// For a year browsers do not even try without encryption (RFC 6797).
const ENCRYPTED_ONLY: &str = "max-age=31536000; includeSubDomains";

async fn guard_headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in GUARDS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if app.public_url.is_secure() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(ENCRYPTED_ONLY));
    }
    response
}

/// Turns bare errors into a page for people, or a problem document for programs.
async fn show_errors(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path_and_query().map_or_else(String::new, ToString::to_string);
    let is_api = path.starts_with("/api/");
    let is_get = matches!(*request.method(), Method::GET | Method::HEAD);
    let locale = cookies::locale_of(request.headers());
    let credential = cookies::session_of(request.headers(), app.public_url.is_secure());
    let response = next.run(request).await;
    if response.extensions().get::<NeedsSignIn>().is_some() {
        return sign_in(&path, is_get);
    }
    let status = response.status();
    let is_bare = response.extensions().get::<Unshown>().is_some() || is_plain(response.headers());
    if !is_bare || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let is_unknown = response.extensions().get::<OutcomeUnknown>().is_some();
    let mut shown = if is_api {
        problem(status, is_unknown).into_response()
    } else {
        let view = match response.extensions().get::<Full>() {
            Some(full) => TroubleView::full(*full),
            None if is_unknown => TroubleView::unknown(status.as_u16()),
            None => TroubleView::new(status.as_u16()),
        };
        let is_ours = is_unknown || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
        let actor = if is_ours { None } else { acting(&app, credential, &path).await };
        trouble(&app, &path, locale, actor, view).with_status(status).into_response()
    };
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = response.headers().get(&name) {
            shown.headers_mut().insert(name, value.clone());
        }
    }
    shown
}

/// Whether the answer is what the router and the extractors say by themselves: nothing, or a line of text.
fn is_plain(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_none_or(|kind| kind.starts_with("text/plain"))
}

/// Who is signed in, for the frame of an error; nobody where the database is the trouble.
async fn acting(app: &App, credential: Credential, path: &str) -> Option<Actor> {
    let Credential::Session(_) = credential else { return None };
    let account = path.strip_prefix("/accounts/").and_then(|rest| rest.split(['/', '?']).next()?.parse().ok());
    let attempt = Attempt { credential, demand: Demand::SignedIn, account, now: app.clock.now() };
    let resolve = app.resolve;
    app.db.read(move |read| Ok::<_, WebError>(resolve(read, &attempt)?)).await.ok()
}

/// The page of an error, in the frame of the side that it happened on. Without `actor` it asks nothing of the database.
fn trouble(app: &App, path: &str, locale: Locale, actor: Option<Actor>, view: TroubleView) -> Page {
    let nobody =
        || Actor { brand: app.last_brand.read().unwrap_or_else(PoisonError::into_inner).clone(), ..Actor::default() };
    let actor = actor.unwrap_or_else(nobody);
    let demand = match &actor.person {
        None => Demand::Public,
        Some(person) if path.starts_with("/staff") && !person.staff.is_empty() => Demand::Staff(&[]),
        Some(_) if actor.member.is_some() => Demand::Applicant,
        Some(_) => Demand::SignedIn,
    };
    let frame = frame::frame(app, &actor, demand, path, None);
    let reader = match &actor.person {
        Some(person) => app.reader(person.locale, &person.time_zone),
        None => app.reader(locale, DEFAULT_ZONE),
    };
    Page::render(&frame, &reader, &view.on_from(&frame), false, app.public_url.is_secure())
}

fn problem(status: StatusCode, is_unknown: bool) -> Problem {
    match status {
        StatusCode::NOT_FOUND => WebError::NotFound.into(),
        StatusCode::UNAUTHORIZED => WebError::Unauthorized.into(),
        StatusCode::FORBIDDEN => WebError::Forbidden.into(),
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge.into(),
        StatusCode::REQUEST_TIMEOUT => WebError::TooSlow.into(),
        StatusCode::SERVICE_UNAVAILABLE if is_unknown => WebError::Unknown.into(),
        StatusCode::SERVICE_UNAVAILABLE => WebError::Busy.into(),
        StatusCode::METHOD_NOT_ALLOWED => {
            Problem::new(status, "method-not-allowed", "This address takes other methods")
        }
        StatusCode::TOO_MANY_REQUESTS => Problem::new(status, "too-many-requests", "Too many requests"),
        // What it was is in the log already.
        _ if status.is_server_error() => Problem::new(status, "fault", "Something is broken on our side"),
        _ => Problem::new(status, "bad-request", "The request cannot be understood"),
    }
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
