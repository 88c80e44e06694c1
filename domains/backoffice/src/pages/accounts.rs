//! Finding an account: by number, name, mail, SIREN, or by where it stands.

use accounts::model::{Account, Company};
use accounts::service::search::{Among, Found};
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use http::HeaderMap;
use jiff::Timestamp;
use kit_core::{AccountId, Credits, Cursor, Locale, PageSize, Text};
use kit_db::{DbError, Read};
use kit_i18n::filters;
use kit_web::{AccountState, Choice, Gate, Query, View, WebError, href};
use serde::Deserialize;

use super::account::path;
use crate::permissions::ViewAccounts;
use crate::service;

/// How many accounts a search shows: whoever sees more types more.
const MOST_FOUND: i64 = 40;

/// What is looked for, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    q: String,
    state: String,
    open: String,
    after: String,
}

impl Filter {
    fn state(&self) -> Option<AccountState> {
        AccountState::from_code(&self.state)
    }

    fn href(&self, more: (&str, &str)) -> String {
        href("/staff/accounts", &[("q", &self.q), ("state", &self.state), more])
    }
}

/// What the panel beside the list shows of an account.
#[derive(Debug)]
pub struct Details {
    account: Account,
    company: Option<Company>,
    members: usize,
    balance: Credits,
}

impl Details {
    fn path(&self) -> String {
        path(self.account.id)
    }
}

/// The accounts found, with one of them open beside the list.
#[derive(Template)]
#[template(path = "pages/accounts.html")]
pub struct AccountsView {
    filter: Filter,
    states: Vec<Choice>,
    rows: Vec<Found>,
    open: Option<Details>,
    /// The language of whoever reads.
    locale: Locale,
    next: Option<String>,
}

impl AccountsView {
    fn is_open(&self, id: &AccountId) -> bool {
        self.open.as_ref().is_some_and(|details| details.account.id == *id)
    }

    fn opening(&self, id: &AccountId) -> String {
        self.filter.href(("open", &id.to_string()))
    }
}

impl View for AccountsView {
    fn title(&self) -> Text {
        Text::new("backoffice-accounts-title")
    }
}

/// What a search ends with.
enum Answer {
    /// The number of an account was typed: there it is.
    Jump(AccountId),
    Shown(Box<AccountsView>),
}

/// `GET /staff/accounts`: an exact number opens its account, unless the list only changes in place while somebody types.
pub async fn list(
    gate: Gate<ViewAccounts>,
    Query(filter): Query<Filter>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let in_place = headers.contains_key("hx-request");
    let now = gate.now();
    let answer = gate.read(move |read, actor| Ok(answer(read, filter.clone(), in_place, actor.locale(), now)?)).await?;
    Ok(match answer {
        (_, Answer::Jump(account)) => Redirect::to(&path(account)).into_response(),
        (actor, Answer::Shown(view)) => gate.page(&actor, *view).into_response(),
    })
}

fn answer(
    read: &mut Read<'_>,
    filter: Filter,
    in_place: bool,
    locale: Locale,
    now: Timestamp,
) -> Result<Answer, DbError> {
    if !in_place
        && filter.open.is_empty()
        && let Some(account) = service::account_of_number(read, &filter.q)?
    {
        return Ok(Answer::Jump(account));
    }
    let (rows, next) = found(read, &filter)?;
    // The best match stands open at once; on a phone, where details stand above the list, leafing through comes first.
    let best = rows.first().filter(|_| !filter.q.trim().is_empty()).map(|found| found.id);
    let wanted = filter.open.parse().ok().or(best);
    let open = match wanted {
        Some(account) => details(read, account, now)?,
        None => None,
    };
    let next = next.map(|Cursor(after)| filter.href(("after", &after.to_string())));
    Ok(Answer::Shown(Box::new(AccountsView { filter, states: states(), rows, open, locale, next })))
}

/// Words are looked up and shown at once; without words all accounts, page by page.
fn found(read: &mut Read<'_>, filter: &Filter) -> Result<(Vec<Found>, Option<Cursor>), DbError> {
    if filter.q.trim().is_empty() {
        let cursor = filter.after.parse().ok().map(Cursor);
        let page = accounts::service::search::browse(read, filter.state(), cursor, PageSize::default())?;
        return Ok((page.rows, page.next));
    }
    let among = Among { state: filter.state(), limit: MOST_FOUND };
    Ok((accounts::service::search::search(read, &filter.q, among)?, None))
}

fn details(read: &mut Read<'_>, id: AccountId, now: Timestamp) -> Result<Option<Details>, DbError> {
    let Some(account) = accounts::service::account(read, id)? else { return Ok(None) };
    let companies = accounts::service::companies::companies(read, id)?;
    Ok(Some(Details {
        company: companies.into_iter().find(|company| company.id == account.company),
        members: accounts::service::members::members(read, id)?.len(),
        balance: credits::balance(read, id, now)?.total(),
        account,
    }))
}

fn states() -> Vec<Choice> {
    AccountState::ALL.iter().map(|state| Choice::new(state.code(), state.label())).collect()
}

#[cfg(test)]
impl AccountsView {
    pub(crate) fn samples() -> Vec<AccountsView> {
        let account = crate::samples::account();
        let found = Found {
            id: account.id,
            name: account.name.clone(),
            state: account.state,
            town: "Rennes".into(),
            siren: Some("552100554".into()),
            administration_email: account.administration_email.clone(),
        };
        let open = Details { account, company: Some(crate::samples::company()), members: 3, balance: Credits(1250) };
        let view = |rows, open, next| AccountsView {
            filter: Filter { q: "<b>".into(), ..Filter::default() },
            states: states(),
            rows,
            open,
            locale: Locale::Fr,
            next,
        };
        let more = Some("/staff/accounts?after=1".to_owned());
        vec![view(vec![found.clone()], Some(open), more), view(vec![found], None, None), view(Vec::new(), None, None)]
    }
}
