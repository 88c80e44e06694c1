//! Forms that bring files along, which go to the disk as they come.

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use kit_core::{Random, Text};
use kit_files::{Draft, FileError, FileKind, Files, takes};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::app::App;
use crate::deadline::Coming;
use crate::error::WebError;
use crate::form::{rebuilt, without_nul};
use crate::metered::Meter;
use crate::pace::Pace;

/// What all fields but the files may hold together, and all names, in bytes.
const FIELDS: usize = 256 << 10;
/// How many parts a form may have: fields and files, also those that are not taken.
const MOST_PARTS: usize = 200;
/// How long the kind of a form may be: its boundary has 70 letters at the most (RFC 2046) and is searched for in all that comes.
const LONGEST_KIND: usize = 200;
/// The most that is said about the files of one form.
const MOST_TOLD: usize = 10;

/// A form that may bring files in its field `files`. Nothing of a file is read yet: the handler first finds out who sends it, then
/// says what it takes. Its route says how much may be sent at all, by [`Route::taking`](crate::Route::taking), and how long that
/// may take, by [`Route::within`](crate::Route::within): as long as it keeps coming, 64 KiB in half a minute.
#[derive(Debug)]
pub struct FileForm {
    sent: Sent,
    coming: Coming,
    pace: Pace,
    size: u64,
}

#[derive(Debug)]
enum Sent {
    /// A form without files, as programs and tests send it.
    Fields(Body),
    Parts(Multipart, Meter),
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
    /// How much room there is for all of them, in bytes.
    pub room: i64,
    /// What is said where there is too little.
    pub no_room: Text,
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
    /// There is no room for them.
    NoRoom(Text),
    /// Too little of the disk is free for any.
    Full,
    /// This one is nothing that is taken.
    Kind(String),
}

/// Why a file does not become a draft.
enum Stop {
    /// It is not taken, which is told.
    Unwanted(Unwanted),
    /// The whole form ends.
    Ended(WebError),
}

impl From<Unwanted> for Stop {
    fn from(why: Unwanted) -> Stop {
        Stop::Unwanted(why)
    }
}

impl From<WebError> for Stop {
    fn from(error: WebError) -> Stop {
        Stop::Ended(error)
    }
}

impl From<FileError> for Stop {
    fn from(error: FileError) -> Stop {
        match error {
            FileError::Full => Stop::Unwanted(Unwanted::Full),
            error => Stop::Ended(WebError::Fault(error.to_string())),
        }
    }
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
            Unwanted::NoRoom(said) => said,
            Unwanted::Full => Text::new("web-file-full"),
            Unwanted::Kind(name) => Text::new("web-file-kind").with("name", name),
        }
    }
}

impl FromRequest<App> for FileForm {
    type Rejection = WebError;

    async fn from_request(request: Request, _: &App) -> Result<FileForm, WebError> {
        FileForm::of(request).await
    }
}

impl FileForm {
    async fn of(request: Request) -> Result<FileForm, WebError> {
        let is_plain = kind_of(&request).starts_with("application/x-www-form-urlencoded");
        let size = request.body().size_hint().upper().unwrap_or(u64::MAX);
        let (coming, pace) = (Coming::of(&request), Pace::default());
        if is_plain {
            return Ok(FileForm { sent: Sent::Fields(request.into_body()), coming, pace, size });
        }
        let no_form = || WebError::BadRequest("a form is expected".to_owned());
        if !has_short_kind(&request) {
            return Err(no_form());
        }
        let meter = Meter::default();
        let parts = Multipart::from_request(request.map(|body| meter.of(body)), &()).await.map_err(|_| no_form())?;
        Ok(FileForm { sent: Sent::Parts(parts, meter), coming, pace, size })
    }

    /// How many bytes it has at the most, as its length says; any number where it says none.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Reads the form to its end. A file that is not taken is read over, so that its sender hears why.
    ///
    /// # Errors
    /// The form is not one of ours, holds too much, broke off, comes too slowly, or the disk refuses: nothing is left of it.
    pub async fn fill<T: DeserializeOwned>(self, random: &Random, taking: &Taking) -> Result<Filled<T>, WebError> {
        let FileForm { sent, coming, pace, .. } = self;
        coming.whole(sent.fill(random, taking, pace)).await
    }
}

fn kind_of(request: &Request) -> &str {
    request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default()
}

/// Whether the boundary of a form, which is searched for in all that comes, is as short as boundaries are.
pub(crate) fn has_short_kind(request: &Request) -> bool {
    kind_of(request).len() <= LONGEST_KIND
}

