//! Orders paid by PayPal: requests that it mails, payments at once, what it tells and what it is asked. See the README for the
//! words and rules.

mod jobs;
mod model;
mod pages;
mod panel;
mod service;
mod store;

use kit_core::{Locale, Text};
use kit_db::Migration;
use kit_web::{Module, Side};
use orders::{BuyCredits, ViewOrders};

pub use kit_payments::Environment;
pub use model::*;
pub use service::*;

/// The tables of payments at PayPal.
pub const MIGRATIONS: &[Migration] = kit_db::migrations!["0650_payments", "0651_parts"];

/// The words of the pages.
pub const TEXTS: &[(Locale, &str)] =
    &[(Locale::Fr, include_str!("../locales/fr.ftl")), (Locale::En, include_str!("../locales/en.ftl"))];

/// The domain as the program sees it.
pub fn module() -> Module {
    Module::new("payments")
        .migrations(MIGRATIONS)
        .texts(TEXTS)
        .jobs(jobs::jobs)
        .routes(pages::routes())
        .panel::<BuyCredits>(orders::ORDER_PAGE, panel::of_account)
        .panel::<ViewOrders>(orders::STAFF_ORDER_PAGE, panel::of_staff)
        .panel::<ViewOrders>(orders::RECEIPT_PAGE, panel::of_receipt)
        .tab::<ViewOrders>(Side::Staff, 37, Text::new("payments-title"), "credit-card", "/staff/paypal")
}
