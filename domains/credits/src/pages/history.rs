//! What was produced, how much, by whom.

use std::sync::Arc;

use askama::Template;
use kit_core::{AccountId, PageSize, Text};
use kit_db::Read;
use kit_i18n::filters;
use kit_web::{Choice, Gate, Page, Query, View, WebError};

use super::filter::FilterQuery;
use super::row::{FeatureNames, Names, Row, persons};
use super::sight;
use crate::model::{Kind, Price, Sight, Unit};
use crate::permissions::ViewHistory;
use crate::service;

/// The history.
#[derive(Template)]
#[template(path = "pages/history.html")]
pub struct HistoryView {
    /// Whose.
    pub account: AccountId,
    /// What is counted.
    pub unit: Unit,
    /// What was asked for.
    pub filter: FilterQuery,
    /// The kinds to choose from.
    pub kinds: Vec<Choice>,
    /// The members to choose from; none for those who see their own operations only.
    pub members: Vec<Choice>,
    /// The features to choose from.
    pub features: Vec<Choice>,
    /// This page's lines, newest first.
    pub rows: Vec<Row>,
    /// Whether the balance after each line is shown.
    pub shows_balance: bool,
    /// Whether these are one's own operations only.
    pub own: bool,
    /// Where the next page is.
    pub next: Option<String>,
    /// Where the CSV export of this filter is.
    pub csv: String,
    /// Where the XLSX export of this filter is.
    pub xlsx: String,
}

impl View for HistoryView {
    fn title(&self) -> Text {
        self.unit.history_title()
    }
}

impl HistoryView {
    /// Where another page of the account is.
    fn to(&self, page: &str) -> String {
        format!("/accounts/{}/{page}", self.account)
    }

    /// The same history without a filter.
    fn whole(&self) -> String {
        self.unit.page(self.account, "history")
    }

    /// Where its signed statement is.
    fn statement(&self) -> String {
        self.unit.page(self.account, "history/statement")
    }

    /// What can be looked for.
    fn search_hint(&self) -> &'static str {
        if self.unit.is_time() { "credits-time-subject" } else { "credits-search-hint" }
    }

    /// What the page tells of.
    fn lead(&self) -> &'static str {
        match (self.unit, self.own) {
            (Unit::Credit, true) => "credits-history-own",
            (Unit::Credit, false) => "credits-history-lead",
            (Unit::SupportMinutes, _) => "credits-time-history-lead",
        }
    }

    /// Whether there is nothing because nothing has happened yet.
    pub fn is_new(&self) -> bool {
        self.rows.is_empty() && !self.filter.is_set() && self.next.is_none()
    }

    /// Whether the search has not come to its end, though this page shows nothing.
    pub fn goes_on(&self) -> bool {
        self.rows.is_empty() && self.next.is_some()
    }
}

/// The kinds that these eyes can see.
fn kinds(sight: Sight) -> Vec<Choice> {
    let visible = |kind: &Kind| match sight {
        Sight::All => true,
        Sight::AllButMoney => *kind != Kind::Purchase,
        Sight::Own(_) => false,
    };
    Kind::ALL.into_iter().filter(visible).map(|kind| Choice::new(kind.code(), kind.label())).collect()
}

fn features(prices: &[Price], names: &FeatureNames) -> Vec<Choice> {
    let mut features: Vec<&str> = prices.iter().map(|price| price.feature.as_str()).collect();
    features.dedup();
    features.into_iter().map(|feature| Choice::plain(feature, names.name(feature))).collect()
}

/// A page of the history.
pub(crate) async fn show(gate: Gate<ViewHistory>, Query(query): Query<FilterQuery>) -> Result<Page, WebError> {
    let (account, now) = (gate.account()?, gate.now());
    let (unfiltered, cursor, unit) = (!query.is_set(), query.cursor(), query.unit());
    let foresee = move |read: &mut Read<'_>, account: AccountId| {
        if unfiltered {
            service::foresee_history(read, unit.of(account), cursor, PageSize::default());
        }
    };
    let (actor, view) = gate
        .read_foreseeing(foresee, move |read, actor| {
            let sight = sight(actor)?;
            let filter = query.meant(&actor.zone());
            let page = service::history(read, unit.of(account), sight, &filter, query.cursor(), PageSize::default())?;
            let own = matches!(sight, Sight::Own(_));
            let members = if own { Arc::default() } else { accounts::service::members::members(read, account)? };
            let names = Names::find(read, &members, persons(&page.rows))?.with_agents(read, account, &page.rows)?;
            let prices = service::tariff(read, now)?;
            let feature_names = FeatureNames::of(&prices, actor.person()?.locale);
            let path = |ending: &str| format!("/accounts/{account}/history{ending}");
            Ok(HistoryView {
                account,
                unit,
                kinds: kinds(sight),
                members: members
                    .iter()
                    .map(|known| Choice::plain(known.member.person.to_string(), &known.name))
                    .collect(),
                features: if unit.is_time() { Vec::new() } else { features(&prices, &feature_names) },
                rows: page
                    .rows
                    .into_iter()
                    .map(|line| Row::new(account, sight, line, &names, &feature_names))
                    .collect(),
                shows_balance: sight == Sight::All,
                own,
                next: page.next.map(|next| query.address(&path(""), Some(next))),
                csv: query.address(&path(".csv"), None),
                xlsx: query.address(&path(".xlsx"), None),
                filter: query.clone(),
            })
        })
        .await?;
    Ok(gate.page(&actor, view))
}
