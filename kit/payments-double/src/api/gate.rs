//! What every call goes through: the troubles that were ordered, the token, the record.

use std::io;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use crate::record::{self, Exchange};
use crate::world::document;
use crate::{Call, Double, Fault, Then};

/// The longest call that is read.
const LONGEST: usize = 1024 * 1024;

/// The size of an answer that is far too long.
const HUGE: usize = 4 * LONGEST;

pub async fn pass(State(double): State<Double>, request: Request, next: Next) -> Response {
    let Some(call) = Call::of(request.method(), request.uri().path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LONGEST).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let path = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let mut exchange = Exchange {
        call,
        path,
        request: serde_json::from_slice(&body).ok(),
        request_id: header("paypal-request-id"),
        status: 0,
        answer: None,
    };
    let open = matches!(call, Call::Token | Call::Certificate);
    let known = open || header("authorization").is_some_and(|header| signed_in(&double, &header));
    let fault = take_fault(&double, call);
    let acts = fault.is_none_or(|fault| fault.acts);
    let done = if !known {
        Some(refusing(401))
    } else if acts {
        Some(next.run(Request::from_parts(parts, Body::from(body))).await)
    } else {
        None
    };
    let response = match fault {
        Some(fault) if known => trouble(fault.then, done).await,
        _ => done,
    };
    let Some(response) = response else {
        record::keep(&mut double.world().exchanges, exchange);
        return cut();
    };
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, HUGE).await.unwrap_or_default();
    exchange.status = parts.status.as_u16();
    exchange.answer = serde_json::from_slice(&body).ok();
    record::keep(&mut double.world().exchanges, exchange);
    Response::from_parts(parts, Body::from(body))
}

/// What the caller sees; `None` is a connection that is cut.
async fn trouble(then: Then, done: Option<Response>) -> Option<Response> {
    match then {
        Then::Status(status) => Some(refusing(status)),
        Then::TooMany(seconds) => Some(([("retry-after", seconds.to_string())], refusing(429)).into_response()),
        Then::Cut => None,
        Then::Silence => std::future::pending().await,
        Then::Slow(time) => {
            tokio::time::sleep(time).await;
            done
        }
        Then::Huge => Some(vec![b' '; HUGE].into_response()),
        Then::Nonsense => Some("<html>Be right back</html>".into_response()),
    }
}

fn refusing(status: u16) -> Response {
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (code, axum::Json(document(status, "0"))).into_response()
}

/// An answer that breaks off: the server closes the connection when the body fails.
fn cut() -> Response {
    let broken = futures_util::stream::once(async { Err::<Bytes, _>(io::Error::other("cut on purpose")) });
    Response::new(Body::from_stream(broken))
}

fn signed_in(double: &Double, header: &str) -> bool {
    let world = double.world();
    let token = header.strip_prefix("Bearer ").and_then(|token| world.tokens.get(token));
    token.is_some_and(|until| world.clock.now() < *until)
}

/// The first trouble that was ordered for this call.
fn take_fault(double: &Double, call: Call) -> Option<Fault> {
    let mut world = double.world();
    let at = world.faults.iter().position(|fault| fault.call == call)?;
    Some(world.faults.remove(at))
}
