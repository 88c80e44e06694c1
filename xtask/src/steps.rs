//! The steps of `cargo xtask test`: each announced, timed, and the last one if it fails.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::house;
use crate::totals::Totals;
use xtask::command::{Failure, cargo, find, listen, root, run};
use xtask::postgres::{Cluster, Settings};
use xtask::setup;

/// Names the PostgreSQL that the tests use.
pub const TEST_POSTGRES: &str = "GUICHET_TEST_POSTGRES";

/// Names the Python whose SMTP server the mail tests use.
const TEST_PYTHON: &str = "GUICHET_TEST_PYTHON";

/// One step of a full run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Formatting.
    Format,
    /// The rules of the house.
    House,
    /// Lints, each warning a failure.
    Lints,
    /// Unit, store, HTTP and whole-program tests, then the examples of the documentation.
    Tests,
    /// The product killed, on a broken disk, without its database: some of each.
    Faults,
    /// The documentation builds, without a broken link.
    Docs,
    /// Licences, advisories and sources of the dependencies.
    Dependencies,
    /// The stories, in a browser, on both engines.
    Browser,
    /// The account window on a display without a screen, and the C library.
    Window,
}

impl Step {
    /// The steps that keep every processor busy, one after the other.
    const ALONE: [Step; 4] = [Step::Format, Step::House, Step::Lints, Step::Tests];

    /// The steps that wait much, for timers and browsers, so that two rows of them go side by side. One row has what Cargo locks
    /// its folder for after what does not: nobody waits for a lock.
    const BESIDE: [&[Step]; 2] = [&[Step::Faults, Step::Docs, Step::Dependencies, Step::Window], &[Step::Browser]];

    fn all() -> impl Iterator<Item = Step> {
        Step::ALONE.into_iter().chain(Step::BESIDE.into_iter().flatten().copied())
    }

    /// The step called `name` on the command line.
    pub fn named(name: &str) -> Option<Step> {
        Step::all().find(|step| step.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Step::Format => "fmt",
            Step::House => "house",
            Step::Lints => "clippy",
            Step::Tests => "tests",
            Step::Faults => "faults",
            Step::Docs => "docs",
            Step::Dependencies => "deny",
            Step::Browser => "browser",
            Step::Window => "window",
        }
    }

    fn needs_postgres(self) -> bool {
        matches!(self, Step::Tests | Step::Browser)
    }
}

/// Takes every step.
///
/// # Errors
/// As those of [`take`].
pub fn take_all() -> Result<(), Failure> {
    let everything: Vec<Step> = Step::all().collect();
    closing(|totals| {
        let database = prepare(&everything)?;
        in_a_row(&Step::ALONE, database.as_ref(), totals)?;
        side_by_side(&Step::BESIDE, database.as_ref(), totals)
    })
}

/// Takes one step alone.
///
/// # Errors
/// Something is missing and cannot be installed, or the step failed.
pub fn take(step: Step) -> Result<(), Failure> {
    closing(|totals| {
        let database = prepare(&[step])?;
        in_a_row(&[step], database.as_ref(), totals)
    })
}

/// Closes with the line of totals, whatever became of the steps.
fn closing(steps: impl FnOnce(&mut Totals) -> Result<(), Failure>) -> Result<(), Failure> {
    let mut totals = Totals::default();
    let outcome = steps(&mut totals);
    if outcome.is_err() && totals.failed == 0 {
        // What failed is not a test: a lint, a build, an installation. It counts as one.
        totals.failed = 1;
    }
    if let Err(failure) = &outcome {
        println!("\nFAILED: {failure}");
    }
    println!("{totals}");
    outcome.map_err(|_| Failure::new("not everything passed"))
}

/// Installs what `steps` need.
fn prepare(steps: &[Step]) -> Result<Option<Database>, Failure> {
    let database = if steps.iter().any(|step| step.needs_postgres()) { Some(Database::find()?) } else { None };
    if steps.iter().any(|step| matches!(step, Step::Browser | Step::Window)) {
        setup::node()?;
    }
    if steps.contains(&Step::Browser) {
        setup::chromium()?;
    }
    Ok(database)
}

/// Takes steps in their order, up to the first that fails.
fn in_a_row(steps: &[Step], database: Option<&Database>, totals: &mut Totals) -> Result<(), Failure> {
    let url = database.map(Database::url).unwrap_or_default();
    for step in steps {
        let started = started();
        println!("\n== {}", step.name());
        take_one(*step, &url, totals).map_err(|failure| Failure::new(format!("{}: {failure}", step.name())))?;
        println!("== {}: done in {:.1} s", step.name(), started.elapsed().as_secs_f64());
    }
    Ok(())
}

/// Takes rows of steps at the same time, each to its end or its first failure. Their lines come as they come.
fn side_by_side(rows: &[&'static [Step]], database: Option<&Database>, totals: &mut Totals) -> Result<(), Failure> {
    let outcomes = std::thread::scope(|scope| {
        let lane = |row: &'static [Step]| {
            scope.spawn(move || {
                let mut counted = Totals::default();
                (in_a_row(row, database, &mut counted), counted)
            })
        };
        let lanes: Vec<_> = rows.iter().map(|row| lane(row)).collect();
        lanes.into_iter().map(std::thread::ScopedJoinHandle::join).collect::<Vec<_>>()
    });
    let mut first = Ok(());
    for outcome in outcomes {
        let (outcome, counted) = outcome.map_err(|_| Failure::new("a row of steps broke off"))?;
        *totals += counted;
        first = first.and(outcome);
    }
    first
}

