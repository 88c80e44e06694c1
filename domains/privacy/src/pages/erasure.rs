//! Asking to be forgotten, and taking that back. Before, the page says what goes, what stays and why, and what stands in the way.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{
    Actor, Button, ClientAddress, Flash, Form, Gate, Hindrance, Myself, Once, View, WebError, Width, Written,
};
use people::Refused;
use serde::Deserialize;

use super::subject;
use crate::service::erasure_requests::{self, AskRefusal};
use crate::service::kept::{Kept, hindrances, kept};

/// The form as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ErasureForm {
    once: Once,
    current: String,
}

/// What will happen, and the button.
#[derive(Template)]
#[template(path = "pages/erasure.html")]
pub(crate) struct ErasureView {
    errors: FieldErrors,
    once: Once,
    hindrances: Vec<Hindrance>,
    kept: Vec<Kept>,
}

impl ErasureView {
    fn going(&self) -> impl Iterator<Item = &Kept> {
        self.kept.iter().filter(|kept| !kept.stays)
    }

    fn staying(&self) -> impl Iterator<Item = &Kept> {
        self.kept.iter().filter(|kept| kept.stays)
    }
}

impl View for ErasureView {
    fn title(&self) -> Text {
        Text::new("privacy-erasure-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /me/data/erasure`
pub(crate) async fn show(gate: Gate<Myself>) -> Result<Response, WebError> {
    let (actor, view) = view(&gate, FieldErrors::default()).await?;
    Ok(gate.page(&actor, view).into_response())
}

/// `POST /me/data/erasure`
pub(crate) async fn ask(
    gate: Gate<Myself>,
    address: ClientAddress,
    Form(form): Form<ErasureForm>,
) -> Result<Response, WebError> {
    let app = gate.app().clone();
    let (actor, written) =
        people::with_password(&gate, address, &form.once, &form.current, move |tx, ctx, _, verified| {
            erasure_requests::ask(tx, ctx, verified, &app.hindrances)
        })
        .await?;
    let wrong = match written {
        Written::Done(_) | Written::Repeated => {
            let flash = Flash::done(Text::new("privacy-erasure-asked"));
            return Ok(gate.redirect(&actor, "/me/data", flash));
        }
        Written::Refused(Refused::Rule(AskRefusal::Already)) => {
            let flash = Flash::warning(Text::new("privacy-erasure-already"));
            return Ok(gate.redirect(&actor, "/me/data", flash));
        }
        Written::Refused(Refused::Password(text)) => FieldErrors::one("current", text),
        Written::Refused(Refused::Rule(AskRefusal::PasswordChanged)) => {
            FieldErrors::one("current", Text::new("privacy-password-changed"))
        }
        // The page says what stands in the way.
        Written::Refused(Refused::Rule(AskRefusal::Hindered(_))) => FieldErrors::default(),
    };
    let (actor, view) = view(&gate, wrong).await?;
    Ok(gate.invalid(&actor, view).into_response())
}

/// `POST /me/data/erasure/withdraw`
pub(crate) async fn withdraw(gate: Gate<Myself>, Form(form): Form<Button>) -> Result<Response, WebError> {
    let (actor, _) = gate
        .write_sure_once(&form.once, |tx, ctx, actor| {
            let subject = subject(tx, actor)?;
            erasure_requests::withdraw(tx, ctx, subject.person)
        })
        .await?;
    Ok(gate.redirect(&actor, "/me/data", Flash::done(Text::new("privacy-erasure-withdrawn"))))
}

async fn view(gate: &Gate<Myself>, errors: FieldErrors) -> Result<(Actor, ErasureView), WebError> {
    let app = gate.app().clone();
    let (actor, hindrances) = gate
        .read(move |read, actor| {
            let subject = subject(read, actor)?;
            Ok(hindrances(read, &app.hindrances, &subject)?)
        })
        .await?;
    Ok((actor, ErasureView { errors, once: gate.once(), hindrances, kept: kept(&gate.app().personal) }))
}

#[cfg(test)]
impl ErasureView {
    pub(super) fn sample(hindered: bool) -> ErasureView {
        let hindrance = Hindrance {
            text: Text::new("privacy-erasure-already"),
            ways: vec![("/accounts/C-1042/members".to_owned(), Text::new("privacy-close-verb"))],
        };
        ErasureView {
            errors: FieldErrors::one("current", Text::new("privacy-password-changed")),
            once: Once::default(),
            hindrances: hindered.then_some(hindrance).into_iter().collect(),
            kept: kept(&crate::personal::kept()),
        }
    }
}
