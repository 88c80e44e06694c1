//! What is left, what burns next, what expires when.

use askama::Template;
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Arg, PageSize, Text};
use kit_i18n::filters;
use kit_web::{Chart, Column, Gate, Page, View, WebError};

use super::row::{FeatureNames, Names, Row, persons};
use super::sight;
use crate::model::{Balance, HistoryFilter, Lot, LotKind, MonthFigures, Sight};
use crate::permissions::ViewBalance;
use crate::service;

/// How many of the last operations are shown.
const LATEST: i64 = 5;
/// What expires within this time is pointed out.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The balance page.
#[derive(Template)]
#[template(path = "pages/balance.html")]
pub struct BalanceView {
    /// Whose.
    pub account: AccountId,
    /// What can be used.
    pub balance: Balance,
    /// The open lots, the next to burn first.
    pub lots: Vec<LotRow>,
    /// Whether it is told how much came in with each lot: for those who see purchases.
    pub shows_amounts: bool,
    /// What expires soon in all, and when the first of it does.
    pub expiring: Option<Text>,
    /// What was used in the last twelve months, for those who see everybody's use.
    pub chart: Option<Chart>,
    /// The last operations.
    pub latest: Vec<Row>,
    /// The present, for what is told relative to it.
    pub now: Timestamp,
}

/// An open lot as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotRow {
    /// The lot.
    pub lot: Lot,
    /// Where its origin opens, for those who may see it.
    pub href: Option<String>,
    /// Whether it expires soon.
    pub soon: bool,
}

impl LotRow {
    /// Until when it can be used.
    fn until(&self) -> Option<Text> {
        self.lot.expires_at.map(|at| Text::new("credits-until").with("date", Arg::Date(at)))
    }
}

impl View for BalanceView {
    fn title(&self) -> Text {
        Text::new("credits-balance-title")
    }
}

impl BalanceView {
    /// Where another page of the account is.
    fn to(&self, page: &str) -> String {
        format!("/accounts/{}/{page}", self.account)
    }
}

impl LotKind {
    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            LotKind::Promotional => Text::new("credits-promotional"),
            LotKind::Purchased => Text::new("credits-purchased"),
        }
    }

    /// The name of its icon.
    pub const fn icon(self) -> &'static str {
        match self {
            LotKind::Promotional => "gift",
            LotKind::Purchased => "coins",
        }
    }
}

fn chart(months: &[MonthFigures]) -> Chart {
    let column = |figures: &MonthFigures| {
        let values = vec![figures.used_promotional.0, figures.used_purchased.0, figures.expired.0];
        Column::month(figures.month.year, figures.month.month, values)
    };
    Chart {
        caption: Text::new("credits-chart-caption"),
        kinds: vec![
            Text::new("credits-chart-promotional"),
            Text::new("credits-chart-purchased"),
            Text::new("credits-chart-expired"),
        ],
        columns: months.iter().map(column).collect(),
    }
}

/// What expires soon in all, and when the first of it does.
fn expiring(lots: &[LotRow]) -> Option<Text> {
    let soon = || lots.iter().filter(|row| row.soon);
    let first = soon().filter_map(|row| row.lot.expires_at).min()?;
    let amount: i64 = soon().map(|row| row.lot.remaining.0).sum();
    Some(Text::new("credits-expiring").with("amount", amount).with("date", Arg::Date(first)))
}

/// The balance page.
pub(crate) async fn show(gate: Gate<ViewBalance>) -> Result<Page, WebError> {
    let (account, now) = (gate.account()?, gate.now());
    let (actor, view) = gate
        .read(move |read, actor| {
            let sight = sight(actor)?;
            let service::Overview { balance, lots, months } = service::overview(read, account, now)?;
            let page = service::history(read, account, sight, &HistoryFilter::default(), None, PageSize::new(LATEST))?;
            let names = Names::find(read, &[], persons(&page.rows))?;
            let features = FeatureNames::of(&service::tariff(read, now)?, actor.person()?.locale);
            let lot_row = |lot: Lot| LotRow {
                lot,
                href: (sight == Sight::All).then(|| format!("/accounts/{account}/history/credit-{}", lot.seq)),
                soon: lot.is_due(now.saturating_add(SOON).unwrap_or(Timestamp::MAX)),
            };
            let lots: Vec<LotRow> = lots.into_iter().map(lot_row).collect();
            Ok(BalanceView {
                account,
                balance,
                shows_amounts: sight == Sight::All,
                expiring: expiring(&lots),
                lots,
                chart: (!matches!(sight, Sight::Own(_))).then(|| chart(&months)),
                latest: page.rows.into_iter().map(|line| Row::new(account, sight, line, &names, &features)).collect(),
                now,
            })
        })
        .await?;
    Ok(gate.page(&actor, view))
}
