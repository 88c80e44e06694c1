//! What comes in: forms, queries, paths and JSON, all bounded, none with a U+0000 that one of the engines could not keep.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Request};
use data_encoding::HEXLOWER;
use http::request::Parts;
use http::{StatusCode, header};
use kit_core::{PersonId, Random};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::deadline::Coming;
use crate::error::WebError;
use crate::problem::Problem;

/// A form (`application/x-www-form-urlencoded`); a field sent several times fills a `Vec`.
#[derive(Debug)]
pub struct Form<T>(pub T);

/// The query of the address.
#[derive(Debug)]
pub struct Query<T>(pub T);

/// The parts of the path.
#[derive(Debug)]
pub struct Path<T>(pub T);

/// A JSON body of the API, which is an object; what is wrong with it is answered as a problem.
#[derive(Debug)]
pub struct Json<T>(pub T);

/// A form of one button.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Button {
    /// The form's token.
    pub once: Once,
}

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<Form<T>, WebError> {
        let is_form = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        if !is_form {
            return Err(WebError::BadRequest("a form is expected".to_owned()));
        }
        let body = whole(request, app).await?;
        without_nul(&body)?;
        let form = axum_extra::extract::Form::<T>::from_request(rebuilt(body), app).await;
        form.map(|form| Form(form.0)).map_err(|rejection| WebError::BadRequest(rejection.to_string()))
    }
}

/// The bytes as a request of their own, for the extractor that parses them.
pub(crate) fn rebuilt(body: Bytes) -> Request {
    let mut request = Request::new(body.into());
    *request.method_mut() = http::Method::POST;
    let kind = http::HeaderValue::from_static("application/x-www-form-urlencoded");
    request.headers_mut().insert(header::CONTENT_TYPE, kind);
    request
}

async fn whole(request: Request, app: &App) -> Result<Bytes, WebError> {
    let coming = Coming::of(&request);
    coming.whole(Bytes::from_request(request, app)).await.map_err(too_large)
}

fn too_large(rejection: BytesRejection) -> WebError {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        WebError::TooLarge
    } else {
        WebError::BadRequest("the body could not be read".to_owned())
    }
}

pub(crate) fn without_nul(raw: &[u8]) -> Result<(), WebError> {
    let encoded = raw.windows(3).any(|three| three == b"%00");
    if encoded || raw.contains(&0) { Err(WebError::BadRequest("U+0000 is not text".to_owned())) } else { Ok(()) }
}

impl<T: DeserializeOwned> FromRequestParts<App> for Query<T> {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Query<T>, WebError> {
        without_nul(parts.uri.query().unwrap_or_default().as_bytes())?;
        let query = axum_extra::extract::Query::<T>::from_request_parts(parts, app).await;
        query.map(|query| Query(query.0)).map_err(|rejection| WebError::BadRequest(rejection.to_string()))
    }
}

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = WebError;

    /// A part that is not what the route expects names nothing: 404.
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Path<T>, WebError> {
        without_nul(parts.uri.path().as_bytes()).map_err(|_| WebError::NotFound)?;
        let path = axum::extract::Path::<T>::from_request_parts(parts, app).await;
        path.map(|path| Path(path.0)).map_err(|_| WebError::NotFound)
    }
}

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Json<T>, Problem> {
        let body = whole(request, app).await?;
        // Only an escape can bring it: JSON takes no bare one (RFC 8259, 7).
        if body.windows(6).any(|six| six == br"\u0000")
            && serde_json::from_slice(&body).is_ok_and(|value| holds_nul(&value))
        {
            return Err(Problem::bad_request("U+0000 is not text".to_owned()));
        }
        // Where a structure is read, an array of its values in their order would do as well: nobody described that.
        if body.trim_ascii_start().starts_with(b"[") {
            return Err(Problem::bad_request("the body is not an object".to_owned()));
        }
        serde_json::from_slice(&body).map(Json).map_err(|error| {
            let what = if error.is_data() { "the body is not what is expected" } else { "the body is not JSON" };
            Problem::bad_request(format!("{what}: {error}"))
        })
    }
}

fn holds_nul(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::String(text) => text.contains('\0'),
        serde_json::Value::Array(values) => values.iter().any(holds_nul),
        serde_json::Value::Object(fields) => fields.iter().any(|(name, value)| name.contains('\0') || holds_nul(value)),
        _ => false,
    }
}

/// The token of a form, in its hidden field `once`: a form sent twice does a thing once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Once(String);

impl Once {
    /// A new token.
    pub fn new(random: &Random) -> Once {
        Once(HEXLOWER.encode(&random.bytes::<16>()))
    }

    /// The token that a form brought back.
    pub(crate) fn sent(token: &str) -> Once {
        Once(token.to_owned())
    }

    pub(crate) fn is_missing(&self) -> bool {
        self.0.is_empty()
    }

    /// What is stored: bound to the sender, so that nobody spoils somebody else's form.
    pub(crate) fn hash(&self, person: Option<PersonId>) -> [u8; 32] {
        let person = person.map_or(0, |person| person.0);
        Sha256::new().chain_update(person.to_be_bytes()).chain_update(&self.0).finalize().into()
    }
}

impl std::fmt::Display for Once {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
