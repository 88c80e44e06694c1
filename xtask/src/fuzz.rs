//! Files that are made to break the reader of bank statements. libFuzzer sees which lines a file reaches, makes the next file of it, and
//! goes on as long as it is told; the files that it begins with are those of the tests.

use std::process::Command;

use xtask::command::{Failure, cargo, quietly, root, run};

/// How long, in seconds, unless something else is said.
const SECONDS: &str = "120";
/// The instruments that libFuzzer needs, without a compiler of its own.
const INSTRUMENTS: [&str; 6] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
];
/// Longer than any file of the tests.
const LONGEST: usize = 32_768;

/// Fuzzes for so many seconds. A file that breaks something is kept in `target/fuzz/found` and named.
///
/// # Errors
/// The build fails, or a file was found.
pub fn fuzz(seconds: Option<&str>) -> Result<(), Failure> {
    let seconds: u32 = match seconds.unwrap_or(SECONDS).parse() {
        Ok(seconds) => seconds,
        Err(_) => return Err(Failure::new("how many seconds?")),
    };
    let fuzz = root().join("formats/bank-statement/fuzz");
    let work = root().join("target/fuzz");
    for folder in ["corpus", "found"] {
        std::fs::create_dir_all(work.join(folder)).map_err(|error| Failure::new(error.to_string()))?;
    }
    let data = root().join("formats/bank-statement/tests/data");
    // Named, so that what runs while the program is built gets no instruments.
    let target = host()?;
    let mut command = cargo();
    command.args(["run", "--release", "--target", &target, "--manifest-path"]).arg(fuzz.join("Cargo.toml"));
    command.arg("--target-dir").arg(work.join("build")).env("RUSTFLAGS", INSTRUMENTS.join(" "));
    command.arg("--").arg(work.join("corpus")).args([data.join("camt"), data.join("cfonb")]);
    command.arg(format!("-max_total_time={seconds}")).arg(format!("-max_len={LONGEST}"));
    command.args(["-timeout=10", "-rss_limit_mb=1024", "-print_final_stats=1"]);
    command.arg(format!("-dict={}", fuzz.join("camt.dict").display()));
    command.arg(format!("-artifact_prefix={}/", work.join("found").display()));
    run(&mut command)
}

/// The machine that the compiler is built for.
fn host() -> Result<String, Failure> {
    let told = quietly(Command::new("rustc").arg("-vV"))?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| Failure::new("rustc does not tell its host"))
}
