//! The mailed link that confirms a request. Following it shows a button; the button confirms.

use askama::Template;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use kit_core::{Arg, Text};
use kit_db::Lock;
use kit_i18n::filters;
use kit_web::{Actor, Anyone, ByLink, ClosedLink, Flash, Gate, View, WebError, Width};

use crate::mails::Confirmation;
use crate::model::GRACE;
use crate::service::erasure_requests;

/// The button.
#[derive(Template)]
#[template(path = "pages/confirm.html")]
pub(crate) struct ConfirmView {
    email: String,
    erase_at: Timestamp,
}

impl View for ConfirmView {
    fn title(&self) -> Text {
        Text::new("privacy-confirm-title")
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

/// `GET /erasure/{link}`
pub(crate) async fn show(gate: Gate<Anyone>, link: ByLink<Confirmation>) -> Result<Response, WebError> {
    let (actor, found) = gate.look(&link, erasure_requests::of_link).await?;
    let Some((_, subject)) = found else { return Ok(closed(&gate, &actor)) };
    let erase_at = gate.now().saturating_add(GRACE).unwrap_or(Timestamp::MAX);
    Ok(gate.page(&actor, ConfirmView { email: subject.email.to_string(), erase_at }).into_response())
}

/// `POST /erasure/{link}`
pub(crate) async fn submit(gate: Gate<Anyone>, link: ByLink<Confirmation>) -> Result<Response, WebError> {
    let (actor, confirmed) = gate.follow(Lock::None, &link, erasure_requests::confirm).await?;
    let Some(erase_at) = confirmed else { return Ok(closed(&gate, &actor)) };
    let to = if actor.person.is_some() { "/me/data" } else { "/sign-in" };
    let said = Text { key: "privacy-erasure-confirmed", args: vec![("date", Arg::Date(erase_at))] };
    Ok(gate.redirect(&actor, to, Flash::done(said)))
}

fn closed(gate: &Gate<Anyone>, actor: &Actor) -> Response {
    let page = ClosedLink::new(Text::new("privacy-dead-link-lead"));
    gate.closed(actor, page.way("/me/data", Text::new("privacy-data-title")))
}

impl ConfirmView {
    fn days(&self) -> i64 {
        GRACE.as_hours() / 24
    }
}

#[cfg(test)]
impl ConfirmView {
    pub(super) fn sample() -> ConfirmView {
        ConfirmView { email: "c@plan.example".into(), erase_at: Timestamp::UNIX_EPOCH }
    }
}
