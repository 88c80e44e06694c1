//! One call: with a token, within bounds, and with every outcome sorted by what the caller can do about it.

use std::sync::Arc;
use std::time::Duration;

use http::Method;
use kit_core::Clock;
use reqwest::{Client, Response, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::token::Tokens;
use super::wire::not_understood;
use super::{Secret, Settings};
use crate::{Detail, Failure, Refusal};

/// The longest answer that is read.
const LONGEST: usize = 1024 * 1024;

/// The longest pause that a provider may ask for.
const LONGEST_PAUSE: u64 = 86_400;

/// Whether a call may change something: it decides what a lost answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It can be repeated at will.
    Reads,
    /// It may have been done, though no answer came.
    Writes,
}

/// A call to be made.
#[derive(Debug, Clone)]
pub struct Call<'a> {
    pub method: Method,
    /// Below the base address, without a slash before it.
    pub path: String,
    pub body: Option<String>,
    /// What makes repetitions one, where PayPal knows that.
    pub request_id: Option<&'a str>,
    pub effect: Effect,
}

impl Call<'_> {
    pub fn get(path: String) -> Call<'static> {
        Call { method: Method::GET, path, body: None, request_id: None, effect: Effect::Reads }
    }

    pub fn delete(path: String) -> Call<'static> {
        Call { method: Method::DELETE, path, body: None, request_id: None, effect: Effect::Writes }
    }

    pub fn post(path: String, body: &Value, effect: Effect) -> Call<'static> {
        Call { method: Method::POST, path, body: Some(body.to_string()), request_id: None, effect }
    }
}

/// Makes the calls.
#[derive(Debug)]
pub struct Caller {
    pub(super) client: Client,
    pub(super) clock: Clock,
    pub(super) client_id: String,
    pub(super) secret: Secret,
    pub(super) tokens: Tokens,
    base: Url,
}

impl Caller {
    pub fn new(client: Client, settings: &Settings, clock: Clock) -> Caller {
        let (client_id, secret) = (settings.client_id().to_owned(), settings.secret().clone());
        Caller { client, clock, client_id, secret, tokens: Tokens::default(), base: settings.base().clone() }
    }

    pub async fn try_out(&self) -> Result<(), Failure> {
        self.token(None).await.map(|_| ())
    }

    /// The address of `path`. The base is an address of a host alone, so nothing but the path changes.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Makes a call and reads its answer.
    pub async fn json<T: DeserializeOwned>(&self, call: &Call<'_>) -> Result<T, Failure> {
        let body = self.bytes(call).await?;
        serde_json::from_slice(&body).map_err(|error| match call.effect {
            Effect::Reads => not_understood(format!("{} {}: {error}", call.method, call.path)),
            Effect::Writes => {
                Failure::Unknown { why: format!("the answer to {} is not understood: {error}", call.path) }
            }
        })
    }

    /// Makes a call whose answer, if it is one, says no more than that it was done.
    pub async fn done(&self, call: &Call<'_>) -> Result<(), Failure> {
        self.bytes(call).await.map(|_| ())
    }

    /// Makes a call; a token that PayPal declines is renewed once.
    async fn bytes(&self, call: &Call<'_>) -> Result<Vec<u8>, Failure> {
        let token = self.token(None).await?;
        let mut response = self.send(call, &token).await?;
        if response.status().as_u16() == 401 {
            let token = self.token(Some(&token)).await?;
            response = self.send(call, &token).await?;
        }
        let (status, after) = (response.status().as_u16(), retry_after(&response));
        let body = bounded(response, call.effect).await?;
        match (status, call.effect) {
            (200..=299, _) => Ok(body),
            (401, _) => Err(Failure::Credentials),
            (429, _) | (408 | 500.., Effect::Reads) => Err(Failure::Later { after, why: format!("HTTP {status}") }),
            (408 | 500.., Effect::Writes) => Err(Failure::Unknown { why: format!("HTTP {status}") }),
            (400..=499, _) => Err(Failure::Refused(refusal(status, &body))),
            (_, Effect::Reads) => Err(not_understood(format!("HTTP {status}"))),
            (_, Effect::Writes) => Err(Failure::Unknown { why: format!("HTTP {status}") }),
        }
    }

    async fn send(&self, call: &Call<'_>, token: &Arc<Secret>) -> Result<Response, Failure> {
        let mut request = self
            .client
            .request(call.method.clone(), self.url(&call.path))
            .bearer_auth(token.reveal())
            .header("accept", "application/json")
            .header("prefer", "return=representation");
        if let Some(id) = call.request_id {
            request = request.header("paypal-request-id", id);
        }
        if let Some(body) = &call.body {
            request = request.header("content-type", "application/json").body(body.clone());
        }
        request.send().await.map_err(|error| trouble(call.effect, error))
    }
}

/// What a call that broke means: nothing was done if there was no connection; else it depends on the call.
pub fn trouble(effect: Effect, error: reqwest::Error) -> Failure {
    let nothing_sent = error.is_connect() || error.is_builder();
    let why = error.without_url().to_string();
    match effect {
        Effect::Writes if !nothing_sent => Failure::Unknown { why },
        _ => Failure::Later { after: None, why },
    }
}

/// The body of an answer, up to 1 MiB.
pub async fn bounded(mut response: Response, effect: Effect) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| trouble(effect, error))? {
        if body.len() + chunk.len() > LONGEST {
            return Err(match effect {
                Effect::Reads => not_understood("an answer of more than 1 MiB"),
                Effect::Writes => Failure::Unknown { why: "an answer of more than 1 MiB".to_owned() },
            });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// How long to wait, where it is told in seconds; a date is not read, and at most a day is believed.
pub fn retry_after(response: &Response) -> Option<Duration> {
    let text = response.headers().get("retry-after")?.to_str().ok()?;
    text.trim().parse().ok().map(|seconds: u64| Duration::from_secs(seconds.min(LONGEST_PAUSE)))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ErrorWire {
    name: String,
    debug_id: Option<String>,
    details: Vec<DetailWire>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct DetailWire {
    issue: String,
    field: Option<String>,
    description: Option<String>,
}

/// The refusal as it is told; what is not understood of it is left out, as the status says enough.
fn refusal(status: u16, body: &[u8]) -> Refusal {
    let wire: ErrorWire = serde_json::from_slice(body).unwrap_or_default();
    let details = wire.details.into_iter().take(20);
    let details =
        details.map(|detail| Detail { issue: detail.issue, field: detail.field, description: detail.description });
    Refusal { status, name: wire.name, debug_id: wire.debug_id, details: details.collect() }
}
