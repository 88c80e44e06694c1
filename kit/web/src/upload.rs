//! A form with a file.

use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;

use crate::app::App;
use crate::error::WebError;
use crate::form::Once;

/// A form (`multipart/form-data`) with one file in the field `file`, held in memory: its route says how large it may be, by
/// [`Route::taking`](crate::Route::taking). The file's name and declared type are not looked at: both are the sender's words.
#[derive(Debug)]
pub struct Upload {
    /// The token of the form.
    pub once: Once,
    /// The file; empty when none was chosen.
    pub file: Vec<u8>,
}

impl FromRequest<App> for Upload {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<Upload, WebError> {
        let mut parts = Multipart::from_request(request, app)
            .await
            .map_err(|_| WebError::BadRequest("a form with a file is expected".to_owned()))?;
        let mut upload = Upload { once: Once::default(), file: Vec::new() };
        while let Some(part) = parts.next_field().await.map_err(broken)? {
            match part.name() {
                Some("once") => upload.once = Once::sent(&part.text().await.map_err(broken)?),
                Some("file") => upload.file = part.bytes().await.map_err(broken)?.into(),
                _ => return Err(WebError::BadRequest("the form has an unknown field".to_owned())),
            }
        }
        Ok(upload)
    }
}

fn broken(error: MultipartError) -> WebError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge,
        _ => WebError::BadRequest("the body could not be read".to_owned()),
    }
}
