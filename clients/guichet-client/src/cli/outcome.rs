//! What a command came to when it did not go well.

use std::io::{self, Write};

use credit_statement::VerifyError;
use serde_json::json;

use super::words::Language;
use super::{REFUSED, SHORT, UNKNOWN, USAGE, reasons};
use crate::journal::JournalError;
use crate::{ConfigError, Error, Key, LinkError, LinkFileError, Problem};

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(super) enum Outcome {
    Config(ConfigError),
    /// Neither `--journal` nor GUICHET_JOURNAL.
    NoJournal,
    Call(Error),
    Journal(JournalError),
    /// The machine's link.
    Link(LinkError),
    /// Neither `--machine-file` nor GUICHET_MACHINE, nor a folder of the user.
    NoMachineFile,
    /// The machine does not say what it is called.
    NoName,
    /// Some uses were not charged, each for its reason.
    NotCharged(Vec<(Key, Error)>),
    Statement(VerifyError),
    Output(io::Error),
}

impl From<Error> for Outcome {
    fn from(error: Error) -> Outcome {
        Outcome::Call(error)
    }
}

impl From<LinkError> for Outcome {
    fn from(error: LinkError) -> Outcome {
        match error {
            LinkError::Call(error) => Outcome::Call(error),
            error => Outcome::Link(error),
        }
    }
}

impl From<JournalError> for Outcome {
    fn from(error: JournalError) -> Outcome {
        match error {
            JournalError::Call(error) => Outcome::Call(error),
            error => Outcome::Journal(error),
        }
    }
}

impl Outcome {
    pub(super) fn status(&self) -> u8 {
        match self {
            Outcome::Config(_) | Outcome::NoJournal | Outcome::NoMachineFile | Outcome::NoName => USAGE,
            Outcome::Link(LinkError::File(LinkFileError::KeyStore(_))) => UNKNOWN,
            Outcome::Link(LinkError::File(_)) => USAGE,
            Outcome::Call(Error::Short { .. }) | Outcome::Journal(JournalError::Short { .. }) => SHORT,
            Outcome::Call(
                Error::Busy { .. } | Error::Unknown { .. } | Error::Unreachable { .. } | Error::Answer { .. },
            ) => UNKNOWN,
            Outcome::Call(_) | Outcome::Journal(_) | Outcome::Link(_) | Outcome::NotCharged(_) | Outcome::Output(_) => {
                REFUSED
            }
            Outcome::Statement(VerifyError::Read(_)) => USAGE,
            Outcome::Statement(VerifyError::False { .. }) => super::FALSE,
        }
    }

    /// Tells the person, or the program.
    pub(super) fn tell(&self, language: Language, as_json: bool, out: &mut dyn Write, err: &mut dyn Write) {
        let text = self.text(language);
        // Nobody is there to be told that nobody can be told.
        let _ = if as_json {
            let mut told = json!({ "error": self.name(), "message": text });
            if let Outcome::Call(Error::Unknown { key, .. } | Error::Answer { key: Some(key), .. }) = self {
                told["key"] = key.as_str().into();
            }
            if let Outcome::Call(Error::Short { available, missing }) = self {
                told["available"] = (*available).into();
                told["missing"] = (*missing).into();
            }
            if let Outcome::Call(Error::Refused(problem) | Error::Forbidden(problem)) = self
                && !problem.kind().is_empty()
            {
                told["kind"] = problem.kind().into();
                if problem.kind() == "machine-limit-reached" {
                    told["machines"] = json!(problem.machines);
                    told["replacements_left"] = json!(problem.replacements_left);
                }
            }
            writeln!(out, "{told}")
        } else {
            writeln!(err, "guichet-client: {text}")
        };
    }

