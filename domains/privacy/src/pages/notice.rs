//! What is kept about people, for everybody to read: linked where data is entered.

use askama::Template;
use kit_core::Text;
use kit_i18n::filters;
use kit_web::{Anyone, Gate, Page, View, WebError};

use crate::service::kept::{Kept, kept};

/// The notice.
#[derive(Template)]
#[template(path = "pages/notice.html")]
pub(crate) struct NoticeView {
    publisher: String,
    support_email: String,
    kept: Vec<Kept>,
    signed_in: bool,
}

impl View for NoticeView {
    fn title(&self) -> Text {
        Text::new("privacy-notice-title")
    }
}

/// `GET /privacy`
pub(crate) async fn show(gate: Gate<Anyone>) -> Result<Page, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let view = NoticeView {
        publisher: actor.brand.name.clone(),
        support_email: actor.brand.support_email.clone(),
        kept: kept(&gate.app().personal),
        signed_in: actor.person.is_some(),
    };
    Ok(gate.page(&actor, view))
}

#[cfg(test)]
impl NoticeView {
    pub(super) fn sample() -> NoticeView {
        NoticeView {
            publisher: "Éditions Trame".into(),
            support_email: "aide@trame.example".into(),
            kept: kept(&crate::personal::kept()),
            signed_in: true,
        }
    }
}
