//! `/staff/settings/terms`: the versions of the terms of use.

use askama::Template;
use jiff::Timestamp;
use kit_core::Text;
use kit_i18n::filters;
use kit_web::{Gate, Page, View, WebError};

use super::sections::{Section, Sections};
use crate::model::terms::TermsVersion;
use crate::permissions::SetConditions;
use crate::service::terms;

/// Where a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Coming,
    InForce,
    Past,
}

/// A version in the list.
struct Line {
    version: TermsVersion,
    standing: Standing,
}

impl Line {
    fn title(&self) -> Text {
        Text::new("publisher-terms-numbered").with("version", self.version.version)
    }

    /// Tone, icon and word of the badge.
    fn badge(&self) -> (&'static str, &'static str, Text) {
        match self.standing {
            Standing::Coming => ("info", "calendar", Text::new("publisher-terms-coming")),
            Standing::InForce => ("success", "circle-check", Text::new("publisher-terms-in-force")),
            Standing::Past => ("neutral", "history", Text::new("publisher-terms-former")),
        }
    }
}

/// The versions of the terms of use.
#[derive(Template)]
#[template(path = "pages/terms.html")]
pub(crate) struct TermsView {
    sections: Sections,
    lines: Vec<Line>,
}

impl TermsView {
    fn new(sections: Sections, versions: Vec<TermsVersion>, now: Timestamp) -> TermsView {
        let in_force = versions.iter().find(|version| version.is_sealed(now)).map(|version| version.version);
        let standing = |version: &TermsVersion| match version.is_sealed(now) {
            false => Standing::Coming,
            true if in_force == Some(version.version) => Standing::InForce,
            true => Standing::Past,
        };
        let lines = versions.into_iter().map(|version| Line { version, standing: standing(&version) }).collect();
        TermsView { sections, lines }
    }

    /// One version is prepared at a time.
    fn may_prepare(&self) -> bool {
        self.lines.iter().all(|line| line.standing != Standing::Coming)
    }
}

impl View for TermsView {
    fn title(&self) -> Text {
        Text::new("publisher-section-terms")
    }
}

/// `GET`
pub(crate) async fn show(gate: Gate<SetConditions>) -> Result<Page, WebError> {
    let (actor, versions) = gate.read(|read, _| Ok(terms::versions(read)?)).await?;
    let view = TermsView::new(Sections::of(&actor, Section::Terms), versions, gate.now());
    Ok(gate.page(&actor, view))
}

#[cfg(test)]
impl TermsView {
    pub(super) fn samples(sections: impl Fn() -> Sections) -> Vec<TermsView> {
        let version = |version, second| TermsVersion { version, in_force_at: Timestamp::from_second(second).unwrap() };
        let now = Timestamp::from_second(25).unwrap();
        let all = TermsView::new(sections(), vec![version(3, 30), version(2, 20), version(1, 10)], now);
        assert!(!all.may_prepare());
        let standings: Vec<_> = all.lines.iter().map(|line| line.standing).collect();
        assert_eq!(standings, [Standing::Coming, Standing::InForce, Standing::Past]);
        vec![all, TermsView::new(sections(), Vec::new(), now)]
    }
}
