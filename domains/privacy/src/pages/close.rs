//! An admin closes the account: the page says what ends with it, above all the credits and the support time.

use accounts::service::closing::{self, ClosingRefusal};
use askama::Template;
use axum::response::{IntoResponse, Response};
use credits::{Balance, Unit};
use kit_core::{AccountId, Arg, FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Actor, ClientAddress, Flash, Form, Gate, Once, View, WebError, Width, Written};
use people::Refused;
use serde::Deserialize;

use crate::permissions::CloseAccount;

/// The form as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CloseForm {
    once: Once,
    current: String,
}

/// What ends, and the button.
#[derive(Template)]
#[template(path = "pages/close.html")]
pub(crate) struct CloseView {
    errors: FieldErrors,
    once: Once,
    account: AccountId,
    name: String,
    balance: Balance,
    minutes: Balance,
    members: i64,
}

impl CloseView {
    /// The support time that is lost.
    fn minutes_lost(&self) -> Option<Text> {
        let left = self.minutes.total();
        left.is_positive().then(|| Text::new("privacy-close-minutes").with("time", Arg::Minutes(left.0)))
    }

    fn days(&self) -> i64 {
        closing::RESTORABLE.as_hours() / 24
    }
}

impl View for CloseView {
    fn title(&self) -> Text {
        Text::new("privacy-close-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /accounts/{account}/close`
pub(crate) async fn show(gate: Gate<CloseAccount>) -> Result<Response, WebError> {
    let (actor, view) = view(&gate, FieldErrors::default()).await?;
    Ok(gate.page(&actor, view).into_response())
}

/// `POST /accounts/{account}/close`
pub(crate) async fn close(
    gate: Gate<CloseAccount>,
    address: ClientAddress,
    Form(form): Form<CloseForm>,
) -> Result<Response, WebError> {
    let account = gate.account()?;
    let closed = people::with_password(&gate, address, &form.once, &form.current, move |tx, ctx, _, verified| {
        if !verified.holds(tx)? {
            return kit_db::refuse(None);
        }
        closing::close(tx, ctx, account).map_err(|failed| failed.map(Some))
    });
    let (actor, written) = closed.await?;
    let wrong = match written {
        Written::Done(()) | Written::Repeated => {
            let to = format!("/accounts/{account}/status");
            return Ok(gate.redirect(&actor, &to, Flash::done(Text::new("privacy-closed"))));
        }
        Written::Refused(Refused::Password(text)) => text,
        Written::Refused(Refused::Rule(None)) => Text::new("privacy-password-changed"),
        Written::Refused(Refused::Rule(Some(refusal))) => said(refusal),
    };
    let (actor, view) = view(&gate, FieldErrors::one("current", wrong)).await?;
    Ok(gate.invalid(&actor, view).into_response())
}

fn said(refusal: ClosingRefusal) -> Text {
    refusal.into()
}

async fn view(gate: &Gate<CloseAccount>, errors: FieldErrors) -> Result<(Actor, CloseView), WebError> {
    let (account, now) = (gate.account()?, gate.now());
    let (actor, (balance, minutes, members)) = gate
        .read(move |read, _| {
            let members = accounts::service::members::members(read, account)?.len();
            let balance = credits::balance(read, account, now)?;
            let minutes = credits::balance(read, Unit::SupportMinutes.of(account), now)?;
            Ok((balance, minutes, i64::try_from(members).unwrap_or(i64::MAX)))
        })
        .await?;
    let name = actor.member()?.name.clone();
    Ok((actor, CloseView { errors, once: gate.once(), account, name, balance, minutes, members }))
}

#[cfg(test)]
impl CloseView {
    pub(super) fn sample() -> CloseView {
        CloseView {
            errors: FieldErrors::one("current", said(ClosingRefusal::NotThere)),
            once: Once::default(),
            account: AccountId(1042),
            name: "Atelier du Plan".into(),
            balance: Balance::default(),
            minutes: Balance { purchased: kit_core::Credits(90), ..Balance::default() },
            members: 3,
        }
    }
}
