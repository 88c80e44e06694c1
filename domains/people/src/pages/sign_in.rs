//! The door: e-mail and password.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode};
use kit_core::{Check, Context, FieldErrors, Text};
use kit_db::{DbError, Tx};
use kit_i18n::filters;
use kit_mail::Email;
use kit_web::{Actor, Anyone, ClientAddress, Credential, Form, Gate, Limited, Query, View, WebError, Width};
use serde::Deserialize;

use super::back::Back;
use super::{again, cookies};
use crate::model::TryAgain;
use crate::service::{self, SignInEnd};

/// Where to go after signing in, as the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Way {
    pub(super) back: String,
}

/// E-mail and password as they were typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct SignInForm {
    email: String,
    password: String,
    back: String,
}

impl SignInForm {
    fn read(&self) -> Result<Email, FieldErrors> {
        let mut check = Check::new();
        let email = check.field("email", Email::parse(&self.email));
        if self.password.is_empty() {
            check.fail("password", Text::new("people-password-missing"));
        }
        check.finish(|| email)
    }
}

/// The door.
#[derive(Template)]
#[template(path = "pages/sign_in.html")]
pub(crate) struct SignInView {
    errors: FieldErrors,
    email: String,
    back: Back,
}

impl View for SignInView {
    fn title(&self) -> Text {
        Text::new("people-sign-in-title")
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

/// `GET /sign-in`
pub(crate) async fn show(gate: Gate<Anyone>, Query(way): Query<Way>) -> Result<Response, WebError> {
    let back = Back::read(&way.back);
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    if actor.person.is_some() {
        return Ok(Redirect::to(back.path()).into_response());
    }
    Ok(gate.page(&actor, SignInView { errors: FieldErrors::default(), email: String::new(), back }).into_response())
}

/// `POST /sign-in`
pub(crate) async fn submit(
    gate: Gate<Anyone>,
    address: ClientAddress,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Result<Response, WebError> {
    let app = gate.app().clone();
    app.limits.take(Limited::Secret, address.0)?;
    let email = match form.read() {
        Ok(email) => email,
        Err(errors) => {
            let (actor, ()) = gate.read(|_, _| Ok(())).await?;
            return again(&gate, &actor, form.view(errors));
        }
    };
    let known = cookies::known_browser(&app, &headers);
    let (actor, counted) =
        gate.write(move |tx, ctx, _| service::try_password(tx, ctx, &email, known.as_deref())).await?;
    let attempt = match counted {
        Ok(attempt) => attempt,
        Err(later) => return Ok(form.too_many(&gate, &actor, later)),
    };
    let Some(verified) = attempt.verify(&form.password).await? else { return form.wrong(&gate, &actor) };
    let browser = cookies::browser(&headers, address.0);
    let before = gate.credential();
    let (_, end) = gate
        .write::<_, TryAgain, _>(move |tx, ctx, _| {
            let end = service::sign_in(tx, ctx, &verified, &browser)?;
            if matches!(end, SignInEnd::Done(_)) {
                end_before(tx, ctx, before)?;
            }
            Ok(end)
        })
        .await?;
    let back = Back::read(&form.back);
    match end {
        Ok(SignInEnd::Done(session)) => {
            let mut response = Redirect::to(back.path()).into_response();
            cookies::set_session(&app, &mut response, &session);
            Ok(response)
        }
        Ok(SignInEnd::SecondFactor(half)) => {
            let mut response = Redirect::to(&back.from("/sign-in/second-factor")).into_response();
            cookies::set_half(&app, &mut response, &half);
            Ok(response)
        }
        Ok(SignInEnd::Refused) => form.wrong(&gate, &actor),
        Err(later) => Ok(form.too_many(&gate, &actor, later)),
    }
}

/// Ends the session that the browser had before it signed in anew: its cookie is overwritten, so nobody could end it by hand.
pub(super) fn end_before(tx: &mut Tx<'_>, ctx: &Context, before: Credential) -> Result<(), DbError> {
    match before {
        Credential::Session(token) => service::sign_out(tx, ctx, &token),
        _ => Ok(()),
    }
}

impl SignInForm {
    fn view(&self, errors: FieldErrors) -> SignInView {
        SignInView { errors, email: self.email.clone(), back: Back::read(&self.back) }
    }

    /// The same words whether the address is somebody's or not.
    fn wrong(&self, gate: &Gate<Anyone>, actor: &Actor) -> Result<Response, WebError> {
        tracing::info!("a sign-in was refused");
        again(gate, actor, self.view(FieldErrors::one("password", Text::new("people-sign-in-wrong"))))
    }

    fn too_many(&self, gate: &Gate<Anyone>, actor: &Actor, later: TryAgain) -> Response {
        tracing::info!("a sign-in has to wait");
        let page = gate.page(actor, self.view(FieldErrors::one("password", later)));
        page.with_status(StatusCode::TOO_MANY_REQUESTS).into_response()
    }
}

#[cfg(test)]
impl SignInView {
    pub(super) fn sample() -> SignInView {
        let errors = FieldErrors::one("password", Text::new("people-sign-in-wrong"));
        SignInView { errors, email: "camille.durand@exemple.fr".into(), back: Back::read("/accounts/C-1001") }
    }
}
