//! `/`: where everybody begins.

use axum::response::Redirect;
use kit_web::{Anyone, Gate, Module, WebError, get};

/// The one page that belongs to no domain.
pub(crate) fn module() -> Module {
    Module::new("start").routes([get("/", show)])
}

/// To one's accounts, to the back office for whoever works there alone, or to the door.
async fn show(gate: Gate<Anyone>) -> Result<Redirect, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    Ok(Redirect::to(match &actor.person {
        None => "/sign-in",
        Some(person) if !person.staff.is_empty() && actor.accounts.is_empty() => "/staff",
        Some(_) => "/accounts",
    }))
}
