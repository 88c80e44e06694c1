//! The way out.

use axum::response::Response;
use kit_core::Text;
use kit_web::{Anyone, Credential, Flash, Gate, WebError, cookies as web_cookies};

use super::cookies;
use crate::service;

/// `POST /sign-out`
pub(crate) async fn submit(gate: Gate<Anyone>) -> Result<Response, WebError> {
    let credential = gate.credential();
    let (actor, _) = gate
        .write_sure(move |tx, ctx, _| {
            if let Credential::Session(token) = credential {
                service::sign_out(tx, ctx, &token)?;
            }
            Ok(())
        })
        .await?;
    let mut response = gate.redirect(&actor, "/sign-in", Flash::done(Text::new("people-signed-out")));
    cookies::add(&mut response, web_cookies::no_session(gate.app().public_url.is_secure()));
    Ok(response)
}
