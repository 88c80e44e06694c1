//! Machines, codes and limits as they are: no I/O.

mod code;
mod machine;
mod rules;
mod words;

pub use code::PersonalCode;
pub use machine::{
    Ended, Happened, Linked, Machine, MachineEvent, NewMachine, PATIENCE, UPDATES_KEPT, WRITE_EVERY, is_news,
};
pub use rules::{MachineRules, year_of};
pub use words::{LONGEST_NAME, LONGEST_VERSION, WordError, label, number};
