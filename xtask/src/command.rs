//! Other programs: found, run, listened to.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why a command of the repository could not do what it was asked; the text is shown as it is.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure that says `message`.
    pub fn new(message: impl Into<String>) -> Failure {
        Failure(message.into())
    }
}

impl std::error::Error for Failure {}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The repository's own folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Cargo, in the repository's folder, without what the Cargo that runs us says of this package: it would leak into build
/// scripts and have them run again.
pub fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    for (name, _) in std::env::vars_os() {
        let own = name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name.starts_with("CARGO_BIN_")
        });
        if own {
            cargo.env_remove(name);
        }
    }
    cargo
}

/// Where `program` is in the search path.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Runs `command` on our own outputs, named first.
///
/// # Errors
/// It cannot be started, or ends with another status than 0.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    println!("$ {}", shown(command));
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`{}`: {status}", shown(command)))) }
}

/// Runs `command` without a word and gives what it said on its standard output.
///
/// # Errors
/// It cannot be started, or ends with another status than 0: the failure holds all that it said.
pub fn quietly(command: &mut Command) -> Result<String, Failure> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| not_started(command, &error))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(format!("`{}`: {}\n{said}{complaint}", shown(command), output.status)))
}

/// Runs `command` as [`run`] does, and shows each line of both its outputs to `listener` too.
///
/// # Errors
/// It cannot be started or heard, or ends with another status than 0.
pub fn listen(command: &mut Command, mut listener: impl FnMut(&str)) -> Result<(), Failure> {
    let name = shown(command);
    println!("$ {name}");
    let (reader, writer) = std::io::pipe().map_err(|error| not_started(command, &error))?;
    command.stdout(writer.try_clone().map_err(|error| not_started(command, &error))?).stderr(writer);
    let mut child = command.spawn().map_err(|error| not_started(command, &error))?;
    // The command still holds its end of the pipe: as long as it does, the last line is not the last.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    for line in BufReader::new(reader).split(b'\n') {
        let line = line.map_err(|error| Failure::new(format!("`{name}`: {error}")))?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        listener(&line);
    }
    let status = child.wait().map_err(|error| Failure::new(format!("`{name}`: {error}")))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`{name}`: {status}"))) }
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program()).to_string_lossy();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy());
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}

fn not_started(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(format!("`{}` cannot be started: {error}", shown(command)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut shell = Command::new("sh");
        shell.args(["-c", script]);
        shell
    }

    #[test]
    fn both_outputs_are_heard() {
        let mut lines = Vec::new();
        let outcome = listen(&mut shell("echo out; echo err >&2"), |line| lines.push(line.to_owned()));
        assert!(outcome.is_ok());
        assert_eq!(lines, ["out", "err"]);
    }

    #[test]
    fn a_status_other_than_0_is_a_failure() {
        assert!(listen(&mut shell("exit 3"), |_| ()).is_err_and(|failure| failure.to_string().contains('3')));
        assert!(quietly(&mut shell("echo why >&2; exit 3")).is_err_and(|failure| failure.to_string().contains("why")));
        assert!(run(&mut shell("exit 1")).is_err());
    }

    #[test]
    fn a_program_that_is_not_there_is_not_found() {
        assert!(find("sh").is_some());
        assert!(find("no-such-program-anywhere").is_none());
    }
}
