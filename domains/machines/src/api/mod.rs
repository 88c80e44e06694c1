//! API v1: an endpoint a file.

mod description;
mod forgotten;
mod link;
mod own;
mod problems;
mod views;

use kit_web::{Route, delete, get, post};

pub use description::description;
pub use problems::PROBLEMS;

/// The endpoints.
pub(crate) fn routes() -> [Route; 5] {
    [
        post("/api/v1/machines", link::create),
        post("/api/v1/machines/forgotten-code", forgotten::create),
        get("/api/v1/machines/self", own::show),
        post("/api/v1/machines/self/heartbeat", own::heartbeat),
        delete("/api/v1/machines/self", own::unlink),
    ]
}
