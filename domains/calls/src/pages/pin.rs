//! A designated caller's own PIN: taken here, and shown once.

use askama::Template;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use kit_core::{AccountId, Arg, FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Actor, Button, Flash, Form, Gate, Once, Page, View, WebError, Width, Written};
use serde::Deserialize;

use super::{read_phone, within};
use crate::model::KnownDesignatedCaller;
use crate::permissions::TakePin;
use crate::service;

/// The number that the caller calls from, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PhoneForm {
    once: Once,
    phone: String,
}

/// How it is about the PIN.
#[derive(Template)]
#[template(path = "pages/pin.html")]
pub(crate) struct PinView {
    account: AccountId,
    name: String,
    own: KnownDesignatedCaller,
    /// The PIN that was just taken: the only time that it is shown.
    taken: Option<String>,
    errors: FieldErrors,
    form: PhoneForm,
    once: Once,
    now: Timestamp,
}

impl View for PinView {
    fn title(&self) -> Text {
        Text::new("calls-pin-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

impl PinView {
    fn back(&self) -> String {
        format!("/accounts/{}/support", self.account)
    }

    fn here(&self) -> String {
        within(self.account, "pin")
    }

    /// Until when the PIN is locked, in a sentence.
    fn locked(&self) -> Option<Text> {
        let until = self.own.caller.locked_until(self.now)?;
        Some(Text::new("calls-pin-locked-until").with("until", Arg::DateTime(until)))
    }

    fn verb(&self) -> Text {
        if self.own.caller.pin.is_some() { Text::new("calls-pin-take-another") } else { Text::new("calls-pin-take") }
    }
}

/// `GET /accounts/{account}/support/pin`
pub(crate) async fn show(gate: Gate<TakePin>) -> Result<Page, WebError> {
    let (actor, view) = seen(&gate, None, None, FieldErrors::default()).await?;
    Ok(gate.page(&actor, view))
}

/// `POST /accounts/{account}/support/pin`: a new PIN, in the answer itself and nowhere else.
pub(crate) async fn take(gate: Gate<TakePin>, Form(form): Form<Button>) -> Result<Response, WebError> {
    let account = gate.account()?;
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let person = actor.person()?.id;
    let body =
        move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| service::take_pin(tx, ctx, account, person);
    let (actor, written) = gate.write_once(&form.once, body).await?;
    match written {
        Written::Done(pin) => {
            let (actor, view) = seen(&gate, Some(pin.reveal()), None, FieldErrors::default()).await?;
            Ok(gate.page(&actor, view).into_response())
        }
        Written::Repeated => {
            let said = Flash::warning(Text::new("calls-pin-shown-before"));
            Ok(gate.redirect(&actor, &within(account, "pin"), said))
        }
        Written::Refused(_) => Err(WebError::NotFound),
    }
}

/// `POST /accounts/{account}/support/pin/phone`
pub(crate) async fn set_phone(gate: Gate<TakePin>, Form(form): Form<PhoneForm>) -> Result<Response, WebError> {
    let account = gate.account()?;
    let phone = match read_phone(&form.phone) {
        Ok(phone) => phone,
        Err(wrong) => {
            let (actor, view) = seen(&gate, None, Some(form), FieldErrors::one("phone", wrong)).await?;
            return Ok(gate.invalid(&actor, view).into_response());
        }
    };
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let person = actor.person()?.id;
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
        service::set_caller_phone(tx, ctx, account, person, phone.as_ref())
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    match written {
        Written::Done(()) | Written::Repeated => {
            Ok(gate.redirect(&actor, &within(account, "pin"), Flash::done(Text::new("calls-saved"))))
        }
        Written::Refused(_) => Err(WebError::NotFound),
    }
}

async fn seen(
    gate: &Gate<TakePin>,
    taken: Option<String>,
    form: Option<PhoneForm>,
    errors: FieldErrors,
) -> Result<(Actor, PinView), WebError> {
    let (account, once) = (gate.account()?, gate.once());
    let (phone_once, now) = (gate.once(), gate.now());
    gate.read(move |read, actor| {
        let person = actor.person()?.id;
        let known = service::entitlement(read, account)?;
        let own = known.of(person).cloned().ok_or(WebError::NotFound)?;
        let kept = || PhoneForm { once: phone_once.clone(), phone: own.phone_shown() };
        let form = form.clone().unwrap_or_else(kept);
        let name = accounts::service::account(read, account)?.ok_or(WebError::NotFound)?.name;
        let (taken, errors, once) = (taken.clone(), errors.clone(), once.clone());
        Ok(PinView { account, name, own, taken, errors, form, once, now })
    })
    .await
}

#[cfg(test)]
impl PinView {
    pub(super) fn samples(own: &KnownDesignatedCaller) -> Vec<PinView> {
        let view = |taken: Option<&str>| PinView {
            account: AccountId(1042),
            name: "<b>".into(),
            own: own.clone(),
            taken: taken.map(str::to_owned),
            errors: FieldErrors::one("phone", read_phone("<b>").unwrap_err()),
            form: PhoneForm { phone: "<b>".into(), ..PhoneForm::default() },
            once: Once::default(),
            now: Timestamp::UNIX_EPOCH,
        };
        vec![view(None), view(Some("12 34 56"))]
    }
}
