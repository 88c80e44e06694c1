//! The pages of the publisher's staff: how support time is counted, and what an account has of it.

mod rule;
mod support_time;

use kit_web::{Route, get, post};

/// The rule, and the support time of an account.
pub(crate) fn routes() -> [Route; 3] {
    [
        get("/staff/support-time", rule::show),
        post("/staff/support-time", rule::save),
        get("/staff/accounts/{id}/support-time", support_time::show),
    ]
}
