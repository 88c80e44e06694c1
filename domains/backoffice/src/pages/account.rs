//! All of one account on one page.

use std::collections::HashSet;

use accounts::model::{Account, ApiKey, Billing, Company, Invitation};
use accounts::service::duplicates::Duplicate;
use accounts::service::members::KnownMember;
use accounts::service::overview::Overview;
use askama::Template;
use credits::{Balance, Block, HistoryFilter, Lot, Sight};
use jiff::Timestamp;
use kit_core::{AccountId, Credits, Locale, PageSize, PersonId, Text};
use kit_db::{DbError, Read};
use kit_i18n::filters;
use kit_web::{AccountState, Actor, Gate, Page, Path, Permission, View, WebError};
use people::Names;

use super::operations::{OperationRow, rows};
use crate::log::{self, LogLine};
use crate::names::{Features, UNKNOWN};
use crate::permissions::{DecideSignUps, ManageAccounts, ManageCredits, ViewAccounts};
use crate::signs::{self, Sign};

/// How many operations and lines of the log the page shows of each.
const LATEST: i64 = 10;
/// How many acceptances of the terms the page shows.
const ACCEPTANCES: usize = 20;

/// Where an account is.
pub(super) fn path(account: AccountId) -> String {
    format!("/staff/accounts/{account}")
}

/// What an account is called on a page about a part of it.
///
/// # Errors
/// [`WebError::NotFound`]: there is no such account.
pub(super) fn heading(read: &mut Read<'_>, account: AccountId) -> Result<String, WebError> {
    let account = accounts::service::account(read, account)?.ok_or(WebError::NotFound)?;
    Ok(format!("{} ({})", account.name, account.id))
}

/// What whoever looks may do here.
#[derive(Debug, Clone, Copy)]
pub struct May {
    pub(crate) decide: bool,
    pub(crate) manage: bool,
    pub(crate) credits: bool,
    pub(crate) support: bool,
    pub(crate) phone: bool,
    pub(crate) invoiced: bool,
}

impl May {
    fn of(actor: &Actor) -> May {
        May {
            decide: actor.meets(DecideSignUps::DEMAND),
            manage: actor.meets(ManageAccounts::DEMAND),
            credits: actor.meets(ManageCredits::DEMAND),
            support: actor.meets(support::GiveLevel::DEMAND),
            phone: actor.meets(calls::AnswerPhone::DEMAND),
            invoiced: actor.meets(accounts::ChooseInvoiced::DEMAND),
        }
    }
}

/// A member with the state of the login.
#[derive(Debug)]
pub struct MemberRow {
    pub(crate) known: KnownMember,
    pub(crate) second_factor: bool,
}

impl MemberRow {
    fn login(&self) -> Sign {
        signs::login(self.known.disabled, self.second_factor)
    }
}

/// An acceptance of the terms, with a name.
#[derive(Debug)]
pub struct AcceptanceRow {
    pub(crate) version: i64,
    pub(crate) who: Text,
    pub(crate) at: Timestamp,
}

/// All of an account.
#[derive(Template)]
#[template(path = "pages/account.html")]
pub struct AccountView {
    pub(crate) account: Account,
    pub(crate) companies: Vec<Company>,
    /// The company that is invoiced now.
    pub(crate) invoiced: String,
    pub(crate) billing: Billing,
    pub(crate) applicant: Option<Text>,
    pub(crate) duplicates: Vec<Duplicate>,
    pub(crate) members: Vec<MemberRow>,
    pub(crate) invitations: Vec<Invitation>,
    pub(crate) keys: Vec<ApiKey>,
    pub(crate) terms: Vec<AcceptanceRow>,
    pub(crate) balance: Balance,
    /// What it owes.
    pub(crate) debt: Credits,
    /// Why nothing can be used, if that is so.
    pub(crate) blocked: Option<Block>,
    pub(crate) lots: Vec<Lot>,
    pub(crate) operations: Vec<OperationRow>,
    /// The agents who are on the phone with the account, and since when, for whoever answers it.
    pub(crate) phones: Vec<(Text, Timestamp)>,
    pub(crate) log: Vec<LogLine>,
    pub(crate) may: May,
    /// The language of whoever reads.
    pub(crate) locale: Locale,
    pub(crate) now: Timestamp,
}

