//! `guichet-window`: the account window, opened by a publisher's application. See the README for what it is told and what it answers.
// Windows opens no console for it.
#![cfg_attr(windows, windows_subsystem = "windows")]

use std::io::{Read, Write, stderr, stdin, stdout};
use std::process::ExitCode;

use guichet_window::{Settings, last_line, native};

const USAGE: &str = "\
guichet-window [--settings FILE]

Opens the account window. FILE, or `-` for the standard input, is JSON as the README describes; without it the environment says
where the server is: GUICHET_URL, GUICHET_MACHINE, LANG. When the window closes, one line of JSON tells whether the machine is linked, or why that cannot be said.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let read = match words.as_slice() {
        [] => Ok(String::new()),
        ["--settings", "-"] => read_input(),
        ["--settings", file] => std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}")),
        ["--version"] => {
            let _ = writeln!(stdout(), "guichet-window {}", env!("CARGO_PKG_VERSION"));
            return ExitCode::SUCCESS;
        }
        _ => {
            let _ = writeln!(stderr(), "{USAGE}");
            return ExitCode::from(2);
        }
    };
    let variable = |name: &str| std::env::var(name).ok();
    let settings = read.and_then(|json| Settings::read(&json, variable).map_err(|error| error.to_string()));
    let opened = settings.clone();
    // Whoever opened the window looks at it: what is wrong stands there, too.
    if let Err(why) = native::run(opened) {
        let _ = writeln!(stderr(), "guichet-window: {why}");
        return ExitCode::from(2);
    }
    let told = last_line(&settings);
    // Nobody may be listening.
    let _ = writeln!(stdout(), "{told}");
    ExitCode::SUCCESS
}

fn read_input() -> Result<String, String> {
    let mut text = String::new();
    stdin().lock().take(1 << 20).read_to_string(&mut text).map_err(|error| format!("standard input: {error}"))?;
    Ok(text)
}
