//! `cargo xtask faults`: the product under load is killed, its disk fails, fills, its database restarts or is replaced by its
//! standby, its clock goes back; after each, nothing acknowledged is missing and nothing is doubled. See the README.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks on its outputs")]

mod audit;
mod client;
mod crew;
mod failing;
mod journal;
mod person;
mod product;
mod receiver;
mod scenarios;
mod step;
mod till;
mod worker;

use std::process::ExitCode;

use scenarios::{Extent, SCENARIOS};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (extent, only) = match words.as_slice() {
        [] => (Extent::Full, None),
        ["--short"] => (Extent::Short, None),
        ["--only", name] => (Extent::Full, Some(*name)),
        ["--short", "--only", name] => (Extent::Short, Some(*name)),
        _ => {
            eprintln!("faults [--short] [--only SCENARIO]");
            return ExitCode::from(2);
        }
    };
    let chosen: Vec<_> = SCENARIOS.iter().filter(|scenario| only.is_none_or(|only| scenario.name == only)).collect();
    if chosen.is_empty() {
        let names: Vec<_> = SCENARIOS.iter().map(|scenario| scenario.name).collect();
        eprintln!("there is no such scenario; there are {}", names.join(", "));
        return ExitCode::from(2);
    }
    let mut failed = 0;
    for scenario in &chosen {
        println!("== {}: {}", scenario.name, scenario.about);
        match (scenario.play)(extent) {
            Ok(told) => println!("   {told}"),
            Err(why) => {
                failed += 1;
                println!("   FAILED: {why}");
            }
        }
    }
    println!("faults: {} passed, {failed} failed", chosen.len() - failed);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
