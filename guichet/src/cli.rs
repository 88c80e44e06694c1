//! The command line.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use kit_db::DatabaseUrl;

use crate::commands;
use crate::failure::{Failure, failed};
use crate::settings::{SETTINGS, Settings};

/// The customer account of a software publisher, as one program.
///
/// To look around: `guichet demo`. For production: write guichet.toml, then `guichet migrate`, `guichet staff create`
/// and `guichet serve`.
#[derive(Debug, Parser)]
#[command(name = "guichet", version, after_long_help = settings_help())]
struct Cli {
    /// The file of the settings; ./guichet.toml if there is one.
    #[arg(long, global = true, env = "GUICHET_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves until told to stop (ctrl-c or SIGTERM).
    Serve {
        /// Brings the database up to date first.
        #[arg(long)]
        migrate: bool,
    },
    /// Brings the database up to date.
    Migrate,
    /// Copies the database to a new file, consistent while the program runs (SQLite only).
    Backup {
        /// The file to make; it must not exist.
        to: PathBuf,
    },
    /// Serves an invented publisher with invented customers, to look around: needs no settings.
    Demo(DemoOptions),
}

/// How the demonstration runs.
#[derive(Debug, clap::Args)]
pub(crate) struct DemoOptions {
    /// Where it keeps its data.
    #[arg(long, value_name = "DIR", default_value = "guichet-demo")]
    pub(crate) data: PathBuf,
    /// Where it listens.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(crate) bind: SocketAddr,
    /// Throws the data of an earlier demonstration away.
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Uses this PostgreSQL database instead of a file.
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<DatabaseUrl>,
}

/// Runs the command that these arguments name.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    match dispatch(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            complain(&failure);
            ExitCode::from(failure.status())
        }
    }
}

fn dispatch(cli: Cli) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(failed)?;
    let settings = || Settings::load(cli.config.as_deref(), std::env::vars_os().filter_map(text));
    runtime.block_on(async {
        match cli.command {
            Command::Serve { migrate } => commands::serve::run(settings()?, migrate).await,
            Command::Migrate => commands::migrate::run(&settings()?).await,
            Command::Backup { to } => commands::backup::run(&settings()?, to).await,
            Command::Demo(options) => commands::demo::run(options).await,
        }
    })
}

/// A variable that is no text is none of ours.
fn text((name, value): (OsString, OsString)) -> Option<(String, String)> {
    Some((name.into_string().ok()?, value.into_string().ok()?))
}

#[allow(clippy::print_stderr)] // the command line's own voice
fn complain(failure: &Failure) {
    eprintln!("guichet: {failure}");
}

fn settings_help() -> String {
    let lines = SETTINGS.map(|(name, meaning)| format!("  {name:<13} {meaning}\n"));
    format!(
        "Settings, in guichet.toml or in the environment as GUICHET_DATABASE and so on (the environment wins):\n{}",
        lines.concat()
    )
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_help_tells_every_setting() {
        let help = Cli::command().render_long_help().to_string();
        for (name, _) in SETTINGS {
            assert!(help.contains(name), "{name}");
        }
    }
}