    /// What programs know it by.
    fn name(&self) -> &'static str {
        match self {
            Outcome::Config(_) | Outcome::NoJournal | Outcome::NoMachineFile | Outcome::NoName => "config",
            Outcome::Link(LinkError::AlreadyLinked { .. }) => "already-linked",
            Outcome::Link(LinkError::NotLinked) => "not-linked",
            Outcome::Link(LinkError::TokenLost { .. }) => "token-lost",
            Outcome::Link(LinkError::File(LinkFileError::KeyStore(_))) => "key-store",
            Outcome::Link(_) => "link",
            Outcome::Call(Error::Short { .. }) | Outcome::Journal(JournalError::Short { .. }) => "short",
            Outcome::Call(Error::Unknown { .. } | Error::Answer { key: Some(_), .. }) => "unknown",
            Outcome::Call(Error::Busy { .. }) => "busy",
            Outcome::Call(Error::Unreachable { .. }) => "unreachable",
            Outcome::Call(Error::Ended { .. }) => "ended",
            Outcome::Call(_) => "refused",
            Outcome::Journal(_) => "journal",
            Outcome::NotCharged(_) => "not-charged",
            Outcome::Statement(VerifyError::Read(_)) => "unreadable",
            Outcome::Statement(VerifyError::False { .. }) => "false",
            Outcome::Output(_) => "output",
        }
    }

    fn text(&self, language: Language) -> String {
        match self {
            Outcome::Config(error) => language.say(error.to_string(), &reasons::config(error)),
            Outcome::NoJournal => language.say(
                "say where the journal is: --journal, or GUICHET_JOURNAL",
                "indiquez où est le journal : --journal, ou GUICHET_JOURNAL",
            ),
            Outcome::NoMachineFile => language.say(
                "say where the machine's link is kept: --machine-file, or GUICHET_MACHINE",
                "indiquez où le lien du poste est gardé : --machine-file, ou GUICHET_MACHINE",
            ),
            Outcome::NoName => {
                language.say("say what the machine is called: --name", "indiquez le nom du poste : --name")
            }
            Outcome::Link(error) => language.say(error.to_string(), &reasons::link(error)),
            Outcome::Call(Error::Refused(problem)) if problem.kind() == "machine-limit-reached" => {
                limit(language, problem)
            }
            Outcome::Call(error) => language.say(error.to_string(), &reasons::call(error)),
            Outcome::Journal(error) => language.say(error.to_string(), &reasons::journal(error)),
            Outcome::NotCharged(uses) => {
                let english: Vec<String> = uses.iter().map(|(key, error)| format!("{key}: {error}")).collect();
                let french: Vec<String> =
                    uses.iter().map(|(key, error)| format!("{key} : {}", reasons::call(error))).collect();
                language.say(
                    format!("some uses were not charged: {}", english.join("; ")),
                    &format!("des utilisations n’ont pas été débitées : {}", french.join(" ; ")),
                )
            }
            Outcome::Statement(error @ VerifyError::Read(why)) => {
                language.say(error.to_string(), &format!("le relevé ne peut pas être lu : {}", reasons::file(why)))
            }
            Outcome::Statement(VerifyError::False { line, falsehood }) => {
                let place = line.map(|line| format!(" (line {line})")).unwrap_or_default();
                let endroit = line.map(|line| format!(" (ligne {line})")).unwrap_or_default();
                language.say(
                    format!("the statement is false{place}: {falsehood}"),
                    &format!("le relevé est faux{endroit} : {}", reasons::falsehood(falsehood)),
                )
            }
            Outcome::Output(error) => language.say(
                format!("the answer cannot be written: {error}"),
                &format!("la réponse ne peut pas être écrite : {}", reasons::file(error)),
            ),
        }
    }
}

/// Every place is taken: which machines can be replaced.
fn limit(language: Language, problem: &Problem) -> String {
    let places = problem.places.unwrap_or_default();
    let first = language.say(
        format!("every place for a machine is taken ({places})"),
        &format!("toutes les places sont prises ({places})"),
    );
    if problem.replacements_left == Some(0) {
        let none = language.say("no replacement is left this year", "plus aucun remplacement cette année");
        return language.say(format!("{first}; {none}"), &format!("{first} ; {none}"));
    }
    let seen = |machine: &crate::OfferedMachine| {
        let at = language.moment(machine.seen_at);
        language.say(
            format!("  --replaces {}: {}, seen {at}", machine.id, machine.name),
            &format!("  --replaces {} : {}, vu le {at}", machine.id, machine.name),
        )
    };
    let offered = problem.machines.iter().map(seen);
    std::iter::once(first).chain(offered).collect::<Vec<_>>().join("\n")
}
