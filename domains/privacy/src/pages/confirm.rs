//! The mailed link that confirms a request. Following it shows a button; the button confirms.

use askama::Template;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use kit_core::{Arg, Text};
use kit_i18n::filters;
use kit_web::{Actor, Anyone, ClientAddress, Flash, Gate, Limited, Path, View, WebError, Width};

use crate::mails::Confirmation;
use crate::model::GRACE;
use crate::service::requests::{self, DeadLink};

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

/// Says that the link is not open, and what to do.
#[derive(Template)]
#[template(path = "pages/confirm_closed.html")]
pub(crate) struct ConfirmClosedView;

impl View for ConfirmClosedView {
    fn title(&self) -> Text {
        Text::new("privacy-dead-link-title")
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

/// `GET /erasure/{link}`
pub(crate) async fn show(
    gate: Gate<Anyone>,
    address: ClientAddress,
    Path(link): Path<String>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Secret, address.0)?;
    let (keys, now) = (gate.app().keys.clone(), gate.now());
    let link = Confirmation::read(&link);
    let (actor, found) = gate
        .read(move |read, _| match &link {
            Some(link) => Ok(requests::of_link(read, &keys, link, now)?),
            None => Ok(None),
        })
        .await?;
    Ok(match found {
        Some((_, subject)) => {
            let erase_at = now.saturating_add(GRACE).unwrap_or(Timestamp::MAX);
            gate.page(&actor, ConfirmView { email: subject.email.to_string(), erase_at }).into_response()
        }
        None => closed(&gate, &actor),
    })
}

/// `POST /erasure/{link}`
pub(crate) async fn submit(
    gate: Gate<Anyone>,
    address: ClientAddress,
    Path(link): Path<String>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Secret, address.0)?;
    let link = Confirmation::read(&link);
    let (actor, confirmed) = gate
        .write(move |tx, ctx, _| match &link {
            Some(link) => requests::confirm(tx, ctx, link),
            None => kit_db::refuse(DeadLink),
        })
        .await?;
    Ok(match confirmed {
        Ok(erase_at) => {
            let to = if actor.person.is_some() { "/me/data" } else { "/sign-in" };
            let said = Text { key: "privacy-erasure-confirmed", args: vec![("date", Arg::Date(erase_at))] };
            gate.redirect(&actor, to, Flash::done(said))
        }
        Err(DeadLink) => closed(&gate, &actor),
    })
}

/// 410: it may have been open once (RFC 9110, 15.5.11).
fn closed(gate: &Gate<Anyone>, actor: &Actor) -> Response {
    gate.page(actor, ConfirmClosedView).with_status(axum::http::StatusCode::GONE).into_response()
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
