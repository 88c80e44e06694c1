//! The pages of the publisher's staff: the queue, a case, and what is set about cases.

mod account;
mod canned;
mod case;
mod levels;
mod merge;
mod queue;
mod sections;
mod settings;
#[cfg(test)]
pub(super) use samples::see;

use kit_web::{Route, get, post};

use super::files::{FILE_FORM, SENDING};
use super::{LONG_FORM, files};

/// Cases and settings.
pub(crate) fn routes() -> impl Iterator<Item = Route> {
    cases().into_iter().chain(settings_pages())
}

fn cases() -> [Route; 11] {
    [
        get("/staff/cases", queue::list),
        get("/staff/cases/{case}", case::show),
        get("/staff/cases/{case}/files/{file}", files::download_as_staff),
        post("/staff/cases/{case}/begin", case::begin).taking(FILE_FORM).within(SENDING),
        post("/staff/cases/{case}/answer", case::answer).taking(FILE_FORM).within(SENDING),
        post("/staff/cases/{case}/note", case::note).taking(FILE_FORM).within(SENDING),
        post("/staff/cases/{case}/assign", case::assign),
        post("/staff/cases/{case}/priority", case::priority),
        post("/staff/cases/{case}/close", case::close),
        get("/staff/cases/{case}/merge", merge::show),
        post("/staff/cases/{case}/merge", merge::merge),
    ]
}

fn settings_pages() -> [Route; 14] {
    [
        get("/staff/cases/settings", settings::show),
        post("/staff/cases/settings", settings::save),
        get("/staff/cases/levels", levels::list),
        get("/staff/cases/levels/new", levels::new),
        post("/staff/cases/levels/new", levels::add),
        get("/staff/cases/levels/{level}", levels::show),
        post("/staff/cases/levels/{level}", levels::save),
        get("/staff/cases/answers", canned::list),
        get("/staff/cases/answers/new", canned::new),
        post("/staff/cases/answers/new", canned::add).taking(LONG_FORM),
        get("/staff/cases/answers/{canned}", canned::show),
        post("/staff/cases/answers/{canned}", canned::save).taking(LONG_FORM),
        get("/staff/accounts/{id}/support", account::show),
        post("/staff/accounts/{id}/support", account::give),
    ]
}

#[cfg(test)]
mod samples {
    use kit_testkit::Readers;

    use crate::model::{Canned, Case, CaseRow, Level, Line};

    /// Shows every view of the staff's.
    pub(in crate::pages) fn see(readers: &Readers, case: &Case, lines: &[Line], row: &CaseRow, level: &Level) {
        let canned = Canned { id: crate::model::CannedId::from_raw(5), title: "<b>".into(), body: "<b>".into() };
        super::queue::QueueView::samples(row).iter().for_each(|view| readers.see(view));
        super::case::StaffCaseView::samples(case, lines, &canned).iter().for_each(|view| readers.see(view));
        readers.see(&super::merge::MergeView::sample(case));
        readers.see(&super::levels::LevelListView::sample(level));
        readers.see(&super::levels::LevelView::sample(Some(level)));
        readers.see(&super::levels::LevelView::sample(None));
        readers.see(&super::canned::CannedListView::sample(vec![canned.clone()]));
        readers.see(&super::canned::CannedListView::sample(Vec::new()));
        readers.see(&super::canned::CannedView::sample(Some(&canned)));
        readers.see(&super::canned::CannedView::sample(None));
        readers.see(&super::settings::SettingsView::sample());
        readers.see(&super::account::AccountSupportView::sample(level, vec![row.clone()]));
        readers.see(&super::account::AccountSupportView::sample(level, Vec::new()));
    }
}
