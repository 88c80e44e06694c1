//! Support on the phone: designated callers, how the agent knows who calls, what a call took, and what the customer says about that. See the README for the words and rules.

mod jobs;
mod mails;
mod model;
mod pages;
mod permissions;
mod personal;
mod service;
mod store;

use kit_core::{Locale, Text};
use kit_db::Migration;
use kit_web::{Module, Side};

pub use model::*;
pub use permissions::{AnswerPhone, AskCorrection, DecideCorrections, ManageCallers, TakePin};
pub use service::*;

/// The tables of calls.
pub const MIGRATIONS: &[Migration] = kit_db::migrations![
    "0720_callers",
    "0721_calls",
    "0722_pin_days",
    "0723_requests_found",
    "0724_calls_listed",
    "0725_calls_told"
];

/// The words of the pages.
pub const TEXTS: &[(Locale, &str)] =
    &[(Locale::Fr, include_str!("../locales/fr.ftl")), (Locale::En, include_str!("../locales/en.ftl"))];

/// The domain as the program sees it.
pub fn module() -> Module {
    Module::new("calls")
        .migrations(MIGRATIONS)
        .texts(TEXTS)
        .personal(personal::kept())
        .mails(&mails::MAILS)
        .jobs(jobs::jobs)
        .routes(pages::routes())
        .routes(pages::staff::routes())
        .panel::<TakePin>(support::SUPPORT_PAGE, pages::panel)
        .panel::<credits::ViewHistory>(credits::OPERATION_PAGE, pages::told::call_panel)
        .panel::<AskCorrection>(credits::OPERATION_PAGE, pages::corrections::panel)
        .panel::<AskCorrection>(credits::SUPPORT_TIME_PAGE, pages::corrections::all_panel)
        .panel::<AnswerPhone>(credits::STAFF_SUPPORT_TIME_PAGE, pages::told::phone_panel)
        .tab::<AnswerPhone>(Side::Staff, 22, Text::new("calls-phone"), "headset", "/staff/phone")
        .tab_of(&["/staff/accounts/{id}/phone"])
}
