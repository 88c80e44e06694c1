//! The pages of personal data: a person's own, the public notice, closing an account, the staff's list.

pub(crate) mod close;
pub(crate) mod confirm;
pub(crate) mod data;
pub(crate) mod erasure;
pub(crate) mod export;
pub(crate) mod notice;
mod packing;
pub(crate) mod restore;
pub(crate) mod staff;
#[cfg(test)]
mod views;

use kit_db::{DbError, Read};
use kit_web::{Actor, Route, Subject, get, post};

/// The routes.
pub(crate) fn routes() -> [Route; 19] {
    [
        get("/privacy", notice::show),
        get("/me/data", data::show),
        post("/me/data/exports", export::ask),
        get("/me/data/exports/{export}", export::show),
        post("/me/data/exports/{export}", export::download),
        get("/me/data/erasure", erasure::show),
        post("/me/data/erasure", erasure::ask),
        post("/me/data/erasure/withdraw", erasure::withdraw),
        get("/erasure/{link}", confirm::show),
        post("/erasure/{link}", confirm::submit),
        get("/accounts/{account}/close", close::show),
        post("/accounts/{account}/close", close::close),
        get("/staff/accounts/{id}/restore", restore::ask),
        post("/staff/accounts/{id}/restore", restore::restore),
        get("/staff/privacy", staff::list),
        get("/staff/privacy/{request}/extend", staff::ask_extend),
        post("/staff/privacy/{request}/extend", staff::extend),
        get("/staff/privacy/{request}/refuse", staff::ask_refuse),
        post("/staff/privacy/{request}/refuse", staff::refuse),
    ]
}

/// Who is signed in, as whoever keeps something about him or her knows him or her.
fn subject(read: &mut Read<'_>, actor: &Actor) -> Result<Subject, DbError> {
    let person = actor.person.as_ref().ok_or_else(|| DbError::fault("nobody is signed in behind the gate"))?.id;
    people::service::subject(read, person)?.ok_or_else(|| DbError::fault("whoever is signed in is not there"))
}
