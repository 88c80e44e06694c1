//! One field for whatever the caller says.

use accounts::service::at_once::AtOnce;
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use kit_core::{AccountId, Text};
use kit_i18n::filters;
use kit_web::{Gate, Query, View, WebError, href};
use serde::Deserialize;

use super::path;
use crate::permissions::AnswerPhone;
use crate::service::{self, Meant};

/// What is looked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    q: String,
}

/// The field, and the accounts that may be meant.
#[derive(Template)]
#[template(path = "pages/staff/phone.html")]
pub(crate) struct PhoneView {
    filter: Filter,
    rows: Vec<AtOnce>,
    /// The account with which the agent is on the phone.
    running: Option<AccountId>,
}

impl View for PhoneView {
    fn title(&self) -> Text {
        Text::new("calls-phone")
    }
}

impl PhoneView {
    fn href(&self, row: &AtOnce) -> String {
        to(row)
    }

    fn on_the_phone(&self, account: &AccountId) -> String {
        path(*account)
    }

    fn is_looking(&self) -> bool {
        !self.filter.q.trim().is_empty()
    }
}

/// The phone of an account that was found; who calls is chosen there already, if that is known.
fn to(row: &AtOnce) -> String {
    let caller = row.person.map(|person| person.to_string());
    match &caller {
        Some(caller) => href(&path(row.found.id), &[("caller", caller)]),
        None => path(row.found.id),
    }
}

/// `GET /staff/phone`: the account itself, where only one can be meant.
pub(crate) async fn show(gate: Gate<AnswerPhone>, Query(filter): Query<Filter>) -> Result<Response, WebError> {
    let typed = filter.q.clone();
    let (actor, (meant, running)) = gate
        .read(move |read, actor| {
            let meant = if typed.trim().is_empty() { None } else { Some(service::find(read, &typed)?) };
            Ok((meant, service::running(read, actor.person()?.id)?))
        })
        .await?;
    if let Some(only) = meant.as_ref().and_then(Meant::only) {
        return Ok(Redirect::to(&to(only)).into_response());
    }
    let rows = meant.map(|meant| meant.accounts).unwrap_or_default();
    Ok(gate.page(&actor, PhoneView { filter, rows, running: running.map(|call| call.account) }).into_response())
}

#[cfg(test)]
impl PhoneView {
    pub(super) fn samples() -> Vec<PhoneView> {
        let row = |person: Option<&str>| AtOnce {
            found: accounts::service::search::Found {
                id: kit_core::AccountId(1042),
                name: "<b>".into(),
                state: kit_web::AccountState::Suspended,
                town: "<b>".into(),
                siren: Some("732829320".into()),
                administration_email: kit_mail::Email::parse("admin@plan.example").unwrap(),
            },
            person: None,
            person_name: person.map(str::to_owned),
        };
        let view = |q: &str, rows: Vec<AtOnce>| PhoneView {
            filter: Filter { q: q.into() },
            rows,
            running: Some(AccountId(1042)),
        };
        vec![view("<b>", vec![row(None), row(Some("<b>"))]), view("<b>", Vec::new()), view("", Vec::new())]
    }
}
