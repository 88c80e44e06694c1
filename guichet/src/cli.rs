//! The command line.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use kit_core::AccountId;
use kit_db::DatabaseUrl;
use kit_mail::Email;
use kit_mail_in::Listen;
use kit_web::{Scope, StaffPermission};

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
    /// The publisher's own people.
    #[command(subcommand)]
    Staff(StaffCommand),
    /// Keys for the publisher's applications.
    #[command(subcommand)]
    Key(KeyCommand),
    /// Verifies every invariant of the data, while the program runs; exit status 1 if one does not hold.
    Check {
        /// A file of the last operation of every wallet: the ledger must still have them; then those of now are kept in it
        #[arg(long, value_name = "FILE")]
        heads: Option<PathBuf>,
    },
    /// Copies the database to a new file, consistent while the program runs (SQLite only), and files to a folder FILE.files.
    Backup {
        /// The file to make; it must not exist.
        to: PathBuf,
    },
    /// Serves an invented publisher with invented customers, to look around: needs no settings.
    Demo(DemoOptions),
}

#[derive(Debug, Subcommand)]
enum StaffCommand {
    /// Lets a person into the back office. Without a login he or she gets a one-time link to choose a password.
    Create {
        /// The address to sign in with.
        #[arg(long, value_parser = Email::parse)]
        email: Email,
        /// First name and surname.
        #[arg(long)]
        name: String,
        /// What the person may do there: support, customer_service, billing, catalogue or owner. May be repeated.
        #[arg(long, required = true, value_parser = permission)]
        permission: Vec<StaffPermission>,
        /// Prints such a link too, for a server that sends no mail yet.
        #[arg(long)]
        print: bool,
    },
}

#[derive(Debug, Subcommand)]
enum KeyCommand {
    /// Makes an API key and prints it, once: only its hash is kept.
    Create {
        /// The number of the account, such as C-1001.
        #[arg(long)]
        account: AccountId,
        /// What the key opens: credits:read, credits:use or credits:charge. May be repeated.
        #[arg(long, required = true, value_parser = scope)]
        scope: Vec<Scope>,
        /// The member that the key stands for.
        #[arg(long, value_parser = Email::parse)]
        member: Option<Email>,
        /// What the account's admins see it called.
        #[arg(long, default_value = "guichet key create")]
        name: String,
    },
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
    /// How much was used in the year before: for measurements.
    #[arg(long, value_name = "COUNT", default_value_t = 20_000, hide = true)]
    pub(crate) operations: usize,
    /// Takes answers by mail here, as `mail_in` says.
    #[arg(long, value_name = "ADDRESS", hide = true)]
    pub(crate) mail_in: Option<Listen>,
    /// Is paid by a double of PayPal that runs elsewhere and outlives it, instead of one of its own: a file of where and how.
    #[arg(long, value_name = "FILE", hide = true)]
    pub(crate) paypal: Option<PathBuf>,
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
            Command::Staff(StaffCommand::Create { email, name, permission, print }) => {
                commands::staff::create(settings()?, email, name, permission, print).await
            }
            Command::Key(KeyCommand::Create { account, scope, member, name }) => {
                commands::key::create(&settings()?, account, scope, member, name).await
            }
            Command::Check { heads } => commands::check::run(&settings()?, heads.as_deref()).await,
            Command::Backup { to } => commands::backup::run(&settings()?, to).await,
            Command::Demo(options) => commands::demo::run(options).await,
        }
    })
}

/// A variable that is no text is none of ours.
fn text((name, value): (OsString, OsString)) -> Option<(String, String)> {
    Some((name.into_string().ok()?, value.into_string().ok()?))
}

fn permission(code: &str) -> Result<StaffPermission, String> {
    StaffPermission::from_code(code).ok_or_else(|| one_of(StaffPermission::ALL))
}

fn scope(code: &str) -> Result<Scope, String> {
    Scope::from_code(code).ok_or_else(|| one_of(Scope::ALL))
}

fn one_of(words: &[impl ToString]) -> String {
    format!("expected one of {}", words.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
}

#[allow(clippy::print_stderr)] // the command line's own voice
fn complain(failure: &Failure) {
    eprintln!("guichet: {failure}");
}

fn settings_help() -> String {
    let lines = SETTINGS.map(|(name, meaning)| format!("  {name:<16} {meaning}\n"));
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
