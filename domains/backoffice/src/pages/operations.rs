//! The history of an account, as staff looks through it.

use askama::Template;
use credits::{HistoryFilter, HistoryLine, Kind, Sight};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use kit_core::{AccountId, Cursor, PageSize, PersonId, Text};
use kit_db::{DbError, Read};
use kit_i18n::filters;
use kit_web::{Actor, Choice, Gate, Page, Path, Query, View, WebError, href};
use people::Names;
use serde::Deserialize;

use super::account::{heading, path};
use crate::forms;
use crate::names::{Features, UNKNOWN, author};
use crate::permissions::ViewAccounts;
use crate::signs::{self, Sign};

/// How many of the account's members a filter offers.
const MEMBERS: usize = 500;

/// An operation in a list.
#[derive(Debug)]
pub struct OperationRow {
    pub(crate) line: HistoryLine,
    pub(crate) who: Text,
    /// What was used, by its name.
    pub(crate) feature: Option<String>,
}

impl OperationRow {
    pub(super) fn sign(&self) -> Sign {
        signs::operation(&self.line.kind)
    }
}

/// The lines of a list with the names of those who used or wrote them.
pub(super) fn rows(
    read: &mut Read<'_>,
    lines: Vec<HistoryLine>,
    features: &Features,
) -> Result<Vec<OperationRow>, DbError> {
    let persons = lines.iter().flat_map(|line| [line.member, line.author.person()]).flatten();
    let names = Names::of(read, persons)?;
    let who = |line: &HistoryLine| {
        line.member.map_or_else(|| author(&names, &line.author), |member| names.full(member, UNKNOWN))
    };
    let feature = |line: &HistoryLine| line.feature.as_deref().map(|feature| features.name(feature));
    Ok(lines.into_iter().map(|line| OperationRow { who: who(&line), feature: feature(&line), line }).collect())
}

/// What is looked for, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    q: String,
    kind: String,
    member: String,
    feature: String,
    from: String,
    to: String,
    after: String,
}

impl Filter {
    /// What cannot be read filters nothing: the fields show what was typed.
    fn wanted(&self, zone: &TimeZone) -> HistoryFilter {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let day = |typed: &str| forms::optional_day(typed).ok().flatten();
        HistoryFilter {
            kind: Kind::from_code(&self.kind),
            member: self.member.parse().ok(),
            feature: given(&self.feature),
            search: given(&self.q),
            from: day(&self.from).map(|day| forms::start(day, zone)),
            until: day(&self.to).map(|day| forms::after(day, zone)),
        }
    }

    fn next(&self, path: &str, Cursor(after): Cursor) -> String {
        let parameters = [
            ("q", self.q.as_str()),
            ("kind", &self.kind),
            ("member", &self.member),
            ("feature", &self.feature),
            ("from", &self.from),
            ("to", &self.to),
            ("after", &after.to_string()),
        ];
        href(path, &parameters)
    }
}

/// The history of an account.
#[derive(Template)]
#[template(path = "pages/operations.html")]
pub struct OperationsView {
    account: AccountId,
    name: String,
    filter: Filter,
    kinds: Vec<Choice>,
    members: Vec<Choice>,
    features: Vec<Choice>,
    lines: Vec<OperationRow>,
    next: Option<String>,
}

impl OperationsView {
    fn path(&self) -> String {
        operations_path(self.account)
    }

    fn account_path(&self) -> String {
        path(self.account)
    }
}

impl View for OperationsView {
    fn title(&self) -> Text {
        Text::new("backoffice-operations-of").with("account", self.account.to_string())
    }
}

/// Where the history of an account is.
pub(super) fn operations_path(account: AccountId) -> String {
    format!("{}/operations", path(account))
}

/// `GET /staff/accounts/{id}/operations`
pub async fn list(
    gate: Gate<ViewAccounts>,
    Path(id): Path<AccountId>,
    Query(filter): Query<Filter>,
) -> Result<Page, WebError> {
    let now = gate.now();
    let (actor, view) = gate.read(move |read, actor| view(read, id, filter.clone(), actor, now)).await?;
    Ok(gate.page(&actor, view))
}

fn view(
    read: &mut Read<'_>,
    account: AccountId,
    filter: Filter,
    actor: &Actor,
    now: Timestamp,
) -> Result<OperationsView, WebError> {
    let name = heading(read, account)?;
    let cursor = filter.after.parse().ok().map(Cursor);
    let page = credits::history(read, account, Sight::All, &filter.wanted(&actor.zone()), cursor, PageSize::default())?;
    let features = Features::of(read, now, actor.locale())?;
    let next = page.next.map(|next| filter.next(&operations_path(account), next));
    Ok(OperationsView {
        account,
        name,
        kinds: Kind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect(),
        members: members(read, account)?,
        lines: rows(read, page.rows, &features)?,
        features: features.all().into_iter().map(|(feature, name)| Choice::plain(feature, name)).collect(),
        filter,
        next,
    })
}

fn members(read: &mut Read<'_>, account: AccountId) -> Result<Vec<Choice>, DbError> {
    let members = accounts::service::members::members(read, account)?;
    let choice = |person: PersonId, name: String| Choice::plain(person.to_string(), name);
    Ok(members.iter().take(MEMBERS).map(|known| choice(known.member.person, known.name.clone())).collect())
}

#[cfg(test)]
impl OperationsView {
    pub(crate) fn sample() -> OperationsView {
        OperationsView {
            account: AccountId(1042),
            name: "Atelier Boréal".into(),
            filter: Filter { q: "plan".into(), ..Filter::default() },
            kinds: Kind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect(),
            members: vec![Choice::plain("x", "Camille Roux")],
            features: vec![Choice::plain("plan.render", "plan.render")],
            lines: crate::samples::operation_rows(),
            next: Some("/staff/accounts/C-1042/operations?after=7".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_filters_nothing() {
        let typed = Filter {
            kind: "gold".into(),
            member: "'; drop".into(),
            from: "yesterday".into(),
            q: "  ".into(),
            ..Filter::default()
        };
        assert_eq!(typed.wanted(&TimeZone::UTC), HistoryFilter::default());
    }

    #[test]
    fn a_filter_goes_on_to_the_next_page() {
        let filter = Filter { q: "a&b".into(), kind: "usage".into(), to: "2026-11-21".into(), ..Filter::default() };
        let wanted = filter.wanted(&TimeZone::UTC);
        assert_eq!((wanted.kind, wanted.search.as_deref()), (Some(Kind::Usage), Some("a&b")));
        assert_eq!(wanted.until.map(|at| at.to_string()).as_deref(), Some("2026-11-22T00:00:00Z"));
        assert_eq!(filter.next("/x", Cursor(7)), "/x?q=a%26b&kind=usage&to=2026-11-21&after=7");
    }
}
