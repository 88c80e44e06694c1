//! What each command does.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};

use super::args::{Cli, Command, HowMuch, KeyArg, What};
use super::outcome::Outcome;
use super::words::Language;
use crate::blocking::Client;
use crate::journal::Journal;
use crate::{Capture, Config, KeyStoreUse, LinkFile, NewHold, NewLease, OperationsFilter, Release, Usage};

/// One run of the program.
pub(super) struct Session<'a> {
    pub(super) language: Language,
    pub(super) json: bool,
    pub(super) out: &'a mut dyn Write,
}

/// Where settings come from.
pub(super) type Variable<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Session<'_> {
    pub(super) fn run(&mut self, cli: Cli, variable: Variable<'_>) -> Result<(), Outcome> {
        let client = || client(cli.config.as_deref(), variable);
        let journal = || journal(cli.journal.clone(), variable);
        match cli.command {
            Command::Balance => {
                let balance = client()?.balance()?;
                self.tell(&balance, |language| language.balance(&balance))
            }
            Command::Use { what, key } => {
                let used = client()?.usage(&usage(what, key))?;
                self.tell(&used, |language| language.used(&used.value.operation, &used.value.balance, used.replayed))
            }
            Command::Hold { what, seconds, machine, key } => {
                let held = client()?.hold(&hold(what, seconds, machine, key))?;
                self.tell(&held, |language| language.hold(&held.value.hold))
            }
            Command::Capture { hold, much: HowMuch { quantity, amount }, reference, key } => {
                let capture = Capture { quantity, amount, reference, key: key.key, ..Capture::all(hold) };
                let captured = client()?.capture(&capture)?;
                let done = &captured.value;
                self.tell(&captured, |language| language.used(&done.operation, &done.balance, captured.replayed))
            }
            Command::Release { hold, key } => {
                let released = client()?.release(&Release { key: key.key, ..Release::new(hold) })?;
                self.tell(&released, |language| language.hold(&released.value.hold))
            }
            Command::Lease { amount, seconds, machine, member } => {
                let wanted = NewLease { machine, member, ..NewLease::new(amount, Duration::from_secs(seconds)) };
                let (client, mut journal) = (client()?, self.opened(journal()?)?);
                let lease = client.lease_into(&mut journal, &wanted)?;
                self.tell(&lease, |language| language.lease(&lease))
            }
            Command::Spend { what, key } => {
                let mut journal = self.opened(journal()?)?;
                let spent = journal.spend(&usage(what, key))?;
                let left = journal.lease().map_or(0, |lease| lease.left());
                self.tell(&json!({ "spent": spent, "left": left }), |language| language.spent(&spent, left))
            }
            Command::Settle { charge } => {
                let (client, mut journal) = (client()?, self.opened(journal()?)?);
                if charge { self.charge(&client, &mut journal) } else { self.settle(&client, &mut journal) }
            }
            Command::Operations { kind, from, to, member, limit } => {
                let page = i64::try_from(limit.clamp(1, 200)).ok();
                self.operations(&client()?, OperationsFilter { kind, member, from, to, page }, limit)
            }
            Command::Account { machine_file, command } => {
                let client = machine_client(cli.config.as_deref(), variable)?;
                self.account(&client, &machine_file_of(machine_file, variable)?, command, variable)
            }
            Command::Verify { file, key } => {
                let input = File::open(&file).map_err(|error| Outcome::Statement(error.into()))?;
                let verified = credit_statement::verify(BufReader::new(input), key.as_ref());
                self.verified(&verified.map_err(Outcome::Statement)?, key.is_some())
            }
        }
    }

    fn settle(&mut self, client: &Client, journal: &mut Journal) -> Result<(), Outcome> {
        match client.settle(journal)? {
            Some(settled) => {
                let (used, left) = (settled.lease.settled, settled.balance.available);
                self.tell(&settled, |language| {
                    let (used, left) = (language.credits(used), language.credits(left));
                    language.say(
                        format!("{used} settled, {left} available"),
                        &format!("{used} déclarés, {left} disponibles"),
                    )
                })
            }
            None => self.tell(&json!({ "lease": Value::Null, "operations": [] }), |language| {
                language.say("nothing was spent; the lease had ended", "rien n’a été dépensé ; le délai était passé")
            }),
        }
    }

    fn charge(&mut self, client: &Client, journal: &mut Journal) -> Result<(), Outcome> {
        let charged = client.charge(journal)?;
        if !charged.refused.is_empty() {
            return Err(Outcome::NotCharged(charged.refused));
        }
        self.tell(&json!({ "operations": charged.operations }), |language| {
            let lines = charged.operations.iter().map(|operation| language.operation(operation));
            let count = language.number(i64::try_from(charged.operations.len()).unwrap_or(i64::MAX));
            let last = language.say(format!("{count} uses charged"), &format!("{count} utilisations débitées"));
            lines.chain([last]).collect::<Vec<_>>().join("\n")
        })
    }

    /// One after the other, so that a long history needs no room.
    fn operations(&mut self, client: &Client, filter: OperationsFilter, limit: usize) -> Result<(), Outcome> {
        for operation in client.operations(filter).take(limit) {
            let operation = operation?;
            self.tell(&operation, |language| language.operation(&operation))?;
        }
        Ok(())
    }

    fn verified(&mut self, told: &credit_statement::Verified, expected: bool) -> Result<(), Outcome> {
        let (heading, ending) = (&told.heading, &told.ending);
        let json = json!({
            "publisher": heading.publisher, "account": heading.account, "unit": heading.unit,
            "from_seq": heading.from_seq, "to_seq": ending.to_seq, "made_at": heading.made_at,
            "promotional": ending.after.promotional, "purchased": ending.after.purchased,
            "key": told.key.to_string(), "key_expected": expected,
        });
        self.tell(&json, |language| {
            let (account, publisher, made) = (&heading.account, &heading.publisher, language.moment(heading.made_at));
            let lines = language.number(i64::try_from(told.lines).unwrap_or(i64::MAX));
            let left = language.credits(ending.after.promotional.saturating_add(ending.after.purchased));
            let true_text = language.say(
                format!("The statement holds: {account}, {publisher}, {made}, {lines} operations, {left} at the end."),
                &format!("Le relevé est exact : {account}, {publisher}, {made}, {lines} opérations, {left} à la fin."),
            );
            if expected {
                return true_text;
            }
            let key = &told.key;
            let by = language.say(
                format!("It is signed by {key}: compare this key with the publisher's."),
                &format!("Il est signé par {key} : comparez cette clé avec celle de l’éditeur."),
            );
            format!("{true_text}\n{by}")
        })
    }

    /// Opens the journal, and says when a power cut left something there.
    fn opened(&mut self, path: PathBuf) -> Result<Journal, Outcome> {
        let journal = Journal::open(path)?;
        if let (Some(bytes), false) = (journal.cut_off(), self.json) {
            let text = self.language.say(
                format!("An unfinished record of {bytes} bytes was cut off the journal."),
                &format!("Un enregistrement inachevé de {bytes} octets a été retiré du journal."),
            );
            self.line(&text)?;
        }
        Ok(journal)
    }

    pub(super) fn tell(
        &mut self,
        value: &impl Serialize,
        text: impl FnOnce(Language) -> String,
    ) -> Result<(), Outcome> {
        if self.json {
            let json = serde_json::to_string(value).map_err(|error| Outcome::Output(error.into()))?;
            return self.line(&json);
        }
        let text = text(self.language);
        self.line(&text)
    }

    pub(super) fn line(&mut self, text: &str) -> Result<(), Outcome> {
        writeln!(self.out, "{text}").map_err(Outcome::Output)
    }
}

