//! The pages of the publisher's staff: how support time is counted, and counting it.

mod burn;
mod rule;

use kit_web::{Route, get, post};

/// The rule, and the support time of an account.
pub(crate) fn routes() -> [Route; 4] {
    [
        get("/staff/support-time", rule::show),
        post("/staff/support-time", rule::save),
        get("/staff/accounts/{id}/support-time", burn::show),
        post("/staff/accounts/{id}/support-time", burn::enter),
    ]
}
