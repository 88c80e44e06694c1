//! The mailed link that confirms a new administration address.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, Text};
use kit_i18n::filters;
use kit_web::{Anyone, ClientAddress, Flash, Gate, Limited, Path, View, WebError, Width};

use super::{dead_link, within};
use crate::links::Followed;
use crate::service::administration;
use crate::service::sign_up::DeadLink;

/// The button.
#[derive(Template)]
#[template(path = "pages/administration_address.html")]
pub(crate) struct AdministrationAddressView {
    company: String,
    account: AccountId,
    email: String,
}

impl View for AdministrationAddressView {
    fn title(&self) -> Text {
        Text::new("accounts-administration-address-title")
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

/// `GET /administration-address/{link}`
pub(crate) async fn show(
    gate: Gate<Anyone>,
    address: ClientAddress,
    Path(link): Path<String>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Secret, address.0)?;
    let (keys, now, followed) = (gate.app().keys.clone(), gate.now(), Followed::read(&link));
    let (actor, found) = gate
        .read(move |read, _| match &followed {
            Some(link) => Ok(administration::open(read, &keys, now, link)?),
            None => Ok(None),
        })
        .await?;
    let Some((change, account)) = found else { return Ok(dead_link(&gate, &actor)) };
    let view =
        AdministrationAddressView { company: account.name, account: account.id, email: change.email.to_string() };
    Ok(gate.page(&actor, view).into_response())
}

/// `POST /administration-address/{link}`
pub(crate) async fn submit(
    gate: Gate<Anyone>,
    address: ClientAddress,
    Path(link): Path<String>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Secret, address.0)?;
    let followed = Followed::read(&link);
    let (actor, done) = gate
        .write(move |tx, ctx, _| match &followed {
            Some(link) => administration::confirm(tx, ctx, link),
            None => kit_db::refuse(DeadLink),
        })
        .await?;
    let Ok(account) = done else { return Ok(dead_link(&gate, &actor)) };
    let is_member = actor.accounts.iter().any(|(id, _)| *id == account);
    let to = if is_member { within(account, "settings") } else { "/sign-in".to_owned() };
    Ok(gate.redirect(&actor, &to, Flash::done(Text::new("accounts-administration-confirmed"))))
}

#[cfg(test)]
impl AdministrationAddressView {
    pub(super) fn sample() -> AdministrationAddressView {
        let (company, email) = ("Atelier du Plan".to_owned(), "compta@plan.fr".to_owned());
        AdministrationAddressView { company, account: AccountId(1042), email }
    }
}
