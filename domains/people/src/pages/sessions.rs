//! Ending sessions.

use axum::response::Response;
use kit_core::{Id, Text};
use kit_web::{Flash, Gate, Myself, Path, WebError};

use super::ask_password::me;
use crate::model::SessionId;
use crate::service;

/// `POST /me/security/sessions/{session}/end`
pub(crate) async fn end(gate: Gate<Myself>, Path(session): Path<SessionId>) -> Result<Response, WebError> {
    let (actor, ended) =
        gate.write_sure(move |tx, ctx, actor| service::end_session(tx, ctx, me(actor)?.id, session)).await?;
    // Over already, or somebody else's: there is no such session to end, and nobody learns which.
    if !ended {
        return Err(WebError::NotFound);
    }
    Ok(gate.redirect(&actor, "/me/security", Flash::done(Text::new("people-session-ended"))))
}

/// `POST /me/security/sessions/end-others`
pub(crate) async fn end_others(gate: Gate<Myself>) -> Result<Response, WebError> {
    let (actor, _) = gate
        .write_sure(|tx, ctx, actor| {
            let me = me(actor)?;
            service::end_all(tx, ctx, me.id, Some(Id::from_raw(me.session)))
        })
        .await?;
    Ok(gate.redirect(&actor, "/me/security", Flash::done(Text::new("people-sessions-ended"))))
}
