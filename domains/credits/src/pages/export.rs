//! The history as a file, with the filter and the eyes of the page it is asked for on. Rights and rows are read page by
//! page, a short transaction each, so that an export neither holds a snapshot nor outlives a change of rights.

mod spreadsheet;
mod table;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use kit_core::{AccountId, Cursor, PageSize};
use kit_web::{Actor, Gate, Query, WebError};

use super::filter::FilterQuery;
use super::row::{Names, persons_of};
use super::sight;
use crate::model::{HistoryFilter, Operation, Sight};
use crate::permissions::ViewHistory;
use crate::service;
use spreadsheet::Spreadsheet;
use table::Table;

/// How many rows one transaction reads.
const ROWS: i64 = 200;

/// One after the other, the pages of an export.
struct Pages {
    gate: Gate<ViewHistory>,
    account: AccountId,
    query: FilterQuery,
    next: Next,
}

#[derive(Debug, Clone, Copy)]
enum Next {
    First,
    After(Cursor),
    End,
}

/// A page of an export.
pub(crate) struct Rows {
    pub(crate) operations: Vec<Operation>,
    pub(crate) names: Names,
    pub(crate) sight: Sight,
}

impl Pages {
    fn new(gate: Gate<ViewHistory>, query: FilterQuery) -> Result<Pages, WebError> {
        let account = gate.account()?;
        Ok(Pages { gate, account, query, next: Next::First })
    }

    /// The next page, and who asks for it.
    async fn next(&mut self) -> Result<Option<(Actor, Rows)>, WebError> {
        let cursor = match self.next {
            Next::First => None,
            Next::After(cursor) => Some(cursor),
            Next::End => return Ok(None),
        };
        let (account, query) = (self.account, self.query.clone());
        let (actor, (rows, next)) = self
            .gate
            .read(move |read, actor| {
                let sight = sight(actor)?;
                let filter: HistoryFilter = query.meant(&actor.zone());
                let page =
                    service::operations(read, query.unit().of(account), sight, &filter, cursor, PageSize::new(ROWS))?;
                let names =
                    Names::find(read, &[], persons_of(&page.rows))?.with_agents_of(read, account, &page.rows)?;
                Ok((Rows { operations: page.rows, names, sight }, page.next))
            })
            .await?;
        self.next = next.map_or(Next::End, Next::After);
        Ok(Some((actor, rows)))
    }
}

/// The history as CSV: semicolons for readers of French, commas for others, as their spreadsheets expect.
pub(crate) async fn csv(gate: Gate<ViewHistory>, Query(query): Query<FilterQuery>) -> Result<Response, WebError> {
    let mut pages = Pages::new(gate, query)?;
    // The first page is read before the answer begins, so that a refusal is a refusal and not half a file.
    let Some((actor, rows)) = pages.next().await? else { return Err(WebError::NotFound) };
    let table = Table::new(pages.gate.reader(&actor), rows.sight, pages.query.unit());
    let begun = Bytes::from([table.heading()?, table.lines(&rows)?].concat());
    let rest = stream::try_unfold((pages, table), async |(mut pages, table)| match pages.next().await? {
        Some((_, rows)) => Ok::<_, WebError>(Some((Bytes::from(table.lines(&rows)?), (pages, table)))),
        None => Ok(None),
    });
    let account = account_of(&actor)?;
    let body = Body::from_stream(stream::StreamExt::chain(stream::iter([Ok(begun)]), rest));
    Ok(download(body, "text/csv; charset=utf-8", &format!("{account}.csv")))
}

/// The history as a spreadsheet, built in a temporary file.
pub(crate) async fn xlsx(gate: Gate<ViewHistory>, Query(query): Query<FilterQuery>) -> Result<Response, WebError> {
    let mut pages = Pages::new(gate, query)?;
    let Some((actor, first)) = pages.next().await? else { return Err(WebError::NotFound) };
    let mut sheet = Spreadsheet::new(pages.gate.reader(&actor), first.sight, pages.query.unit())?;
    sheet.add(&first)?;
    while let Some((_, rows)) = pages.next().await? {
        sheet.add(&rows)?;
    }
    let body = sheet.finish().await?;
    let account = account_of(&actor)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(download(body, kind, &format!("{account}.xlsx")))
}

fn account_of(actor: &Actor) -> Result<AccountId, WebError> {
    Ok(actor.member()?.account)
}

fn download(body: Body, kind: &'static str, name: &str) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
