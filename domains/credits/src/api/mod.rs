//! API v1: an endpoint a file.

mod balance;
mod cursor;
mod description;
mod docs;
mod errors;
mod hold_views;
mod holds;
mod leases;
mod operations;
mod problems;
mod request;
mod statement;
mod support_time;
mod usage;
mod views;

use kit_web::{Route, get, post};

pub use description::document;

pub(crate) use views::OperationView;

pub use problems::{PROBLEMS, ProblemType};

/// The endpoints.
pub(crate) fn routes() -> [Route; 16] {
    [
        get("/api/v1/balance", balance::show),
        get("/api/v1/support-time", support_time::show),
        post("/api/v1/usage", usage::create),
        post("/api/v1/holds", holds::create::create),
        get("/api/v1/holds/{id}", holds::show::show),
        post("/api/v1/holds/{id}/capture", holds::capture::create),
        post("/api/v1/holds/{id}/release", holds::release::create),
        post("/api/v1/leases", leases::create::create),
        get("/api/v1/leases/{id}", leases::show::show),
        post("/api/v1/leases/{id}/settle", leases::settle::create).taking(leases::settle::LARGEST_BODY),
        get("/api/v1/operations", operations::list),
        get("/api/v1/operations/{id}", operations::show),
        get("/api/v1/statement", statement::show),
        get("/.well-known/guichet-statement-key", statement::key),
        get("/api/v1/openapi.json", description::show),
        get("/api/v1/docs", docs::show),
    ]
}
