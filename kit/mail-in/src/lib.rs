//! Mail that comes in: the protocol by which a mail server hands it over, and what it says. See the README for the rules.

mod automatic;
mod command;
mod content;
mod door;
mod head;
mod letter;
mod part;
mod parts;
mod quoted;
mod server;
mod session;

pub use automatic::Automatic;
pub use door::{Door, Listen, ListenError};
pub use letter::{Attached, Letter, Unreadable, read};
pub use quoted::{MARKS, answer_of};
pub use server::{Desk, LONGEST_MAIL, Verdict, serve};