async fn fields(body: Bytes) -> Result<Vec<(String, String)>, WebError> {
    without_nul(&body)?;
    let form = axum_extra::extract::Form::<Vec<(String, String)>>::from_request(rebuilt(body), &()).await;
    form.map(|form| form.0).map_err(|rejection| WebError::BadRequest(rejection.to_string()))
}

impl Sent {
    async fn fill<T>(self, random: &Random, taking: &Taking, mut pace: Pace) -> Result<Filled<T>, WebError>
    where
        T: DeserializeOwned,
    {
        let (mut typed, mut files, mut unwanted) = (Vec::new(), Vec::new(), Vec::new());
        match self {
            Sent::Fields(body) => {
                let body = pace.wait(to_bytes(body, FIELDS)).await?.map_err(|_| WebError::TooLarge)?;
                typed = fields(body).await?;
            }
            Sent::Parts(mut parts, meter) => {
                let mut left = Left { parts: MOST_PARTS, bytes: FIELDS };
                while let Some(part) = pace.wait(parts.next_field()).await?.map_err(|error| broken(error, &meter))? {
                    let mut part = Part { part, meter: &meter, pace: &mut pace };
                    left.take_head(&part)?;
                    let name = part.part.name().unwrap_or_default().to_owned();
                    if name != "files" {
                        typed.push((name, text(part, &mut left).await?));
                        continue;
                    }
                    match file(&mut part, random, taking, &files).await? {
                        Some(Ok(draft)) => files.push(draft),
                        Some(Err(why)) => unwanted.push(why),
                        None => {}
                    }
                    part.read_over().await?;
                }
            }
        }
        let typed: Map<String, Value> = typed.into_iter().map(|(name, text)| (name, Value::String(text))).collect();
        let form = serde_json::from_value(Value::Object(typed));
        let form = form.map_err(|error| WebError::BadRequest(error.to_string()))?;
        Ok(Filled { form, files, unwanted })
    }
}

/// How much more a form may hold.
struct Left {
    parts: usize,
    bytes: usize,
}

impl Left {
    fn take(&mut self, bytes: usize) -> Result<(), WebError> {
        self.bytes = self.bytes.checked_sub(bytes).ok_or(WebError::TooLarge)?;
        Ok(())
    }

    fn take_head(&mut self, part: &Part<'_>) -> Result<(), WebError> {
        self.parts = self.parts.checked_sub(1).ok_or(WebError::TooLarge)?;
        let names = [part.part.name(), part.part.file_name()];
        self.take(names.into_iter().flatten().map(str::len).sum())
    }
}

/// A part of which the bytes come.
struct Part<'a> {
    part: Field<'a>,
    meter: &'a Meter,
    pace: &'a mut Pace,
}

impl Part<'_> {
    async fn next(&mut self) -> Result<Option<Bytes>, WebError> {
        self.meter.moves_on();
        let piece = self.pace.wait(self.part.chunk()).await?.map_err(|error| broken(error, self.meter))?;
        self.pace.came(piece.as_ref().map_or(0, Bytes::len));
        Ok(piece)
    }

    /// Reads to its end, so that whoever sends it hears what became of it.
    async fn read_over(mut self) -> Result<(), WebError> {
        while self.next().await?.is_some() {}
        Ok(())
    }
}

async fn text(mut part: Part<'_>, left: &mut Left) -> Result<String, WebError> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.next().await? {
        left.take(piece.len())?;
        bytes.extend_from_slice(&piece);
    }
    without_nul(&bytes)?;
    String::from_utf8(bytes).map_err(|_| WebError::BadRequest("the form is not UTF-8".to_owned()))
}

/// A field in which no file was chosen is no file. Of one that is not taken the rest is left to be read over.
async fn file(
    part: &mut Part<'_>,
    random: &Random,
    taking: &Taking,
    before: &[Draft],
) -> Result<Option<Result<Draft, Unwanted>>, WebError> {
    let name = part.part.file_name().unwrap_or_default().to_owned();
    let first = part.next().await?;
    if name.is_empty() && first.as_ref().is_none_or(|piece| piece.is_empty()) {
        return Ok(None);
    }
    match draft(part, (&name, first), random, taking, before).await {
        Ok(draft) => Ok(Some(Ok(draft))),
        Err(Stop::Unwanted(why)) => Ok(Some(Err(why))),
        Err(Stop::Ended(error)) => Err(error),
    }
}

