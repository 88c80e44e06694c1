//! The use cases of machines; what other domains may call.

mod codes;
mod create;
mod edit;
mod link;
mod machines;
mod mailed;
mod proof;
mod rules;
mod shown_account;

pub use codes::{CodeState, NotActive, code, make};
pub use create::{CreateRequest, Creating, create};
pub use edit::{AtMachine, Edit, Edited, Opened, edit, open_portal};
pub use link::{Full, LinkRefusal, LinkRequest, LinkedNow, Linking, link};
pub use machines::{count, hear, latest_events, machine, machines, rename, unlink, unlink_itself, unlinked};
pub(crate) use mailed::PURPOSE;
pub use mailed::{forget_old_links, mail_link, make_by_link, open_link};
pub use proof::{Asks, try_password};
pub use rules::{Standing, own_rules, rules, save_installation_rules, save_rules, standing};
pub use shown_account::{ShownAccount, mail_password_link, shown_account};
