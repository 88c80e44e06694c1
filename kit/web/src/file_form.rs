//! Forms that bring files along, which go to the disk as they come.

use axum::body::{Bytes, to_bytes};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use kit_core::{Random, Text};
use kit_files::{Draft, FileError, FileKind, Files, Kept};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::app::App;
use crate::error::WebError;
use crate::form::{rebuilt, without_nul};

/// What all fields but the files may hold together, in bytes.
const FIELDS: usize = 256 << 10;

/// A form that may bring files in its field `files`. Nothing of a file is read yet: the handler first finds out who sends it, then
/// says what it takes. Its route says how much may be sent at all, by [`Route::taking`](crate::Route::taking), and how long that
/// may take, by [`Route::within`](crate::Route::within).
#[derive(Debug)]
pub struct FileForm(Sent);

#[derive(Debug)]
enum Sent {
    /// A form without files, as programs and tests send it.
    Fields(Vec<(String, String)>),
    Parts(Multipart),
}

/// What a form may bring.
#[derive(Debug, Clone)]
pub struct Taking {
    /// Where files go.
    pub files: Files,
    /// The most files.
    pub most: usize,
    /// The largest file, in bytes.
    pub largest: u64,
    /// What they may be.
    pub kinds: Vec<FileKind>,
}

/// A form that has been read whole.
#[derive(Debug)]
pub struct Filled<T> {
    /// What was typed.
    pub form: T,
    /// The files that came, not kept yet: dropped, they leave nothing.
    pub files: Vec<Draft>,
    /// The files that were not taken.
    pub unwanted: Vec<Unwanted>,
}

/// Why a file was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unwanted {
    /// The installation keeps none.
    Nowhere,
    /// There were more than so many.
    TooMany(usize),
    /// This one is larger than so many megabytes.
    TooLarge(String, u64),
    /// This one is nothing that is taken.
    Kind(String),
}

impl From<Unwanted> for Text {
    fn from(unwanted: Unwanted) -> Text {
        match unwanted {
            Unwanted::Nowhere => Text::new("web-file-nowhere"),
            Unwanted::TooMany(most) => {
                Text::new("web-file-too-many").with("n", i64::try_from(most).unwrap_or(i64::MAX))
            }
            Unwanted::TooLarge(name, most) => {
                Text::new("web-file-too-large").with("name", name).with("n", i64::try_from(most).unwrap_or(i64::MAX))
            }
            Unwanted::Kind(name) => Text::new("web-file-kind").with("name", name),
        }
    }
}

impl FromRequest<App> for FileForm {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<FileForm, WebError> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.starts_with("application/x-www-form-urlencoded") {
            let body = to_bytes(request.into_body(), FIELDS).await.map_err(|_| WebError::TooLarge)?;
            return fields(body, app).await.map(|fields| FileForm(Sent::Fields(fields)));
        }
        let parts = Multipart::from_request(request, app).await;
        let parts = parts.map_err(|_| WebError::BadRequest("a form is expected".to_owned()))?;
        Ok(FileForm(Sent::Parts(parts)))
    }
}

async fn fields(body: Bytes, app: &App) -> Result<Vec<(String, String)>, WebError> {
    without_nul(&body)?;
    let form = axum_extra::extract::Form::<Vec<(String, String)>>::from_request(rebuilt(body), app).await;
    form.map(|form| form.0).map_err(|rejection| WebError::BadRequest(rejection.to_string()))
}

