//! The pages of an account's credits and support time.

mod balance;
mod expiring;
mod export;
mod filter;
mod history;
pub(crate) mod home;
mod lot;
mod operation;
mod paper;
mod prices;
mod row;
pub(crate) mod staff;
mod statement;
mod support_time;
mod threshold;
mod units;

use kit_web::{Actor, Denied, Role, Route, get, post};

use crate::model::Sight;

/// The routes of the pages.
pub(crate) fn routes() -> [Route; 13] {
    [
        get("/accounts/{account}/credits", balance::show),
        get("/accounts/{account}/credits/threshold", threshold::show),
        post("/accounts/{account}/credits/threshold", threshold::save),
        get("/accounts/{account}/support-time", support_time::show),
        get("/accounts/{account}/history", history::show),
        get("/accounts/{account}/history.csv", export::csv),
        get("/accounts/{account}/history.xlsx", export::xlsx),
        get("/accounts/{account}/history/{operation}", operation::show),
        get("/accounts/{account}/history/{operation}/lot", lot::show),
        get("/accounts/{account}/history/statement", statement::show),
        get("/accounts/{account}/history/statement.json", statement::file),
        get("/accounts/{account}/history/statement/paper", paper::show),
        get("/accounts/{account}/prices", prices::show),
    ]
}

/// How much of the history a member may see.
fn sight(actor: &Actor) -> Result<Sight, Denied> {
    let roles = actor.member()?.roles;
    if roles.any(&[Role::Admin, Role::ContractManager]) {
        Ok(Sight::All)
    } else if roles.contains(Role::SoftwareCoordinator) {
        Ok(Sight::AllButMoney)
    } else {
        Ok(Sight::Own(actor.person()?.id))
    }
}
