//! What can be asked for, and its answer: `{"ok":…}` or `{"error":…,"message":…}`.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command as Program, Stdio};

use guichet_client::blocking::Client;
use guichet_client::{Changes, Error, Field, LinkError, LinkFileError, Login, NewAccount, NewSignUp};
use guichet_window::Settings;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

/// A command.
#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Command {
    /// Opens the window; the answer comes when it is closed.
    Window {
        /// The program; beside the application unless said.
        program: Option<PathBuf>,
    },
    /// The machine and where its account stands.
    Show,
    /// Tells that the machine is alive.
    Heartbeat { version: Option<String> },
    /// The account's fields.
    Account,
    /// Changes the account.
    Edit {
        version: String,
        login: String,
        password: String,
        code: Option<String>,
        #[serde(deserialize_with = "changes")]
        changes: Changes,
    },
    /// A link to the portal.
    Portal { login: String, password: String, code: Option<String> },
    /// Asks for an account.
    SignUp { email: String },
    /// Makes it by the mailed code.
    Create { sign_up: String, code: String, password: String },
    /// Links the machine.
    Link { account: String, personal_code: String, replaces: Option<String> },
    /// Unlinks it.
    Unlink,
    /// Has a link for a new personal code mailed.
    MailCode { account: String },
    /// Has a link for a new password mailed.
    MailPassword,
}

/// What is changed, field by field: what no account has, and what is no text, is refused by its name.
fn changes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Changes, D::Error> {
    let said: Map<String, Value> = Map::deserialize(deserializer)?;
    said.iter().try_fold(Changes::new(), |changes, (name, value)| {
        let field = Field::from_code(name).ok_or_else(|| D::Error::custom(format!("an account has no `{name}`")))?;
        let value = value.as_str().ok_or_else(|| D::Error::custom(format!("`{name}` is no text")))?;
        Ok(changes.set(field, value))
    })
}

impl Command {
    pub(crate) fn read(text: &str) -> Result<Command, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }
}

/// An answer that says what went wrong.
pub(crate) fn failed(error: &str, message: &str) -> Value {
    json!({ "error": error, "message": message })
}

/// Carries a command out, on the thread that calls.
pub(crate) fn carry_out(
    json: &str,
    command: Result<Command, String>,
    variable: impl Fn(&str) -> Option<String>,
) -> Value {
    let command = match command {
        Ok(command) => command,
        Err(why) => return failed("command", &why),
    };
    if let Command::Window { program } = command {
        return window(json, program);
    }
    let settings = match Settings::read(json, variable) {
        Ok(settings) => settings,
        Err(error) => return failed("settings", &error.to_string()),
    };
    let done = Client::new(settings.config.clone()).map_err(LinkError::Call);
    match done.and_then(|client| ask(&client, &settings, command)) {
        Ok(value) => json!({ "ok": value }),
        Err(error) => told(&error),
    }
}

fn ask(client: &Client, settings: &Settings, command: Command) -> Result<Value, LinkError> {
    let file = &settings.file;
    Ok(match command {
        Command::Window { .. } => Value::Null,
        Command::Show => json!(client.machine(file)?),
        Command::Heartbeat { version } => json!(client.heartbeat(version.as_deref(), file)?),
        Command::Account => json!(client.account(file)?),
        Command::Edit { version, login, password, code, changes } => {
            json!(client.edit(&version, &changes, &login_of(login, password, code), file)?)
        }
        Command::Portal { login, password, code } => json!(client.portal(&login_of(login, password, code), file)?),
        Command::SignUp { email } => {
            let language = settings.language.tag();
            json!(client.sign_up(&NewSignUp::new(email).language(language))?)
        }
        Command::Create { sign_up, code, password } => {
            let wanted = NewAccount::new(sign_up, code, password, settings.machine.clone());
            json!(client.create(&wanted, file)?.value)
        }
        Command::Link { account, personal_code, replaces } => {
            let mut wanted = settings.machine.clone().shows(account, personal_code);
            if let Some(replaces) = replaces {
                wanted = wanted.replaces(replaces);
            }
            json!(client.link(&wanted, file)?.value)
        }
        Command::Unlink => json!({ "was_linked": client.unlink(file)? }),
        Command::MailCode { account } => json!(client.mail_code_link(&account)?),
        Command::MailPassword => json!(client.mail_password_link(file)?),
    })
}

fn login_of(email: String, password: String, code: Option<String>) -> Login {
    let login = Login::new(email, password);
    match code {
        Some(code) => login.code(code),
        None => login,
    }
}

