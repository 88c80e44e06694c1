//! The accessibility statement: what is claimed, how it is checked, what is known to be missing, whom to tell.

use askama::Template;
use kit_core::Text;
use kit_i18n::filters;

use crate::access::Anyone;
use crate::error::WebError;
use crate::gate::Gate;
use crate::layout::{View, Width};
use crate::page::Page;

#[derive(Template)]
#[template(path = "accessibility.html")]
struct AccessibilityView {
    publisher: String,
    support_email: String,
}

impl View for AccessibilityView {
    fn title(&self) -> Text {
        Text::new("web-accessibility-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

pub(crate) async fn show(gate: Gate<Anyone>) -> Result<Page, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let (publisher, support_email) = (actor.brand.name.clone(), actor.brand.support_email.clone());
    Ok(gate.page(&actor, AccessibilityView { publisher, support_email }))
}
