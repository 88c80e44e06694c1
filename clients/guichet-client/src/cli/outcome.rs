//! What a command came to when it did not go well.

use std::io::{self, Write};

use credit_statement::VerifyError;
use serde_json::json;

use super::words::Language;
use super::{REFUSED, SHORT, UNKNOWN, USAGE};
use crate::journal::JournalError;
use crate::{ConfigError, Error, LinkError, LinkFileError, Problem};

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
    /// Some uses were not charged.
    NotCharged(Vec<String>),
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
            Outcome::Config(error) => language.say(error.to_string(), &config(error)),
            Outcome::NoJournal => language.say(
                "say where the journal is: --journal, or GUICHET_JOURNAL",
                "indiquez où est le journal : --journal, ou GUICHET_JOURNAL",
            ),
            Outcome::NoMachineFile => language.say(
                "say where the machine's token is kept: --machine-file, or GUICHET_MACHINE",
                "indiquez où le jeton du poste est gardé : --machine-file, ou GUICHET_MACHINE",
            ),
            Outcome::NoName => {
                language.say("say what the machine is called: --name", "indiquez le nom du poste : --name")
            }
            Outcome::Link(error) => language.say(error.to_string(), &link(error)),
            Outcome::Call(Error::Refused(problem)) if problem.kind() == "machine-limit-reached" => {
                limit(language, problem)
            }
            Outcome::Call(error) => language.say(error.to_string(), &call(error)),
            Outcome::Journal(error) => language.say(error.to_string(), &journal(error)),
            Outcome::NotCharged(uses) => language.say(
                format!("some uses were not charged: {}", uses.join("; ")),
                &format!("des utilisations n’ont pas été débitées : {}", uses.join(" ; ")),
            ),
            Outcome::Statement(error @ VerifyError::Read(_)) => {
                language.say(error.to_string(), &format!("le relevé ne peut pas être lu : {error}"))
            }
            Outcome::Statement(VerifyError::False { line, falsehood }) => {
                let place = line.map(|line| format!(" (line {line})")).unwrap_or_default();
                let endroit = line.map(|line| format!(" (ligne {line})")).unwrap_or_default();
                language.say(
                    format!("the statement is false{place}: {falsehood}"),
                    &format!("le relevé est faux{endroit} : {falsehood}"),
                )
            }
            Outcome::Output(error) => language.say(
                format!("the answer cannot be written: {error}"),
                &format!("la réponse ne peut pas être écrite : {error}"),
            ),
        }
    }
}

fn config(error: &ConfigError) -> String {
    match error {
        ConfigError::NoUrl => "aucune adresse n’est indiquée : GUICHET_URL, ou `url` dans le fichier".to_owned(),
        ConfigError::NoKey => "aucune clé d’API n’est indiquée : GUICHET_KEY, ou `key` dans le fichier".to_owned(),
        ConfigError::Url(url) => format!("`{url}` n’est pas l’adresse d’un serveur"),
        ConfigError::NotEncrypted(url) => {
            format!("`{url}` n’est pas chiffré : il faut https, sauf vers cette machine même")
        }
        ConfigError::Key => "cette clé d’API n’en est pas une : elles commencent par gk_".to_owned(),
        ConfigError::Seconds(text) => format!("`{text}` n’est pas un nombre de secondes de 1 à 3600"),
        ConfigError::File { path, why } => format!("{path} : {why}"),
    }
}

