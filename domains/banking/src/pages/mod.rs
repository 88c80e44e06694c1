//! The screens of the publisher's staff: lines to decide, one line, the files that were dropped.

mod all;
mod drop;
mod import;
mod imports;
mod line;
mod lines;
mod row;
#[cfg(test)]
mod views;
mod who;

use std::time::Duration;

use kit_web::{Route, get, post};

pub(crate) use row::path;

/// Where all screens begin.
const HOME: &str = "/staff/bank";
/// The files that were dropped.
const IMPORTS: &str = "/staff/bank/imports";
/// What all files of one form may hold, in bytes: of the largest that banks send, some ten. They are read one at a time.
const LARGEST_DROP: usize = 96 << 20;
/// So long they may take to come.
const LONGEST_DROP: Duration = Duration::from_mins(10);

/// The routes.
pub(crate) fn routes() -> [Route; 10] {
    [
        get("/staff/bank", lines::show),
        post("/staff/bank", lines::confirm),
        post("/staff/bank/propose", lines::propose),
        get("/staff/bank/all", all::ask),
        post("/staff/bank/all", all::confirm),
        get("/staff/bank/lines/{line}", line::show),
        post("/staff/bank/lines/{line}", line::decide),
        get("/staff/bank/imports", imports::show),
        post("/staff/bank/imports", drop::take).taking(LARGEST_DROP).within(LONGEST_DROP),
        get("/staff/bank/imports/{import}", import::show),
    ]
}
