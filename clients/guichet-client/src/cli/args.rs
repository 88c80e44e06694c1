//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use credit_statement::PublicKey;

use crate::{Changes, Field, Key};

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
        /// The file of the machine's link; GUICHET_MACHINE unless said
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
    /// What the account shows: name, address, telephone…
    Details,
    /// Changes what the account shows, with the password of an admin of it
    Edit {
        #[command(flatten)]
        login: LoginArgs,
        #[command(flatten)]
        fields: Box<FieldArgs>,
    },
    /// A link that opens the portal signed in, once, within a minute
    Portal {
        #[command(flatten)]
        login: LoginArgs,
    },
    /// Has a link for a new password mailed to who speaks for the account
    ForgottenPassword,
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

/// Who asks; the password is in GUICHET_PASSWORD or asked for.
#[derive(Debug, Args)]
pub(super) struct LoginArgs {
    /// The address with which one signs in; the password is asked for, or in GUICHET_PASSWORD
    #[arg(long, value_name = "ADDRESS")]
    pub(super) login: String,
    /// A code of the second factor; asked for where there is one
    #[arg(long = "code", value_name = "CODE")]
    pub(super) second_factor: Option<String>,
}

/// What is changed.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub(super) struct FieldArgs {
    /// The company's name
    #[arg(long)]
    pub(super) company: Option<String>,
    /// Surname of who speaks for the account
    #[arg(long)]
    pub(super) surname: Option<String>,
    /// First name
    #[arg(long)]
    pub(super) first_name: Option<String>,
    /// Number and street
    #[arg(long)]
    pub(super) line1: Option<String>,
    /// Building, box
    #[arg(long)]
    pub(super) line2: Option<String>,
    /// Postal code
    #[arg(long)]
    pub(super) postal_code: Option<String>,
    /// Town
    #[arg(long)]
    pub(super) town: Option<String>,
    /// Country: FR
    #[arg(long)]
    pub(super) country: Option<String>,
    /// Where mail about the account goes
    #[arg(long)]
    pub(super) email: Option<String>,
    /// Telephone
    #[arg(long)]
    pub(super) phone: Option<String>,
    /// Code of the main activity: 71.12B
    #[arg(long)]
    pub(super) ape: Option<String>,
    /// French companies' number
    #[arg(long)]
    pub(super) siren: Option<String>,
    /// The number in another country's register
    #[arg(long)]
    pub(super) foreign_number: Option<String>,
    /// VAT number
    #[arg(long)]
    pub(super) vat_number: Option<String>,
}

impl FieldArgs {
    /// What is changed, as it was typed.
    pub(super) fn changes(self) -> Changes {
        let FieldArgs { company, surname, first_name, line1, line2, postal_code, town, .. } = self;
        let FieldArgs { country, email, phone, ape, siren, foreign_number, vat_number, .. } = self;
        let typed = [
            (Field::Company, company),
            (Field::Surname, surname),
            (Field::FirstName, first_name),
            (Field::Line1, line1),
            (Field::Line2, line2),
            (Field::PostalCode, postal_code),
            (Field::Town, town),
            (Field::Country, country),
            (Field::Email, email),
            (Field::Phone, phone),
            (Field::Ape, ape),
            (Field::Siren, siren),
            (Field::ForeignNumber, foreign_number),
            (Field::VatNumber, vat_number),
        ];
        let set = |changes: Changes, (field, typed): (Field, Option<String>)| match typed {
            Some(typed) => changes.set(field, typed),
            None => changes,
        };
        typed.into_iter().fold(Changes::new(), set)
    }
}
