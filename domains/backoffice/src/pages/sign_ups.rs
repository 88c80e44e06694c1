//! The applications that wait for a decision, the oldest first, with their possible duplicates.

use accounts::service::decisions::{self, Application};
use askama::Template;
use jiff::Timestamp;
use kit_core::{Cursor, Locale, PageSize, Text};
use kit_db::{DbError, Read};
use kit_i18n::filters;
use kit_web::{Gate, Page, Permission, Query, View, WebError, href};
use people::Names;
use serde::Deserialize;

use super::account::path;
use crate::names::UNKNOWN;
use crate::permissions::{DecideSignUps, ViewAccounts};

/// How many applications a page holds: each is read in full.
const PAGE: i64 = 20;

/// Where the page starts.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Start {
    after: Option<i64>,
}

/// An application with the name of whoever made it.
#[derive(Debug)]
pub struct ApplicationRow {
    pub(crate) application: Application,
    pub(crate) applicant: Option<Text>,
}

impl ApplicationRow {
    fn path(&self, action: &str) -> String {
        format!("{}/{action}", path(self.application.account.id))
    }
}

/// The queue.
#[derive(Template)]
#[template(path = "pages/sign_ups.html")]
pub struct SignUpsView {
    pub(crate) waiting: i64,
    pub(crate) rows: Vec<ApplicationRow>,
    pub(crate) may_decide: bool,
    /// The language of whoever reads.
    pub(crate) locale: Locale,
    pub(crate) now: Timestamp,
    pub(crate) next: Option<String>,
}

impl View for SignUpsView {
    fn title(&self) -> Text {
        Text::new("backoffice-sign-ups-title")
    }
}

/// `GET /staff/sign-ups`
pub async fn list(gate: Gate<ViewAccounts>, Query(start): Query<Start>) -> Result<Page, WebError> {
    let now = gate.now();
    let (actor, (waiting, rows, next)) = gate
        .read(move |read, _| {
            let page = decisions::queue(read, start.after.map(Cursor), PageSize::new(PAGE))?;
            Ok((decisions::count_waiting(read)?, named(read, page.rows)?, page.next))
        })
        .await?;
    let next = next.map(|Cursor(after)| href("/staff/sign-ups", &[("after", &after.to_string())]));
    let may_decide = actor.meets(DecideSignUps::DEMAND);
    let locale = actor.locale();
    Ok(gate.page(&actor, SignUpsView { waiting, rows, may_decide, locale, now, next }))
}

fn named(read: &mut Read<'_>, applications: Vec<Application>) -> Result<Vec<ApplicationRow>, DbError> {
    let applicants = applications.iter().filter_map(|application| application.account.applicant);
    let names = Names::of(read, applicants)?;
    let row = |application: Application| ApplicationRow {
        applicant: application.account.applicant.map(|person| names.full(person, UNKNOWN)),
        application,
    };
    Ok(applications.into_iter().map(row).collect())
}
