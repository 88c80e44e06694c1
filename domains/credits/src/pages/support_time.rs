//! Support time: what is left, what it is made of, what it was used for.

use askama::Template;
use jiff::Timestamp;
use kit_core::{AccountId, Arg, Credits, Locale, PageSize, Text};
use kit_db::{DbError, Read};
use kit_i18n::filters;
use kit_web::{Gate, Page, Panel, View, WebError};

use super::balance::LotRow;
use super::expiring::Expiring;
use super::row::{FeatureNames, Names, Row, persons};
use super::sight;
use crate::model::{Block, HistoryFilter, Rounding, Sight, Standing, SupportRule, Unit};
use crate::permissions::ViewBalance;
use crate::service;

/// How many of the last operations are shown.
const LATEST: i64 = 20;

const TIME: Unit = Unit::SupportMinutes;

/// What is left of support time, in a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeLeft {
    /// How much can be used.
    pub left: Credits,
    /// What is owed.
    pub debt: Credits,
    /// When the first of it ends.
    pub ends: Option<Timestamp>,
    /// Whether the account ever had any, bought or given, or owed some.
    pub(crate) has_wallet: bool,
}

impl TimeLeft {
    /// What an account has; none where it never had any and the publisher counts none.
    pub(crate) fn find(read: &mut Read<'_>, account: AccountId, now: Timestamp) -> Result<Option<TimeLeft>, DbError> {
        let wallet = TIME.of(account);
        let has_wallet = service::has_wallet(read, wallet)?;
        if !has_wallet && !service::support_rule(read)?.offered {
            return Ok(None);
        }
        let Standing { lots, debt, .. } = service::standing(read, wallet, now)?;
        Ok(Some(TimeLeft { left: lots.balance().free(), debt, ends: lots.next_expiry(), has_wallet }))
    }
}

/// How the publisher counts, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    lines: Vec<Text>,
    covered: String,
}

impl Counted {
    fn of(rule: &SupportRule, locale: Locale) -> Counted {
        let Rounding { step, least, free } = rule.rounding;
        let told = |text: Text, minutes: i64| (minutes > 0).then(|| text.with("time", Arg::Minutes(minutes)));
        let lines = [
            told(Text::new("credits-counted-step"), step),
            told(Text::new("credits-counted-least"), least),
            told(Text::new("credits-counted-free"), free),
            rule.approval_above.and_then(|above| told(Text::new("credits-counted-approval"), above)),
        ];
        Counted { lines: lines.into_iter().flatten().collect(), covered: rule.covered.of(locale).to_owned() }
    }
}

/// The page of support time.
#[derive(Template)]
#[template(path = "pages/support_time.html")]
pub(crate) struct SupportTimeView {
    account: AccountId,
    left: Credits,
    debt: Credits,
    blocked: Option<Block>,
    lots: Vec<LotRow>,
    shows_amounts: bool,
    expiring: Vec<Expiring>,
    latest: Vec<Row>,
    /// How the publisher counts.
    counted: Option<Counted>,
    /// What later domains have to say about it.
    panels: Vec<Panel>,
    now: Timestamp,
}

impl View for SupportTimeView {
    fn title(&self) -> Text {
        Text::new("credits-time-title")
    }
}

impl SupportTimeView {
    const UNIT: Unit = TIME;

    fn debt_shown(&self) -> Arg {
        Arg::Minutes(self.debt.0)
    }

    /// Where another page of the account is.
    fn to(&self, page: &str) -> String {
        format!("/accounts/{}/{page}", self.account)
    }

    /// Where a page about support time is.
    fn of_time(&self, page: &str) -> String {
        TIME.page(self.account, page)
    }
}

/// `GET /accounts/{account}/support-time`
pub(crate) async fn show(gate: Gate<ViewBalance>) -> Result<Page, WebError> {
    let (account, now, app) = (gate.account()?, gate.now(), gate.app().clone());
    let (actor, view) = gate
        .read(move |read, actor| {
            let (sight, wallet) = (sight(actor)?, TIME.of(account));
            let Standing { lots, debt, blocked } = service::standing(read, wallet, now)?;
            let filter = HistoryFilter::default();
            let page = service::history(read, wallet, sight, &filter, None, PageSize::new(LATEST))?;
            let names = Names::find(read, &[], persons(&page.rows))?.with_agents(read, account, &page.rows)?;
            let features = FeatureNames::default();
            let (rule, locale) = (service::support_rule(read)?, actor.person()?.locale);
            let mut expiring = Expiring::of(lots.iter(), &actor.zone(), now);
            expiring.retain(|day| day.soon);
            let left = lots.balance().free();
            Ok(SupportTimeView {
                account,
                left,
                debt,
                blocked,
                lots: LotRow::all(read, wallet, sight, lots.iter().copied(), now)?,
                shows_amounts: sight == Sight::All,
                expiring,
                counted: Some(rule).filter(|rule| rule.offered).map(|rule| Counted::of(&rule, locale)),
                latest: page.rows.into_iter().map(|line| Row::new(account, sight, line, &names, &features)).collect(),
                panels: app.panels(read, actor, crate::SUPPORT_TIME_PAGE, &account.to_string(), now)?,
                now,
            })
        })
        .await?;
    Ok(gate.page(&actor, view))
}
