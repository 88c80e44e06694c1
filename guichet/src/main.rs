//! `guichet`: see `guichet --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    guichet::run(std::env::args_os())
}