fn machine_client(file: Option<&Path>, variable: Variable<'_>) -> Result<Client, Outcome> {
    Ok(Client::new(Config::find_server(file, variable).map_err(Outcome::Config)?)?)
}

fn machine_file_of(path: Option<PathBuf>, variable: Variable<'_>) -> Result<LinkFile, Outcome> {
    let uses = KeyStoreUse::find(variable).map_err(Outcome::Config)?;
    let file = path.map(LinkFile::at).or_else(|| LinkFile::usual(variable)).ok_or(Outcome::NoMachineFile)?;
    Ok(file.key_store(uses))
}

fn client(file: Option<&Path>, variable: Variable<'_>) -> Result<Client, Outcome> {
    Ok(Client::new(Config::find(file, variable).map_err(Outcome::Config)?)?)
}

fn journal(path: Option<PathBuf>, variable: Variable<'_>) -> Result<PathBuf, Outcome> {
    path.or_else(|| variable("GUICHET_JOURNAL").map(PathBuf::from)).ok_or(Outcome::NoJournal)
}

fn usage(what: What, key: KeyArg) -> Usage {
    let What { feature, much: HowMuch { quantity, amount }, reference, member } = what;
    Usage { feature, quantity, amount, member, reference, key: key.key }
}

fn hold(what: What, seconds: u64, machine: Option<String>, key: KeyArg) -> NewHold {
    let What { feature, much: HowMuch { quantity, amount }, reference, member } = what;
    let whole = NewHold::new(feature, Duration::from_secs(seconds));
    NewHold { quantity, amount, member, reference, machine, key: key.key, ..whole }
}
