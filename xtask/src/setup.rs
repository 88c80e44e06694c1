//! What the tests need beside Rust: found, or installed aloud. What cannot be installed fails the run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{Failure, find, quietly, root, run};

/// The folder of PostgreSQL's server programs (`initdb`, `pg_ctl`), of the newest version installed.
///
/// # Errors
/// They are missing and cannot be installed.
pub fn postgres() -> Result<PathBuf, Failure> {
    if let Some(folder) = postgres_folder() {
        return Ok(folder);
    }
    // The package would start a server of its own on the usual port; its common part, installed first, can be told not to.
    apt_install("PostgreSQL's server programs", &["postgresql-common"])?;
    let settings = "/etc/postgresql-common/createcluster.conf";
    run(privileged("sed")?.args(["-i", "-E", "s/^#?create_main_cluster *=.*/create_main_cluster = false/", settings]))?;
    apt_install("PostgreSQL's server programs", &["postgresql"])?;
    postgres_folder().ok_or_else(|| not_found("PostgreSQL's `initdb`", "postgresql"))
}

/// Chromium's executable; the variable `GUICHET_CHROMIUM` names another.
///
/// # Errors
/// It is missing and cannot be installed.
pub fn chromium() -> Result<PathBuf, Failure> {
    if let Some(named) = std::env::var_os("GUICHET_CHROMIUM") {
        return Ok(named.into());
    }
    let known = || ["chromium", "chromium-browser"].into_iter().find_map(find);
    if let Some(file) = known() {
        return Ok(file);
    }
    apt_install("Chromium", &["chromium"])?;
    known().ok_or_else(|| not_found("Chromium", "chromium"))
}

/// A display without a screen, what presses its keys and takes its picture, and what a screen reader asks over.
///
/// # Errors
/// Something is missing and cannot be installed.
pub fn display() -> Result<(), Failure> {
    let programs = ["Xvfb", "xdotool", "import", "cc", "dbus-daemon"];
    let is_there = || programs.into_iter().all(|program| find(program).is_some()) && reads_screens();
    if is_there() {
        return Ok(());
    }
    let display =
        ["xvfb", "xdotool", "imagemagick", "gcc", "libx11-xcb1", "libxkbcommon-x11-0", "libxcursor1", "libxi6"];
    let reader = ["dbus", "at-spi2-core", "python3-gi", "gir1.2-atspi-2.0"];
    apt_install("A display for the account window", &[&display[..], &reader[..]].concat())?;
    if is_there() {
        Ok(())
    } else {
        Err(not_found(
            "Xvfb, xdotool, ImageMagick or a screen reader's library",
            "xvfb, xdotool, imagemagick, gir1.2-atspi-2.0",
        ))
    }
}

/// Whether the system's own Python, which has its bindings, can ask what a screen reader asks.
fn reads_screens() -> bool {
    let asks = "import gi; gi.require_version('Atspi', '2.0')";
    quietly(Command::new("/usr/bin/python3").args(["-c", asks])).is_ok()
}

/// The SMTP server that mail is sent to in a test: a package of PyPI, this very version.
const SMTP_SERVER: &str = "aiosmtpd==1.4.6";

/// A Python that has the SMTP server of the mail tests, in an environment of its own under `target/`.
///
/// # Errors
/// Python or the package is missing and cannot be installed.
pub fn python() -> Result<PathBuf, Failure> {
    let home = root().join("target/python");
    let python = home.join("bin/python");
    let works = |python: &Path| quietly(Command::new(python).args(["-c", "import aiosmtpd"])).is_ok();
    if works(&python) {
        return Ok(python);
    }
    if find("python3").is_none() || quietly(Command::new("python3").args(["-c", "import ensurepip"])).is_err() {
        apt_install("Python", &["python3", "python3-venv"])?;
    }
    println!("The SMTP server of the mail tests ({SMTP_SERVER}) is missing: installing it in target/python.");
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&home))?;
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", SMTP_SERVER]))?;
    if works(&python) { Ok(python) } else { Err(not_found("aiosmtpd", "python3-venv")) }
}

/// The oldest Node.js that the browser driver runs on.
const NODE_MAJOR: u32 = 20;

/// Node.js, with the packages that `e2e/package-lock.json` names.
///
/// # Errors
/// Node.js or a package is missing and cannot be installed, or Node.js is too old.
pub fn node() -> Result<PathBuf, Failure> {
    if find("node").is_none() || find("npm").is_none() {
        apt_install("Node.js", &["nodejs", "npm"])?;
    }
    let node = find("node").ok_or_else(|| not_found("Node.js", "nodejs"))?;
    let version = quietly(Command::new(&node).arg("--version"))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < NODE_MAJOR) {
        let version = version.trim();
        return Err(Failure::new(format!(
            "Node.js {version} is too old for the browser tests: {NODE_MAJOR} is needed"
        )));
    }
    node_packages()?;
    Ok(node)
}

fn node_packages() -> Result<(), Failure> {
    let folder = root().join("e2e");
    let changed = |file: &Path| fs::metadata(file).and_then(|metadata| metadata.modified()).ok();
    let wanted = changed(&folder.join("package-lock.json"));
    let installed = changed(&folder.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= wanted {
        return Ok(());
    }
    println!("Node packages of the browser tests are missing: installing them in e2e/node_modules.");
    run(Command::new("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder))
}

fn postgres_folder() -> Option<PathBuf> {
    let version = |folder: &PathBuf| folder.file_name()?.to_str()?.parse::<u32>().ok();
    let debian = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|folder| folder.join("bin/initdb").is_file())
        .max_by_key(version)
        .map(|folder| folder.join("bin"));
    debian.or_else(|| find("initdb")?.parent().map(Path::to_path_buf))
}

fn apt_install(what: &str, packages: &[&str]) -> Result<(), Failure> {
    println!("{what}: not on this machine; installing the package {}.", packages.join(", "));
    if find("apt-get").is_none() {
        let message =
            format!("{what} cannot be installed: there is no apt-get here. Install it by hand, then run again.");
        return Err(Failure::new(message));
    }
    run(privileged("apt-get")?.args(["update", "-qq"]))?;
    let install = ["install", "-y", "-qq", "--no-install-recommends"];
    run(privileged("apt-get")?.args(install).args(packages).env("DEBIAN_FRONTEND", "noninteractive"))
        .map_err(|failure| Failure::new(format!("{what} cannot be installed: {failure}")))
}

/// `program` as root: as it is, or through sudo.
fn privileged(program: &str) -> Result<Command, Failure> {
    if is_root()? {
        return Ok(Command::new(program));
    }
    let Some(sudo) = find("sudo") else {
        let message = format!("`{program}` needs root and there is no sudo: install the missing package by hand.");
        return Err(Failure::new(message));
    };
    let mut command = Command::new(sudo);
    command.args(["--preserve-env=DEBIAN_FRONTEND", program]);
    Ok(command)
}

/// Whether this process runs as root.
///
/// # Errors
/// The system's `id` cannot be run.
pub fn is_root() -> Result<bool, Failure> {
    quietly(Command::new("id").arg("-u")).map(|id| id.trim() == "0")
}

fn not_found(what: &str, package: &str) -> Failure {
    Failure::new(format!("{what} is not where it should be after the installation of the package {package}"))
}
