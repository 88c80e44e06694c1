//! What waits for the staff.

use accounts::model::Account;
use askama::Template;
use calls::{AnswerPhone, DecideCorrections};
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, PageSize, Text};
use kit_db::{DbError, Read};
use kit_i18n::filters;
use kit_web::{Gate, Page, Permission, View, WebError};
use orders::ManageMoney;
use support::{AnswerCases, Queue};

use crate::permissions::{EnterBackOffice, ViewAccounts};
use crate::set_up::{Unset, unset};

/// Lots that expire within this time are told.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How many lines each list of the page has.
const LINES: i64 = 12;

/// An account with credits about to expire.
#[derive(Debug)]
pub struct Expiring {
    pub(crate) account: AccountId,
    pub(crate) name: String,
    pub(crate) at: Timestamp,
}

/// What waits for whoever looks after customers.
#[derive(Debug)]
pub struct Desk {
    pub(crate) waiting: i64,
    pub(crate) oldest: Option<Timestamp>,
    pub(crate) expiring: Vec<Expiring>,
    pub(crate) dead_jobs: i64,
    pub(crate) decisions: Vec<Account>,
}

/// Money that somebody has to decide about.
#[derive(Debug, Clone, Copy)]
pub struct Till {
    /// Lines of the bank that nobody has decided about.
    pub(crate) lines: i64,
    /// Payments at PayPal that staff has to look at, at most a page of them.
    pub(crate) odd: usize,
    /// Whether there are more of these.
    pub(crate) more: bool,
}

/// Answers that are owed to customers.
#[derive(Debug, Clone, Copy)]
pub struct Answers {
    /// How many, at most a page of them.
    pub(crate) owed: usize,
    /// Whether there are more of these.
    pub(crate) more: bool,
    /// By when the first one is due.
    pub(crate) first: Option<Timestamp>,
}

/// Requests to put support time right that nobody has decided about.
#[derive(Debug, Clone, Copy)]
pub struct Corrections {
    /// How many.
    pub(crate) waiting: i64,
    /// When the first one came.
    pub(crate) oldest: Option<Timestamp>,
}

/// The first page of the back office.
#[derive(Template)]
#[template(path = "pages/home.html")]
pub struct HomeView {
    pub(crate) unset: Vec<Unset>,
    pub(crate) desk: Option<Desk>,
    pub(crate) till: Option<Till>,
    pub(crate) answers: Option<Answers>,
    pub(crate) corrections: Option<Corrections>,
    /// The account with which whoever reads is on the phone.
    pub(crate) phone: Option<AccountId>,
    pub(crate) now: Timestamp,
}

impl View for HomeView {
    fn title(&self) -> Text {
        Text::new("backoffice-home-title")
    }
}

/// `GET /staff`
pub async fn show(gate: Gate<EnterBackOffice>) -> Result<Page, WebError> {
    let now = gate.now();
    let (actor, view) = gate
        .read(move |read, actor| {
            let sees_customers = actor.meets(ViewAccounts::DEMAND);
            let desk = if sees_customers { Some(desk(read, now)?) } else { None };
            let till = if actor.meets(ManageMoney::DEMAND) { Some(till(read)?) } else { None };
            let answers = if actor.meets(AnswerCases::DEMAND) { Some(answers(read)?) } else { None };
            let decides = actor.meets(DecideCorrections::DEMAND);
            let corrections = if decides { Some(corrections(read)?) } else { None };
            let running =
                if actor.meets(AnswerPhone::DEMAND) { calls::running(read, actor.person()?.id)? } else { None };
            let phone = running.map(|call| call.account);
            Ok(HomeView { unset: unset(read, actor, now)?, desk, till, answers, corrections, phone, now })
        })
        .await?;
    Ok(gate.page(&actor, view))
}

fn till(read: &mut Read<'_>) -> Result<Till, DbError> {
    let odd = payments::payment_list(read, true, None, PageSize::default())?;
    Ok(Till { lines: banking::count_open(read)?, odd: odd.rows.len(), more: odd.next.is_some() })
}

fn answers(read: &mut Read<'_>) -> Result<Answers, DbError> {
    let (rows, next) = support::queue(read, Queue::All, None, PageSize::default())?;
    Ok(Answers { owed: rows.len(), more: next.is_some(), first: rows.first().and_then(|case| case.promised()) })
}

fn corrections(read: &mut Read<'_>) -> Result<Corrections, DbError> {
    let (first, _) = calls::correction_requests_waiting(read, None, PageSize::new(1))?;
    let waiting = calls::count_correction_requests_waiting(read, None)?;
    Ok(Corrections { waiting, oldest: first.first().map(|request| request.asked_at) })
}

fn desk(read: &mut Read<'_>, now: Timestamp) -> Result<Desk, DbError> {
    let oldest = accounts::service::decisions::queue(read, None, PageSize::new(1))?.rows;
    let until = now.saturating_add(SOON).unwrap_or(Timestamp::MAX);
    let mut expiring = Vec::new();
    for (account, at) in credits::expiring(read, now, until, LINES)? {
        if let Some(known) = accounts::service::account(read, account)? {
            expiring.push(Expiring { account, name: known.name, at });
        }
    }
    Ok(Desk {
        waiting: accounts::service::decisions::count_waiting(read)?,
        oldest: oldest.first().and_then(|application| application.account.applied_at),
        expiring,
        dead_jobs: kit_jobs::load(read, now)?.dead,
        decisions: accounts::service::decisions::latest(read, LINES)?,
    })
}
