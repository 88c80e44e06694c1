//! The commands, a file each.

pub(crate) mod backup;
pub(crate) mod check;
pub(crate) mod demo;
mod heads;
pub(crate) mod key;
pub(crate) mod migrate;
pub(crate) mod serve;
pub(crate) mod staff;

/// Prints a line on the standard output, which is where a command answers.
#[allow(clippy::print_stdout)]
pub(crate) fn say(line: impl std::fmt::Display) {
    println!("{line}");
}
