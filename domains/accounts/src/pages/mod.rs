//! The pages of accounts, a file each.

pub(crate) mod accounts;
pub(crate) mod administration_address;
pub(crate) mod application;
pub(crate) mod billing;
pub(crate) mod companies;
pub(crate) mod confirm;
pub(crate) mod home;
pub(crate) mod invitation;
pub(crate) mod invitations;
pub(crate) mod invite;
pub(crate) mod invoiced;
pub(crate) mod keys;
pub(crate) mod log;
pub(crate) mod members;
pub(crate) mod notices;
pub(crate) mod settings;
pub(crate) mod sign_up;
pub(crate) mod staff_company;
pub(crate) mod status;
pub(crate) mod teams;
pub(crate) mod terms;
#[cfg(test)]
mod views;

use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, Locale, Text};
use kit_web::{Actor, Anyone, Choice, ClosedLink, Gate, Permission, Role, Roles, View, WebError};

use crate::model::{country_names, grantable, is_french};
use crate::permissions::{ManageBilling, ManageKeys, ManageNotices, ManageSettings, ViewCompany, ViewLog};

/// A form shown again with its errors.
fn again<P: Permission, V: View>(gate: &Gate<P>, actor: &Actor, view: V) -> Result<Response, WebError> {
    Ok(gate.invalid(actor, view).into_response())
}

/// The address of an account's page.
fn within(account: AccountId, page: &str) -> String {
    format!("/accounts/{account}/{page}")
}

/// The page of a mailed link that does not open.
fn dead_link(gate: &Gate<Anyone>, actor: &Actor) -> Response {
    let page = ClosedLink::new(Text::new("accounts-dead-link-lead"))
        .because(Text::new("accounts-dead-link-used"))
        .because(Text::new("accounts-dead-link-old"))
        .because(Text::new("accounts-dead-link-newer"));
    gate.closed(actor, page.way("/sign-in", Text::new("accounts-to-sign-in")))
}

/// A page of the account's settings, in the row of them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Section {
    href: String,
    label: Text,
    current: bool,
}

/// The settings that the member may open; `current` is the last part of the page's address.
fn sections(actor: &Actor, current: &str) -> Vec<Section> {
    let Ok(member) = actor.member() else { return Vec::new() };
    let all = [
        (ViewCompany::DEMAND, "company", Text::new("accounts-section-company")),
        (ManageBilling::DEMAND, "billing", Text::new("accounts-section-billing")),
        (ManageSettings::DEMAND, "settings", Text::new("accounts-section-settings")),
        (ManageNotices::DEMAND, "notices", Text::new("accounts-section-notices")),
        (ManageKeys::DEMAND, "keys", Text::new("accounts-section-keys")),
        (kit_web::Demand::Applicant, "terms", Text::new("accounts-section-terms")),
        (ViewLog::DEMAND, "log", Text::new("accounts-section-log")),
    ];
    let open = all.into_iter().filter(|(demand, ..)| actor.meets(*demand));
    let section = |(_, page, label)| Section { href: within(member.account, page), label, current: page == current };
    open.map(section).collect()
}

/// The countries to choose from, France first.
fn countries(locale: Locale) -> Vec<Choice> {
    let (first, others): (Vec<_>, Vec<_>) = country_names(locale).iter().copied().partition(|(code, _)| *code == "FR");
    first.into_iter().chain(others).map(|(code, name)| Choice::plain(code, name)).collect()
}

/// On which countries a field of the company depends: those whose companies have a SIREN (`is`), or all others (`not`).
pub(crate) fn only_for(relation: &str) -> String {
    let code = |(code, _): &(&'static str, &'static str)| code.parse().is_ok_and(is_french).then_some(*code);
    let french: Vec<&str> = country_names(Locale::default()).iter().filter_map(code).collect();
    format!("country {relation} {}", french.join(" "))
}

/// The roles that somebody with the roles `by` may give, with what they mean.
fn role_choices(by: Roles) -> Vec<Choice> {
    grantable(by).iter().map(|role| Choice::new(role.code(), role.label()).hint(role_hint(role))).collect()
}

fn role_hint(role: Role) -> Text {
    match role {
        Role::Admin => Text::new("accounts-role-admin-hint"),
        Role::ContractManager => Text::new("accounts-role-contract-manager-hint"),
        Role::SoftwareCoordinator => Text::new("accounts-role-software-coordinator-hint"),
        Role::User => Text::new("accounts-role-user-hint"),
    }
}

/// The roles chosen in a form; codes that no form of ours sends are left out.
fn chosen_roles(codes: &[String]) -> Roles {
    codes.iter().filter_map(|code| Role::from_code(code)).fold(Roles::NONE, Roles::with)
}

/// The labels of roles, for a list.
fn role_labels(roles: Roles) -> Vec<Text> {
    roles.iter().map(Role::label).collect()
}
