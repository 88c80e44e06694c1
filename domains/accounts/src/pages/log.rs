//! The account's log: who did what, before and after.

use askama::Template;
use audit::{AuthorKind, Event, Shown, Value};
use kit_core::{Arg, Cursor, PageSize, Text};
use kit_i18n::filters;
use kit_web::{Gate, Page, Query, View, WebError, href, verbatim};
use people::Names;
use serde::Deserialize;

use super::{Section, sections, within};
use crate::permissions::ViewLog;

/// A line of the log in words.
pub(crate) struct Line {
    at: jiff::Timestamp,
    action: Text,
    author: Text,
    person: Option<String>,
    changes: Vec<ChangeLine>,
}

/// A field that changed.
pub(crate) struct ChangeLine {
    field: Text,
    before: Vec<Text>,
    after: Vec<Text>,
}

/// The log.
#[derive(Template)]
#[template(path = "pages/log.html")]
pub(crate) struct LogView {
    sections: Vec<Section>,
    lines: Vec<Line>,
    next: Option<String>,
}

impl View for LogView {
    fn title(&self) -> Text {
        Text::new("accounts-section-log")
    }
}

/// Where the page starts.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Start {
    cursor: Option<i64>,
}

/// `GET /accounts/{account}/log`
pub(crate) async fn show(gate: Gate<ViewLog>, Query(start): Query<Start>) -> Result<Page, WebError> {
    let account = gate.account()?;
    let (actor, (page, names)) = gate
        .read(move |read, _| {
            let page = audit::for_account(read, account, start.cursor.map(Cursor), PageSize::default())?;
            let persons = page.rows.iter().flat_map(|event| [event.person, event.author_person]).flatten();
            let names = Names::of(read, persons)?;
            Ok((page, names))
        })
        .await?;
    let next = page.next.map(|Cursor(cursor)| href(&within(account, "log"), &[("cursor", &cursor.to_string())]));
    let lines = page.rows.iter().map(|event| Line::new(event, &names)).collect();
    Ok(gate.page(&actor, LogView { sections: sections(&actor, "log"), lines, next }))
}

impl Line {
    fn new(event: &Event, names: &Names) -> Line {
        // Somebody who follows a mailed link, not signed in yet, acts for himself or herself.
        let acts = match event.author {
            AuthorKind::Visitor => event.person,
            _ => event.author_person,
        };
        let change = |change: &audit::WrittenChange| ChangeLine {
            field: text_of(change.field_shown()),
            before: change.before.as_ref().map(texts_of).unwrap_or_default(),
            after: change.after.as_ref().map(texts_of).unwrap_or_default(),
        };
        Line {
            at: event.at,
            action: text_of(event.action_shown()),
            author: author(event, names.plain(acts)),
            person: names.plain(event.person).filter(|_| event.person != acts),
            changes: event.changes.iter().map(change).collect(),
        }
    }
}

/// Who did it, as customers read it: of the publisher's staff nobody is named.
fn author(event: &Event, name: Option<String>) -> Text {
    let key = event.author_detail.clone().unwrap_or_default();
    match (event.author, name) {
        (AuthorKind::Staff, _) => Text::new("accounts-by-publisher"),
        (AuthorKind::System, _) => Text::new("accounts-by-program"),
        (AuthorKind::Key, _) => Text::new("accounts-by-key").with("key", key),
        (AuthorKind::Machine, _) => Text::new("accounts-by-machine").with("name", key),
        (AuthorKind::Person | AuthorKind::Visitor, Some(name)) => verbatim(name),
        (AuthorKind::Visitor, None) => Text::new("accounts-by-visitor"),
        (AuthorKind::Person, None) => Text::new("accounts-by-somebody"),
    }
}

fn text_of(shown: Shown) -> Text {
    match shown {
        Shown::Text(text) => text,
        Shown::Plain(code) => verbatim(code),
    }
}

fn texts_of(value: &Value) -> Vec<Text> {
    match value {
        Value::Str(text) => vec![verbatim(text.as_str())],
        Value::Number(number) => vec![verbatim(*number)],
        Value::DateTime(at) => vec![verbatim(Arg::DateTime(*at))],
        Value::Money(money) => vec![verbatim(*money)],
        Value::Labels(codes) => codes.iter().map(|code| text_of(Shown::code(code))).collect(),
    }
}

#[cfg(test)]
impl LogView {
    pub(super) fn sample(account: kit_core::AccountId) -> LogView {
        let change = audit::WrittenChange {
            field: "accounts.field-roles".into(),
            before: Some(crate::trace::roles(kit_web::Roles::of(kit_web::Role::ALL))),
            after: Some(Value::Str("<b>".into())),
        };
        let event = |author| Event {
            id: audit::EventId::from_raw(1),
            at: jiff::Timestamp::UNIX_EPOCH,
            account: Some(account),
            person: Some(kit_core::PersonId::from_raw(1)),
            action: "accounts.roles-changed".into(),
            author,
            author_person: None,
            author_detail: Some("gk_1".into()),
            changes: vec![change.clone()],
        };
        let lines = AuthorKind::ALL.map(event).iter().map(|event| Line::new(event, &Names::default())).collect();
        let sections = sections(&super::views::admin(), "log");
        LogView { sections, lines, next: Some(within(account, "log?cursor=1")) }
    }
}
