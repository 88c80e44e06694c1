//! All SQL of accounts, a file per table.

pub(crate) mod access;
pub(crate) mod accounts;
pub(crate) mod billing;
pub(crate) mod companies;
pub(crate) mod invitations;
pub(crate) mod keys;
pub(crate) mod members;
pub(crate) mod search;
pub(crate) mod sign_ups;
pub(crate) mod terms;
