//! What is left, what burns next, what expires when.

use askama::Template;
use audit::Shown;
use jiff::Timestamp;
use kit_core::{AccountId, Arg, Credits, PageSize, Text};
use kit_db::{DbError, Read};
use kit_i18n::filters;
use kit_web::{Chart, Column, Gate, Page, Permission, View, WebError};

use super::expiring::{Expiring, is_soon};
use super::row::{FeatureNames, Names, Row, persons};
use super::sight;
use super::support_time::TimeLeft;
use crate::model::{Balance, Block, HistoryFilter, Hold, Kind, Lot, LotKind, MonthFigures, Sight, Unit, WalletId};
use crate::permissions::{SetThreshold, ViewBalance};
use crate::service;

/// How many of the last operations are shown.
const LATEST: i64 = 5;

/// The balance page.
#[derive(Template)]
#[template(path = "pages/balance.html")]
pub struct BalanceView {
    /// Whose.
    pub account: AccountId,
    /// What is there.
    pub balance: Balance,
    /// What is owed.
    pub debt: Credits,
    /// Why nothing can be used, if that is so.
    pub blocked: Option<Block>,
    /// The open lots, the next to burn first.
    pub lots: Vec<LotRow>,
    /// What is set aside, as far as the role goes.
    pub holds: Vec<HoldRow>,
    /// Whether it is told how much came in with each lot: for those who see purchases.
    pub shows_amounts: bool,
    /// What expires soon, day by day.
    pub expiring: Vec<Expiring>,
    /// What was used in the last twelve months, for those who see everybody's use.
    pub chart: Option<Chart>,
    /// The last operations.
    pub latest: Vec<Row>,
    /// Below what the account is told, for those who set it; none where it never is.
    pub threshold: Option<Option<Credits>>,
    /// What is left of support time, for who has or can have some.
    pub time: Option<TimeLeft>,
    /// The present, for what is told relative to it.
    pub now: Timestamp,
}

/// An open lot as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotRow {
    /// The lot.
    pub lot: Lot,
    /// What it came from.
    pub origin: Option<Text>,
    /// Where that opens, for those who may see it.
    pub href: Option<String>,
    /// Whether it expires soon.
    pub soon: bool,
    /// Whether it burns next.
    pub next: bool,
}

impl LotRow {
    /// An open lot of a wallet, with what opened it as far as these eyes may see.
    fn find(read: &mut Read<'_>, wallet: WalletId, sight: Sight, lot: Lot, now: Timestamp) -> Result<LotRow, DbError> {
        let opening = service::opening(read, wallet, lot.seq)?;
        let account = wallet.account;
        let visible = |kind: Kind| match sight {
            Sight::All => true,
            Sight::AllButMoney => !kind.is_of_money(),
            Sight::Own(_) => false,
        };
        let id = wallet.unit.operation(lot.seq);
        Ok(LotRow {
            origin: opening.map(|(kind, at)| kind.origin(at)),
            href: opening.filter(|(kind, _)| visible(*kind)).map(|_| format!("/accounts/{account}/history/{id}")),
            soon: is_soon(&lot, now),
            next: false,
            lot,
        })
    }

    /// The open lots of a wallet, the next to burn first: the first of which not all is held is pointed out.
    pub(super) fn all(
        read: &mut Read<'_>,
        wallet: WalletId,
        sight: Sight,
        lots: impl IntoIterator<Item = Lot>,
        now: Timestamp,
    ) -> Result<Vec<LotRow>, DbError> {
        let rows: Result<Vec<LotRow>, DbError> =
            lots.into_iter().map(|lot| LotRow::find(read, wallet, sight, lot, now)).collect();
        let mut rows = rows?;
        if let Some(next) = rows.iter_mut().find(|row| row.lot.free().is_positive()) {
            next.next = true;
        }
        Ok(rows)
    }

    /// Until when it can be used.
    fn until(&self) -> Option<Text> {
        self.lot.expires_at.map(|at| Text::new("credits-until").with("date", Arg::Date(at)))
    }
}

/// Credits set aside, as the page shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldRow {
    /// How much.
    pub amount: Credits,
    /// What for; none for a machine that uses it without a connection.
    pub feature: Option<String>,
    /// What is to be produced.
    pub reference: Option<String>,
    /// By which machine.
    pub machine: Option<String>,
    /// By whom.
    pub who: Shown,
    /// Until when.
    pub until: Timestamp,
}

impl HoldRow {
    fn new(hold: Hold, names: &Names, features: &FeatureNames) -> HoldRow {
        HoldRow {
            amount: hold.amount,
            feature: hold.feature.as_deref().map(|feature| features.name(feature)),
            reference: hold.reference,
            machine: hold.machine,
            who: names.who(hold.member, &hold.author),
            until: hold.ends_at,
        }
    }
}

fn sees(sight: Sight, hold: &Hold) -> bool {
    match sight {
        Sight::All | Sight::AllButMoney => true,
        Sight::Own(person) => hold.member == Some(person),
    }
}

impl View for BalanceView {
    fn title(&self) -> Text {
        Text::new("credits-balance-title")
    }
}

impl BalanceView {
    /// The lot that burns next.
    fn next(&self) -> Option<&LotRow> {
        self.lots.iter().find(|row| row.next)
    }

    /// Where another page of the account is.
    fn to(&self, page: &str) -> String {
        format!("/accounts/{}/{page}", self.account)
    }
}

impl Block {
    /// What becomes of it, for those who must not spend.
    pub(super) const fn text(self) -> Text {
        match self {
            Block::Staff => Text::new("credits-blocked-by-staff"),
            Block::Debt => Text::new("credits-blocked-by-debt"),
        }
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

    /// What people call it where it is said already that these are credits.
    pub const fn short_label(self) -> Text {
        match self {
            LotKind::Promotional => Text::new("credits-promotional-short"),
            LotKind::Purchased => Text::new("credits-purchased-short"),
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

/// The balance page.
pub(crate) async fn show(gate: Gate<ViewBalance>) -> Result<Page, WebError> {
    let (account, now) = (gate.account()?, gate.now());
    let (actor, view) = gate
        .read(move |read, actor| {
            let sight = sight(actor)?;
            let service::Overview { balance, debt, blocked, lots, mut holds, months, low } =
                service::overview(read, account, now)?;
            let page = service::history(read, account, sight, &HistoryFilter::default(), None, PageSize::new(LATEST))?;
            holds.retain(|hold| sees(sight, hold));
            let involved = persons(&page.rows).chain(holds.iter().filter_map(|hold| hold.member));
            let names = Names::find(read, &[], involved)?;
            let features = FeatureNames::of(&service::tariff(read, now)?, actor.person()?.locale);
            let mut expiring = Expiring::of(&lots, &actor.zone(), now);
            expiring.retain(|day| day.soon);
            Ok(BalanceView {
                account,
                balance,
                debt,
                blocked,
                shows_amounts: sight == Sight::All,
                expiring,
                lots: LotRow::all(read, account.into(), sight, lots, now)?,
                holds: holds.into_iter().map(|hold| HoldRow::new(hold, &names, &features)).collect(),
                chart: (!matches!(sight, Sight::Own(_))).then(|| chart(&months)).filter(|chart| !chart.is_empty()),
                time: TimeLeft::find(read, account, now)?,
                threshold: actor.meets(SetThreshold::DEMAND).then_some(low.threshold),
                latest: page.rows.into_iter().map(|line| Row::new(account, sight, line, &names, &features)).collect(),
                now,
            })
        })
        .await?;
    Ok(gate.page(&actor, view))
}
