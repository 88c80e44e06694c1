//! The use cases of machines; what other domains may call.

mod codes;
mod create;
mod link;
mod machines;
mod mailed;
mod rules;

pub use codes::{CodeState, code, make};
pub use create::{CreateRequest, Creating, create};
pub use link::{Full, LinkRefusal, LinkRequest, LinkedNow, Linking, link};
pub use machines::{count, hear, heard_by, latest_events, machine, machines, rename, unlink, unlink_itself, unlinked};
pub(crate) use mailed::PURPOSE;
pub use mailed::{forget_old_links, mail_link, make_by_link, open_link};
pub use rules::{Standing, own_rules, rules, save_installation_rules, save_rules, standing};
