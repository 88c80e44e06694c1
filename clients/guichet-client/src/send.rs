//! One call, with as many attempts as it needs: they all carry the same key, so that they are one change.

use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::{Method, Url};
use serde::de::DeserializeOwned;
use tokio::time::{sleep, timeout};

use crate::system::{Stopwatch, random};
use crate::{Cause, Config, Error, Key, Problem, backoff};

/// No answer is longer than this: a settlement of 500 uses has half a mebibyte.
const LARGEST_ANSWER: usize = 8 * 1024 * 1024;
/// What a busy server means when it does not say how long to wait.
const BUSY: Duration = Duration::from_secs(1);
/// No wait is longer than this, whatever a server asks for.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// What is asked for.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) url: Url,
    /// JSON.
    pub(crate) body: Option<Vec<u8>>,
    /// Of a change.
    pub(crate) key: Option<Key>,
}

/// An answer to it.
#[derive(Debug)]
pub(crate) struct Answer<T> {
    pub(crate) value: T,
    pub(crate) replayed: bool,
}

/// What became of one attempt.
enum Attempt {
    /// The server answered.
    Answered { status: u16, headers: HeaderMap, body: Vec<u8> },
    /// It never got there.
    NotSent(Cause),
    /// It may have got there; the answer was lost.
    Lost(Cause),
}

/// Whether there is a point in another attempt.
enum Verdict<T> {
    Over(Result<T, Error>),
    Again(Reason),
}

/// Why another attempt is needed.
#[derive(Debug, Clone)]
enum Reason {
    /// Nothing was done, the server says.
    Busy(Option<Duration>),
    /// The server was not reached.
    NotReached(Cause),
    /// It may have been done.
    Lost(Cause, Option<Duration>),
}

impl Reason {
    fn asked(&self) -> Option<Duration> {
        match self {
            Reason::Busy(asked) | Reason::Lost(_, asked) => *asked,
            Reason::NotReached(_) => None,
        }
    }
}

/// Calls until there is an answer, or the deadline comes.
///
/// # Errors
/// See [`Error`].
pub(crate) async fn send<T: DeserializeOwned>(
    http: &reqwest::Client,
    config: &Config,
    call: &Call,
) -> Result<Answer<T>, Error> {
    let begun = Stopwatch::start();
    let mut lost: Option<Cause> = None;
    let mut failed = 0;
    loop {
        let left = config.deadline.saturating_sub(begun.elapsed());
        let attempt = attempt(http, config, call, left.min(config.attempt)).await;
        let reason = match judge(attempt, call) {
            Verdict::Over(answer) => return answer.map_err(|error| doubted(call, lost, error)),
            Verdict::Again(reason) => reason,
        };
        if let Reason::Lost(why, _) = &reason {
            lost = Some(why.clone());
        }
        failed += 1;
        let chance = random().map_or(0, u64::from_le_bytes);
        let pause = backoff::pause(failed, reason.asked(), chance);
        if begun.elapsed() + pause >= config.deadline {
            return Err(given_up(call, lost, reason));
        }
        sleep(pause).await;
    }
}

/// What is known when the deadline has come.
fn given_up(call: &Call, lost: Option<Cause>, last: Reason) -> Error {
    match (lost, call.key.clone(), last) {
        (Some(why), Some(key), _) => Error::Unknown { key, why },
        (_, _, Reason::Busy(asked)) => Error::Busy { retry_after: asked.unwrap_or(BUSY) },
        (_, _, Reason::NotReached(why) | Reason::Lost(why, _)) => Error::Unreachable { why },
    }
}

/// What is known of a call that came to an error. Once an answer was lost the change may have been made, whatever comes then, unless the
/// server had looked for the key.
fn doubted(call: &Call, lost: Option<Cause>, error: Error) -> Error {
    match (lost, call.key.clone()) {
        (Some(why), Some(key)) if !error.tells_of_the_key() => {
            Error::Unknown { key, why: Cause::Then(Box::new(why), Box::new(error)) }
        }
        _ => error,
    }
}

async fn attempt(http: &reqwest::Client, config: &Config, call: &Call, within: Duration) -> Attempt {
    let mut request = http
        .request(call.method.clone(), call.url.clone())
        .header(AUTHORIZATION, format!("Bearer {}", config.key))
        .header(ACCEPT, "application/json");
    if let Some(key) = &call.key {
        request = request.header("idempotency-key", key.as_str());
    }
    if let Some(body) = &call.body {
        request = request.header(CONTENT_TYPE, "application/json").body(body.clone());
    }
    match timeout(within, exchange(request)).await {
        Ok(attempt) => attempt,
        Err(_) => Attempt::Lost(Cause::NoAnswer { within }),
    }
}

async fn exchange(request: reqwest::RequestBuilder) -> Attempt {
    let mut response = match request.send().await {
        Ok(response) => response,
        Err(error) if error.is_connect() => return Attempt::NotSent(told(error)),
        Err(error) => return Attempt::Lost(told(error)),
    };
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= LARGEST_ANSWER => body.extend_from_slice(&chunk),
            Ok(Some(_)) => return Attempt::Lost(Cause::TooLong),
            Ok(None) => return Attempt::Answered { status, headers, body },
            Err(error) => return Attempt::Lost(told(error)),
        }
    }
}

/// The innermost cause, which says most, without the address.
fn told(error: reqwest::Error) -> Cause {
    let error = error.without_url();
    let mut cause: &dyn std::error::Error = &error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    Cause::Connection(cause.to_string())
}

fn judge<T: DeserializeOwned>(attempt: Attempt, call: &Call) -> Verdict<Answer<T>> {
    let (status, headers, body) = match attempt {
        Attempt::NotSent(why) => return Verdict::Again(Reason::NotReached(why)),
        Attempt::Lost(why) => return Verdict::Again(Reason::Lost(why, None)),
        Attempt::Answered { status, headers, body } => (status, headers, body),
    };
    if (200..300).contains(&status) {
        let replayed = headers.get("idempotent-replayed").is_some_and(|value| value == "true");
        let unclear = |error: serde_json::Error| Error::Answer { key: call.key.clone(), why: error.to_string() };
        let value = serde_json::from_slice(&body).map_err(unclear);
        return Verdict::Over(value.map(|value| Answer { value, replayed }));
    }
    let problem = Problem::read(status, &body);
    match (status, problem.kind()) {
        (429, _) | (503, "busy") => Verdict::Again(Reason::Busy(retry_after(&headers))),
        (500.., _) => Verdict::Again(Reason::Lost(Cause::Server(Box::new(problem)), retry_after(&headers))),
        _ => Verdict::Over(Err(Error::refused(problem))),
    }
}

/// How long the server asks to wait (RFC 9110, 10.2.3), if it says so in seconds.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds: u64 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(LONGEST_WAIT))
}
