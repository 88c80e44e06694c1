//! The pages of the publisher's staff: finding customers, deciding on them, their credits, the tariff, the team, the log. See
//! the README for who may do what.

mod forms;
mod log;
mod names;
mod pages;
mod permissions;
#[cfg(test)]
mod samples;
pub mod service;
mod set_up;
mod signs;
#[cfg(test)]
mod views;

use kit_core::{Locale, Text};
use kit_web::{Module, Route, Side, get, post};

pub use permissions::{
    DecideSignUps, EnterBackOffice, ManageAccounts, ManageCredits, ManageLogins, ManageTariff, ManageTeam, RetryJobs,
    ViewAccounts,
};

/// The words of the back office.
pub const TEXTS: &[(Locale, &str)] =
    &[(Locale::Fr, include_str!("../locales/fr.ftl")), (Locale::En, include_str!("../locales/en.ftl"))];

/// The domain as the program sees it.
pub fn module() -> Module {
    Module::new("backoffice")
        .texts(TEXTS)
        .routes(desk())
        .routes(accounts())
        .routes(credits())
        .routes(publisher())
        .tab::<EnterBackOffice>(Side::Staff, 10, Text::new("backoffice-tab-home"), "home", "/staff")
        .tab::<ViewAccounts>(Side::Staff, 20, Text::new("backoffice-accounts-title"), "building", "/staff/accounts")
        .tab::<ViewAccounts>(Side::Staff, 30, Text::new("backoffice-tab-sign-ups"), "inbox", "/staff/sign-ups")
        .tab::<ViewAccounts>(Side::Staff, 40, Text::new("backoffice-people-title"), "users", "/staff/people")
        .tab::<EnterBackOffice>(Side::Staff, 50, Text::new("backoffice-tariff-title"), "tag", "/staff/tariff")
        .tab::<ViewAccounts>(Side::Staff, 60, Text::new("backoffice-log"), "clipboard-list", "/staff/audit")
        .tab::<ViewAccounts>(Side::Staff, 70, Text::new("backoffice-jobs-title"), "refresh", "/staff/jobs")
        .tab::<ManageTeam>(Side::Staff, 75, Text::new("backoffice-team-title"), "headset", "/staff/team")
}

/// What waits, and what happened.
fn desk() -> [Route; 4] {
    [
        get("/staff", pages::home::show),
        get("/staff/audit", pages::audit::list),
        get("/staff/jobs", pages::jobs::list),
        post("/staff/jobs/{job}/retry", pages::jobs::retry),
    ]
}

/// Customers: found, seen, decided on.
fn accounts() -> [Route; 15] {
    use pages::{account, accounts, decision, keys, sign_ups};
    [
        get("/staff/accounts", accounts::list),
        get("/staff/accounts/{id}", account::show),
        get("/staff/sign-ups", sign_ups::list),
        get("/staff/accounts/{id}/accept", decision::ask_accept),
        post("/staff/accounts/{id}/accept", decision::accept),
        get("/staff/accounts/{id}/refuse", decision::ask_refuse),
        post("/staff/accounts/{id}/refuse", decision::refuse),
        get("/staff/accounts/{id}/reopen", decision::ask_reopen),
        post("/staff/accounts/{id}/reopen", decision::reopen),
        get("/staff/accounts/{id}/suspend", decision::ask_suspend),
        post("/staff/accounts/{id}/suspend", decision::suspend),
        get("/staff/accounts/{id}/reactivate", decision::ask_reactivate),
        post("/staff/accounts/{id}/reactivate", decision::reactivate),
        get("/staff/accounts/{id}/keys/{key}/revoke", keys::ask),
        post("/staff/accounts/{id}/keys/{key}/revoke", keys::revoke),
    ]
}

/// Their credits: the history, and what is added to it.
fn credits() -> [Route; 10] {
    use pages::{correction, grant, operation, operations, payment, spending};
    [
        get("/staff/accounts/{id}/operations", operations::list),
        get("/staff/accounts/{id}/operations/{operation}", operation::show),
        get("/staff/accounts/{id}/operations/{operation}/correct", correction::show),
        post("/staff/accounts/{id}/operations/{operation}/correct", correction::correct),
        get("/staff/accounts/{id}/grant", grant::show),
        post("/staff/accounts/{id}/grant", grant::grant),
        get("/staff/accounts/{id}/payment", payment::show),
        post("/staff/accounts/{id}/payment", payment::record),
        get("/staff/accounts/{id}/spending", spending::ask),
        post("/staff/accounts/{id}/spending", spending::decide),
    ]
}

/// The tariff, logins, and the publisher's own people.
fn publisher() -> [Route; 18] {
    use pages::{people, tariff, team};
    [
        get("/staff/tariff", tariff::list),
        get("/staff/tariff/new", tariff::show),
        post("/staff/tariff/new", tariff::add),
        get("/staff/tariff/{price}/end", tariff::ask_end),
        post("/staff/tariff/{price}/end", tariff::end),
        get("/staff/people", people::list),
        get("/staff/people/{person}", people::show),
        get("/staff/people/{person}/end-sessions", people::ask_end_sessions),
        post("/staff/people/{person}/end-sessions", people::end_sessions),
        get("/staff/people/{person}/close", people::ask_close),
        post("/staff/people/{person}/close", people::close),
        get("/staff/people/{person}/open", people::ask_open),
        post("/staff/people/{person}/open", people::open),
        get("/staff/team", team::list),
        get("/staff/team/new", team::show_invite),
        post("/staff/team/new", team::invite),
        get("/staff/team/{person}", team::show),
        post("/staff/team/{person}", team::save),
    ]
}
