//! A signed statement as the body of an answer: read, sealed and written piece by piece, so that memory does not grow with it.
//! While a piece is written the next one is read. Rights are found anew for each piece.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::future::join;
use futures_util::stream;
use kit_db::Read;
use kit_web::{Actor, Gate, Permission, WebError};

use crate::model::{Operation, Statement, StatementError, StatementFile};
use crate::service;

/// Whether whoever acts may have all of the operations.
pub(crate) type May = fn(&Actor) -> Result<(), WebError>;

/// Where the operations come from.
struct Source<P> {
    gate: Gate<P>,
    may: May,
    statement: Statement,
}

/// A statement under way.
struct Pieces<P> {
    source: Source<P>,
    file: StatementFile,
    /// The operations that were read and not written yet.
    ahead: Vec<Operation>,
}

/// What the file of a statement is called: the account's number, and the unit if it is not credits.
pub(crate) fn file_name(statement: &Statement) -> String {
    let unit = if statement.unit.is_time() { ".support-time" } else { "" };
    format!("{}{unit}.statement.json", statement.account)
}

/// The answer that is the statement, as a file with the account's number.
///
/// # Errors
/// Its beginning cannot be read, or would be false. What is found later breaks the answer off, so that the file does not verify.
pub(crate) async fn download<P: Permission>(
    gate: Gate<P>,
    statement: Statement,
    may: May,
) -> Result<Response, WebError> {
    let name = format!("attachment; filename=\"{}\"", file_name(&statement));
    let pieces = Pieces::begin(gate, statement, may).await?;
    let body = stream::try_unfold(Some(pieces), async |pieces| match pieces {
        Some(pieces) => pieces.next().await.map(Some),
        None => Ok::<_, WebError>(None),
    });
    let mut response = Body::from_stream(body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

impl<P: Permission> Source<P> {
    async fn read(&self, after: i64) -> Result<Vec<Operation>, WebError> {
        let (may, statement) = (self.may, self.statement.clone());
        let body = move |read: &mut Read<'_>, actor: &Actor| {
            may(actor)?;
            Ok(service::statement_operations(read, &statement, after)?)
        };
        Ok(self.gate.read(body).await?.1)
    }
}

impl<P: Permission> Pieces<P> {
    async fn begin(gate: Gate<P>, statement: Statement, may: May) -> Result<Pieces<P>, WebError> {
        let file = StatementFile::begin(&statement, gate.app().keys.clone()).map_err(fault)?;
        let source = Source { gate, may, statement };
        let ahead = source.read(source.statement.from_seq - 1).await?;
        Ok(Pieces { source, file, ahead })
    }

    /// The next piece, and what is left.
    async fn next(self) -> Result<(Bytes, Option<Pieces<P>>), WebError> {
        let Pieces { source, mut file, ahead } = self;
        let Some(last) = ahead.last().map(|operation| operation.seq) else {
            return Ok((file.finish().map_err(fault)?.into(), None));
        };
        // Half a thousand lines are a millisecond: a thread of its own would keep more memory than it saves time.
        let written = async { file.add(&ahead) };
        // The reading first: it goes on at the database while this is written.
        let (ahead, piece) = join(source.read(last), written).await;
        Ok((piece.map_err(fault)?.into(), Some(Pieces { source, file, ahead: ahead? })))
    }
}

fn fault(error: StatementError) -> WebError {
    WebError::Fault(error.to_string())
}
