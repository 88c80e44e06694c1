//! Statements of the publisher's bank: read, matched with what is owed, recorded as money that came. See the README for the words
//! and rules.

mod jobs;
mod model;
mod pages;
mod panel;
mod personal;
mod service;
mod store;

use kit_core::{Locale, Text};
use kit_db::Migration;
use kit_web::{Module, Side};
use orders::ManageMoney;

pub use model::*;
pub use service::*;

/// The tables of statements.
pub const MIGRATIONS: &[Migration] = kit_db::migrations!["0660_banking", "0661_proposed"];

/// The words of the pages.
pub const TEXTS: &[(Locale, &str)] =
    &[(Locale::Fr, include_str!("../locales/fr.ftl")), (Locale::En, include_str!("../locales/en.ftl"))];

/// The domain as the program sees it.
pub fn module() -> Module {
    Module::new("banking")
        .migrations(MIGRATIONS)
        .texts(TEXTS)
        .jobs(jobs::jobs)
        .personal(personal::kept())
        .routes(pages::routes())
        .panel::<ManageMoney>(orders::RECEIPT_PAGE, panel::of_receipt)
        .tab::<ManageMoney>(Side::Staff, 37, Text::new("banking-title"), "arrows-exchange", "/staff/bank")
}
