//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use credit_statement::PublicKey;

use crate::Key;

/// Credits of a customer account: balance, uses, holds, leases; and this machine's link to one.
#[derive(Debug, Parser)]
#[command(name = "guichet-client", version)]
pub(super) struct Cli {
    /// A file with `url` and `key`; GUICHET_URL and GUICHET_KEY win over it
    #[arg(long, global = true, display_order = 100, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// The journal of what is spent offline; GUICHET_JOURNAL unless said
    #[arg(long, global = true, display_order = 100, value_name = "FILE")]
    pub(super) journal: Option<PathBuf>,
    /// Answers as JSON
    #[arg(long, global = true, display_order = 100)]
    pub(super) json: bool,
    /// fr or en; LC_ALL, LC_MESSAGES or LANG unless said
    #[arg(long, global = true, display_order = 100, value_name = "LANGUAGE", value_parser = ["fr", "en"])]
    pub(super) lang: Option<String>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// What is left
    Balance,
    /// Uses a feature
    Use {
        #[command(flatten)]
        what: What,
        #[command(flatten)]
        key: KeyArg,
    },
    /// Sets credits aside for a feature
    Hold {
        #[command(flatten)]
        what: What,
        /// How long, in seconds: 60 to 86400
        #[arg(long = "for", value_name = "SECONDS", default_value_t = 900)]
        seconds: u64,
        /// The machine that it is for
        #[arg(long)]
        machine: Option<String>,
        #[command(flatten)]
        key: KeyArg,
    },
    /// Uses what a hold has set aside: all of it unless said
    Capture {
        /// The hold
        hold: String,
        #[command(flatten)]
        much: HowMuch,
        /// What was produced
        #[arg(long)]
        reference: Option<String>,
        #[command(flatten)]
        key: KeyArg,
    },
    /// Gives back what a hold has set aside
    Release {
        /// The hold
        hold: String,
        #[command(flatten)]
        key: KeyArg,
    },
    /// Takes credits along, to be spent without a connection
    Lease {
        /// How many credits
        amount: i64,
        /// How long, in seconds: 3600 to 604800
        #[arg(long = "for", value_name = "SECONDS", default_value_t = 86_400)]
        seconds: u64,
        /// The machine
        #[arg(long)]
        machine: Option<String>,
        /// The address of the member who uses it
        #[arg(long)]
        member: Option<String>,
    },
    /// Spends out of the lease, without a connection
    Spend {
        #[command(flatten)]
        what: What,
        #[command(flatten)]
        key: KeyArg,
    },
    /// Tells the server what was spent of the lease; the rest comes back
    Settle {
        /// Charges each use by itself: for a lease that has ended, or is refused
        #[arg(long)]
        charge: bool,
    },
    /// The history, newest first
    Operations {
        /// usage, grant, purchase, expiry or correction
        #[arg(long)]
        kind: Option<String>,
        /// From this day or moment on: 2026-11-21
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
        /// Up to this day, or before this moment
        #[arg(long, value_name = "DATE")]
        to: Option<String>,
        /// The address of the member who used it
        #[arg(long)]
        member: Option<String>,
        /// How many at most
        #[arg(long, value_name = "COUNT", default_value_t = 40)]
        limit: usize,
    },
    /// This machine's link to an account
    #[command(subcommand_required = true, arg_required_else_help = true)]
    Account {
        /// The file of the machine's token; GUICHET_MACHINE unless said
        #[arg(long, global = true, value_name = "FILE")]
        machine_file: Option<PathBuf>,
        #[command(subcommand)]
        command: AccountCommand,
    },
    /// Verifies a signed statement, without a connection
    Verify {
        /// The statement
        file: PathBuf,
        /// The publisher's public key, in Base64
        #[arg(long, value_name = "PUBLIC")]
        key: Option<PublicKey>,
    },
}

/// A feature, and how much of it.
#[derive(Debug, Args)]
pub(super) struct What {
    /// A feature of the tariff
    pub(super) feature: String,
    #[command(flatten)]
    pub(super) much: HowMuch,
    /// What is produced
    #[arg(long)]
    pub(super) reference: Option<String>,
    /// The address of the member who uses it
    #[arg(long)]
    pub(super) member: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct HowMuch {
    /// How much of it
    #[arg(long, value_name = "COUNT", conflicts_with = "amount")]
    pub(super) quantity: Option<i64>,
    /// How many credits; the tariff says unless the API key may
    #[arg(long, value_name = "CREDITS")]
    pub(super) amount: Option<i64>,
}

#[derive(Debug, Args)]
pub(super) struct KeyArg {
    /// The key of an earlier attempt, to repeat it
    #[arg(long, value_name = "KEY")]
    pub(super) key: Option<Key>,
}

#[derive(Debug, Subcommand)]
pub(super) enum AccountCommand {
    /// Makes an account with an address: a mail brings a code, which is asked for with a password
    Create {
        /// The address
        email: String,
        /// First name
        #[arg(long, requires = "surname")]
        first_name: Option<String>,
        /// Surname
        #[arg(long, requires = "first_name")]
        surname: Option<String>,
        /// The company's name
        #[arg(long)]
        company: Option<String>,
        #[command(flatten)]
        about: MachineArgs,
    },
    /// Links this machine, with the account's number and its personal code
    Link {
        /// The account's number: C-1042
        account: String,
        /// The personal code; GUICHET_PERSONAL_CODE unless said, or asked for
        #[arg(long)]
        code: Option<String>,
        #[command(flatten)]
        about: MachineArgs,
        /// The machine that is unlinked for it
        #[arg(long, value_name = "MACHINE")]
        replaces: Option<String>,
    },
    /// The account that this machine is linked to
    Show,
    /// Tells that this machine is alive
    Heartbeat {
        /// The version of the application, where it may have changed
        #[arg(long, value_name = "VERSION")]
        application_version: Option<String>,
    },
    /// Unlinks this machine
    Unlink,
    /// Has a link for a new personal code mailed to the account
    Forgotten {
        /// The account's number: C-1042
        account: String,
    },
}

/// How the machine describes itself.
#[derive(Debug, Args)]
pub(super) struct MachineArgs {
    /// What the machine is called; its name in the network unless said
    #[arg(long)]
    pub(super) name: Option<String>,
    /// Its operating system
    #[arg(long)]
    pub(super) system: Option<String>,
    /// The application that asks
    #[arg(long, requires = "application_version")]
    pub(super) application: Option<String>,
    /// The version of the application
    #[arg(long, value_name = "VERSION", requires = "application")]
    pub(super) application_version: Option<String>,
}
