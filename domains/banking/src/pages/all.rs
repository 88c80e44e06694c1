//! `/staff/bank/all`: every line that is sure is confirmed at once.

use askama::Template;
use axum::response::Response;
use jiff::Timestamp;
use kit_core::Text;
use kit_i18n::filters;
use kit_web::{Flash, Form, Gate, Once, Page, View, WebError, Width, Written};
use orders::ManageMoney;
use serde::Deserialize;

use super::HOME;
use crate::service;

/// The question before.
#[derive(Template)]
#[template(path = "pages/all.html")]
pub(crate) struct AllView {
    pub(super) sure: i64,
    /// When the question was put: what is sure since then was not seen. In microseconds.
    pub(super) shown_at: i64,
    pub(super) once: Once,
}

impl View for AllView {
    fn title(&self) -> Text {
        Text::new("banking-all-title").with("lines", self.sure)
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

/// The answer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AllForm {
    once: Once,
    shown_at: String,
}

impl AllForm {
    /// When the question was put; of an answer to none, before everything.
    fn shown_at(&self) -> Timestamp {
        let moment = self.shown_at.parse().ok().and_then(|micros| Timestamp::from_microsecond(micros).ok());
        moment.unwrap_or(Timestamp::MIN)
    }
}

/// `GET /staff/bank/all`
pub(crate) async fn ask(gate: Gate<ManageMoney>) -> Result<Page, WebError> {
    let shown_at = gate.now().as_microsecond();
    let (actor, summary) = gate.read(|read, _| Ok(service::summary(read)?)).await?;
    Ok(gate.page(&actor, AllView { sure: summary.sure, shown_at, once: gate.once() }))
}

/// `POST /staff/bank/all`: a job records them, one after the other.
pub(crate) async fn confirm(gate: Gate<ManageMoney>, Form(form): Form<AllForm>) -> Result<Response, WebError> {
    let shown_at = form.shown_at();
    let (actor, written) =
        gate.write_sure_once(&form.once, move |tx, ctx, _| service::ask_for_all_sure(tx, ctx, shown_at)).await?;
    let flash = match written {
        Written::Done(lines) => Flash::done(Text::new("banking-recording").with("lines", lines)),
        Written::Repeated => Flash::done(Text::new("banking-recording-already")),
    };
    Ok(gate.redirect(&actor, HOME, flash))
}
