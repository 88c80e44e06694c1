//! The accounts of a person, to choose from; straight into the only one.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use kit_core::{AccountId, Text};
use kit_i18n::filters;
use kit_web::{AccountState, Gate, Myself, View, WebError, Width};

use super::role_labels;
use crate::service::members::{self, Place};

/// An account of the list.
pub(crate) struct Line {
    account: AccountId,
    name: String,
    state: AccountState,
    roles: Vec<Text>,
}

/// The list; empty for somebody who is in no account.
#[derive(Template)]
#[template(path = "pages/accounts.html")]
pub(crate) struct AccountsView {
    lines: Vec<Line>,
    staff: bool,
}

impl View for AccountsView {
    fn title(&self) -> Text {
        Text::new("accounts-mine-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /accounts`
pub(crate) async fn show(gate: Gate<Myself>) -> Result<Response, WebError> {
    let (actor, places) = gate
        .read(|read, actor| {
            let person = actor.person()?.id;
            Ok(members::places(read, person)?)
        })
        .await?;
    let staff = !actor.person()?.staff.is_empty();
    match places.as_slice() {
        [only] if !staff => Ok(Redirect::to(&format!("/accounts/{}", only.account)).into_response()),
        _ => {
            let lines = places.into_iter().map(Line::new).collect();
            Ok(gate.page(&actor, AccountsView { lines, staff }).into_response())
        }
    }
}

impl Line {
    fn new(place: Place) -> Line {
        let Place { account, name, state, roles } = place;
        Line { account, name, state, roles: role_labels(roles) }
    }
}

#[cfg(test)]
impl AccountsView {
    pub(super) fn sample() -> AccountsView {
        let roles = kit_web::Roles::of(kit_web::Role::ALL);
        let place = |number, state| Place { account: AccountId(number), name: "Atelier".into(), state, roles };
        let lines = AccountState::ALL.iter().zip(1001..).map(|(state, number)| Line::new(place(number, *state)));
        AccountsView { lines: lines.collect(), staff: true }
    }
}