impl FileForm {
    /// Reads the form to its end. A file that is not taken is read over, so that its sender hears why.
    ///
    /// # Errors
    /// The form is not one of ours, holds too much, broke off, or the disk refuses: nothing is left of it.
    pub async fn fill<T: DeserializeOwned>(self, random: &Random, taking: &Taking) -> Result<Filled<T>, WebError> {
        let (mut typed, mut files, mut unwanted) = (Vec::new(), Vec::new(), Vec::new());
        match self.0 {
            Sent::Fields(fields) => typed = fields,
            Sent::Parts(mut parts) => {
                let mut left = FIELDS;
                while let Some(part) = parts.next_field().await.map_err(broken)? {
                    let name = part.name().unwrap_or_default().to_owned();
                    if name != "files" {
                        let text = text(part, &mut left).await?;
                        typed.push((name, text));
                        continue;
                    }
                    match file(part, random, taking, files.len()).await? {
                        Some(Ok(draft)) => files.push(draft),
                        Some(Err(why)) => unwanted.push(why),
                        None => {}
                    }
                }
            }
        }
        let typed: Map<String, Value> = typed.into_iter().map(|(name, text)| (name, Value::String(text))).collect();
        let form = serde_json::from_value(Value::Object(typed));
        let form = form.map_err(|error| WebError::BadRequest(error.to_string()))?;
        Ok(Filled { form, files, unwanted })
    }
}

async fn text(mut part: Field<'_>, left: &mut usize) -> Result<String, WebError> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(broken)? {
        *left = left.checked_sub(piece.len()).ok_or(WebError::TooLarge)?;
        bytes.extend_from_slice(&piece);
    }
    without_nul(&bytes)?;
    String::from_utf8(bytes).map_err(|_| WebError::BadRequest("the form is not UTF-8".to_owned()))
}

/// A field in which no file was chosen is no file.
async fn file(
    mut part: Field<'_>,
    random: &Random,
    taking: &Taking,
    before: usize,
) -> Result<Option<Result<Draft, Unwanted>>, WebError> {
    let name = part.file_name().unwrap_or_default().to_owned();
    let mut first = part.chunk().await.map_err(broken)?;
    if name.is_empty() && first.as_ref().is_none_or(|piece| piece.is_empty()) {
        return Ok(None);
    }
    let refused = match taking.files.are_kept() {
        false => Some(Unwanted::Nowhere),
        true if before >= taking.most => Some(Unwanted::TooMany(taking.most)),
        true => None,
    };
    if let Some(why) = refused {
        read_over(part).await?;
        return Ok(Some(Err(why)));
    }
    let mut draft = taking.files.begin(random, &name).await.map_err(disk)?;
    while let Some(piece) = first {
        draft.write(&piece).await.map_err(disk)?;
        if draft.size() > taking.largest {
            let why = Unwanted::TooLarge(draft.name().to_owned(), taking.largest >> 20);
            drop(draft);
            read_over(part).await?;
            return Ok(Some(Err(why)));
        }
        first = part.chunk().await.map_err(broken)?;
    }
    if !taking.kinds.contains(&draft.sniffed().kind) {
        return Ok(Some(Err(Unwanted::Kind(draft.name().to_owned()))));
    }
    draft.hand_over().await.map_err(disk)?;
    Ok(Some(Ok(draft)))
}

async fn read_over(mut part: Field<'_>) -> Result<(), WebError> {
    while part.chunk().await.map_err(broken)?.is_some() {}
    Ok(())
}

impl<T> Filled<T> {
    /// What is wrong with the files, for their field.
    pub fn wrong(&self) -> Option<Text> {
        self.unwanted.first().cloned().map(Text::from)
    }
}

/// Puts files in their places: to be done right before the transaction that speaks of them.
///
/// # Errors
/// The disk refuses; nothing is left.
pub async fn keep_files(store: &Files, drafts: Vec<Draft>) -> Result<Vec<Kept>, FileError> {
    let mut all = Vec::new();
    for draft in drafts {
        match draft.finish().await {
            Ok(kept) => all.push(kept),
            Err(error) => {
                drop_files(store, &all).await;
                return Err(error);
            }
        }
    }
    Ok(all)
}

/// Removes files of which a transaction was to speak that was refused. Where nobody knows whether it was, they stay for the sweep.
pub async fn drop_files(store: &Files, kept: &[Kept]) {
    for one in kept {
        if let Err(error) = store.remove(one.key).await {
            tracing::warn!(%error, "a file that nobody wants stays until it is swept");
        }
    }
}

fn disk(error: FileError) -> WebError {
    WebError::Fault(error.to_string())
}

fn broken(error: MultipartError) -> WebError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge,
        _ => WebError::BadRequest("the body could not be read".to_owned()),
    }
}
