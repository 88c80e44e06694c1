//! `/staff/bank/imports/{import}`: one file.

use askama::Template;
use jiff::Timestamp;
use kit_core::Text;
use kit_i18n::filters;
use kit_web::{Gate, Page, Path, View, WebError, href, verbatim};
use orders::ManageMoney;
use people::Names;

use super::who::who;
use super::{HOME, IMPORTS};
use crate::model::{Import, ImportId};
use crate::service;

/// One file.
#[derive(Template)]
#[template(path = "pages/import.html")]
pub(crate) struct ImportView {
    import: Import,
    is_own: bool,
    who: Text,
    now: Timestamp,
}

impl View for ImportView {
    fn title(&self) -> Text {
        verbatim(self.import.name.as_str())
    }
}

impl ImportView {
    fn lines(&self) -> String {
        href(HOME, &[("import", &self.import.id.to_string())])
    }

    /// What is not kept, by its reason, where there is some.
    fn passed(&self) -> Vec<(Text, i64)> {
        let passed = self.import.passed;
        let all = [
            (Text::new("banking-passed-debits"), passed.debits),
            (Text::new("banking-passed-pending"), passed.pending),
            (Text::new("banking-passed-foreign"), passed.foreign),
            (Text::new("banking-passed-odd"), passed.odd),
        ];
        all.into_iter().filter(|(_, count)| *count > 0).collect()
    }
}

/// `GET /staff/bank/imports/{import}`
pub(crate) async fn show(gate: Gate<ManageMoney>, Path(id): Path<ImportId>) -> Result<Page, WebError> {
    let (actor, (import, is_own, who)) = gate
        .read(move |read, _| {
            let (import, is_own) = service::import(read, id)?.ok_or(WebError::NotFound)?;
            let names = Names::of(read, import.author.person())?;
            Ok((import.clone(), is_own, who(&names, &import.author)))
        })
        .await?;
    Ok(gate.page(&actor, ImportView { import, is_own, who, now: gate.now() }))
}

#[cfg(test)]
impl ImportView {
    pub(super) fn sample(import: Import, is_own: bool, now: Timestamp) -> ImportView {
        ImportView { import, is_own, who: Text::new("banking-by-itself"), now }
    }
}
