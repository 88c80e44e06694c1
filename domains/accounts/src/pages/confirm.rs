//! The mailed link that confirms a sign-up. Following it changes nothing: mail scanners follow links too.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::Text;
use kit_i18n::filters;
use kit_web::{Anyone, ClientAddress, Flash, Gate, Limited, Path, View, WebError, Width};

use super::{dead_link, within};
use crate::links::Followed;
use crate::service::sign_up::{self, DeadLink};

/// The button.
#[derive(Template)]
#[template(path = "pages/confirm.html")]
pub(crate) struct ConfirmView {
    company: String,
    email: String,
}

impl View for ConfirmView {
    fn title(&self) -> Text {
        Text::new("accounts-confirm-title")
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

/// `GET /confirm/{link}`
pub(crate) async fn show(
    gate: Gate<Anyone>,
    address: ClientAddress,
    Path(link): Path<String>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Secret, address.0)?;
    let (keys, now, followed) = (gate.app().keys.clone(), gate.now(), Followed::read(&link));
    let (actor, found) = gate
        .read(move |read, _| match &followed {
            Some(link) => Ok(sign_up::to_confirm(read, &keys, now, link)?),
            None => Ok(None),
        })
        .await?;
    let Some(found) = found else { return Ok(dead_link(&gate, &actor)) };
    let view = ConfirmView { company: found.company, email: found.email.to_string() };
    Ok(gate.page(&actor, view).into_response())
}

/// `POST /confirm/{link}`
pub(crate) async fn submit(
    gate: Gate<Anyone>,
    address: ClientAddress,
    Path(link): Path<String>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Secret, address.0)?;
    let followed = Followed::read(&link);
    let (actor, done) = gate
        .write_with(crate::LOGINS, move |tx, ctx, _| match &followed {
            Some(link) => sign_up::confirm_by_link(tx, ctx, link),
            None => kit_db::refuse(DeadLink),
        })
        .await?;
    let Ok(confirmed) = done else { return Ok(dead_link(&gate, &actor)) };
    let status = within(confirmed.account, "status");
    let signed_in = actor.person.as_ref().is_some_and(|person| person.id == confirmed.person);
    let to = if signed_in { status } else { kit_web::href("/sign-in", &[("back", &status)]) };
    Ok(gate.redirect(&actor, &to, Flash::done(Text::new("accounts-confirmed"))))
}

#[cfg(test)]
impl ConfirmView {
    pub(super) fn sample() -> ConfirmView {
        ConfirmView { company: "Atelier".into(), email: "lea@petit.fr".into() }
    }
}
