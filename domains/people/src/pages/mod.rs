//! The pages of people: the door, and a person's own.

pub(crate) mod ask_password;
mod back;
pub(crate) mod by_link;
pub(crate) mod confirm_email;
pub(crate) mod cookies;
pub(crate) mod email;
pub(crate) mod forgotten;
pub(crate) mod language;
pub(crate) mod password;
pub(crate) mod profile;
pub(crate) mod reset;
pub(crate) mod second_factor;
pub(crate) mod second_step;
pub(crate) mod security;
pub(crate) mod sessions;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
#[cfg(test)]
mod views;

use axum::response::{IntoResponse, Response};
use kit_web::{Gate, Page, Permission, View, WebError};

/// A form shown again with its errors.
fn again<P: Permission, V: View>(gate: &Gate<P>, actor: &kit_web::Actor, view: V) -> Result<Response, WebError> {
    let page: Page = gate.invalid(actor, view);
    Ok(page.into_response())
}
