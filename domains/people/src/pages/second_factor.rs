//! Setting up a second factor, taking it away, new recovery codes.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use kit_core::{FieldErrors, Id, Text};
use kit_i18n::filters;
use kit_web::{Actor, ClientAddress, Flash, Form, Gate, Limited, Myself, Once, View, WebError, Width, Written};
use serde::Deserialize;

use super::again;
use super::ask_password::{AskPasswordView, PasswordForm, Refused, me, with_password};
use crate::model::{QrPicture, RecoveryCode, TotpSecret};
use crate::service::{self, SecondFactorRefusal, SecondFactorState};

const SECURITY: &str = "/me/security";
const SET_UP: &str = "/me/security/second-factor";
const REMOVE: &str = "/me/security/second-factor/remove";
const CODES: &str = "/me/security/recovery-codes";

/// A first code as it was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct FirstCodeForm {
    once: Once,
    code: String,
}

/// Shows the secret and asks for a first code.
#[derive(Template)]
#[template(path = "pages/enrol.html")]
pub(crate) struct EnrolView {
    errors: FieldErrors,
    once: Once,
    picture: Option<QrPicture>,
    secret: String,
}

impl View for EnrolView {
    fn title(&self) -> Text {
        Text::new("people-enrol-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

impl EnrolView {
    fn new(actor: &Actor, secret: &TotpSecret, once: Once, errors: FieldErrors) -> EnrolView {
        let email = actor.person.as_ref().map_or("", |person| person.email.as_str());
        let picture = secret.address(&actor.brand.name, email).and_then(|address| QrPicture::of(&address));
        EnrolView { errors, once, picture, secret: secret.typed() }
    }
}

/// Shows new recovery codes, once.
#[derive(Template)]
#[template(path = "pages/recovery_codes.html")]
pub(crate) struct RecoveryCodesView {
    codes: Vec<String>,
}

impl View for RecoveryCodesView {
    fn title(&self) -> Text {
        Text::new("people-codes-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

impl RecoveryCodesView {
    fn new(codes: &[RecoveryCode]) -> RecoveryCodesView {
        RecoveryCodesView { codes: codes.iter().map(RecoveryCode::reveal).collect() }
    }
}

fn ask_to_set_up(once: Once, errors: FieldErrors) -> AskPasswordView {
    AskPasswordView {
        title: Text::new("people-enrol-title"),
        lead: Text::new("people-enrol-password-lead"),
        verb: Text::new("people-continue"),
        action: SET_UP,
        tone: "primary",
        errors,
        once,
    }
}

fn ask_to_remove(once: Once, errors: FieldErrors) -> AskPasswordView {
    AskPasswordView {
        title: Text::new("people-remove-factor-title"),
        lead: Text::new("people-remove-factor-lead"),
        verb: Text::new("people-remove-factor-verb"),
        action: REMOVE,
        tone: "danger",
        errors,
        once,
    }
}

fn ask_to_renew(once: Once, errors: FieldErrors) -> AskPasswordView {
    AskPasswordView {
        title: Text::new("people-codes-renew-title"),
        lead: Text::new("people-codes-renew-lead"),
        verb: Text::new("people-codes-renew-verb"),
        action: CODES,
        tone: "primary",
        errors,
        once,
    }
}

/// `GET /me/security/second-factor`
pub(crate) async fn show(gate: Gate<Myself>) -> Result<Response, WebError> {
    let (actor, state) = state(&gate).await?;
    Ok(match state {
        SecondFactorState::Off => gate.page(&actor, ask_to_set_up(gate.once(), FieldErrors::default())).into_response(),
        SecondFactorState::Started(secret) => {
            gate.page(&actor, EnrolView::new(&actor, &secret, gate.once(), FieldErrors::default())).into_response()
        }
        SecondFactorState::On { .. } => Redirect::to(SECURITY).into_response(),
    })
}

/// `POST /me/security/second-factor`
pub(crate) async fn start(
    gate: Gate<Myself>,
    address: ClientAddress,
    Form(form): Form<PasswordForm>,
) -> Result<Response, WebError> {
    let (actor, written) = with_password(&gate, address, &form.once, &form.current, |tx, ctx, actor, verified| {
        service::start_second_factor(tx, ctx, verified, Id::from_raw(me(actor)?.session))
    })
    .await?;
    match refusal(written) {
        Ok(_) => Ok(Redirect::to(SET_UP).into_response()),
        Err(errors) => again(&gate, &actor, ask_to_set_up(form.once, errors)),
    }
}

/// `POST /me/security/second-factor/confirm`
pub(crate) async fn confirm(
    gate: Gate<Myself>,
    address: ClientAddress,
    Form(form): Form<FirstCodeForm>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Secret, address.0)?;
    let typed = form.code;
    let (actor, written) = gate
        .write_once(&form.once, move |tx, ctx, actor| {
            let me = me(actor)?;
            service::confirm_second_factor(tx, ctx, me.id, Id::from_raw(me.session), &typed)
        })
        .await?;
    match written {
        Written::Done(codes) => Ok(gate.page(&actor, RecoveryCodesView::new(&codes)).into_response()),
        Written::Repeated => Ok(codes_were_shown(&gate, &actor)),
        Written::Refused(SecondFactorRefusal::WrongCode) => match state(&gate).await? {
            (actor, SecondFactorState::Started(secret)) => {
                let errors = FieldErrors::one("code", Text::new("people-code-wrong"));
                again(&gate, &actor, EnrolView::new(&actor, &secret, form.once, errors))
            }
            _ => Ok(Redirect::to(SECURITY).into_response()),
        },
        // It was begun too long ago, or begun again elsewhere: the password is asked for anew.
        Written::Refused(SecondFactorRefusal::Off) => {
            Ok(gate.redirect(&actor, SET_UP, Flash::warning(Text::new("people-enrol-over"))))
        }
        Written::Refused(_) => Ok(Redirect::to(SECURITY).into_response()),
    }
}

/// `GET /me/security/second-factor/remove`
pub(crate) async fn ask_remove(gate: Gate<Myself>) -> Result<Response, WebError> {
    ask_if_on(&gate, ask_to_remove).await
}

/// `POST /me/security/second-factor/remove`
pub(crate) async fn remove(
    gate: Gate<Myself>,
    address: ClientAddress,
    Form(form): Form<PasswordForm>,
) -> Result<Response, WebError> {
    let (actor, written) = with_password(&gate, address, &form.once, &form.current, |tx, ctx, _, verified| {
        service::remove_second_factor(tx, ctx, verified)
    })
    .await?;
    match refusal(written) {
        Ok(_) => Ok(gate.redirect(&actor, SECURITY, Flash::done(Text::new("people-factor-removed")))),
        Err(errors) => again(&gate, &actor, ask_to_remove(form.once, errors)),
    }
}

/// `GET /me/security/recovery-codes`
pub(crate) async fn ask_renew(gate: Gate<Myself>) -> Result<Response, WebError> {
    ask_if_on(&gate, ask_to_renew).await
}

/// `POST /me/security/recovery-codes`
pub(crate) async fn renew(
    gate: Gate<Myself>,
    address: ClientAddress,
    Form(form): Form<PasswordForm>,
) -> Result<Response, WebError> {
    let (actor, written) = with_password(&gate, address, &form.once, &form.current, |tx, ctx, _, verified| {
        service::renew_recovery_codes(tx, ctx, verified)
    })
    .await?;
    match refusal(written) {
        Ok(Some(codes)) => Ok(gate.page(&actor, RecoveryCodesView::new(&codes)).into_response()),
        Ok(None) => Ok(codes_were_shown(&gate, &actor)),
        Err(errors) => again(&gate, &actor, ask_to_renew(form.once, errors)),
    }
}

/// Asks for the password; without a second factor there is nothing to ask.
async fn ask_if_on(gate: &Gate<Myself>, ask: fn(Once, FieldErrors) -> AskPasswordView) -> Result<Response, WebError> {
    let (actor, state) = state(gate).await?;
    Ok(match state {
        SecondFactorState::On { .. } => gate.page(&actor, ask(gate.once(), FieldErrors::default())).into_response(),
        SecondFactorState::Off | SecondFactorState::Started(_) => {
            gate.redirect(&actor, SECURITY, Flash::warning(SecondFactorRefusal::Off.into()))
        }
    })
}

async fn state(gate: &Gate<Myself>) -> Result<(Actor, SecondFactorState), WebError> {
    let (keys, now) = (gate.app().keys.clone(), gate.now());
    gate.read(move |read, actor| {
        let me = me(actor)?;
        Ok(service::second_factor(read, &keys, me.id, Id::from_raw(me.session), now)?)
    })
    .await
}

/// What was done, nothing if it had been done before, or what is wrong with the form.
fn refusal<R>(written: Written<R, Refused<SecondFactorRefusal>>) -> Result<Option<R>, FieldErrors> {
    match written {
        Written::Done(result) => Ok(Some(result)),
        Written::Repeated => Ok(None),
        Written::Refused(Refused::Password(text)) => Err(FieldErrors::one("current", text)),
        Written::Refused(Refused::Rule(refusal)) => Err(FieldErrors::one("current", refusal)),
    }
}

/// The codes went out with the first answer; whoever did not see it makes new ones.
fn codes_were_shown(gate: &Gate<Myself>, actor: &Actor) -> Response {
    gate.redirect(actor, CODES, Flash::warning(Text::new("people-codes-shown-once")))
}

#[cfg(test)]
impl EnrolView {
    pub(super) fn sample() -> EnrolView {
        let secret = TotpSecret::random(&kit_core::Random::seeded(1));
        let errors = FieldErrors::one("code", Text::new("people-code-wrong"));
        EnrolView::new(&Actor::default(), &secret, Once::default(), errors)
    }
}

#[cfg(test)]
impl RecoveryCodesView {
    pub(super) fn sample() -> RecoveryCodesView {
        RecoveryCodesView { codes: (0..10).map(|n| format!("k7m2q-9xw4{n}")).collect() }
    }
}

#[cfg(test)]
pub(super) fn asking() -> [AskPasswordView; 3] {
    [ask_to_set_up, ask_to_remove, ask_to_renew]
        .map(|ask| ask(Once::default(), FieldErrors::one("current", Text::new("people-password-wrong"))))
}
