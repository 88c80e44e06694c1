//! `guichet`: see `guichet --help`.

use std::process::ExitCode;

/// Requests allocate on one thread and free on another, which costs more with the allocator of the C library.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    guichet::run(std::env::args_os())
}
