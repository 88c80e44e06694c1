//! The support time of an account, as the staff sees it. What burns it is told by later domains, in panels.

use askama::Template;
use jiff::Timestamp;
use kit_core::{AccountId, Credits, PageSize, Text};
use kit_i18n::filters;
use kit_web::{Gate, Page, Panel, Path, View, WebError};

use crate::model::{Block, HistoryFilter, Sight, Standing, Unit};
use crate::pages::balance::LotRow;
use crate::pages::row::{FeatureNames, Names, Row, persons};
use crate::permissions::ViewSupportTime;
use crate::service;

/// How many of the last operations are shown.
const LATEST: i64 = 20;

const TIME: Unit = Unit::SupportMinutes;

/// The support time of an account.
#[derive(Template)]
#[template(path = "pages/staff/support_time.html")]
pub(crate) struct StaffTimeView {
    account: AccountId,
    name: String,
    standing: Standing,
    lots: Vec<LotRow>,
    latest: Vec<Row>,
    panels: Vec<Panel>,
    now: Timestamp,
}

impl StaffTimeView {
    const UNIT: Unit = TIME;

    fn account_path(&self) -> String {
        format!("/staff/accounts/{}", self.account)
    }

    fn left(&self) -> Credits {
        self.standing.lots.balance().free()
    }

    fn debt(&self) -> Credits {
        self.standing.debt
    }

    fn blocked(&self) -> Option<Block> {
        self.standing.blocked
    }
}

impl View for StaffTimeView {
    fn title(&self) -> Text {
        Text::new("credits-time-title")
    }
}

/// `GET /staff/accounts/{id}/support-time`
pub(crate) async fn show(gate: Gate<ViewSupportTime>, Path(account): Path<AccountId>) -> Result<Page, WebError> {
    let (now, app) = (gate.now(), gate.app().clone());
    let (actor, view) = gate
        .read(move |read, actor| {
            let known = accounts::service::account(read, account)?.ok_or(WebError::NotFound)?;
            let wallet = TIME.of(account);
            let standing = service::standing(read, wallet, now)?;
            let filter = HistoryFilter::default();
            let page = service::history(read, wallet, Sight::All, &filter, None, PageSize::new(LATEST))?;
            let names = Names::find(read, &[], persons(&page.rows))?.with_agents(read, account, &page.rows)?;
            let features = FeatureNames::default();
            let lots = LotRow::all(read, wallet, Sight::All, standing.lots.iter().copied(), now)?;
            let rows = page.rows.into_iter().map(|line| Row::new(account, Sight::All, line, &names, &features));
            Ok(StaffTimeView {
                account,
                name: format!("{} ({account})", known.name),
                lots: lots.into_iter().map(|row| LotRow { href: row.href.map(of_staff), ..row }).collect(),
                latest: rows.map(|row| Row { href: of_staff(row.href), ..row }).collect(),
                panels: app.panels(read, actor, crate::STAFF_SUPPORT_TIME_PAGE, &account.to_string(), now)?,
                standing,
                now,
            })
        })
        .await?;
    Ok(gate.page(&actor, view))
}

/// Where the staff sees what members see there.
fn of_staff(href: String) -> String {
    href.replacen("/accounts/", "/staff/accounts/", 1).replacen("/history/", "/operations/", 1)
}
