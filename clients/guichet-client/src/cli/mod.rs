//! The command line, as a function: arguments and environment in, texts and an exit status out.

mod args;
mod commands;
mod french;
mod misuse;
mod outcome;
mod reasons;
mod show;
mod words;

use std::ffi::OsString;
use std::io::Write;

use clap::FromArgMatches;
use clap::error::ErrorKind;

use self::args::Cli;
use self::commands::Session;
use self::words::Language;

/// All went well.
pub const FINE: u8 = 0;
/// The server, or the journal, refuses.
pub const REFUSED: u8 = 1;
/// The command or the settings are wrong.
pub const USAGE: u8 = 2;
/// There are not enough credits.
pub const SHORT: u8 = 3;
/// The server cannot be reached, is busy, or the outcome is unknown: repeat, with the same key.
pub const UNKNOWN: u8 = 4;
/// The statement is false.
pub const FALSE: u8 = 5;

/// Runs the command that these arguments name. Returns the exit status.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    variable: impl Fn(&str) -> Option<String>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let language = Language::wanted(&arguments, &variable);
    let parsed = french::command(language).try_get_matches_from(arguments);
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => {
            let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            let wrong = || match language {
                Language::English => error.to_string(),
                Language::French => misuse::in_french(&error),
            };
            // Nobody is there to be told that nobody can be told.
            let _ = if asked { write!(out, "{error}") } else { write!(err, "{}", wrong()) };
            return if asked { FINE } else { USAGE };
        }
    };
    let mut session = Session { language, json: cli.json, out };
    match session.run(cli, &variable) {
        Ok(()) => FINE,
        Err(outcome) => {
            outcome.tell(language, session.json, session.out, err);
            outcome.status()
        }
    }
}
