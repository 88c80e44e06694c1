//! All SQL of accounts, a file per table.

use kit_db::Topic;

pub(crate) mod access;
pub(crate) mod accounts;
pub(crate) mod billing;
pub(crate) mod companies;
pub(crate) mod invitation_requests;
pub(crate) mod invitations;
pub(crate) mod invoiced;
pub(crate) mod keys;
pub(crate) mod members;
pub(crate) mod notices;
pub(crate) mod personal;
pub(crate) mod search;
pub(crate) mod sign_ups;
pub(crate) mod teams;
pub(crate) mod terms;

/// Who belongs where, under which names: the migration says what raises it.
pub(crate) static DIRECTORY: Topic = Topic::new("accounts-directory");

/// The keys in use, by their accounts.
pub(crate) static KEYS: Topic = Topic::new("accounts-keys");