async fn draft(
    part: &mut Part<'_>,
    (name, mut piece): (&str, Option<Bytes>),
    random: &Random,
    taking: &Taking,
    before: &[Draft],
) -> Result<Draft, Stop> {
    let sizes = before.iter().map(|draft| takes_of(draft.size()));
    let room = sizes.fold(taking.room, i64::saturating_sub);
    let refused = match taking.files.are_kept() {
        false => Some(Unwanted::Nowhere),
        true if before.len() >= taking.most => Some(Unwanted::TooMany(taking.most)),
        true if takes_of(0) > room => Some(Unwanted::NoRoom(taking.no_room.clone())),
        true => None,
    };
    if let Some(why) = refused {
        return Err(why.into());
    }
    let mut draft = taking.files.begin(random, name).await?;
    while let Some(bytes) = piece {
        draft.write(&bytes).await?;
        if draft.size() > taking.largest {
            return Err(Unwanted::TooLarge(draft.name().to_owned(), taking.largest >> 20).into());
        }
        if takes_of(draft.size()) > room {
            return Err(Unwanted::NoRoom(taking.no_room.clone()).into());
        }
        piece = part.next().await?;
    }
    if !taking.kinds.contains(&draft.sniffed().kind) {
        return Err(Unwanted::Kind(draft.name().to_owned()).into());
    }
    draft.hand_over().await?;
    Ok(draft)
}

fn takes_of(size: u64) -> i64 {
    takes(i64::try_from(size).unwrap_or(i64::MAX))
}

impl<T> Filled<T> {
    /// What is wrong with the files, each of them once, for their field.
    pub fn wrong(&self) -> Option<Text> {
        let mut told: Vec<&Unwanted> = Vec::new();
        for why in &self.unwanted {
            if !told.contains(&why) && told.len() < MOST_TOLD {
                told.push(why);
            }
        }
        let (first, others) = told.split_first()?;
        let both = |list: Text, why: &&Unwanted| {
            Text::new("web-file-and").with("list", list).with("next", Text::from((*why).clone()))
        };
        let list = others.iter().fold(Text::from((*first).clone()), both);
        Some(if told == [&Unwanted::Nowhere] || told == [&Unwanted::Full] {
            list
        } else {
            Text::new("web-file-again").with("why", list)
        })
    }
}

