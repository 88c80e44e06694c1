//! The pages of machines, a file each.

mod code;
mod list;
mod mailed_code;
mod rows;
mod settings;
mod show;
mod staff;
mod unlink;
#[cfg(test)]
mod views;

use kit_core::AccountId;
use kit_web::{Route, get, post};

/// The address of an account's page of machines, or of what is below it.
fn within(account: AccountId, page: &str) -> String {
    format!("/accounts/{account}/machines{page}")
}

/// The pages.
pub(crate) fn routes() -> [Route; 17] {
    [
        get("/accounts/{account}/machines", list::show),
        get("/accounts/{account}/machines/{machine}", show::show),
        post("/accounts/{account}/machines/{machine}/name", show::rename),
        get("/accounts/{account}/machines/unlink", unlink::ask),
        post("/accounts/{account}/machines/unlink", unlink::unlink),
        get("/accounts/{account}/machines/code", code::show),
        post("/accounts/{account}/machines/code", code::make),
        post("/accounts/{account}/machines/forgotten-code", code::mail),
        get("/personal-code/{link}", mailed_code::show),
        post("/personal-code/{link}", mailed_code::submit),
        get("/staff/accounts/{id}/machines", staff::show),
        post("/staff/accounts/{id}/machines", staff::save),
        get("/staff/accounts/{id}/machines/{machine}/unlink", staff::ask_unlink),
        post("/staff/accounts/{id}/machines/{machine}/unlink", staff::unlink),
        get("/staff/settings/machines", settings::show),
        post("/staff/settings/machines", settings::save),
        get("/staff/accounts/{id}/machines/{machine}", staff::show_one),
    ]
}
