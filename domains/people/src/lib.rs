//! Persons and how they sign in. See the README for the rules and the words.

pub mod hashing;
mod jobs;
mod log;
mod mails;
mod model;
mod names;
mod pages;
mod personal;
mod seal;
mod seen;
pub mod service;
mod store;

use kit_core::{Locale, Text};
use kit_db::Migration;
use kit_web::{Module, Myself, Side, get, post};

pub use model::*;
pub use names::Names;
pub use pages::ask_password::{Refused, proof, with_password};
pub use pages::cookies::{browser, set_session};
pub use personal::mark;
pub use seen::write_down_seen;

/// The tables of people.
pub const MIGRATIONS: &[Migration] =
    kit_db::migrations!["0300_people", "0301_erasure", "0302_handed_links", "0303_leaving"];

/// The words of people.
pub const TEXTS: &[(Locale, &str)] =
    &[(Locale::Fr, include_str!("../locales/fr.ftl")), (Locale::En, include_str!("../locales/en.ftl"))];

/// The domain as the program sees it.
pub fn module() -> Module {
    Module::new("people")
        .migrations(MIGRATIONS)
        .texts(TEXTS)
        .mails(mails::MAILS)
        .jobs(jobs::jobs)
        .personal(personal::kept())
        .hindrance(personal::hindrances)
        .routes([
            get("/sign-in", pages::sign_in::show),
            post("/sign-in", pages::sign_in::submit),
            get("/sign-in/second-factor", pages::second_step::show),
            post("/sign-in/second-factor", pages::second_step::submit),
            get("/sign-in/by-link/{link}", pages::by_link::show),
            post("/sign-in/by-link/{link}", pages::by_link::submit),
            post("/sign-out", pages::sign_out::submit),
            get("/forgotten-password", pages::forgotten::show),
            post("/forgotten-password", pages::forgotten::submit),
            get("/forgotten-password/sent", pages::forgotten::sent),
            get("/reset/{link}", pages::reset::show),
            post("/reset/{link}", pages::reset::submit),
            get("/confirm-email/{link}", pages::confirm_email::show),
            post("/confirm-email/{link}", pages::confirm_email::submit),
            get("/language/{tag}", pages::language::choose),
        ])
        .routes([
            get("/me", pages::profile::home),
            get("/me/profile", pages::profile::show),
            post("/me/profile", pages::profile::save),
            get("/me/email", pages::email::show),
            post("/me/email", pages::email::submit),
            get("/me/security", pages::security::show),
            get("/me/security/password", pages::password::show),
            post("/me/security/password", pages::password::submit),
            get("/me/security/second-factor", pages::second_factor::show),
            post("/me/security/second-factor", pages::second_factor::start),
            post("/me/security/second-factor/confirm", pages::second_factor::confirm),
            get("/me/security/second-factor/remove", pages::second_factor::ask_remove),
            post("/me/security/second-factor/remove", pages::second_factor::remove),
            get("/me/security/recovery-codes", pages::second_factor::ask_renew),
            post("/me/security/recovery-codes", pages::second_factor::renew),
            post("/me/security/sessions/{session}/end", pages::sessions::end),
            post("/me/security/sessions/end-others", pages::sessions::end_others),
        ])
        .tab::<Myself>(Side::Person, 10, Text::new("people-tab-profile"), "user-circle", "/me/profile")
        .tab::<Myself>(Side::Person, 20, Text::new("people-tab-security"), "shield-lock", "/me/security")
}
