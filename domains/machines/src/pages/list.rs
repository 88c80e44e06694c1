//! An account's machines.

use askama::Template;
use jiff::Timestamp;
use kit_core::{AccountId, Cursor, PageSize, Text};
use kit_i18n::filters;
use kit_web::{Gate, Once, Page, Permission, Query, View, WebError, href};
use serde::Deserialize;

use super::rows::{self, Row};
use super::within;
use crate::permissions::{ManageMachines, ViewMachines};
use crate::service;

/// Which machines, and where the page starts.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    cursor: Option<i64>,
    ended: Option<String>,
}

/// The list.
#[derive(Template)]
#[template(path = "pages/list.html")]
pub(crate) struct ListView {
    pub(super) account: AccountId,
    /// Whether those that were unlinked are shown.
    pub(super) are_ended: bool,
    pub(super) rows: Vec<Row>,
    pub(super) next: Option<String>,
    pub(super) limits: Vec<Text>,
    pub(super) has_code: bool,
    pub(super) may_manage: bool,
    pub(super) once: Once,
    pub(super) now: Timestamp,
}

impl ListView {
    fn path(&self, page: &str) -> String {
        within(self.account, page)
    }
}

impl View for ListView {
    fn title(&self) -> Text {
        Text::new("machines-tab")
    }
}

/// `GET /accounts/{account}/machines`
pub(crate) async fn show(gate: Gate<ViewMachines>, Query(wanted): Query<Wanted>) -> Result<Page, WebError> {
    let (account, now) = (gate.account()?, gate.now());
    let (cursor, are_ended) = (wanted.cursor.map(Cursor), wanted.ended.is_some());
    let (actor, (page, standing, code)) = gate
        .read(move |read, _| {
            let size = PageSize::default();
            let page = if are_ended {
                service::unlinked(read, account, cursor, size)?
            } else {
                service::machines(read, account, cursor, size)?
            };
            Ok((page, service::standing(read, account, now)?, service::code(read, account)?))
        })
        .await?;
    let next = page.next.map(|Cursor(cursor)| {
        let cursor = cursor.to_string();
        let ended = [("ended", "1"), ("cursor", cursor.as_str())];
        href(&within(account, ""), if are_ended { &ended } else { &ended[1..] })
    });
    let view = ListView {
        account,
        are_ended,
        rows: page.rows.into_iter().map(|machine| Row::of(machine, now)).collect(),
        next,
        limits: rows::limits(&standing),
        has_code: code.is_some(),
        may_manage: actor.meets(ManageMachines::DEMAND),
        once: gate.once(),
        now,
    };
    Ok(gate.page(&actor, view))
}
