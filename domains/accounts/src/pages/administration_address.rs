//! The mailed link that confirms a new administration address.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, Text};
use kit_db::Lock;
use kit_i18n::filters;
use kit_web::{Anyone, ByLink, Flash, Gate, View, WebError, Width};

use super::{dead_link, within};
use crate::links::Followed;
use crate::service::administration;
use crate::store::sign_ups::AddressChangeTag;

/// What somebody who follows the link shows.
type AddressLink = Followed<AddressChangeTag>;

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
pub(crate) async fn show(gate: Gate<Anyone>, link: ByLink<AddressLink>) -> Result<Response, WebError> {
    let (actor, found) = gate.look(&link, administration::open).await?;
    let Some((change, account)) = found else { return Ok(dead_link(&gate, &actor)) };
    let view =
        AdministrationAddressView { company: account.name, account: account.id, email: change.email.to_string() };
    Ok(gate.page(&actor, view).into_response())
}

/// `POST /administration-address/{link}`
pub(crate) async fn submit(gate: Gate<Anyone>, link: ByLink<AddressLink>) -> Result<Response, WebError> {
    let (actor, done) = gate.follow(Lock::None, &link, administration::confirm).await?;
    let Some(account) = done else { return Ok(dead_link(&gate, &actor)) };
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
