//! What ends a request early, shown as a page to people and as a problem to programs.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kit_core::AccountId;
use kit_db::DbError;
use thiserror::Error;

use crate::access::Denied;
use crate::places::Full;

/// Why a page cannot be shown.
#[derive(Debug, Error)]
pub enum WebError {
    /// There is no such page, or it is somebody else's.
    #[error("not found")]
    NotFound,
    /// Sign in first, then come back.
    #[error("sign in first")]
    SignIn,
    /// Go there instead.
    #[error("see {0}")]
    SeeOther(String),
    /// The request is not what a form of ours would send.
    #[error("bad request: {0}")]
    BadRequest(String),
    /// More was sent than is taken.
    #[error("too large")]
    TooLarge,
    /// What was sent did not come whole in time; nothing was done.
    #[error("too slow")]
    TooSlow,
    /// Too many attempts; wait this many seconds.
    #[error("too many attempts")]
    TooMany {
        /// Seconds to wait.
        retry_after: u64,
    },
    /// As many forms with files are under way as may be; nothing was read.
    #[error("too many forms are under way")]
    Full(Full),
    /// The API key is missing or not valid.
    #[error("no valid API key")]
    Unauthorized,
    /// The API key lacks the scope.
    #[error("forbidden")]
    Forbidden,
    /// The server has more to do than it can; nothing was done.
    #[error("busy")]
    Busy,
    /// The outcome of a commit is unknown; repeating with the same key is safe.
    #[error("unknown outcome")]
    Unknown,
    /// Something is broken here; the log says what.
    #[error("fault: {0}")]
    Fault(String),
}

impl WebError {
    /// The status (RFC 9110).
    pub const fn status(&self) -> StatusCode {
        match self {
            WebError::NotFound => StatusCode::NOT_FOUND,
            WebError::SignIn | WebError::SeeOther(_) => StatusCode::SEE_OTHER,
            WebError::BadRequest(_) => StatusCode::BAD_REQUEST,
            WebError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            WebError::TooSlow => StatusCode::REQUEST_TIMEOUT,
            WebError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            WebError::Full(full) => full.status(),
            WebError::Unauthorized => StatusCode::UNAUTHORIZED,
            WebError::Forbidden => StatusCode::FORBIDDEN,
            WebError::Busy | WebError::Unknown => StatusCode::SERVICE_UNAVAILABLE,
            WebError::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Seconds after which to try again, where trying again helps.
    pub const fn retry_after(&self) -> Option<u64> {
        match self {
            WebError::TooMany { retry_after } => Some(*retry_after),
            WebError::Full(full) => Some(full.retry_after()),
            WebError::Busy | WebError::Unknown => Some(1),
            _ => None,
        }
    }
}

impl From<DbError> for WebError {
    fn from(error: DbError) -> WebError {
        match error {
            DbError::Busy => WebError::Busy,
            DbError::Unknown => WebError::Unknown,
            DbError::Conflict(_) | DbError::Fault(_) => WebError::Fault(error.to_string()),
        }
    }
}

impl From<Full> for WebError {
    fn from(full: Full) -> WebError {
        WebError::Full(full)
    }
}

impl From<Denied> for WebError {
    fn from(denied: Denied) -> WebError {
        let page = |account: AccountId, page: &str| WebError::SeeOther(format!("/accounts/{account}/{page}"));
        match denied {
            Denied::NotFound => WebError::NotFound,
            Denied::SignIn => WebError::SignIn,
            Denied::SecondFactor => WebError::SeeOther("/me/security".to_owned()),
            Denied::NotOpen(account) => page(account, "status"),
            Denied::Terms(account) => page(account, "terms"),
            Denied::NoKey => WebError::Unauthorized,
            Denied::Scope => WebError::Forbidden,
            Denied::Db(error) => error.into(),
        }
    }
}

/// Left in a response for the layer that knows the reader's language and whether a person or a program reads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unshown;

/// Left in a response beside [`Unshown`]: its status is that of a busy server, but here nobody can say that nothing was done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OutcomeUnknown;

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        if let WebError::Fault(why) = &self {
            tracing::error!(why, "a request failed");
        }
        let (retry_after, is_unknown) = (self.retry_after(), matches!(self, WebError::Unknown));
        let full = if let WebError::Full(full) = &self { Some(*full) } else { None };
        let mut response = match self {
            WebError::SeeOther(path) => return Redirect::to(&path).into_response(),
            WebError::SignIn => (StatusCode::SEE_OTHER, crate::gate::NeedsSignIn).into_response(),
            other => other.status().into_response(),
        };
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(axum::http::header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(Unshown);
        if is_unknown {
            response.extensions_mut().insert(OutcomeUnknown);
        }
        if let Some(full) = full {
            response.extensions_mut().insert(full);
        }
        response
    }
}
