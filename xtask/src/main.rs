//! What the repository does to itself: `cargo xtask test` and its parts. It has no dependencies, so that it is built
//! in seconds before anything else is.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks on its outputs")]

mod bench;
mod faults;
mod fuzz;
mod house;
mod steps;
mod totals;

use std::process::ExitCode;

use steps::Step;
use xtask::command::Failure;
use xtask::postgres::{Cluster, Settings};

const USAGE: &str = "\
cargo xtask COMMAND

  test                installs what is missing, then runs every check and every test on both engines
  test --only STEP    one step alone: fmt, house, clippy, tests, docs, deny, faults, browser or window
  house               the rules of the house alone
  postgres            a throw-away PostgreSQL on loopback, until Enter, Ctrl-C or the end of the input
  faults [ARGUMENTS]  kills, broken disks, lost databases, all of them on the release build; --only SCENARIO: one
  fuzz [SECONDS]      files that are made to break the reader of bank statements
  bench [ARGUMENTS]   the measurements, with the real settings of both engines";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["test"] => steps::take_all(),
        ["test", "--only", name] => match Step::named(name) {
            Some(step) => steps::take(step),
            None => return refuse(&format!("there is no step `{name}`")),
        },
        ["house"] => house::run(),
        ["postgres"] => postgres_until_told(),
        ["faults", rest @ ..] => faults::play(rest),
        ["bench", rest @ ..] => bench::measure(rest),
        ["fuzz"] => fuzz::fuzz(None),
        ["fuzz", seconds] => fuzz::fuzz(Some(seconds)),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => return refuse(&format!("not understood: {}", words.join(" "))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn refuse(message: &str) -> ExitCode {
    eprintln!("xtask: {message}\n\n{USAGE}");
    ExitCode::from(2)
}

fn postgres_until_told() -> Result<(), Failure> {
    let cluster = Cluster::start(Settings::Test)?;
    println!("{}={}", steps::TEST_POSTGRES, cluster.url());
    println!("Enter stops it.");
    std::io::stdin().read_line(&mut String::new()).map_err(|error| Failure::new(format!("input: {error}")))?;
    Ok(())
}
