//! What the publisher sets: identity and brand, sign-up, terms of use, prices, the texts of mails; and the one way to send
//! mail for all domains. See the README for the rules.

mod labels;
mod markdown;
mod model;
mod pages;
mod permissions;
mod service;
mod store;

pub mod mails;

use kit_core::{Locale, Text};
use kit_db::Migration;
use kit_web::{Module, Route, Side, get, post};

use pages::LONG_FORM;
use pages::logo::LOGO_FORM;

pub use labels::{
    BRAND_CHANGED, CALENDAR_CHANGED, IDENTITY_CHANGED, MAIL_CHANGED, MAIL_RESET, PRICES_CHANGED, SIGN_UP_CHANGED,
    TERMS_PREPARED, TERMS_WITHDRAWN,
};
pub use markdown::{SafeHtml, to_html};
pub use model::calendar::{Calendar, ClosedDays, NeverOpen, day_label};
pub use model::png::{LogoRefusal, clean as clean_logo};
pub use model::reply::{ReplyTo, SealedReply};
pub use model::settings::{BrandLook, FooterLink, Identity, Localised, MailSender, Settings, SignUp};
pub use model::terms::{Terms, TermsRefusal, TermsVersion};
pub use model::web_url::{WebUrl, WebUrlError};
pub use pages::sections::{Section, Sections, Way};
pub use permissions::{SetConditions, SetPublisher};
pub use service::settings::{
    brand, business_hours, logo, save_brand, save_calendar, save_identity, save_logo, save_sign_up, settings,
    sign_up_intro, time_zone,
};
pub use service::texts::{PublisherPage, save_text, text};
pub use service::{LOCK, mail_texts, terms};

/// The tables of the settings.
pub const MIGRATIONS: &[Migration] = kit_db::migrations!["0200_publisher"];

/// The words of the settings' pages.
pub const TEXTS: &[(Locale, &str)] =
    &[(Locale::Fr, include_str!("../locales/fr.ftl")), (Locale::En, include_str!("../locales/en.ftl"))];

/// The domain as the program sees it.
pub fn module() -> Module {
    Module::new("publisher")
        .migrations(MIGRATIONS)
        .texts(TEXTS)
        .jobs(|jobs| jobs.on(mails::deliver))
        .routes(public())
        .routes(settings_pages())
        .routes(condition_pages())
        .tab::<SetConditions>(Side::Staff, 80, Text::new("publisher-settings"), "settings", "/staff/settings")
}

fn public() -> [Route; 5] {
    [
        get("/terms", pages::conditions::terms_in_force),
        get("/terms/{version}", pages::conditions::terms_version),
        get("/prices", pages::conditions::prices),
        get("/legal", pages::conditions::legal),
        get("/brand/logo", pages::logo::show),
    ]
}

fn settings_pages() -> [Route; 17] {
    [
        get("/staff/settings", pages::sections::show),
        get("/staff/settings/identity", pages::identity::show),
        post("/staff/settings/identity", pages::identity::save).taking(LONG_FORM),
        get("/staff/settings/brand", pages::brand::show),
        post("/staff/settings/brand", pages::brand::save),
        post("/staff/settings/brand/logo", pages::logo::set).taking(LOGO_FORM),
        post("/staff/settings/brand/logo/remove", pages::logo::remove),
        get("/staff/settings/sign-up", pages::sign_up::show),
        post("/staff/settings/sign-up", pages::sign_up::save).taking(LONG_FORM),
        get("/staff/settings/calendar", pages::calendar::show),
        post("/staff/settings/calendar", pages::calendar::save),
        get("/staff/settings/mails", pages::mails::show),
        get("/staff/settings/mails/{kind}/{language}", pages::mail::show),
        post("/staff/settings/mails/{kind}/{language}", pages::mail::save).taking(LONG_FORM),
        get("/staff/settings/mails/{kind}/{language}/preview", pages::mail::show_preview),
        get("/staff/settings/mails/{kind}/{language}/reset", pages::mail::ask_reset),
        post("/staff/settings/mails/{kind}/{language}/reset", pages::mail::reset),
    ]
}

fn condition_pages() -> [Route; 9] {
    [
        get("/staff/settings/terms", pages::terms::show),
        get("/staff/settings/terms/new", pages::terms_version::prepare),
        post("/staff/settings/terms/new", pages::terms_version::create).taking(LONG_FORM),
        get("/staff/settings/terms/{version}", pages::terms_version::show),
        post("/staff/settings/terms/{version}", pages::terms_version::change).taking(LONG_FORM),
        get("/staff/settings/terms/{version}/withdraw", pages::terms_version::ask_withdraw),
        post("/staff/settings/terms/{version}/withdraw", pages::terms_version::withdraw),
        get("/staff/settings/prices", pages::prices::show),
        post("/staff/settings/prices", pages::prices::save).taking(LONG_FORM),
    ]
}
