//! What the account's home tells of its cases.

use std::collections::BTreeMap;

use accounts::service::teams;
use jiff::Timestamp;
use kit_core::{AccountId, Text};
use kit_db::{DbError, Read};
use kit_web::{Actor, Tile, Tone};

use crate::model::CaseState;
use crate::service;

/// How many cases are open, how many wait for the customer, and how many each team has; none where none is open.
pub(crate) fn open_cases(
    read: &mut Read<'_>,
    actor: &Actor,
    account: AccountId,
    _: Timestamp,
) -> Result<Option<Tile>, DbError> {
    let Ok(person) = actor.person() else { return Ok(None) };
    let open = service::open_cases(read, account, person.id)?;
    if open.is_empty() {
        return Ok(None);
    }
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let mut notes = Vec::new();
    let waiting = count(open.iter().filter(|case| case.state == CaseState::Waiting).count());
    if waiting > 0 {
        notes.push((Tone::Warning, Text::new("support-tile-waiting").with("n", waiting)));
    }
    let mut by_team = BTreeMap::new();
    for team in open.iter().filter_map(|case| case.team) {
        *by_team.entry(team.0).or_insert(0_usize) += 1;
    }
    let teams = if by_team.is_empty() { Vec::new() } else { teams::teams(read, account)? };
    for known in teams {
        if let Some(cases) = by_team.get(&known.team.id.0) {
            let text = Text::new("support-tile-team").with("team", known.team.name).with("n", count(*cases));
            notes.push((Tone::Neutral, text));
        }
    }
    let open = count(open.len());
    Ok(Some(Tile {
        title: Text::new("support-cases-title"),
        icon: "lifebuoy",
        figure: Some((open, Text::new("support-tile-open").with("n", open))),
        notes,
        lines: Vec::new(),
        link: (format!("/accounts/{account}/cases"), Text::new("support-tile-see")),
    }))
}
