//! Forms with files.

use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;

use crate::app::App;
use crate::deadline::Coming;
use crate::error::WebError;
use crate::file_form::has_short_kind;
use crate::form::Once;
use crate::pace::Pace;

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
        coming.whole(Upload::read(parts(request, app).await?, Pace::default())).await
    }
}

impl Upload {
    async fn read(mut parts: Multipart, mut pace: Pace) -> Result<Upload, WebError> {
        let mut upload = Upload { once: Once::default(), file: Vec::new() };
        while let Some(part) = pace.wait(parts.next_field()).await?.map_err(broken)? {
            match part.name() {
                Some("once") => upload.once = Once::sent(&String::from_utf8_lossy(&whole(part, &mut pace).await?)),
                Some("file") => upload.file = whole(part, &mut pace).await?,
                _ => return Err(unknown_field()),
            }
        }
        Ok(upload)
    }
}

/// A form (`multipart/form-data`) with files in the field `file`, of which nothing is read yet: the handler first finds out who
/// sends them, then takes one file after the other, so that one at a time is in memory. The route says how much all of them may
/// hold, by [`Route::taking`](crate::Route::taking). It may take as long as it keeps coming, 64 KiB in half a minute.
#[derive(Debug)]
pub struct Uploads {
    parts: Multipart,
    pace: Pace,
}

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
        Ok(Uploads { parts: parts(request, app).await?, pace: Pace::default() })
    }
}

impl Uploads {
    /// The next file; none after the last. A field in which none was chosen is no file.
    ///
    /// # Errors
    /// [`WebError::TooLarge`], [`WebError::TooSlow`], or [`WebError::BadRequest`] where the form is not one of ours.
    pub async fn next(&mut self) -> Result<Option<SentFile>, WebError> {
        let Uploads { parts, pace } = self;
        while let Some(part) = pace.wait(parts.next_field()).await?.map_err(broken)? {
            match part.name() {
                Some("once") => drop(whole(part, pace).await?),
                Some("file") => {
                    let name = name(&part);
                    let bytes = whole(part, pace).await?;
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

/// All that a part holds.
async fn whole(mut part: Field<'_>, pace: &mut Pace) -> Result<Vec<u8>, WebError> {
    let mut bytes = Vec::new();
    while let Some(piece) = pace.wait(part.chunk()).await?.map_err(broken)? {
        pace.came(piece.len());
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

async fn parts(request: Request, app: &App) -> Result<Multipart, WebError> {
    if !has_short_kind(&request) {
        return Err(WebError::BadRequest("a form with a file is expected".to_owned()));
    }
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

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::time::Duration;

    use axum::body::{Body, Bytes};
    use axum::http::header;
    use futures_util::stream::{self, StreamExt};

    use super::*;

    const BEGIN: &str = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nsome of it";

    fn request(boundary: &str, body: Body) -> Request {
        let kind = format!("multipart/form-data; boundary={boundary}");
        Request::post("/").header(header::CONTENT_TYPE, kind).body(body).unwrap()
    }

    #[tokio::test]
    async fn who_sends_too_slowly_is_not_waited_for() {
        let stops = || {
            let begin = stream::once(async { Ok::<_, Infallible>(Bytes::from(BEGIN)) });
            Body::from_stream(begin.chain(stream::pending()))
        };
        let parts = async || Multipart::from_request(request("b", stops()), &()).await.unwrap();
        let pace = || Pace::of(Duration::from_millis(50));
        assert!(matches!(Upload::read(parts().await, pace()).await, Err(WebError::TooSlow)));
        let mut uploads = Uploads { parts: parts().await, pace: pace() };
        assert!(matches!(uploads.next().await, Err(WebError::TooSlow)));
    }

    #[tokio::test]
    async fn what_comes_is_whole_and_its_boundary_short() {
        let whole = format!("{BEGIN}\r\n--b\r\nContent-Disposition: form-data; name=\"once\"\r\n\r\nx\r\n--b--\r\n");
        let parts = Multipart::from_request(request("b", Body::from(whole)), &()).await.unwrap();
        assert_eq!(Upload::read(parts, Pace::default()).await.unwrap().file, b"some of it");
        for (length, is_short) in [(70, true), (200, false)] {
            assert_eq!(has_short_kind(&request(&"b".repeat(length), Body::empty())), is_short);
        }
    }
}
