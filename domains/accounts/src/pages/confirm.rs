//! The mailed link that confirms a sign-up. Following it changes nothing: mail scanners follow links too. Where it makes a
//! login, it asks for the password chosen in the form, which may have been a stranger's. Link and password together are all that a first
//! sign-in could ask for: whoever gave both is signed in.

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use kit_core::{Context, FieldErrors, Text};
use kit_db::{Failed, Tx};
use kit_i18n::filters;
use kit_web::{Anyone, ByLink, ClientAddress, Flash, Form, Gate, View, WebError, Width};
use people::service::ChosenPassword;
use serde::Deserialize;

use super::{again, dead_link, within};
use crate::links::Followed;
use crate::service::sign_up::{self, DeadLink, ToConfirm};
use crate::store::sign_ups::SignUpTag;

/// What somebody who follows the link shows.
type ConfirmLink = Followed<SignUpTag>;

/// The password as it was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct ConfirmForm {
    password: String,
}

/// The button, and the password where a login comes into being.
#[derive(Template)]
#[template(path = "pages/confirm.html")]
pub(crate) struct ConfirmView {
    errors: FieldErrors,
    company: String,
    email: String,
    asks_password: bool,
    is_leaving: bool,
}

impl ConfirmView {
    fn new(errors: FieldErrors, found: &ToConfirm) -> ConfirmView {
        let (company, email) = (found.company.clone(), found.email.to_string());
        ConfirmView { errors, company, email, asks_password: found.chosen.is_some(), is_leaving: found.is_leaving }
    }
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
pub(crate) async fn show(gate: Gate<Anyone>, link: ByLink<ConfirmLink>) -> Result<Response, WebError> {
    let (actor, found) = gate.look(&link, sign_up::to_confirm).await?;
    let Some(found) = found else { return Ok(dead_link(&gate, &actor)) };
    Ok(gate.page(&actor, ConfirmView::new(FieldErrors::default(), &found)).into_response())
}

/// `POST /confirm/{link}`
pub(crate) async fn submit(
    gate: Gate<Anyone>,
    address: ClientAddress,
    headers: HeaderMap,
    link: ByLink<ConfirmLink>,
    Form(form): Form<ConfirmForm>,
) -> Result<Response, WebError> {
    let (actor, found) = gate.look(&link, sign_up::to_confirm).await?;
    let Some(found) = found else { return Ok(dead_link(&gate, &actor)) };
    let given = match &found.chosen {
        None => None,
        Some(_) => match give(&gate, &link, &form.password).await? {
            Given::Right(given) => given,
            Given::Wrong(text) => {
                return again(&gate, &actor, ConfirmView::new(FieldErrors::one("password", text), &found));
            }
            Given::TooMany(later) => {
                let page = gate.page(&actor, ConfirmView::new(FieldErrors::one("password", later), &found));
                return Ok(page.with_status(StatusCode::TOO_MANY_REQUESTS).into_response());
            }
        },
    };
    let (browser, is_nobody) = (people::browser(&headers, address.0), actor.person.is_none());
    let confirm = move |tx: &mut Tx<'_>, ctx: &Context, link: &ConfirmLink| -> Result<_, Failed<DeadLink>> {
        let confirmed = sign_up::confirm_by_link(tx, ctx, link, given.as_ref())?;
        let session = match &given {
            Some(given) if is_nobody => people::service::sign_in_by_chosen(tx, ctx, given, confirmed.person, &browser)?,
            _ => None,
        };
        Ok((confirmed, session))
    };
    let (actor, done) = gate.follow(crate::LOGINS, &link, confirm).await?;
    let Some((confirmed, session)) = done else { return Ok(dead_link(&gate, &actor)) };
    let (next, said) = if confirmed.is_open {
        (format!("/accounts/{}", confirmed.account), Text::new("accounts-confirmed-open"))
    } else {
        (within(confirmed.account, "status"), Text::new("accounts-confirmed"))
    };
    let signed_in = actor.person.as_ref().is_some_and(|person| person.id == confirmed.person);
    let to = if signed_in || session.is_some() { next } else { kit_web::href("/sign-in", &[("back", &next)]) };
    let mut response = gate.redirect(&actor, &to, Flash::done(said));
    if let Some(session) = &session {
        people::set_session(gate.app(), &mut response, session);
    }
    Ok(response)
}

/// What became of a password that was given.
enum Given {
    /// It is right; no proof where none is needed any more.
    Right(Option<ChosenPassword>),
    /// It is not the one, or nothing was typed; the link stays open.
    Wrong(Text),
    /// Not looked at.
    TooMany(Text),
}

/// Counts the attempt, then verifies it outside of any transaction, as at sign-in.
async fn give(gate: &Gate<Anyone>, link: &ByLink<ConfirmLink>, typed: &str) -> Result<Given, WebError> {
    if typed.is_empty() {
        return Ok(Given::Wrong(Text::new("accounts-confirm-password-missing")));
    }
    let link = link.link();
    let (_, counted) = gate
        .write(move |tx, ctx, _| match &link {
            Some(link) => sign_up::try_chosen(tx, ctx, link),
            None => Ok(None),
        })
        .await?;
    let attempt = match counted {
        Ok(Some(attempt)) => attempt,
        Ok(None) => return Ok(Given::Right(None)),
        Err(later) => return Ok(Given::TooMany(later.into())),
    };
    Ok(match attempt.verify(typed).await? {
        Some(given) => Given::Right(Some(given)),
        None => Given::Wrong(Text::new("accounts-confirm-password-wrong")),
    })
}

#[cfg(test)]
impl ConfirmView {
    pub(super) fn samples() -> [ConfirmView; 3] {
        let view = |errors, asks_password, is_leaving| ConfirmView {
            errors,
            company: "Atelier".into(),
            email: "lea@petit.fr".into(),
            asks_password,
            is_leaving,
        };
        let wrong = FieldErrors::one("password", Text::new("accounts-confirm-password-wrong"));
        let right = FieldErrors::default;
        [view(right(), false, false), view(wrong, true, false), view(right(), false, true)]
    }
}
