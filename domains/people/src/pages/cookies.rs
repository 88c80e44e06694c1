//! The cookies of signing in, beside the session's own, and what the browser says of itself.

use std::net::IpAddr;

use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};
use kit_core::{Token, TokenHash};
use kit_web::{App, cookies};

use crate::model::{Browser, summary};
use crate::service::NewSession;

/// Longer than any session of a customer lasts; the server decides.
const SESSION: i64 = 180 * 24 * 3600;
/// A known browser stays known for two years after its last sign-in.
const KNOWN: i64 = 2 * 365 * 24 * 3600;
/// As long as the second factor may take.
const HALF: i64 = 10 * 60;

fn name(app: &App, plain: &'static str, prefixed: &'static str) -> &'static str {
    if app.public_url.is_secure() { prefixed } else { plain }
}

fn known_name(app: &App) -> &'static str {
    name(app, "guichet_known", "__Host-guichet_known")
}

fn half_name(app: &App) -> &'static str {
    name(app, "guichet_half", "__Host-guichet_half")
}

/// The mark of a known browser, if it has one.
pub(super) fn known_browser(app: &App, headers: &HeaderMap) -> Option<String> {
    cookies::value_of(headers, known_name(app)).map(str::to_owned)
}

/// The half sign-in of this browser, if there is one.
pub(super) fn half(app: &App, headers: &HeaderMap) -> Option<TokenHash> {
    cookies::value_of(headers, half_name(app)).and_then(Token::parse).map(|token| token.hash())
}

/// Makes the answer sign the browser in.
pub fn set_session(app: &App, response: &mut Response, session: &NewSession) {
    let secure = app.public_url.is_secure();
    add(response, cookies::session(&session.token, SESSION, secure));
    set_known_browser(app, response, &session.known_browser);
    add(response, cookies::own_cookie(half_name(app), "", 0, secure));
}

/// Makes the answer mark the browser as known.
pub(super) fn set_known_browser(app: &App, response: &mut Response, mark: &str) {
    add(response, cookies::own_cookie(known_name(app), mark, KNOWN, app.public_url.is_secure()));
}

/// Makes the answer keep the half sign-in.
pub(super) fn set_half(app: &App, response: &mut Response, token: &Token) {
    add(response, cookies::own_cookie(half_name(app), &token.reveal(), HALF, app.public_url.is_secure()));
}

/// Adds a cookie to those of the answer.
pub(super) fn add(response: &mut Response, cookie: HeaderValue) {
    response.headers_mut().append(header::SET_COOKIE, cookie);
}

/// What the list of sessions says of a browser.
pub fn browser(headers: &HeaderMap, address: IpAddr) -> Browser {
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Browser { device: summary(user_agent), address: address.to_canonical().to_string() }
}
