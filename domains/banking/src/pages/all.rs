//! `/staff/bank/all`: every line that is sure is confirmed at once.

use askama::Template;
use axum::response::Response;
use kit_core::Text;
use kit_i18n::filters;
use kit_web::{Button, Flash, Form, Gate, Once, Page, View, WebError, Width, Written};
use orders::ManageMoney;

use super::HOME;
use crate::service;

/// The question before.
#[derive(Template)]
#[template(path = "pages/all.html")]
pub(crate) struct AllView {
    pub(super) sure: i64,
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

/// `GET /staff/bank/all`
pub(crate) async fn ask(gate: Gate<ManageMoney>) -> Result<Page, WebError> {
    let (actor, summary) = gate.read(|read, _| Ok(service::summary(read)?)).await?;
    Ok(gate.page(&actor, AllView { sure: summary.sure, once: gate.once() }))
}

/// `POST /staff/bank/all`: a job records them, one after the other.
pub(crate) async fn confirm(gate: Gate<ManageMoney>, Form(form): Form<Button>) -> Result<Response, WebError> {
    let body = |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &kit_web::Actor| {
        Ok::<_, kit_db::Failed<std::convert::Infallible>>(service::ask_for_all_sure(tx, ctx)?)
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    let flash = match written {
        Written::Done(lines) => Flash::done(Text::new("banking-recording").with("lines", lines)),
        Written::Repeated => Flash::done(Text::new("banking-recording-already")),
        Written::Refused(never) => match never {},
    };
    Ok(gate.redirect(&actor, HOME, flash))
}
