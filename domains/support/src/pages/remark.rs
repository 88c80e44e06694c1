//! A remark from any page.

use accounts::model::text;
use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Actor, Flash, Form, Gate, Once, Query, View, WebError, Width};
use serde::Deserialize;

use super::{Desk, LONG_FORM};
use crate::model::{LONGEST_MESSAGE, LONGEST_SUBJECT, NewCase, Priority, Sees};
use crate::permissions::SendRemark;
use crate::service;

/// The longest path of a page that is kept.
const LONGEST_PAGE: usize = 300;
/// How long a subject is that is made of a message.
const SUBJECT: usize = 80;
const _: () = assert!(SUBJECT < LONGEST_SUBJECT && LONGEST_MESSAGE < LONG_FORM);

/// A remark as it was typed, and the page that it is about.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RemarkForm {
    once: Once,
    page: String,
    body: String,
}

/// The form of a remark.
#[derive(Template)]
#[template(path = "pages/remark.html")]
pub(crate) struct RemarkView {
    errors: FieldErrors,
    form: RemarkForm,
}

impl View for RemarkView {
    fn title(&self) -> Text {
        Text::new("support-remark-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /remark`
pub(crate) async fn show(gate: Gate<SendRemark>, Query(asked): Query<RemarkForm>) -> Result<Response, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let form = RemarkForm { once: gate.once(), page: page(&asked.page), body: String::new() };
    Ok(gate.page(&actor, RemarkView { errors: FieldErrors::default(), form }).into_response())
}

/// `POST /remark`
pub(crate) async fn send(gate: Gate<SendRemark>, Form(form): Form<RemarkForm>) -> Result<Response, WebError> {
    let body = match text::paragraph(&form.body, LONGEST_MESSAGE) {
        Ok(body) => body,
        Err(error) => {
            let (actor, ()) = gate.read(|_, _| Ok(())).await?;
            let view = RemarkView { errors: FieldErrors::one("body", error), form };
            return Ok(gate.invalid(&actor, view).into_response());
        }
    };
    let (actor, about) = gate
        .read({
            let typed = form.page.clone();
            move |read, actor| open_account(read, actor, &page(&typed))
        })
        .await?;
    let new = NewCase {
        account: about,
        requester: actor.person()?.id,
        company: None,
        sees: Sees::default(),
        subject: subject(&body),
        product: String::new(),
        page: page(&form.page),
        priority: Priority::Low,
        body,
        files: Vec::new(),
        token: form.once.to_string(),
    };
    let (actor, opened) = gate.write(move |tx, ctx, _| service::open(tx, ctx, &new)).await?;
    match opened {
        Ok(number) => {
            let said = Text::new("support-remark-sent").with("number", number.to_string());
            Ok(gate.redirect(&actor, &Desk(about).case(number), Flash::done(said)))
        }
        Err(refusal) => {
            let form = RemarkForm { once: gate.once(), ..form };
            let view = RemarkView { errors: FieldErrors::one("body", refusal), form };
            Ok(gate.invalid(&actor, view).into_response())
        }
    }
}

/// A path within the program, cut to what is kept; nothing for anything else.
fn page(typed: &str) -> String {
    let is_path = typed.starts_with('/') && !typed.starts_with("//") && !typed.chars().any(char::is_control);
    if is_path { typed.chars().take(LONGEST_PAGE).collect() } else { String::new() }
}

/// The account that the page is of, if the person is in it and it is open.
fn open_account(read: &mut kit_db::Read<'_>, actor: &Actor, page: &str) -> Result<Option<AccountId>, WebError> {
    let named = page.strip_prefix("/accounts/").and_then(|rest| rest.split(['/', '?']).next()?.parse().ok());
    let own = |account: &AccountId| actor.accounts.iter().any(|(id, _)| id == account);
    let Some(account) = named.filter(own) else { return Ok(None) };
    let found = accounts::service::account(read, account)?;
    Ok(found.filter(|found| found.state.is_open()).map(|found| found.id))
}

/// What a message is about: its first line.
fn subject(body: &str) -> String {
    let line = body.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let mut subject: String = line.chars().take(SUBJECT).collect();
    if subject.len() < line.len() {
        subject.push('…');
    }
    subject
}

#[cfg(test)]
impl RemarkView {
    pub(super) fn sample() -> RemarkView {
        let form = RemarkForm { page: "/accounts/C-1042/<b>".into(), ..RemarkForm::default() };
        RemarkView { errors: FieldErrors::one("body", Text::new("support-choose")), form }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_the_program_are_kept() {
        assert_eq!(page("/accounts/C-1042?x=1"), "/accounts/C-1042?x=1");
        for typed in ["https://elsewhere.example", "//elsewhere.example", "", "/a\nb", "javascript:x"] {
            assert_eq!(page(typed), "", "{typed}");
        }
        assert_eq!(page(&format!("/{}", "é".repeat(400))).chars().count(), LONGEST_PAGE);
    }

    #[test]
    fn the_first_line_is_the_subject() {
        assert_eq!(subject("\n Le bouton \nne fait rien"), "Le bouton");
        assert_eq!(subject(&"é".repeat(81)).chars().count(), SUBJECT + 1);
    }
}
