//! Forms with files.

use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;

use crate::app::App;
use crate::deadline::Coming;
use crate::error::WebError;
use crate::form::Once;

/// The longest name of a file that is shown, in characters.
const LONGEST_NAME: usize = 100;

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
        let coming = Coming::of(&request);
        coming.whole(Upload::read(parts(request, app).await?)).await
    }
}

impl Upload {
    async fn read(mut parts: Multipart) -> Result<Upload, WebError> {
        let mut upload = Upload { once: Once::default(), file: Vec::new() };
        while let Some(part) = parts.next_field().await.map_err(broken)? {
            match part.name() {
                Some("once") => upload.once = Once::sent(&part.text().await.map_err(broken)?),
                Some("file") => upload.file = part.bytes().await.map_err(broken)?.into(),
                _ => return Err(unknown_field()),
            }
        }
        Ok(upload)
    }
}

/// A form (`multipart/form-data`) with files in the field `file`, of which nothing is read yet: the handler first finds out who
/// sends them, then takes one file after the other, so that one at a time is in memory. The route says how much all of them may
/// hold, by [`Route::taking`](crate::Route::taking).
#[derive(Debug)]
pub struct Uploads(Multipart);

/// A file that was sent.
#[derive(Debug)]
pub struct SentFile {
    /// What its sender calls it, for people to tell it from others: one short line, and never a path.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl FromRequest<App> for Uploads {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<Uploads, WebError> {
        parts(request, app).await.map(Uploads)
    }
}

impl Uploads {
    /// The next file; none after the last. A field in which none was chosen is no file.
    ///
    /// # Errors
    /// [`WebError::TooLarge`], or [`WebError::BadRequest`] where the form is not one of ours.
    pub async fn next(&mut self) -> Result<Option<SentFile>, WebError> {
        while let Some(part) = self.0.next_field().await.map_err(broken)? {
            match part.name() {
                Some("once") => drop(part.bytes().await.map_err(broken)?),
                Some("file") => {
                    let name = name(&part);
                    let bytes: Vec<u8> = part.bytes().await.map_err(broken)?.into();
                    if !(name.is_empty() && bytes.is_empty()) {
                        return Ok(Some(SentFile { name, bytes }));
                    }
                }
                _ => return Err(unknown_field()),
            }
        }
        Ok(None)
    }
}

/// The last part of the name that the sender gave, without what cannot be shown.
fn name(part: &Field<'_>) -> String {
    let last = part.file_name().unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect::<String>().trim().to_owned()
}

async fn parts(request: Request, app: &App) -> Result<Multipart, WebError> {
    let parts = Multipart::from_request(request, app).await;
    parts.map_err(|_| WebError::BadRequest("a form with a file is expected".to_owned()))
}

fn unknown_field() -> WebError {
    WebError::BadRequest("the form has an unknown field".to_owned())
}

fn broken(error: MultipartError) -> WebError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge,
        _ => WebError::BadRequest("the body could not be read".to_owned()),
    }
}
