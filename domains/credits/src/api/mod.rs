//! API v1: an endpoint a file.

mod balance;
mod cursor;
mod description;
mod docs;
mod operations;
mod problems;
mod usage;
mod views;

use kit_web::{Route, get, post};

pub use description::document;

pub(crate) use views::OperationView;

pub use problems::{PROBLEMS, ProblemType};

/// The endpoints.
pub(crate) fn routes() -> [Route; 6] {
    [
        get("/api/v1/balance", balance::show),
        post("/api/v1/usage", usage::create),
        get("/api/v1/operations", operations::list),
        get("/api/v1/operations/{id}", operations::show),
        get("/api/v1/openapi.json", description::show),
        get("/api/v1/docs", docs::show),
    ]
}
