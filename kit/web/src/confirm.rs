//! A question before what cannot be undone.

use askama::Template;
use kit_core::Text;
use kit_i18n::filters;

use crate::form::Once;
use crate::layout::{View, Width};

/// A question with what will happen, and a button. Where more is asked, a page of its own calls `ui::confirm`.
#[derive(Debug, Clone, Template)]
#[template(path = "confirm.html")]
pub struct ConfirmView {
    /// The question.
    pub question: Text,
    /// What will happen.
    pub consequence: Text,
    /// What the button says.
    pub verb: Text,
    /// Where the form goes.
    pub action: String,
    /// Where one goes who does not want it.
    pub cancel: String,
    /// The token of the form.
    pub once: Once,
}

impl View for ConfirmView {
    fn title(&self) -> Text {
        self.question.clone()
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}
