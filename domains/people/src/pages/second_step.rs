//! The door's second step: a code of the second factor.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode};
use kit_core::{FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Anyone, ClientAddress, Flash, Form, Gate, Limited, Query, View, WebError, Width};
use serde::Deserialize;

use super::back::Back;
use super::sign_in::{Way, end_before};
use super::{again, cookies};
use crate::model::TryAgain;
use crate::service::{self, SecondFactorEnd};

/// The code as it was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct CodeForm {
    code: String,
    back: String,
}

/// The second step.
#[derive(Template)]
#[template(path = "pages/second_step.html")]
pub(crate) struct SecondStepView {
    errors: FieldErrors,
    back: Back,
}

impl View for SecondStepView {
    fn title(&self) -> Text {
        Text::new("people-second-step-title")
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

/// `GET /sign-in/second-factor`
pub(crate) async fn show(gate: Gate<Anyone>, headers: HeaderMap, Query(way): Query<Way>) -> Result<Response, WebError> {
    let back = Back::read(&way.back);
    if cookies::half(gate.app(), &headers).is_none() {
        return Ok(Redirect::to(&back.from("/sign-in")).into_response());
    }
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    Ok(gate.page(&actor, SecondStepView { errors: FieldErrors::default(), back }).into_response())
}

/// `POST /sign-in/second-factor`
pub(crate) async fn submit(
    gate: Gate<Anyone>,
    address: ClientAddress,
    headers: HeaderMap,
    Form(form): Form<CodeForm>,
) -> Result<Response, WebError> {
    let app = gate.app().clone();
    app.limits.take(Limited::Secret, address.0)?;
    let back = Back::read(&form.back);
    let Some(half) = cookies::half(&app, &headers) else {
        return Ok(Redirect::to(&back.from("/sign-in")).into_response());
    };
    let (browser, known) = (cookies::browser(&headers, address.0), cookies::known_browser(&app, &headers));
    let before = gate.credential();
    let (actor, end) = gate
        .write::<_, TryAgain, _>(move |tx, ctx, _| {
            let end = service::pass_second_factor(tx, ctx, &half, &form.code, known.as_deref(), &browser)?;
            if matches!(end, SecondFactorEnd::Done(_)) {
                end_before(tx, ctx, before)?;
            }
            Ok(end)
        })
        .await?;
    match end {
        Ok(SecondFactorEnd::Done(session)) => {
            let mut response = Redirect::to(back.path()).into_response();
            cookies::set_session(&app, &mut response, &session);
            Ok(response)
        }
        Ok(SecondFactorEnd::Wrong) => {
            tracing::info!("a code of a second factor was refused");
            again(
                &gate,
                &actor,
                SecondStepView { errors: FieldErrors::one("code", Text::new("people-code-wrong")), back },
            )
        }
        Ok(SecondFactorEnd::TooMany(later)) | Err(later) => {
            let page = gate.page(&actor, SecondStepView { errors: FieldErrors::one("code", later), back });
            Ok(page.with_status(StatusCode::TOO_MANY_REQUESTS).into_response())
        }
        Ok(SecondFactorEnd::Over) => {
            let flash = Flash::warning(Text::new("people-second-step-over"));
            Ok(gate.redirect(&actor, &back.from("/sign-in"), flash))
        }
    }
}

#[cfg(test)]
impl SecondStepView {
    pub(super) fn sample() -> SecondStepView {
        SecondStepView { errors: FieldErrors::one("code", Text::new("people-code-wrong")), back: Back::read("/") }
    }
}
