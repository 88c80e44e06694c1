//! This machine's link to an account.

use std::io::{self, BufRead};

use serde_json::json;

use super::args::{AccountCommand, LoginArgs, MachineArgs};
use super::commands::{Session, Variable};
use super::outcome::Outcome;
use super::words::Language;
use crate::blocking::Client;
use crate::{Account, Error, Field, LinkError, LinkFile, Login, Machine, NewAccount, NewMachine, NewSignUp};

impl Session<'_> {
    pub(super) fn account(
        &mut self,
        client: &Client,
        file: &LinkFile,
        command: AccountCommand,
        variable: Variable<'_>,
    ) -> Result<(), Outcome> {
        match command {
            AccountCommand::Create { email, first_name, surname, company, about } => {
                let machine = machine(about, variable, (String::new(), String::new()))?;
                self.create(client, file, (email, first_name.zip(surname), company), machine, variable)
            }
            AccountCommand::Link { account, code, about, replaces } => {
                let code = match code.or_else(|| variable("GUICHET_PERSONAL_CODE")) {
                    Some(code) => code,
                    None => self.asked("Personal code:", "Code personnel :")?,
                };
                let mut wanted = machine(about, variable, (account, code))?;
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
            AccountCommand::Details => {
                let account = client.account(file)?;
                self.tell(&account, |language| language.details(&account))
            }
            AccountCommand::Edit { login, fields } => {
                let (version, changes) = (client.account(file)?.version, fields.changes());
                let account = self.shown(login, variable, |login| client.edit(&version, &changes, login, file))?;
                self.tell(&account, |language| language.details(&account))
            }
            AccountCommand::Portal { login } => {
                let link = self.shown(login, variable, |login| client.portal(login, file))?;
                self.tell(&link, |_| link.url.clone())
            }
            AccountCommand::ForgottenPassword => {
                client.mail_password_link(file)?;
                self.tell(&json!({ "asked": true }), |language| {
                    language.say(
                        "a link for a new password is on its way to who speaks for the account",
                        "un lien pour un nouveau mot de passe part au contact du compte",
                    )
                })
            }
            AccountCommand::Unlink => {
                let was_linked = client.unlink(file)?;
                self.tell(&json!({ "unlinked": true, "was_linked": was_linked }), |language| {
                    if was_linked {
                        language.say("this machine is unlinked", "ce poste est dissocié")
                    } else {
                        language.say("this machine had been unlinked before", "ce poste avait déjà été dissocié")
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

    /// Makes an account: the code and the password are asked for, or come from a program.
    fn create(
        &mut self,
        client: &Client,
        file: &LinkFile,
        (email, name, company): (String, Option<(String, String)>, Option<String>),
        machine: NewMachine,
        variable: Variable<'_>,
    ) -> Result<(), Outcome> {
        let language = if self.language == Language::French { "fr" } else { "en" };
        let mut wanted = NewSignUp::new(&email).language(language);
        if let Some((first, surname)) = name {
            wanted = wanted.name(first, surname);
        }
        if let Some(company) = company {
            wanted = wanted.company(company);
        }
        let begun = client.sign_up(&wanted)?;
        self.tell(&begun, |language| {
            language.say(
                format!("a mail is on its way to {email}: look among the unwanted mail, too"),
                &format!("un e-mail part à {email} : regardez aussi parmi les indésirables"),
            )
        })?;
        let code = self.asked("Code:", "Code :")?;
        let password = match variable("GUICHET_PASSWORD") {
            Some(password) => password,
            None => self.asked("Password (it is shown):", "Mot de passe (il s’affiche) :")?,
        };
        let created = client.create(&NewAccount::new(begun.id, code, password, machine), file)?;
        self.tell(&created, |language| {
            let line = language.machine(&created.value.machine);
            match &created.value.personal_code {
                Some(code) => language.say(
                    format!("{line}\npersonal code, shown once: {code}"),
                    &format!("{line}\ncode personnel, montré une fois : {code}"),
                ),
                None => line,
            }
        })
    }

    /// Does what asks for the password of somebody, and for a code if the server wants one.
    fn shown<T>(
        &mut self,
        args: LoginArgs,
        variable: Variable<'_>,
        ask: impl Fn(&Login) -> Result<T, LinkError>,
    ) -> Result<T, Outcome> {
        let password = match variable("GUICHET_PASSWORD") {
            Some(password) => password,
            None => self.asked("Password (it is shown):", "Mot de passe (il s’affiche) :")?,
        };
        let login = Login::new(args.login, password);
        match args.second_factor {
            Some(code) => Ok(ask(&login.code(code))?),
            None => match ask(&login) {
                Err(LinkError::Call(Error::Refused(problem))) if problem.kind() == "code-required" => {
                    let code = self.asked("Code of the second factor:", "Code de validation :")?;
                    Ok(ask(&login.code(code))?)
                }
                other => Ok(other?),
            },
        }
    }

    /// What is typed or piped in: so it stands in no list of processes.
    fn asked(&mut self, english: &str, french: &str) -> Result<String, Outcome> {
        if !self.json {
            let prompt = self.language.say(english, french);
            self.line(&prompt)?;
        }
        let mut typed = String::new();
        io::stdin().lock().read_line(&mut typed).map_err(Outcome::Output)?;
        Ok(typed.trim().to_owned())
    }
}

/// The machine as it describes itself, for the account with this number and code.
fn machine(
    about: MachineArgs,
    variable: Variable<'_>,
    (account, code): (String, String),
) -> Result<NewMachine, Outcome> {
    let MachineArgs { name, system, application, application_version } = about;
    let name = name.or_else(|| host(variable)).ok_or(Outcome::NoName)?;
    let mut machine = NewMachine::new(account, code, name);
    if let Some(system) = system.or_else(system_name) {
        machine = machine.system(system);
    }
    if let (Some(application), Some(version)) = (application, application_version) {
        machine = machine.application(application, version);
    }
    Ok(machine)
}

impl Language {
    /// The account, a field a line; those that are empty are left out.
    pub(super) fn details(self, account: &Account) -> String {
        let head = self.say(format!("account: {}", account.number), &format!("compte : {}", account.number));
        let lines = Field::ALL.into_iter().filter(|field| !account.get(*field).is_empty()).map(|field| {
            let value = account.get(field);
            self.say(format!("{}: {value}", self.field(field)), &format!("{} : {value}", self.field(field)))
        });
        let awaited = account.email_awaited.as_ref().map(|email| {
            self.say(format!("to be confirmed by mail: {email}"), &format!("à confirmer par e-mail : {email}"))
        });
        std::iter::once(head).chain(lines).chain(awaited).collect::<Vec<_>>().join("\n")
    }

    fn field(self, field: Field) -> &'static str {
        let (english, french) = match field {
            Field::Company => ("company", "entreprise"),
            Field::Surname => ("surname", "nom"),
            Field::FirstName => ("first name", "prénom"),
            Field::Line1 => ("address", "adresse"),
            Field::Line2 => ("address, continued", "complément"),
            Field::PostalCode => ("postal code", "code postal"),
            Field::Town => ("town", "ville"),
            Field::Country => ("country", "pays"),
            Field::Email => ("e-mail", "e-mail"),
            Field::Phone => ("telephone", "téléphone"),
            Field::Ape => ("activity", "code APE"),
            Field::Siren => ("SIREN", "SIREN"),
            Field::ForeignNumber => ("register number", "numéro au registre"),
            Field::VatNumber => ("VAT number", "numéro de TVA"),
        };
        if self == Language::French { french } else { english }
    }

    pub(super) fn machine(self, machine: &Machine) -> String {
        let Machine { name, application, version, account, .. } = machine;
        let linked = format!("{} ({})", account.number, account.name);
        let line = self.say(
            format!("{name} is linked to {linked}: {application} {version}"),
            &format!("{name} est lié à {linked} : {application} {version}"),
        );
        match account.state.as_str() {
            "active" => line,
            "pending" => self.say(
                format!("{line}; the account waits for the publisher's decision"),
                &format!("{line} ; le compte attend la décision de l’éditeur"),
            ),
            "refused" => {
                self.say(format!("{line}; the account was refused"), &format!("{line} ; le compte est refusé"))
            }
            _ => self.say(format!("{line}; the account is suspended"), &format!("{line} ; le compte est suspendu")),
        }
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
