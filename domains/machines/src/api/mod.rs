//! API v1: an endpoint a file.

mod description;
mod forgotten;
mod link;
mod own;
mod problems;
mod sign_up;
mod sign_up_confirm;
mod views;

use kit_web::{Route, delete, get, post};

pub use description::description;
pub use problems::PROBLEMS;

/// The endpoints.
pub(crate) fn routes() -> [Route; 7] {
    [
        post("/api/v1/machines", link::create),
        post("/api/v1/machines/forgotten-code", forgotten::create),
        post("/api/v1/sign-ups", sign_up::create),
        post("/api/v1/sign-ups/{sign_up}/confirm", sign_up_confirm::create),
        get("/api/v1/machines/self", own::show),
        post("/api/v1/machines/self/heartbeat", own::heartbeat),
        delete("/api/v1/machines/self", own::unlink),
    ]
}
