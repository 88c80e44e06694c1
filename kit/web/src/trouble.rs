//! The page shown when something is wrong: what happened, and what to do next.

use askama::Template;
use kit_core::Text;
use kit_i18n::filters;

use crate::layout::{Frame, Side, View, Width};
use crate::places::Full;

/// The page for an HTTP status that is not a success. What a person may not see is "not found" to him or her (404, never
/// 403), so that nobody learns what exists.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "error.html")]
pub struct TroubleView {
    status: u16,
    title: Text,
    lead: Text,
    detail: Option<Text>,
    reference: Option<String>,
    /// Where one goes on, and what that is called.
    way_on: (String, Text),
}

impl TroubleView {
    /// The page for `status`; statuses without words of their own are told as "something went wrong here".
    pub fn new(status: u16) -> TroubleView {
        let (title, lead) = match status {
            404 => (Text::new("web-error-404-title"), Text::new("web-error-404-lead")),
            408 => (Text::new("web-error-408-title"), Text::new("web-error-408-lead")),
            429 => (Text::new("web-error-429-title"), Text::new("web-error-429-lead")),
            503 => (Text::new("web-error-503-title"), Text::new("web-error-503-lead")),
            400..=499 => (Text::new("web-error-400-title"), Text::new("web-error-400-lead")),
            _ => (Text::new("web-error-500-title"), Text::new("web-error-500-lead")),
        };
        TroubleView {
            status,
            title,
            lead,
            detail: None,
            reference: None,
            way_on: ("/".to_owned(), Text::new("web-error-home")),
        }
    }

    /// The page for a change of which nobody can say whether it was made.
    pub fn unknown(status: u16) -> TroubleView {
        let (title, lead) = (Text::new("web-error-unknown-title"), Text::new("web-error-unknown-lead"));
        TroubleView { title, lead, ..TroubleView::new(status) }
    }

    /// The page for a form with files that finds no place.
    pub fn full(full: Full) -> TroubleView {
        let (title, lead) = match full {
            Full::Own => (Text::new("web-error-429-title"), Text::new("web-forms-own")),
            Full::Account => (Text::new("web-error-429-title"), Text::new("web-forms-account")),
            Full::Paused(_) => (Text::new("web-error-429-title"), Text::new("web-forms-paused")),
            Full::All => (Text::new("web-error-503-title"), Text::new("web-forms-all")),
        };
        TroubleView { title, lead, ..TroubleView::new(full.status().as_u16()) }
    }

    /// The same page with the way on for whoever sees `frame`: to the account, or to the back office.
    pub(crate) fn on_from(mut self, frame: &Frame) -> TroubleView {
        let label = match frame.side {
            Side::Staff => Text::new("web-error-to-back-office"),
            Side::Account => Text::new("web-error-to-account"),
            Side::Person | Side::Public => Text::new("web-error-home"),
        };
        self.way_on = (frame.home(), label);
        self
    }

    /// The same page with what is known about this case.
    pub fn detail(mut self, detail: Text) -> TroubleView {
        self.detail = Some(detail);
        self
    }

    /// The same page with the request's id, by which support finds it in the log.
    pub fn reference(mut self, reference: impl Into<String>) -> TroubleView {
        self.reference = Some(reference.into());
        self
    }
}

impl View for TroubleView {
    fn title(&self) -> Text {
        self.title.clone()
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}
