//! The phone: finding accounts, and all that it needs of one.

mod call;
mod card;
mod corrections;
mod list;
mod search;
mod work;
#[cfg(test)]
pub(super) use samples::see;

use kit_core::AccountId;
use kit_web::{Route, get, post};

/// The routes of the phone.
pub(crate) fn routes() -> [Route; 7] {
    [
        get("/staff/phone", search::show),
        get("/staff/accounts/{id}/phone", card::show),
        post("/staff/accounts/{id}/phone", call::act),
        get("/staff/phone/calls", list::list),
        get("/staff/phone/corrections", corrections::list),
        get("/staff/phone/corrections/{correction}", corrections::show),
        post("/staff/phone/corrections/{correction}", corrections::decide),
    ]
}

/// Where the phone of an account is.
pub(super) fn path(account: AccountId) -> String {
    format!("/staff/accounts/{account}/phone")
}

#[cfg(test)]
mod samples {
    use kit_testkit::Readers;

    use crate::model::{CorrectionRequest, KnownDesignatedCaller};

    /// Shows every view of the staff's.
    pub(in crate::pages) fn see(readers: &Readers, callers: &[KnownDesignatedCaller], requests: &[CorrectionRequest]) {
        super::search::PhoneView::samples().iter().for_each(|view| readers.see(view));
        super::corrections::WaitingView::samples(requests).iter().for_each(|view| readers.see(view));
        let calls = crate::service::Card::sample(Vec::new(), true).calls;
        super::list::CallsView::samples(&calls).iter().for_each(|view| readers.see(view));
        super::card::CardView::samples(callers).iter().for_each(|view| readers.see(view));
    }
}
