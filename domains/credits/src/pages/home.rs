//! What the account's home tells of its credits.

use jiff::Timestamp;
use kit_core::{AccountId, Arg, PageSize, Text};
use kit_db::{DbError, Read};
use kit_web::{Actor, Tile, TileLine, Tone, verbatim};

use super::expiring::Expiring;
use super::row::{FeatureNames, Names, Row};
use super::sight;
use super::support_time::TimeLeft;
use crate::model::{HistoryFilter, Standing};
use crate::service;

/// How many days of expiry are told.
const DAYS: usize = 3;
/// How many of the last operations are told.
const LATEST: i64 = 5;

/// What is left, what it is made of, what expires when.
pub(crate) fn balance(
    read: &mut Read<'_>,
    actor: &Actor,
    account: AccountId,
    now: Timestamp,
) -> Result<Option<Tile>, DbError> {
    let Standing { lots, debt, blocked } = service::standing(read, account, now)?;
    let balance = lots.balance();
    let mut notes = Vec::new();
    if debt.is_positive() {
        notes.push((Tone::Warning, Text::new("credits-debt-note").with("n", debt)));
    }
    if blocked.is_some() {
        notes.push((Tone::Danger, Text::new("credits-blocked")));
    }
    if balance.total().is_positive() {
        let made_of =
            Text::new("credits-made-of").with("purchased", balance.purchased).with("promotional", balance.promotional);
        notes.push((Tone::Neutral, made_of));
    }
    if balance.held.is_positive() {
        notes.push((Tone::Neutral, Text::new("credits-of-which-held").with("held", balance.held)));
    }
    for day in Expiring::of(lots.iter(), &actor.zone(), now).into_iter().take(DAYS) {
        notes.push((if day.soon { Tone::Warning } else { Tone::Neutral }, day.text()));
    }
    Ok(Some(Tile {
        title: Text::new("credits-total"),
        icon: "wallet",
        figure: Some((balance.total().0, Text::new("credits-unit").with("n", balance.total()))),
        notes,
        lines: Vec::new(),
        link: (format!("/accounts/{account}/credits"), Text::new("credits-see-balance")),
    }))
}

/// What is left of support time; none where there never was any.
pub(crate) fn support_time(
    read: &mut Read<'_>,
    _: &Actor,
    account: AccountId,
    now: Timestamp,
) -> Result<Option<Tile>, DbError> {
    let Some(TimeLeft { left, debt, ends, has_wallet }) = TimeLeft::find(read, account, now)? else { return Ok(None) };
    let said = match has_wallet {
        true => Text::new("credits-time-left-is").with("time", Arg::Minutes(left.0)),
        false => Text::new("credits-time-never"),
    };
    let mut notes = vec![(Tone::Neutral, said)];
    if debt.is_positive() {
        notes.push((Tone::Warning, Text::new("credits-time-debt").with("n", Arg::Minutes(debt.0))));
    }
    if let Some(at) = ends {
        notes.push((Tone::Neutral, Text::new("credits-until").with("date", Arg::Date(at))));
    }
    Ok(Some(Tile {
        title: Text::new("credits-time-title"),
        icon: "clock",
        figure: None,
        notes,
        lines: Vec::new(),
        link: (format!("/accounts/{account}/support-time"), Text::new("credits-time-see")),
    }))
}

/// The last operations, as far as the role goes; none where there is none.
pub(crate) fn latest(
    read: &mut Read<'_>,
    actor: &Actor,
    account: AccountId,
    now: Timestamp,
) -> Result<Option<Tile>, DbError> {
    let (Ok(sight), Ok(person)) = (sight(actor), actor.person()) else { return Ok(None) };
    let page = service::history(read, account, sight, &HistoryFilter::default(), None, PageSize::new(LATEST))?;
    if page.rows.is_empty() {
        return Ok(None);
    }
    let features = FeatureNames::of(&service::tariff(read, now)?, person.locale);
    let names = Names::default();
    let row = |line| Row::new(account, sight, line, &names, &features);
    Ok(Some(Tile {
        title: Text::new("credits-latest-title"),
        icon: "history",
        figure: None,
        notes: Vec::new(),
        lines: page.rows.into_iter().map(row).map(line).collect(),
        link: (format!("/accounts/{account}/history"), Text::new("credits-see-history")),
    }))
}

fn line(row: Row) -> TileLine {
    let what = row.subject.map_or_else(|| Arg::from(row.kind.label()), Arg::from);
    let words = match row.reference {
        Some(reference) => Text::new("credits-latest-of").with("what", what).with("reference", reference),
        None => verbatim(what),
    };
    TileLine { at: row.at, words, href: row.href, figure: row.amount.0 }
}
