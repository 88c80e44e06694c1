//! Customers: accounts, their companies, members, invitations, API keys; how they sign up and what becomes of that. See the
//! README for the rules and the words.

pub mod access;
mod events;
mod jobs;
mod links;
mod mails;
pub mod model;
pub mod notices;
mod pages;
pub mod permissions;
mod personal;
pub mod service;
mod store;
mod trace;

use kit_core::{Locale, Text};
use kit_db::{Lock, Migration};
use kit_web::{Module, Side, get, post};

pub use jobs::{MemberLeft, write_down_used_keys};
pub use links::Followed;
use pages::{
    accounts, administration_address, application, billing, companies, confirm, home, invitation, invitations, invite,
    invoiced, keys, log, members, notices as notice_choices, settings, sign_up, staff_company, status, teams, terms,
};
pub use permissions::ChooseInvoiced;
use permissions::{ViewAccount, ViewMembers};
pub use personal::{WalkedRows, walk};
pub use store::sign_ups::SignUpId;

#[doc(hidden)]
pub mod __private {
    pub use audit::__private::Registered as Labelled;
    pub use inventory;
    pub use kit_mail::{MailKind, mail_texts};
}

/// The tables of accounts.
pub const MIGRATIONS: &[Migration] = kit_db::migrations![
    "0400_accounts",
    "0402_invitation_requests",
    "0410_teams",
    "0411_phones",
    "0412_invoiced",
    "0413_addresses_asked",
    "0414_numbers_tried",
    "0415_sign_up_networks"
];

/// The words of accounts.
pub const TEXTS: &[(Locale, &str)] =
    &[(Locale::Fr, include_str!("../locales/fr.ftl")), (Locale::En, include_str!("../locales/en.ftl"))];

/// What is serialised where a person may come into being: confirmations of sign-ups, invitations accepted.
pub const LOGINS: Lock = Lock::Named("logins");

/// The domain as the program sees it.
pub fn module() -> Module {
    Module::new("accounts")
        .migrations(MIGRATIONS)
        .texts(TEXTS)
        .mails(&mails::MAILS)
        .jobs(jobs::jobs)
        .personal(personal::kept())
        .hindrance(personal::hindrances)
        .tab::<ViewAccount>(Side::Account, 10, Text::new("accounts-tab-home"), "home", "/accounts/{account}")
        .tab::<ViewMembers>(
            Side::Account,
            60,
            Text::new("accounts-tab-members"),
            "users",
            "/accounts/{account}/members",
        )
        .tab_of(&["/accounts/{account}/invitations", "/accounts/{account}/teams"])
        .tab::<permissions::ViewCompany>(
            Side::Account,
            90,
            Text::new("accounts-tab-settings"),
            "settings",
            "/accounts/{account}/company",
        )
        .tab_of(&[
            "/accounts/{account}/settings",
            "/accounts/{account}/billing",
            "/accounts/{account}/notices",
            "/accounts/{account}/keys",
            "/accounts/{account}/terms",
            "/accounts/{account}/log",
        ])
        .routes([
            get("/sign-up", sign_up::show),
            post("/sign-up", sign_up::submit),
            get("/sign-up/sent", sign_up::sent),
            get("/confirm/{link}", confirm::show),
            post("/confirm/{link}", confirm::submit),
            get("/invitation/{link}", invitation::show),
            post("/invitation/{link}", invitation::submit),
            get("/administration-address/{link}", administration_address::show),
            post("/administration-address/{link}", administration_address::submit),
            get("/accounts", accounts::show),
        ])
        .routes([
            get("/accounts/{account}", home::show),
            get("/accounts/{account}/status", status::show),
            post("/accounts/{account}/ask-invitation", status::ask_invitation),
            get("/accounts/{account}/application", application::show),
            post("/accounts/{account}/application", application::submit),
            get("/accounts/{account}/terms", terms::show),
            post("/accounts/{account}/terms", terms::accept),
            get("/accounts/{account}/leave", members::ask_leave),
            post("/accounts/{account}/leave", members::leave),
        ])
        .routes([
            get("/accounts/{account}/members", members::list),
            get("/accounts/{account}/members/{person}", members::show),
            post("/accounts/{account}/members/{person}/roles", members::change_roles),
            get("/accounts/{account}/members/{person}/remove", members::ask_remove),
            post("/accounts/{account}/members/{person}/remove", members::remove),
            get("/accounts/{account}/invitations", invitations::list),
            post("/accounts/{account}/invitations", invite::submit),
            get("/accounts/{account}/invitations/new", invite::show),
            post("/accounts/{account}/invitations/{invitation}/resend", invitations::resend),
            get("/accounts/{account}/invitations/{invitation}/withdraw", invitations::ask_withdraw),
            post("/accounts/{account}/invitations/{invitation}/withdraw", invitations::withdraw),
        ])
        .routes([
            get("/accounts/{account}/teams", teams::list),
            get("/accounts/{account}/teams/new", teams::new),
            post("/accounts/{account}/teams/new", teams::create),
            get("/accounts/{account}/teams/{team}", teams::edit),
            post("/accounts/{account}/teams/{team}", teams::save),
            get("/accounts/{account}/teams/{team}/remove", teams::ask_remove),
            post("/accounts/{account}/teams/{team}/remove", teams::remove),
        ])
        .routes([
            get("/accounts/{account}/settings", settings::show),
            post("/accounts/{account}/settings", settings::save),
            get("/accounts/{account}/company", companies::list),
            get("/accounts/{account}/company/new", companies::new),
            post("/accounts/{account}/company/new", companies::add),
            get("/accounts/{account}/company/{company}", companies::edit),
            post("/accounts/{account}/company/{company}", companies::save),
            get("/accounts/{account}/billing", billing::show),
            post("/accounts/{account}/billing", billing::save),
            get("/accounts/{account}/billing/company", invoiced::show),
            post("/accounts/{account}/billing/company", invoiced::choose),
            post("/accounts/{account}/billing/company/withdraw", invoiced::withdraw),
            get("/accounts/{account}/notices", notice_choices::show),
            post("/accounts/{account}/notices", notice_choices::save),
            get("/accounts/{account}/keys", keys::list),
            post("/accounts/{account}/keys", keys::create),
            get("/accounts/{account}/keys/new", keys::new),
            get("/accounts/{account}/keys/{key}/revoke", keys::ask_revoke),
            post("/accounts/{account}/keys/{key}/revoke", keys::revoke),
            get("/accounts/{account}/log", log::show),
            get("/staff/accounts/{id}/companies/{company}", staff_company::edit),
            post("/staff/accounts/{id}/companies/{company}", staff_company::save),
            get("/staff/accounts/{id}/invoiced", invoiced::staff_show),
            post("/staff/accounts/{id}/invoiced", invoiced::staff_choose),
            post("/staff/accounts/{id}/invoiced/withdraw", invoiced::staff_withdraw),
        ])
}
