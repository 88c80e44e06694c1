//! Personal data: what is kept about a person, why and how long; a copy of all of it; and being forgotten. See the README for the
//! words and rules.

mod jobs;
mod log;
mod mails;
mod model;
mod pages;
mod permissions;
mod personal;
pub mod service;
mod store;

use kit_core::{Locale, Text};
use kit_db::Migration;
use kit_web::{Module, Myself, Side};

pub use mails::Confirmation;
pub use model::*;
pub use permissions::{AnswerErasureRequests, CloseAccount, RestoreAccount};

/// The tables of erasure requests and exports.
pub const MIGRATIONS: &[Migration] = kit_db::migrations!["0710_privacy", "0711_leaving_before"];

/// The words of the pages.
pub const TEXTS: &[(Locale, &str)] =
    &[(Locale::Fr, include_str!("../locales/fr.ftl")), (Locale::En, include_str!("../locales/en.ftl"))];

/// The domain as the program sees it.
pub fn module() -> Module {
    Module::new("privacy")
        .migrations(MIGRATIONS)
        .texts(TEXTS)
        .mails(mails::MAILS)
        .jobs(jobs::jobs)
        .personal(personal::kept())
        .routes(pages::routes())
        .tab::<Myself>(Side::Person, 30, Text::new("privacy-tab"), "list-details", "/me/data")
        .tab::<AnswerErasureRequests>(Side::Staff, 45, Text::new("privacy-staff-tab"), "user-x", "/staff/privacy")
}
