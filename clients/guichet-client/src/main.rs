//! `guichet-client`: see `guichet-client --help`.

use std::io::{stderr, stdout};
use std::process::ExitCode;

fn main() -> ExitCode {
    let variable = |name: &str| std::env::var(name).ok();
    let status = guichet_client::cli::run(std::env::args_os(), variable, &mut stdout(), &mut stderr());
    ExitCode::from(status)
}
