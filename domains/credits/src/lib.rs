//! Credits: wallets, the lots that they are made of, the operations that are never changed, the tariff, and the API by
//! which the publisher's applications burn credits. See the README for the words and the invariants.

mod api;
mod jobs;
pub mod mails;
mod model;
mod pages;
mod permissions;
mod personal;
mod service;
mod signed;
mod store;

use kit_core::{Locale, Text};
use kit_db::Migration;
use kit_web::{Module, Side, Spot};

pub use api::{PROBLEMS, ProblemType, document};
pub use model::*;
pub use permissions::{
    ReadCredits, ReadHolds, SetSupportRule, SetThreshold, UseCredits, ViewBalance, ViewHistory, ViewLots, ViewPrices,
    ViewStatement, ViewSupportTime,
};
pub use service::*;

/// The tables of the ledger.
pub const MIGRATIONS: &[Migration] = kit_db::migrations!["0500_credits", "0501_holds", "0502_support_time"];

/// The words of the pages.
pub const TEXTS: &[(Locale, &str)] =
    &[(Locale::Fr, include_str!("../locales/fr.ftl")), (Locale::En, include_str!("../locales/en.ftl"))];

/// On the page of an operation, which is about `C-1042 credit-7`.
pub const OPERATION_PAGE: Spot = Spot("credits.operation");
/// On the page of support time, which is about an account.
pub const SUPPORT_TIME_PAGE: Spot = Spot("credits.support-time");
/// On the staff's page of the same.
pub const STAFF_SUPPORT_TIME_PAGE: Spot = Spot("credits.staff-support-time");

/// The domain as the program sees it.
pub fn module() -> Module {
    Module::new("credits")
        .migrations(MIGRATIONS)
        .texts(TEXTS)
        .mails(&mails::MAILS)
        .jobs(jobs::jobs)
        .personal(personal::kept())
        .routes(pages::routes())
        .routes(pages::staff::routes())
        .routes(api::routes())
        .tab::<ViewBalance>(Side::Account, 20, Text::new("credits-tab-balance"), "coins", "/accounts/{account}/credits")
        .tab_of(&["/accounts/{account}/support-time"])
        .tab::<ViewHistory>(
            Side::Account,
            30,
            Text::new("credits-tab-history"),
            "history",
            "/accounts/{account}/history",
        )
        .tab::<ViewPrices>(Side::Account, 40, Text::new("credits-tab-prices"), "tag", "/accounts/{account}/prices")
        .tab::<SetSupportRule>(Side::Staff, 55, Text::new("credits-time-title"), "clock", "/staff/support-time")
        .tile::<ViewBalance>(20, pages::home::balance)
        .tile::<ViewBalance>(25, pages::home::support_time)
        .tile::<ViewHistory>(30, pages::home::latest)
}
