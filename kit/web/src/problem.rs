//! Errors for programs: RFC 9457.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Map, Value};

use crate::error::WebError;

/// A problem document. Its `type` is stable and dereferences to the API's description; its texts are English.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    status: StatusCode,
    kind: &'static str,
    title: &'static str,
    detail: Option<String>,
    more: Map<String, Value>,
    retry_after: Option<u64>,
}

impl Problem {
    /// A problem of the type `kind`, called `title`.
    pub fn new(status: StatusCode, kind: &'static str, title: &'static str) -> Problem {
        Problem { status, kind, title, detail: None, more: Map::new(), retry_after: None }
    }

    /// The request cannot be understood.
    pub fn bad_request(detail: String) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, "bad-request", "The request cannot be understood").detail(detail)
    }

    /// With what is particular to this case.
    pub fn detail(mut self, detail: impl Into<String>) -> Problem {
        self.detail = Some(detail.into());
        self
    }

    /// With one more member (RFC 9457, 3.2).
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Problem {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl From<WebError> for Problem {
    fn from(error: WebError) -> Problem {
        let retry_after = error.retry_after();
        if let WebError::Fault(why) = &error {
            tracing::error!(why, "a request failed");
        }
        let status = error.status();
        let mut problem = match error {
            WebError::NotFound => Problem::new(status, "not-found", "There is no such thing"),
            WebError::BadRequest(detail) => Problem::bad_request(detail),
            WebError::TooLarge => Problem::new(status, "too-large", "The body is too large"),
            WebError::TooSlow => Problem::new(status, "too-slow", "The body came too slowly; nothing was done"),
            WebError::TooMany { .. } | WebError::Full(_) => {
                Problem::new(status, "too-many-requests", "Too many requests")
            }
            WebError::SignIn | WebError::SeeOther(_) | WebError::Unauthorized => {
                Problem::new(StatusCode::UNAUTHORIZED, "unauthorized", "A valid API key is required")
            }
            WebError::Forbidden => Problem::new(status, "forbidden", "The API key does not open this"),
            WebError::Busy => Problem::new(status, "busy", "The server is busy; nothing was done, try again"),
            WebError::Unknown => {
                Problem::new(status, "unknown-outcome", "The outcome is unknown; repeat with the same key")
            }
            WebError::Fault(_) => Problem::new(status, "fault", "Something is broken on our side"),
        };
        problem.retry_after = retry_after;
        problem
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut body = Map::new();
        body.insert("type".to_owned(), format!("/api/v1/docs#problem-{}", self.kind).into());
        body.insert("title".to_owned(), self.title.into());
        body.insert("status".to_owned(), self.status.as_u16().into());
        if let Some(detail) = self.detail {
            body.insert("detail".to_owned(), detail.into());
        }
        body.extend(self.more);
        let mut response = (self.status, Value::Object(body).to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
