//! A secret, shown this once.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::Text;
use kit_i18n::filters;
use kit_web::{Actor, Gate, View, Width};

use super::path;
use crate::permissions::ManageWebhooks;
use crate::service::endpoints::NewSecret;

/// The secret of an address.
#[derive(Template)]
#[template(path = "pages/secret.html")]
pub(super) struct SecretView {
    pub(super) secret: String,
    pub(super) next: String,
    /// Whether there was one before, which goes on for a day.
    pub(super) replaced: bool,
}

impl View for SecretView {
    fn title(&self) -> Text {
        Text::new("webhooks-secret")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// The page; no cache keeps it, nor any other answer.
pub(super) fn shown(gate: &Gate<ManageWebhooks>, actor: &Actor, made: NewSecret, replaced: bool) -> Response {
    let view = SecretView { secret: made.secret, next: path(made.endpoint), replaced };
    gate.page(actor, view).into_response()
}