fn call(error: &Error) -> String {
    let french = Language::French;
    match error {
        Error::Short { available, missing } => {
            format!("il reste {}, il en manque {}", french.credits(*available), french.number(*missing))
        }
        Error::Busy { retry_after } => {
            format!("le serveur est occupé ; réessayez dans {}\u{A0}s", retry_after.as_secs())
        }
        Error::Unknown { key, why } => {
            format!("on ne sait pas si c’est fait ({why}) ; répétez avec la clé {key}")
        }
        Error::Unreachable { why } => format!("le serveur est injoignable : {why}"),
        Error::KeyReused => "cette clé a déjà servi à autre chose".to_owned(),
        Error::Unauthorized => "la clé d’API ou le lien du poste n’est plus valable".to_owned(),
        Error::Forbidden(problem) | Error::Refused(problem) if refusal(problem).is_some() => {
            refusal(problem).unwrap_or_default()
        }
        Error::Forbidden(problem) => format!("la clé d’API ne le permet pas : {problem}"),
        Error::NotFound => "ce compte n’a rien de tel".to_owned(),
        Error::Ended { state } => match state.as_str() {
            "captured" => "c’est déjà utilisé".to_owned(),
            "released" => "c’est déjà rendu".to_owned(),
            "settled" => "c’est déjà déclaré".to_owned(),
            "expired" => "le délai est passé".to_owned(),
            state => format!("c’est terminé : {state}"),
        },
        Error::Refused(problem) => format!("le serveur refuse : {problem}"),
        Error::Answer { key: Some(key), why } => {
            format!("la réponse n’est pas compréhensible : {why} ; répétez avec la clé {key}")
        }
        Error::Answer { key: None, why } => format!("la réponse n’est pas compréhensible : {why}"),
        Error::System(why) => format!("la machine a échoué : {why}"),
    }
}

fn link(error: &LinkError) -> String {
    match error {
        LinkError::AlreadyLinked { account } => format!("ce poste est déjà lié à {account}"),
        LinkError::NotLinked => "ce poste n’est lié à aucun compte".to_owned(),
        LinkError::Elsewhere { url } => format!("ce poste est lié auprès de {url}"),
        LinkError::TokenLost { machine } => {
            format!(
                "ce poste a déjà été lié et son jeton est perdu : déliez {machine} dans le compte, puis liez-le de nouveau"
            )
        }
        LinkError::File(LinkFileError::Disk { path, why }) => format!("{} : {why}", path.display()),
        LinkError::File(LinkFileError::Damaged { path }) => {
            format!("{} : ce n’est pas le fichier d’un poste lié", path.display())
        }
        LinkError::File(LinkFileError::Open { path }) => {
            format!("{} : d’autres peuvent lire ce fichier", path.display())
        }
        LinkError::Call(error) => call(error),
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

/// What machines are refused for, in French.
fn refusal(problem: &Problem) -> Option<String> {
    let text = match problem.kind() {
        "wrong-code" => "ce numéro et ce code personnel ne vont pas ensemble",
        "account-not-active" => "ce compte ne peut pas lier de poste pour le moment",
        "no-replacement-left" => "plus aucun remplacement cette année : déliez un poste dans le compte",
        "wrong-mailed-code" => "ce n’est pas le code envoyé, ou il a plus d’une heure",
        "sign-up-closed" => "aucun compte ne peut être demandé pour le moment",
        "not-replaceable" => "ce poste ne peut pas être remplacé",
        "machine-unlinked" => "ce poste a été délié depuis : liez-le de nouveau",
        _ => return None,
    };
    Some(text.to_owned())
}

fn journal(error: &JournalError) -> String {
    let french = Language::French;
    match error {
        JournalError::Disk(error) => format!("le journal ne peut être lu ou écrit : {error}"),
        JournalError::InUse => "un autre programme a ouvert le journal".to_owned(),
        JournalError::Damaged { offset } => format!("le journal est endommagé à l’octet {offset}"),
        JournalError::Broken => "le journal a échoué auparavant ; ouvrez-le de nouveau".to_owned(),
        JournalError::NoLease => "aucun crédit n’est emporté".to_owned(),
        JournalError::LeaseOpen => "des crédits sont déjà emportés ; déclarez-les d’abord".to_owned(),
        JournalError::Settling => "la déclaration est en cours ; plus rien n’est dépensé".to_owned(),
        JournalError::Over { until } => format!("le délai est passé depuis le {}", french.moment(*until)),
        JournalError::Clock { says } => {
            format!("l’horloge de la machine est fausse : elle indique le {}", french.moment(*says))
        }
        JournalError::Short { left, cost } => {
            format!("il reste {} emportés, il en faut {}", french.credits(*left), french.number(*cost))
        }
        JournalError::Full(most) => format!("déjà {most} utilisations, le maximum ; déclarez-les d’abord"),
        JournalError::UnknownFeature(feature) => format!("aucun prix n’a été emporté pour `{feature}`"),
        JournalError::KeyReused => "cette clé a déjà servi à autre chose".to_owned(),
        JournalError::Value(name) => format!("`{name}` n’est pas accepté"),
        JournalError::Call(error) => call(error),
    }
}