impl AccountView {
    fn path(&self, action: &str) -> String {
        format!("{}/{action}", path(self.account.id))
    }

    fn is(&self, state: AccountState) -> bool {
        self.account.state == state
    }

    fn revoking(&self, key: &ApiKey) -> String {
        format!("{}/keys/{}/revoke", path(self.account.id), key.id)
    }

    fn correcting(&self, company: &Company) -> String {
        format!("{}/companies/{}", path(self.account.id), company.id)
    }

    /// What its credits are, in a word.
    fn standing(&self) -> Text {
        super::spending::standing(self.blocked)
    }

    fn spending_verb(&self) -> Text {
        super::spending::verb(self.blocked.is_some())
    }

    fn spending_icon(&self) -> &'static str {
        if self.blocked.is_some() { "lock-open" } else { "lock" }
    }

    /// Whether credits can come in or go out.
    fn may_move_credits(&self) -> bool {
        self.may.credits && self.account.state.is_open()
    }
}

impl View for AccountView {
    fn title(&self) -> Text {
        Text::new("backoffice-account-title")
            .with("account", self.account.id.to_string())
            .with("name", self.account.name.as_str())
    }
}

/// `GET /staff/accounts/{id}`
pub async fn show(gate: Gate<ViewAccounts>, Path(id): Path<AccountId>) -> Result<Page, WebError> {
    let now = gate.now();
    let (actor, view) = gate.read(move |read, actor| view(read, id, actor, now)).await?;
    Ok(gate.page(&actor, view))
}

fn view(read: &mut Read<'_>, id: AccountId, actor: &Actor, now: Timestamp) -> Result<AccountView, WebError> {
    let overview = accounts::service::overview::overview(read, id)?.ok_or(WebError::NotFound)?;
    let invoiced = accounts::service::invoiced::company_at(read, id, now)?.name;
    let wallet = credits::overview(read, id, now)?;
    let locale = actor.locale();
    let features = Features::of(read, now, locale)?;
    let latest = PageSize::new(LATEST);
    let history = credits::history(read, id, Sight::All, &HistoryFilter::default(), None, latest)?;
    let events = audit::for_account(read, id, None, latest)?;
    let Overview { account, companies, members, invitations, keys, billing, acceptances, duplicates } = overview;
    let running = if actor.meets(calls::AnswerPhone::DEMAND) { calls::running_with(read, id)? } else { Vec::new() };
    let agents = running.iter().map(|call| call.agent);
    let persons = acceptances.iter().map(|accepted| accepted.person).chain(account.applicant).chain(agents);
    let names = Names::of(read, persons)?;
    let accepted = acceptances.into_iter().take(ACCEPTANCES);
    Ok(AccountView {
        applicant: account.applicant.map(|person| names.full(person, UNKNOWN)),
        members: with_logins(read, &members)?,
        terms: accepted
            .map(|accepted| AcceptanceRow {
                version: accepted.version,
                who: names.full(accepted.person, UNKNOWN),
                at: accepted.accepted_at,
            })
            .collect(),
        operations: rows(read, history.rows, &features)?,
        phones: running.into_iter().map(|call| (names.full(call.agent, UNKNOWN), call.started_at)).collect(),
        locale,
        log: log::lines(read, events.rows)?,
        balance: wallet.balance,
        debt: wallet.debt,
        blocked: wallet.blocked,
        lots: wallet.lots,
        account,
        companies,
        invoiced,
        billing,
        duplicates,
        invitations,
        keys,
        may: May::of(actor),
        now,
    })
}

fn with_logins(read: &mut Read<'_>, members: &[KnownMember]) -> Result<Vec<MemberRow>, DbError> {
    let persons: Vec<PersonId> = members.iter().map(|known| known.member.person).collect();
    let protected: HashSet<PersonId> = people::service::with_second_factor(read, &persons)?;
    let row = |known: &KnownMember| MemberRow {
        second_factor: protected.contains(&known.member.person),
        known: known.clone(),
    };
    Ok(members.iter().map(row).collect())
}