fn take_one(step: Step, postgres: &str, totals: &mut Totals) -> Result<(), Failure> {
    match step {
        Step::Format => run(cargo().args(["fmt", "--all", "--check"])),
        Step::House => house::run(),
        Step::Lints => run(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])),
        Step::Tests => tests(postgres, totals),
        Step::Faults => faults(totals),
        Step::Docs => run(linting()?.args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings")),
        Step::Dependencies => dependencies(),
        Step::Browser => browser(postgres, totals),
        Step::Window => window(totals),
    }
}

/// Cargo with clippy's driver as the compiler of our own packages, as `cargo clippy -- -D warnings` has it: what it builds is linted, and what was linted
/// is not checked again.
fn linting() -> Result<Command, Failure> {
    let asked = Command::new("rustc").args(["--print", "sysroot"]).current_dir(root()).output();
    let sysroot = asked.ok().and_then(|output| String::from_utf8(output.stdout).ok());
    let sysroot = sysroot.ok_or_else(|| Failure::new("rustc does not say where it is installed"))?;
    let mut cargo = cargo();
    cargo.env("RUSTC_WORKSPACE_WRAPPER", Path::new(sysroot.trim()).join("bin/clippy-driver"));
    // As cargo-clippy writes them for its driver.
    cargo.env("CLIPPY_ARGS", ["-D", "warnings", ""].join("__CLIPPY_HACKERY__"));
    Ok(cargo)
}

#[allow(clippy::disallowed_methods, reason = "a developer wants to know how long a step took")]
fn started() -> Instant {
    Instant::now()
}

fn tests(postgres: &str, totals: &mut Totals) -> Result<(), Failure> {
    let mut all = cargo();
    all.env(TEST_PYTHON, setup::python()?);
    if find("cargo-nextest").is_some() {
        all.args(["nextest", "run", "--workspace", "--no-fail-fast", "--status-level", "slow", "--color", "never"]);
        // Tests wait for disks and databases now and then: one more than there are processors keeps these busy.
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        all.args(["--test-threads", &(processors + 1).to_string()]);
        count(all.env(TEST_POSTGRES, postgres), totals)?;
        let mut examples = cargo();
        examples.args(["test", "--workspace", "--doc", "--no-fail-fast", "--color", "never"]);
        count(examples.env(TEST_POSTGRES, postgres), totals)
    } else {
        println!("cargo-nextest is not installed: `cargo test` runs the tests instead.");
        all.args(["test", "--workspace", "--no-fail-fast", "--color", "never"]);
        count(all.env(TEST_POSTGRES, postgres), totals)
    }
}

fn dependencies() -> Result<(), Failure> {
    if find("cargo-deny").is_none() {
        println!("NOT CHECKED: cargo-deny is not installed, so licences, advisories and sources were not looked at.");
        return Ok(());
    }
    run(cargo().args(["deny", "check"]))
}

fn faults(totals: &mut Totals) -> Result<(), Failure> {
    run(cargo().args(["build", "--workspace", "--bin", "guichet", "--bin", "faults"]))?;
    count(cargo().args(["run", "--quiet", "--package", "faults", "--", "--short"]), totals)
}

fn browser(postgres: &str, totals: &mut Totals) -> Result<(), Failure> {
    run(cargo().args(["build", "--workspace", "--bin", "guichet", "--bin", "guichet-client"]))?;
    let mut stories = Command::new(setup::node()?);
    stories.arg("e2e/run.mjs").current_dir(root());
    stories.env("GUICHET_CHROMIUM", setup::chromium()?).env(TEST_POSTGRES, postgres);
    count(&mut stories, totals)
}

/// What draws is built here and nowhere else: neither the first build of the product nor its tests wait for it.
fn window(totals: &mut Totals) -> Result<(), Failure> {
    setup::display()?;
    run(cargo().args(["build", "--workspace", "--bin", "guichet"]))?;
    let native = ["--package", "guichet-window", "--features", "native"];
    run(linting()?.arg("build").args(native).args(["--bin", "guichet-window"]))?;
    run(cargo().args(["build", "--package", "guichet-c"]))?;
    count(cargo().args(["test", "--package", "guichet-c", "--features", "header", "--test", "header"]), totals)?;
    let mut window = Command::new(setup::node()?);
    count(window.arg("e2e/window.mjs").current_dir(root()), totals)
}

/// Runs `command` and adds up the tests that its closing lines tell of.
fn count(command: &mut Command, totals: &mut Totals) -> Result<(), Failure> {
    let mut counted = Totals::default();
    let outcome = listen(command, |line| counted += Totals::read(line).unwrap_or_default());
    *totals += counted;
    outcome?;
    match counted.skipped {
        0 => Ok(()),
        skipped => Err(Failure::new(format!("{skipped} tests were skipped, and nothing may be"))),
    }
}

/// The PostgreSQL of the tests: one of our own, or the one that the developer named.
enum Database {
    Own(Cluster),
    Named(String),
}

impl Database {
    fn find() -> Result<Database, Failure> {
        match std::env::var(TEST_POSTGRES) {
            Ok(url) if !url.is_empty() => {
                println!("PostgreSQL as {TEST_POSTGRES} says: {url}");
                Ok(Database::Named(url))
            }
            _ => Cluster::start(Settings::Test).map(Database::Own),
        }
    }

    fn url(&self) -> String {
        match self {
            Database::Own(cluster) => cluster.url(),
            Database::Named(url) => url.clone(),
        }
    }
}
