//! The signed statement, and the key that it is verified by.

use axum::Json;
use axum::response::Response;
use kit_web::{Actor, Anyone, Gate, Problem, Query, WebError};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::errors::{Errors, Wrong};
use super::operations::moment;
use super::views::ProblemView;
use crate::model::{StatementWanted, Unit, statement_public_key};
use crate::permissions::ReadCredits;
use crate::{service, signed};

/// Which days are wanted. Everything arrives as text, so that what is wrong can be said.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct StatementQuery {
    /// From this moment on (RFC 3339), or from this day on (`2026-11-21`, UTC).
    #[param(max_length = 64, pattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2}(T.+)?)?$", example = "2026-11-01")]
    from: Option<String>,
    /// Before this moment, or up to this day's end.
    #[param(max_length = 64, pattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2}(T.+)?)?$", example = "2026-11-30")]
    to: Option<String>,
    /// `credit`, or `support_minutes`; `credit` when left out. A statement is of one unit.
    #[param(pattern = "^(credit|support_minutes)?$", example = "credit")]
    unit: Option<String>,
}

impl StatementQuery {
    fn read(&self) -> Result<(Unit, StatementWanted), Problem> {
        let mut errors = Errors::default();
        let mut read = |name, text: &Option<String>, end| {
            let text = text.as_deref().filter(|text| !text.is_empty())?;
            let at = moment(text, end);
            if at.is_none() {
                errors.add(name, Wrong::moment());
            }
            at
        };
        let (from, until) = (read("from", &self.from, false), read("to", &self.to, true));
        let unit = self.unit.as_deref().filter(|text| !text.is_empty()).map(Unit::from_code);
        if unit == Some(None) {
            errors.add("unit", Wrong::unknown("not a unit"));
        }
        let unit = unit.flatten().unwrap_or_default();
        errors.finish(|| Some((unit, StatementWanted { from, until, again: None })))
    }
}

/// A signed statement. Verify its bytes, not what was read of it: `guichet-client verify`.
#[derive(Debug, ToSchema)]
#[schema(as = Statement)]
#[allow(dead_code, reason = "it is described here and written as a stream")]
pub(crate) struct StatementView {
    /// Whose operations follow, from which one on, and what was there before.
    #[schema(value_type = Object)]
    statement: (),
    /// The operations in their order, a line each.
    #[schema(value_type = Vec<Object>)]
    operations: (),
    /// The last operation, what was there after it, the digest of all.
    #[schema(value_type = Object)]
    end: (),
    /// Algorithm (Ed25519), the publisher's public key, and the signature.
    #[schema(value_type = Object)]
    signature: (),
}

/// A key that stands for a member does not see what the others did.
fn may(actor: &Actor) -> Result<(), WebError> {
    if actor.key()?.member.is_some() { Err(WebError::Forbidden) } else { Ok(()) }
}

/// Get a signed statement
///
/// All operations of the account in one unit, or those of some days, signed with the publisher's key, as a file that anybody can verify
/// without a connection. The key is at `/.well-known/guichet-statement-key`. Not for keys that stand for a member.
#[utoipa::path(
    get,
    path = "/api/v1/statement",
    operation_id = "getStatement",
    tag = "credits",
    security(("key" = ["credits:read"])),
    params(StatementQuery),
    responses(
        (status = 200, description = "The statement", body = StatementView),
        (status = 401, description = "No valid key", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope, or stands for a member", body = ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is not accepted", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy: try again", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(gate: Gate<ReadCredits>, Query(query): Query<StatementQuery>) -> Result<Response, Problem> {
    let ((unit, wanted), now) = (query.read()?, gate.now());
    let (_, statement) = gate
        .read(move |read, actor| {
            may(actor)?;
            Ok(service::statement(read, unit.of(actor.key()?.account), &wanted, now)?)
        })
        .await?;
    Ok(signed::download(gate, statement, may).await?)
}

/// The key by which statements are verified.
#[derive(Debug, Serialize)]
pub(crate) struct KeyView {
    /// Who signs.
    publisher: String,
    algorithm: &'static str,
    /// 32 bytes in Base64.
    key: String,
}

/// `GET /.well-known/guichet-statement-key`: for whoever has a statement in hand, without an account here.
pub(crate) async fn key(gate: Gate<Anyone>) -> Result<Json<KeyView>, WebError> {
    let key = statement_public_key(&gate.app().keys).map_err(|error| WebError::Fault(error.to_string()))?;
    let (_, publisher) = gate.read(|read, _| Ok(service::statement_publisher(read)?)).await?;
    Ok(Json(KeyView { publisher, algorithm: "Ed25519", key: key.to_string() }))
}
