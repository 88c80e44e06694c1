//! What happens is told to addresses of the publisher's own programs: events, their deliveries, and the screens for both.
//! See the README for the rules.

mod event;
mod jobs;
mod labels;
mod lanes;
mod mails;
mod model;
mod pages;
mod permissions;
mod service;
mod store;

use kit_core::Locale;
use kit_db::Migration;
use kit_web::{Module, Route, get, post};

pub use event::{Event, EventKind, TEST, known_kinds};
pub use labels::{CHANGED, DISABLED, ENABLED, REGISTERED, REMOVED, REPLAYED, ROTATED, TESTED};
pub use model::delivery::{
    AnyDelivery, AnyEvent, Attempt, Delivery, DeliveryFilter, DeliveryId, DeliveryState, EventId, ReplayRefusal,
};
pub use model::endpoint::{
    AnyEndpoint, Disabled, Endpoint, EndpointForm, EndpointId, EndpointRefusal, Kinds, MOST, OVERLAP, PATIENCE,
};
pub use permissions::ManageWebhooks;
pub use service::LOCK;
pub use service::deliveries::{Story, deliveries, replay, story};
pub use service::emit::emit;
pub use service::endpoints::{NewSecret, disable, enable, endpoint, endpoints, register, remove, rotate, save, test};

#[doc(hidden)]
pub mod __private {
    pub use crate::event::Registered;
    pub use inventory;
}

/// The tables of webhooks.
pub const MIGRATIONS: &[Migration] = kit_db::migrations!["0250_webhooks"];

/// The words of the screens.
pub const TEXTS: &[(Locale, &str)] =
    &[(Locale::Fr, include_str!("../locales/fr.ftl")), (Locale::En, include_str!("../locales/en.ftl"))];

/// The domain as the program sees it.
pub fn module() -> Module {
    Module::new("webhooks")
        .migrations(MIGRATIONS)
        .texts(TEXTS)
        .mails(&mails::MAILS)
        .jobs(jobs::jobs)
        .routes(address_pages())
        .routes(log_pages())
}

fn address_pages() -> [Route; 12] {
    [
        get("/staff/settings/webhooks", pages::list::show),
        get("/staff/settings/webhooks/new", pages::new::show),
        post("/staff/settings/webhooks/new", pages::new::create),
        get("/staff/settings/webhooks/endpoints/{endpoint}", pages::endpoint::show),
        post("/staff/settings/webhooks/endpoints/{endpoint}", pages::endpoint::save),
        get("/staff/settings/webhooks/endpoints/{endpoint}/rotate", pages::actions::ask_rotate),
        post("/staff/settings/webhooks/endpoints/{endpoint}/rotate", pages::actions::rotate),
        get("/staff/settings/webhooks/endpoints/{endpoint}/remove", pages::actions::ask_remove),
        post("/staff/settings/webhooks/endpoints/{endpoint}/remove", pages::actions::remove),
        post("/staff/settings/webhooks/endpoints/{endpoint}/disable", pages::actions::disable),
        post("/staff/settings/webhooks/endpoints/{endpoint}/enable", pages::actions::enable),
        post("/staff/settings/webhooks/endpoints/{endpoint}/test", pages::actions::test),
    ]
}

fn log_pages() -> [Route; 3] {
    [
        get("/staff/settings/webhooks/log", pages::log::show),
        get("/staff/settings/webhooks/log/{delivery}", pages::delivery::show),
        post("/staff/settings/webhooks/log/{delivery}/replay", pages::delivery::replay),
    ]
}
