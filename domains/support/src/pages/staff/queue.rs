//! The queue: what is owed, the most pressing first; and all cases by state or words.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use http::HeaderMap;
use jiff::Timestamp;
use kit_core::{Cursor, PageSize, Text};
use kit_db::Read;
use kit_i18n::filters;
use kit_web::{Actor, Choice, Gate, Query, View, WebError, href};
use people::Names;
use serde::Deserialize;

use super::sections::{Way, ways};
use crate::model::{CaseNumber, CaseRow, CaseState};
use crate::pages::SOMEBODY;
use crate::permissions::AnswerCases;
use crate::service::{self, Queue};

const PATH: &str = "/staff/cases";

/// What is looked for, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    q: String,
    /// A queue, or a state; nothing: what is owed.
    view: String,
    after: String,
}

/// The queue, or what was looked for.
#[derive(Template)]
#[template(path = "pages/staff/queue.html")]
pub(crate) struct QueueView {
    ways: Vec<Way>,
    filter: Filter,
    views: Vec<Choice>,
    rows: Vec<CaseRow>,
    names: Names,
    next: Option<String>,
    now: Timestamp,
}

impl View for QueueView {
    fn title(&self) -> Text {
        Text::new("support-queue-title")
    }
}

impl QueueView {
    fn href(&self, row: &CaseRow) -> String {
        format!("{PATH}/{}", row.number)
    }

    fn who(&self, row: &CaseRow) -> Text {
        self.names.full(row.requester, SOMEBODY)
    }

    fn assignee(&self, row: &CaseRow) -> Text {
        row.assignee.map_or(Text::new("support-nobody"), |person| self.names.full(person, SOMEBODY))
    }

    fn is_looking(&self) -> bool {
        !self.filter.q.trim().is_empty()
    }
}

fn views() -> Vec<Choice> {
    let own = [
        Choice::new("own", Text::new("support-queue-own")),
        Choice::new("nobodys", Text::new("support-queue-nobodys")),
    ];
    let states = CaseState::ALL.into_iter().filter(|state| !state.is_owed());
    own.into_iter().chain(states.map(|state| Choice::new(state.code(), state.label()))).collect()
}

/// What a search ends with.
enum Answer {
    /// The number of a case was typed: there it is.
    Jump(CaseNumber),
    Shown(Box<QueueView>),
}

/// `GET /staff/cases`: an exact number opens its case, unless the list only changes in place while somebody types.
pub(crate) async fn list(
    gate: Gate<AnswerCases>,
    Query(filter): Query<Filter>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let (in_place, now) = (headers.contains_key("hx-request"), gate.now());
    let answer = gate
        .read(move |read, actor| {
            if let Some(number) = service::found_number(read, &filter.q)?
                && !in_place
            {
                return Ok(Answer::Jump(number));
            }
            let (rows, after) = page(read, actor, &filter)?;
            let names = Names::of(read, rows.iter().flat_map(|row| [Some(row.requester), row.assignee]).flatten())?;
            let next =
                after.map(|after| href(PATH, &[("q", filter.q.as_str()), ("view", &filter.view), ("after", &after)]));
            let (ways, filter) = (ways(actor, PATH), filter.clone());
            Ok(Answer::Shown(Box::new(QueueView { ways, filter, views: views(), rows, names, next, now })))
        })
        .await?;
    Ok(match answer {
        (_, Answer::Jump(number)) => Redirect::to(&format!("{PATH}/{number}")).into_response(),
        (actor, Answer::Shown(view)) => gate.page(&actor, *view).into_response(),
    })
}

/// The rows, and where the next page starts.
fn page(read: &mut Read<'_>, actor: &Actor, filter: &Filter) -> Result<(Vec<CaseRow>, Option<String>), WebError> {
    let state = CaseState::from_code(&filter.view);
    if state.is_some() || !filter.q.trim().is_empty() {
        let cursor = filter.after.parse().ok().map(Cursor);
        let page = service::found(read, &filter.q, state, cursor, PageSize::default())?;
        return Ok((page.rows, page.next.map(|Cursor(after)| after.to_string())));
    }
    let queue = match filter.view.as_str() {
        "own" => Queue::Of(actor.person()?.id),
        "nobodys" => Queue::Nobodys,
        _ => Queue::All,
    };
    let (rows, next) = service::queue(read, queue, filter.after.parse().ok(), PageSize::default())?;
    Ok((rows, next.map(|after| after.to_string())))
}

#[cfg(test)]
impl QueueView {
    pub(super) fn samples(row: &CaseRow) -> Vec<QueueView> {
        let view = |rows, q: &str, next| QueueView {
            ways: super::sections::sample(),
            filter: Filter { q: q.into(), ..Filter::default() },
            views: views(),
            rows,
            names: Names::default(),
            next,
            now: Timestamp::MAX,
        };
        vec![view(vec![row.clone()], "", Some("/x".into())), view(Vec::new(), "<b>", None), view(Vec::new(), "", None)]
    }
}
