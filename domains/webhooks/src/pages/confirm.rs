//! A question before what cannot be undone.

use askama::Template;
use kit_core::Text;
use kit_i18n::filters;
use kit_web::{Once, View};

/// A question with what will happen.
#[derive(Template)]
#[template(path = "pages/confirm.html")]
pub(super) struct ConfirmView {
    pub(super) question: Text,
    pub(super) consequence: Text,
    pub(super) verb: Text,
    pub(super) action: String,
    pub(super) cancel: String,
    pub(super) once: Once,
}

impl View for ConfirmView {
    fn title(&self) -> Text {
        self.question.clone()
    }
}
