//! A copy of one's data: asked for, then downloaded with the password.

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kit_core::{FieldErrors, Text};
use kit_db::Read;
use kit_i18n::filters;
use kit_web::{
    Actor, Button, ClientAddress, Flash, Form, Full, Gate, Myself, Page, Path, Place, PlaceLimits, Places, Room, View,
    WebError, Width, Written,
};
use serde::Deserialize;

use super::data;
use super::packing::{Packing, Patience, packed};
use crate::model::{Export, ExportId};
use crate::service::exports;

/// Copies on their way out, each of which reads from the disk for as long as somebody takes it.
static COPIES: Places = Places::new(PlaceLimits { each: 1, account: 2, alone: 2, all: 4 });

/// The password as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DownloadForm {
    current: String,
}

/// Asks for the password.
#[derive(Template)]
#[template(path = "pages/export.html")]
pub(crate) struct ExportView {
    errors: FieldErrors,
    export: Export,
}

impl View for ExportView {
    fn title(&self) -> Text {
        Text::new("privacy-download-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `POST /me/data/exports`
pub(crate) async fn ask(gate: Gate<Myself>, Form(form): Form<Button>) -> Result<Response, WebError> {
    let (actor, written) = gate
        .write_once(&form.once, |tx, ctx, actor| {
            let subject = super::subject(tx, actor)?;
            exports::ask(tx, ctx, subject.person)
        })
        .await?;
    match written {
        Written::Done(_) | Written::Repeated => {
            Ok(gate.redirect(&actor, "/me/data", Flash::done(Text::new("privacy-export-asked"))))
        }
        Written::Refused(too_many) => {
            let (actor, view) = data::view(&gate, FieldErrors::one("export", too_many)).await?;
            Ok(gate.invalid(&actor, view).into_response())
        }
    }
}

/// `GET /me/data/exports/{export}`
pub(crate) async fn show(gate: Gate<Myself>, Path(id): Path<ExportId>) -> Result<Page, WebError> {
    let (actor, export) = find(&gate, id).await?;
    Ok(gate.page(&actor, ExportView { errors: FieldErrors::default(), export }))
}

/// `POST /me/data/exports/{export}`: the file, for who has just given the password. It can be had again as long as it is there, but not twice
/// at a time.
pub(crate) async fn download(
    gate: Gate<Myself>,
    address: ClientAddress,
    Path(id): Path<ExportId>,
    Form(form): Form<DownloadForm>,
) -> Result<Response, WebError> {
    let (actor, export) = find(&gate, id).await?;
    let wrong = match people::proof(&gate, address, &form.current).await? {
        Err(wrong) => wrong,
        Ok(verified) => {
            let (_, room) = gate.read(whose).await?;
            let place = match COPIES.enter(verified.person(), room, gate.now()) {
                Ok(place) => place,
                Err(full) => return Ok(later(&gate, &actor, export, full)),
            };
            let (_, holds) = gate.write_sure(move |tx, ctx, _| exports::note_download(tx, ctx, &verified)).await?;
            if holds {
                return file(gate, export, place).await;
            }
            Text::new("privacy-password-changed")
        }
    };
    Ok(gate.invalid(&actor, ExportView { errors: FieldErrors::one("current", wrong), export }).into_response())
}

/// For whom a copy is taken: a member of an account that is open takes none of the places of those for whom no account speaks.
fn whose(read: &mut Read<'_>, actor: &Actor) -> Result<Room, WebError> {
    for (account, _) in &actor.accounts {
        if accounts::service::account(read, *account)?.is_some_and(|known| known.state.is_open()) {
            return Ok(Room::Account(*account));
        }
    }
    Ok(Room::Person(actor.person()?.id))
}

/// The same page again, to be tried in a while.
fn later(gate: &Gate<Myself>, actor: &Actor, export: Export, full: Full) -> Response {
    let said = match full {
        Full::Own => "privacy-download-own",
        Full::Account | Full::All => "privacy-download-full",
        Full::Paused(_) => "privacy-download-paused",
    };
    let view = ExportView { errors: FieldErrors::one("export", Text::new(said)), export };
    let retry_after = [(header::RETRY_AFTER, HeaderValue::from(full.retry_after()))];
    (retry_after, gate.page(actor, view).with_status(full.status())).into_response()
}

async fn find(gate: &Gate<Myself>, id: ExportId) -> Result<(Actor, Export), WebError> {
    let now = gate.now();
    gate.read(move |read, actor| exports::downloadable(read, id, actor.person()?.id, now)?.ok_or(WebError::NotFound))
        .await
}

/// The lists, and after them the files that the person sent, which are never there as a whole.
async fn file(gate: Gate<Myself>, export: Export, place: Place) -> Result<Response, WebError> {
    let name = format!("guichet-{}.zip", export.id);
    let mut lists = Vec::new();
    for place in 0..export.parts {
        let wanted = export.clone();
        let (_, part) = gate.read(move |read, _| Ok(exports::part(read, &wanted, place)?)).await?;
        lists.extend(part.ok_or(WebError::NotFound)?);
    }
    let sources = gate.app().personal_files.clone();
    let (actor, sent) = gate
        .read(move |read, actor| {
            let subject = super::subject(read, actor)?;
            Ok(exports::files(read, &sources, &subject)?)
        })
        .await?;
    let (store, clock) = (gate.app().files.clone(), gate.app().clock.clone());
    let packing = Packing { lists, sent, store, clock, reader: gate.reader(&actor) };
    let mut response = Body::from_stream(packed(packing, place, Patience::USUAL)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

#[cfg(test)]
impl ExportView {
    pub(super) fn sample() -> ExportView {
        let at = jiff::Timestamp::UNIX_EPOCH;
        let id = kit_core::Id::from_raw(7);
        let export = Export { id, asked_at: at, ready_at: Some(at), expires_at: at, bytes: 4000, parts: 1 };
        ExportView { errors: FieldErrors::one("current", Text::new("privacy-password-changed")), export }
    }
}