fn told(error: &LinkError) -> Value {
    let name = match error {
        LinkError::AlreadyLinked { .. } => "already-linked",
        LinkError::NotLinked => "not-linked",
        LinkError::Elsewhere { .. } => "elsewhere",
        LinkError::TokenLost { .. } => "token-lost",
        LinkError::File(LinkFileError::KeyStore(_)) => "key-store",
        LinkError::File(_) => "file",
        LinkError::Call(Error::Busy { .. }) => "busy",
        LinkError::Call(Error::Unreachable { .. }) => "unreachable",
        LinkError::Call(Error::Unknown { .. } | Error::Answer { .. }) => "unknown",
        LinkError::Call(Error::Unauthorized) => "unlinked",
        LinkError::Call(Error::System(_)) => "system",
        LinkError::Call(_) => "refused",
    };
    let mut answer = failed(name, &error.to_string());
    if let LinkError::Call(Error::Refused(problem) | Error::Forbidden(problem)) = error {
        answer["kind"] = problem.kind().into();
        let wrong = problem.errors.iter().map(|error| json!({ "field": error.field, "code": error.code }));
        answer["errors"] = wrong.collect();
        answer["machines"] = json!(problem.machines);
    }
    answer
}

/// The window is a program of its own: what happens to it happens to no thread of the application.
fn window(settings: &str, program: Option<PathBuf>) -> Value {
    let Some(program) = program.or_else(beside) else { return failed("window", "the program is not said") };
    let no_window = |why: std::io::Error| failed("window", &format!("{}: {why}", program.display()));
    let mut command = Program::new(&program);
    command.args(["--settings", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(why) => return no_window(why),
    };
    if let Some(mut input) = child.stdin.take()
        && let Err(why) = input.write_all(settings.as_bytes())
    {
        return no_window(why);
    }
    match child.wait_with_output() {
        Ok(output) if output.status.success() => {
            let told: Result<Value, _> = serde_json::from_slice(&output.stdout);
            match told {
                // The window was shown, and does not know whether the machine is linked.
                Ok(told) if told["error"].is_string() => told,
                Ok(told) => json!({ "ok": told }),
                Err(why) => failed("window", &why.to_string()),
            }
        }
        Ok(output) => failed("window", String::from_utf8_lossy(&output.stderr).trim()),
        Err(why) => no_window(why),
    }
}

/// The program beside the application.
fn beside() -> Option<PathBuf> {
    let name = format!("guichet-window{}", std::env::consts::EXE_SUFFIX);
    Some(std::env::current_exe().ok()?.parent()?.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(settings: &str, command: &str) -> Value {
        carry_out(settings, Command::read(command), |_| None)
    }

    #[test]
    fn what_is_wrong_is_told() {
        let settings = r#"{"url":"http://127.0.0.1:9","machine_file":"/nowhere/at/all/machine.json"}"#;
        assert_eq!(answer(settings, "")["error"], "command");
        assert_eq!(answer(settings, r#"{"do":"dance"}"#)["error"], "command");
        for (changes, named) in [(r#"{"towm":"Lyon"}"#, "`towm`"), (r#"{"town":"Lyon","phone":4}"#, "`phone`")] {
            let edit = format!(r#"{{"do":"edit","version":"1","login":"a@b.fr","password":"x","changes":{changes}}}"#);
            let told = answer(settings, &edit);
            assert_eq!(told["error"], "command");
            assert!(told["message"].as_str().unwrap().contains(named), "{told}");
        }
        assert_eq!(answer("{", r#"{"do":"show"}"#)["error"], "settings");
        assert_eq!(answer("{}", r#"{"do":"show"}"#)["error"], "settings");
        assert_eq!(answer(settings, r#"{"do":"show"}"#)["error"], "not-linked");
        let window = r#"{"do":"window","program":"/nowhere/at/all/guichet-window"}"#;
        assert_eq!(answer(settings, window)["error"], "window");
    }

    #[cfg(unix)]
    #[test]
    fn a_window_that_cannot_tell_whether_the_machine_is_linked_says_so() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("guichet-window");
        let answered = |line: &str| {
            std::fs::write(&program, format!("#!/bin/sh\ncat >/dev/null\necho '{line}'\n")).unwrap();
            std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
            answer("{}", &json!({ "do": "window", "program": program }).to_string())
        };
        assert_eq!(answered(r#"{"linked":true,"account":"C-1"}"#)["ok"]["account"], "C-1");
        assert_eq!(
            answered(r#"{"error":"file","message":"damaged"}"#),
            json!({ "error": "file", "message": "damaged" })
        );
    }
}
