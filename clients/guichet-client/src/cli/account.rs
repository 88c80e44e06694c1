//! This machine's link to an account.

use std::io::{self, BufRead};

use serde_json::json;

use super::args::AccountCommand;
use super::commands::{Session, Variable};
use super::outcome::Outcome;
use super::words::Language;
use crate::blocking::Client;
use crate::{LinkFile, Machine, NewMachine};

impl Session<'_> {
    pub(super) fn account(
        &mut self,
        client: &Client,
        file: &LinkFile,
        command: AccountCommand,
        variable: Variable<'_>,
    ) -> Result<(), Outcome> {
        match command {
            AccountCommand::Link { account, code, name, system, application, application_version, replaces } => {
                let name = name.or_else(|| host(variable)).ok_or(Outcome::NoName)?;
                let code = match code.or_else(|| variable("GUICHET_PERSONAL_CODE")) {
                    Some(code) => code,
                    None => self.asked()?,
                };
                let mut wanted = NewMachine::new(account, code, name);
                if let Some(system) = system.or_else(system_name) {
                    wanted = wanted.system(system);
                }
                if let (Some(application), Some(version)) = (application, application_version) {
                    wanted = wanted.application(application, version);
                }
                if let Some(replaces) = replaces {
                    wanted = wanted.replaces(replaces);
                }
                let linked = client.link(&wanted, file)?;
                self.tell(&linked, |language| language.machine(&linked.value))
            }
            AccountCommand::Show => {
                let machine = client.machine(file)?;
                self.tell(&machine, |language| language.machine(&machine))
            }
            AccountCommand::Heartbeat { application_version } => {
                let machine = client.heartbeat(application_version.as_deref(), file)?;
                self.tell(&machine, |language| language.machine(&machine))
            }
            AccountCommand::Unlink => {
                let was_linked = client.unlink(file)?;
                self.tell(&json!({ "unlinked": true, "was_linked": was_linked }), |language| {
                    if was_linked {
                        language.say("this machine is unlinked", "ce poste est délié")
                    } else {
                        language.say("this machine had been unlinked before", "ce poste avait déjà été délié")
                    }
                })
            }
            AccountCommand::Forgotten { account } => {
                client.mail_code_link(&account)?;
                self.tell(&json!({ "asked": true }), |language| {
                    language.say(
                        format!("if {account} is in use, a link for a new code is on its way to its administration address"),
                        &format!("si {account} est en service, un lien pour un nouveau code part à son adresse d’administration"),
                    )
                })
            }
        }
    }

    /// The personal code, from what is typed or piped in: so it stands in no list of processes.
    fn asked(&mut self) -> Result<String, Outcome> {
        if !self.json {
            let prompt = self.language.say("Personal code:", "Code personnel :");
            self.line(&prompt)?;
        }
        let mut typed = String::new();
        io::stdin().lock().read_line(&mut typed).map_err(Outcome::Output)?;
        Ok(typed.trim().to_owned())
    }
}

impl Language {
    pub(super) fn machine(self, machine: &Machine) -> String {
        let Machine { name, application, version, account, .. } = machine;
        let linked = format!("{} ({})", account.number, account.name);
        let line = self.say(
            format!("{name} is linked to {linked}: {application} {version}"),
            &format!("{name} est lié à {linked} : {application} {version}"),
        );
        if account.state == "active" {
            return line;
        }
        self.say(format!("{line}; the account is suspended"), &format!("{line} ; le compte est suspendu"))
    }
}

/// What the machine is called in the network.
fn host(variable: Variable<'_>) -> Option<String> {
    let set = |name| variable(name).filter(|name| !name.trim().is_empty());
    let told = || std::fs::read_to_string("/etc/hostname").ok().map(|name| name.trim().to_owned());
    set("COMPUTERNAME").or_else(|| set("HOSTNAME")).or_else(told).filter(|name| !name.is_empty())
}

/// What people call the operating system, where it says so (os-release).
fn system_name() -> Option<String> {
    let told = std::fs::read_to_string("/etc/os-release").ok()?;
    let name = told.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="))?.trim_matches('"').to_owned();
    (!name.is_empty()).then_some(name)
}
