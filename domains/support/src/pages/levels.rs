//! What each level promises, and which one the account has.

use askama::Template;
use kit_core::{Locale, Text};
use kit_i18n::filters;
use kit_web::{Gate, Page, Panel, View, WebError};

use super::Desk;
use crate::model::Level;
use crate::permissions::UseSupport;
use crate::service;

/// The levels.
#[derive(Template)]
#[template(path = "pages/levels.html")]
pub(crate) struct LevelsView {
    pub(super) desk: Desk,
    pub(super) levels: Vec<Level>,
    pub(super) own: Level,
    pub(super) locale: Locale,
    pub(super) hours: Option<Text>,
    pub(super) panels: Vec<Panel>,
}

impl View for LevelsView {
    fn title(&self) -> Text {
        Text::new("support-levels-title")
    }
}

/// `GET /accounts/{account}/support`
pub(crate) async fn show(gate: Gate<UseSupport>) -> Result<Page, WebError> {
    let (desk, account, app, now) = (Desk::of(&gate), gate.account()?, gate.app().clone(), gate.now());
    let (actor, view) = gate
        .read(move |read, actor| {
            Ok(LevelsView {
                desk,
                levels: service::levels(read)?,
                own: service::level_of(read, Some(account))?,
                locale: actor.locale(),
                hours: publisher::settings(read)?.calendar.says(),
                panels: app.panels(read, actor, crate::SUPPORT_PAGE, &account.to_string(), now)?,
            })
        })
        .await?;
    Ok(gate.page(&actor, view))
}
