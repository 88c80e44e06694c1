//! Support on the phone: designated callers, and how the agent knows who calls. See the README for the words and rules.

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
pub use permissions::{AnswerPhone, ManageCallers, TakePin};
pub use service::*;

/// The tables of calls.
pub const MIGRATIONS: &[Migration] = kit_db::migrations!["0720_callers"];

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
        .routes(pages::routes())
        .routes(pages::staff::routes())
        .panel::<TakePin>(support::SUPPORT_PAGE, pages::panel)
        .tab::<AnswerPhone>(Side::Staff, 22, Text::new("calls-phone"), "headset", "/staff/phone")
}
