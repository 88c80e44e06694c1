//! Support: cases, the conversation about each, who sees it, and what the publisher promises. See the README for the words and rules.

mod intake;
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
use kit_web::{Module, Side, Spot};

pub use intake::Intake;
pub use model::*;
pub use permissions::{AnswerCases, GiveLevel, SendRemark, SetSupport, UseSupport};
pub use service::*;

/// The tables of support.
pub const MIGRATIONS: &[Migration] = kit_db::migrations![
    "0700_support",
    "0701_others_may_call",
    "0703_case_files",
    "0704_case_mails",
    "0705_cases_of_a_day",
    "0706_open_cases",
    "0707_messages_of_a_day",
    "0708_names_of_levels",
];

/// The words of the pages.
pub const TEXTS: &[(Locale, &str)] =
    &[(Locale::Fr, include_str!("../locales/fr.ftl")), (Locale::En, include_str!("../locales/en.ftl"))];

/// On the page of what each level promises, which is about an account.
pub const SUPPORT_PAGE: Spot = Spot("support.account");

/// The domain as the program sees it.
pub fn module() -> Module {
    Module::new("support")
        .migrations(MIGRATIONS)
        .texts(TEXTS)
        .personal(personal::kept())
        .personal_files(personal::files)
        .holds_files(service::holds)
        .mails(&mails::MAILS)
        .jobs(jobs::jobs)
        .routes(pages::routes())
        .routes(pages::own())
        .routes(pages::staff::routes())
        .tile::<UseSupport>(40, pages::home::open_cases)
        .tab::<UseSupport>(Side::Account, 57, Text::new("support-tab"), "lifebuoy", "/accounts/{account}/cases")
        .tab_of(&["/accounts/{account}/support"])
        .tab::<AnswerCases>(Side::Staff, 25, Text::new("support-staff-tab"), "lifebuoy", "/staff/cases")
}
