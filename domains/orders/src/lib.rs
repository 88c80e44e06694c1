//! Purchase orders: what the publisher sells, who ordered what, the money that pays it. See the README for the words and rules.

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

pub use jobs::OrderChanged;
pub use model::*;
pub use permissions::{BuyCredits, ManageMoney, SetOffer, SetPayment, ViewOffer, ViewOrders};
pub use service::*;

/// Where panels stand on the page of an order as its account sees it; their subject is the order's number.
pub const ORDER_PAGE: Spot = Spot("orders.order");
/// The same on the page of an order as staff sees it.
pub const STAFF_ORDER_PAGE: Spot = Spot("orders.staff-order");

/// Where panels stand on the page of a receipt; their subject is the receipt's id.
pub const RECEIPT_PAGE: Spot = Spot("orders.receipt");

/// The tables of orders and money.
pub const MIGRATIONS: &[Migration] = kit_db::migrations!["0600_orders", "0601_underway", "0610_support_time"];

/// The words of the pages.
pub const TEXTS: &[(Locale, &str)] =
    &[(Locale::Fr, include_str!("../locales/fr.ftl")), (Locale::En, include_str!("../locales/en.ftl"))];

/// The domain as the program sees it.
pub fn module() -> Module {
    Module::new("orders")
        .migrations(MIGRATIONS)
        .texts(TEXTS)
        .mails(&mails::MAILS)
        .jobs(jobs::jobs)
        .personal(personal::kept())
        .routes(pages::routes())
        .routes(pages::staff::routes())
        .tab::<BuyCredits>(Side::Account, 25, Text::new("orders-tab"), "receipt", "/accounts/{account}/orders")
        .tab::<ViewOrders>(Side::Staff, 35, Text::new("orders-tab"), "receipt", "/staff/orders")
        .tab::<ViewOrders>(Side::Staff, 36, Text::new("orders-receipts-title"), "coins", "/staff/receipts")
        .tab::<ViewOffer>(
            Side::Staff,
            55,
            Text::new("orders-settings-title"),
            "building-store",
            "/staff/orders/settings",
        )
}
