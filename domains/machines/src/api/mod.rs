//! API v1: an endpoint a file.

mod account;
mod description;
mod forgotten;
mod forgotten_password;
mod link;
mod own;
mod portal;
mod problems;
mod shown;
mod sign_up;
mod sign_up_confirm;
mod views;

use kit_web::{Route, delete, get, patch, post};

pub use description::description;
pub use problems::PROBLEMS;

/// The endpoints.
pub(crate) fn routes() -> [Route; 11] {
    [
        post("/api/v1/machines", link::create),
        post("/api/v1/machines/forgotten-code", forgotten::create),
        post("/api/v1/sign-ups", sign_up::create),
        post("/api/v1/sign-ups/{sign_up}/confirm", sign_up_confirm::create),
        get("/api/v1/machines/self", own::show),
        post("/api/v1/machines/self/heartbeat", own::heartbeat),
        delete("/api/v1/machines/self", own::unlink),
        get("/api/v1/machines/self/account", account::show),
        patch("/api/v1/machines/self/account", account::edit),
        post("/api/v1/machines/self/portal", portal::open),
        post("/api/v1/machines/self/forgotten-password", forgotten_password::create),
    ]
}
