//! A person's own data: what is kept, a copy of it, the way to be forgotten.

use askama::Template;
use jiff::Timestamp;
use kit_core::{FieldErrors, Text};
use kit_db::{DbError, Read};
use kit_i18n::filters;
use kit_web::{Actor, Gate, Myself, Once, Page, View, WebError};

use super::subject;
use crate::model::{ErasureRequest, Export};
use crate::service::kept::{Kept, kept};
use crate::service::{erasure_requests, exports};

/// The page.
#[derive(Template)]
#[template(path = "pages/data.html")]
pub(crate) struct DataView {
    pub(super) errors: FieldErrors,
    pub(super) once: Once,
    name: String,
    email: String,
    kept: Vec<Kept>,
    exports: Vec<Export>,
    request: Option<ErasureRequest>,
}

impl View for DataView {
    fn title(&self) -> Text {
        Text::new("privacy-data-title")
    }
}

/// What the page reads.
type Found = (String, String, Vec<Export>, Option<ErasureRequest>);

/// `GET /me/data`
pub(crate) async fn show(gate: Gate<Myself>) -> Result<Page, WebError> {
    let (actor, view) = view(&gate, FieldErrors::default()).await?;
    Ok(gate.page(&actor, view))
}

pub(super) async fn view(gate: &Gate<Myself>, errors: FieldErrors) -> Result<(Actor, DataView), WebError> {
    let now = gate.now();
    let (actor, (name, email, exports, request)) = gate.read(move |read, actor| Ok(found(read, actor, now)?)).await?;
    let kept = kept(&gate.app().personal);
    Ok((actor, DataView { errors, once: gate.once(), name, email, kept, exports, request }))
}

fn found(read: &mut Read<'_>, actor: &Actor, now: Timestamp) -> Result<Found, DbError> {
    let subject = subject(read, actor)?;
    let exports = exports::exports(read, subject.person, now)?;
    let request = erasure_requests::open_of(read, subject.person)?;
    Ok((subject.name, subject.email.to_string(), exports, request))
}

#[cfg(test)]
impl DataView {
    pub(super) fn sample(request: Option<ErasureRequest>) -> DataView {
        let export = |ready_at| Export {
            id: kit_core::Id::from_raw(7),
            asked_at: Timestamp::UNIX_EPOCH,
            ready_at,
            expires_at: Timestamp::UNIX_EPOCH,
            bytes: 4000,
            parts: 1,
        };
        DataView {
            errors: FieldErrors::one("export", exports::TooMany),
            once: Once::default(),
            name: "Camille Durand".into(),
            email: "c@plan.example".into(),
            kept: kept(&crate::personal::kept()),
            exports: vec![export(None), export(Some(Timestamp::UNIX_EPOCH))],
            request,
        }
    }
}
