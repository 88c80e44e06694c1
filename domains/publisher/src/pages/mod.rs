//! The settings' pages, and what the public sees of them.

pub(crate) mod brand;
pub(crate) mod calendar;
pub(crate) mod conditions;
pub(crate) mod identity;
pub(crate) mod logo;
pub(crate) mod mail;
pub(crate) mod mails;
pub(crate) mod prices;
pub(crate) mod sections;
pub(crate) mod sign_up;
pub(crate) mod terms;
pub(crate) mod terms_version;
mod texts;
#[cfg(test)]
mod views;

use axum::response::{IntoResponse, Response};
use kit_core::Text;
use kit_web::{Actor, Flash, Gate, Permission, View, WebError};

/// How much a form with long texts may send, in bytes: two texts, whose letters may be three times as long on the way.
pub(crate) const LONG_FORM: usize = 512 << 10;

/// Back to `path`, where it is told that what was typed is saved.
fn saved<P: Permission>(gate: &Gate<P>, actor: &Actor, path: &str) -> Response {
    gate.redirect(actor, path, Flash::done(Text::new("publisher-saved")))
}

/// A form shown again with its errors.
async fn again<P: Permission, V: View>(gate: &Gate<P>, view: impl FnOnce(&Actor) -> V) -> Result<Response, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let view = view(&actor);
    Ok(gate.invalid(&actor, view).into_response())
}

/// A form shown again with its preview.
async fn preview<P: Permission, V: View>(gate: &Gate<P>, view: impl FnOnce(&Actor) -> V) -> Result<Response, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let view = view(&actor);
    Ok(gate.page(&actor, view).into_response())
}
