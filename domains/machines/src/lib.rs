//! Machines: installations of the publisher's application, linked to an account by its number and its personal code. See the
//! README for the words and rules.

pub mod access;
mod api;
mod events;
mod jobs;
mod mails;
mod model;
mod pages;
mod permissions;
mod personal;
pub mod service;
mod store;
mod trace;

use kit_core::{Locale, Text};
use kit_db::Migration;
use kit_web::{Module, Side};

pub use api::{PROBLEMS, description};
pub use model::*;
pub use permissions::{
    ActAsMachine, ManageCustomersMachines, ManageMachines, SetMachineRules, ViewCustomersMachines, ViewMachines,
};
pub use store::links::{CodeLink, CodeLinkTag};

/// The tables of machines.
pub const MIGRATIONS: &[Migration] = kit_db::migrations!["0420_machines", "0421_arrivals"];

/// The words of the pages.
pub const TEXTS: &[(Locale, &str)] =
    &[(Locale::Fr, include_str!("../locales/fr.ftl")), (Locale::En, include_str!("../locales/en.ftl"))];

/// The domain as the program sees it.
pub fn module() -> Module {
    Module::new("machines")
        .migrations(MIGRATIONS)
        .texts(TEXTS)
        .personal(personal::kept())
        .mails(&mails::MAILS)
        .jobs(jobs::jobs)
        .routes(pages::routes())
        .routes(api::routes())
        .tab::<ViewMachines>(Side::Account, 55, Text::new("machines-tab"), "devices", "/accounts/{account}/machines")
}
