//! The pages of calls: designated callers and their PINs for customers, the phone for staff.

mod callers;
pub(crate) mod corrections;
mod pin;
pub(crate) mod staff;
pub(crate) mod told;
#[cfg(test)]
mod views;

use french_business::Phone;
use jiff::Timestamp;
use kit_core::{AccountId, Text};
use kit_db::{DbError, Read};
use kit_web::{Actor, Panel, PanelLink, Permission, Route, Tone, get, post};

use crate::permissions::ManageCallers;
use crate::service;

/// The routes of an account.
pub(crate) fn routes() -> [Route; 10] {
    [
        get("/accounts/{account}/support/callers", callers::show),
        post("/accounts/{account}/support/callers", callers::name),
        post("/accounts/{account}/support/callers/{person}/remove", callers::remove),
        post("/accounts/{account}/support/callers/{person}/withdraw", callers::withdraw),
        get("/accounts/{account}/support/pin", pin::show),
        post("/accounts/{account}/support/pin", pin::take),
        post("/accounts/{account}/support/pin/phone", pin::set_phone),
        get("/accounts/{account}/support-time/corrections", corrections::list),
        get("/accounts/{account}/support-time/corrections/{operation}", corrections::show),
        post("/accounts/{account}/support-time/corrections/{operation}", corrections::ask),
    ]
}

/// Where a page of the account's support is.
fn within(account: AccountId, page: &str) -> String {
    format!("/accounts/{account}/support/{page}")
}

/// A telephone number that may be left empty.
fn read_phone(typed: &str) -> Result<Option<Phone>, Text> {
    match typed.trim() {
        "" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| Text::new("calls-error-phone")),
    }
}

/// On the page of what the level promises: the way to the designated callers, and to one's own PIN.
pub(crate) fn panel(read: &mut Read<'_>, actor: &Actor, subject: &str, _: Timestamp) -> Result<Option<Panel>, DbError> {
    let (Ok(account), Some(person)) = (subject.parse::<AccountId>(), &actor.person) else { return Ok(None) };
    let known = service::entitlement(read, account)?;
    let own = known.of(person.id);
    let manages = actor.meets(ManageCallers::DEMAND) && (known.level.callers > 0 || !known.callers.is_empty());
    if own.is_none() && !manages {
        return Ok(None);
    }
    let named = Text::new("calls-panel-named")
        .with("named", i64::try_from(known.callers.len()).unwrap_or(i64::MAX))
        .with("most", known.level.callers);
    let link = |page: &str, label: Text, icon: &'static str| PanelLink { href: within(account, page), label, icon };
    let managing = manages.then(|| link("callers", Text::new("calls-panel-manage"), "users"));
    let taking = own.map(|_| link("pin", Text::new("calls-pin-title"), "key"));
    Ok(Some(Panel {
        title: Text::new("calls-callers-title"),
        notes: vec![(Tone::Neutral, named)],
        actions: Vec::new(),
        links: managing.into_iter().chain(taking).collect(),
    }))
}
