//! `/staff/settings/webhooks`: the registered addresses.

use askama::Template;
use jiff::Timestamp;
use kit_core::Text;
use kit_i18n::filters;
use kit_web::{Gate, Page, View, WebError};
use publisher::Sections;

use super::signs::{self, Sign};
use super::{HOME, LOG, path, sections};
use crate::model::endpoint::Endpoint;
use crate::permissions::ManageWebhooks;
use crate::service::endpoints;

/// The registered addresses.
#[derive(Template)]
#[template(path = "pages/list.html")]
pub(crate) struct ListView {
    pub(super) sections: Sections,
    pub(super) endpoints: Vec<Endpoint>,
    pub(super) now: Timestamp,
}

impl ListView {
    fn sign(&self, endpoint: &Endpoint) -> Sign {
        signs::endpoint(endpoint)
    }

    fn path(&self, endpoint: &Endpoint) -> String {
        path(endpoint.id)
    }

    /// The kinds that it wants, or none for all.
    fn kinds(&self, endpoint: &Endpoint) -> Option<String> {
        let codes: Vec<&str> = endpoint.kinds.codes().collect();
        (codes != ["*"]).then(|| codes.join(", "))
    }
}

impl View for ListView {
    fn title(&self) -> Text {
        Text::new("webhooks-title")
    }
}

/// `GET`
pub(crate) async fn show(gate: Gate<ManageWebhooks>) -> Result<Page, WebError> {
    let (actor, endpoints) = gate.read(|read, _| Ok(endpoints::endpoints(read)?)).await?;
    Ok(gate.page(&actor, ListView { sections: sections(&actor), endpoints, now: gate.now() }))
}