fn broken(error: MultipartError, meter: &Meter) -> WebError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge,
        _ if meter.is_over() => WebError::TooLarge,
        _ => WebError::BadRequest("the body could not be read".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use axum::extract::DefaultBodyLimit;
    use futures_util::stream::{self, StreamExt};

    use super::*;

    /// Sends a form of which `again` comes up to so many times, in one piece each; answers how often it did.
    async fn fill(begin: &str, again: &str, times: usize, end: &str) -> (Result<Filled<Value>, WebError>, usize) {
        let sent = Arc::new(AtomicUsize::new(0));
        let (counted, piece) = (sent.clone(), Bytes::from(again.to_owned()));
        let middle = stream::iter(0..times).map(move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
            piece.clone()
        });
        let all = stream::iter([Bytes::from(begin.to_owned())]).chain(middle);
        let all = all.chain(stream::iter([Bytes::from(end.to_owned())])).map(Ok::<_, Infallible>);
        let filled = fill_from(form("b", Body::from_stream(all)).await.unwrap()).await;
        (filled, sent.load(Ordering::Relaxed))
    }

    async fn form(boundary: &str, body: Body) -> Result<FileForm, WebError> {
        let kind = format!("multipart/form-data; boundary={boundary}");
        let mut request = Request::post("/").header(header::CONTENT_TYPE, kind).body(body).unwrap();
        DefaultBodyLimit::disable().apply(&mut request);
        FileForm::of(request).await
    }

    async fn fill_from(form: FileForm) -> Result<Filled<Value>, WebError> {
        let folder = tempfile::tempdir().unwrap();
        fill_into(Files::at(folder.path()), form).await
    }

    async fn fill_into(files: Files, form: FileForm) -> Result<Filled<Value>, WebError> {
        let (room, no_room) = (ROOM, Text::new("no-room"));
        let taking = Taking { files, most: 2, largest: 8 << 20, room, no_room, kinds: vec![FileKind::Text] };
        form.fill(&Random::seeded(1), &taking).await
    }

    fn part(name: &str, value: &str) -> String {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    }

    const ROOM: i64 = (8 << 20) + 100;
    const FILE: &str = "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\n";

    #[tokio::test]
    async fn what_belongs_to_no_part_is_not_gathered() {
        let long = "x".repeat(10_000);
        let name = format!("--b\r\nContent-Disposition: form-data; name=\"{}", "n".repeat(100));
        for begin in ["", "before\r\n", "--b\r\nX-Head: ", &format!("{}--b\r\n", part("a", "b")), &name, "--b"] {
            let (filled, pieces) = fill(begin, &long, 50_000, "").await;
            assert!(matches!(filled, Err(WebError::TooLarge | WebError::BadRequest(_))), "{begin}: {filled:?}");
            assert!(pieces <= 10, "{begin}: {pieces} pieces were read");
        }
        let heads = "X-Head: 0123456789\r\n".repeat(1_000);
        let (filled, pieces) = fill("--b\r\n", &heads, 50_000, "").await;
        assert!(matches!(filled, Err(WebError::TooLarge)), "{filled:?}");
        assert!(pieces <= 10, "{pieces} pieces were read");
    }

    #[tokio::test]
    async fn what_is_searched_again_and_again_is_short() {
        for begin in ["", "--b\r\nX-Head: ", &format!("{}--b\r\nX-Head: ", part("a", "b"))] {
            let (filled, pieces) = fill(begin, "x", 50_000, "").await;
            assert!(matches!(filled, Err(WebError::TooLarge | WebError::BadRequest(_))), "{begin}: {filled:?}");
            assert!(pieces <= 200, "{begin}: {pieces} pieces of one byte were read");
        }
        for (length, is_taken) in [(70, true), (200, false), (60_000, false)] {
            let form = form(&"b".repeat(length), Body::empty()).await;
            assert_eq!(form.is_ok(), is_taken, "a boundary of {length}");
        }
    }

    #[tokio::test]
    async fn who_sends_too_slowly_is_not_waited_for() {
        let begin = Bytes::from(format!("{FILE}some of it"));
        for stops in ["", "--b\r\nX-Head: ", FILE] {
            let begin = stream::iter([Ok::<_, Infallible>(begin.clone()), Ok(Bytes::from(stops))]);
            let form = form("b", Body::from_stream(begin.chain(stream::pending()))).await.unwrap();
            let filled = fill_from(FileForm { pace: Pace::of(Duration::from_millis(50)), ..form }).await;
            assert!(matches!(filled, Err(WebError::TooSlow)), "{stops}: {filled:?}");
        }
    }

    #[tokio::test]
    async fn where_the_disk_is_full_what_was_typed_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let sent = format!("{}{FILE}x\r\n{FILE}y\r\n--b--\r\n", part("a", "b"));
        let form = form("b", Body::from(sent)).await.unwrap();
        let filled = fill_into(Files::at(folder.path()).leaving(u64::MAX), form).await.unwrap();
        assert_eq!((filled.files.len(), filled.form["a"].as_str()), (0, Some("b")));
        assert_eq!(filled.wrong(), Some(Text::new("web-file-full")), "told once");
    }

    #[tokio::test]
    async fn parts_and_names_are_counted() {
        for again in [part("", ""), format!("{FILE}\r\n"), part("files", "x"), part(&"n".repeat(2_000), "")] {
            let (filled, pieces) = fill("", &again, 10_000, "--b--\r\n").await;
            assert!(matches!(filled, Err(WebError::TooLarge)), "{again}: {filled:?}");
            assert!(pieces < 500, "{again}: {pieces} parts were read");
        }
        let (filled, _) = fill("", &part("a", &"x".repeat(1_000)), 199, "--b--\r\n").await;
        assert!(filled.is_ok(), "{filled:?}");
        let (filled, pieces) = fill(&part("a", "b"), &part("a", &"x".repeat(10_000)), 10_000, "").await;
        assert!(matches!(filled, Err(WebError::TooLarge)) && pieces < 60, "{pieces}, with what was read ahead");
    }

    #[tokio::test]
    async fn a_file_is_read_to_its_end_however_long_it_is() {
        let piece = "words and words\r\n--a or --\r\n-".repeat(1_000);
        let (filled, _) = fill(&format!("{}{FILE}", part("a", "b")), &piece, 100, "\r\n--b--\r\n").await;
        let filled = filled.unwrap();
        assert_eq!((filled.files.len(), filled.form["a"].as_str()), (1, Some("b")));
        assert_eq!(filled.files[0].size(), piece.len() as u64 * 100);
        let (filled, pieces) = fill(FILE, &piece, 1_000, "\r\n--b--\r\n").await;
        assert_eq!(filled.unwrap().unwanted, [Unwanted::TooLarge("a.txt".to_owned(), 8)]);
        assert_eq!(pieces, 1_000, "whoever sends it hears why");
        let empty = format!("{FILE}x\r\n");
        let (filled, _) = fill(&format!("{FILE}{}\r\n", "x".repeat(8 << 20)), &empty, 1, "--b--\r\n").await;
        let filled = filled.unwrap();
        assert_eq!((filled.files.len(), filled.unwanted), (1, vec![Unwanted::NoRoom(Text::new("no-room"))]));
    }
}
