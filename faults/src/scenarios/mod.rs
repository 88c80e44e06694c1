//! What goes wrong, one file each.

mod clock;
mod disk;
mod full;
mod killed;
mod postgres;
mod set_back;

use std::path::PathBuf;

use crate::crew::Crew;
use crate::failing::Failing;
use crate::product::Installation;

/// How much is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Some of each, for every change.
    Short,
    /// All of it.
    Full,
}

impl Extent {
    /// One number or the other.
    pub fn choose(self, short: u32, full: u32) -> u32 {
        match self {
            Extent::Short => short,
            Extent::Full => full,
        }
    }
}

/// Something that goes wrong.
pub struct Scenario {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it does, in a few words.
    pub about: &'static str,
    /// Plays it; answers its figures, or what was lost.
    pub play: fn(Extent) -> Result<String, String>,
}

/// All of them.
pub const SCENARIOS: [Scenario; 9] = [
    Scenario { name: "set-back", about: "the tester tested: a database set back is noticed", play: set_back::play },
    Scenario { name: "killed", about: "killed under load, SQLite", play: killed::sqlite },
    Scenario { name: "killed-postgres", about: "killed under load, PostgreSQL", play: killed::postgres },
    Scenario { name: "disk", about: "each call on the disk fails once", play: disk::play },
    Scenario { name: "full", about: "the disk is full for a while", play: full::play },
    Scenario { name: "clock", about: "the clock goes back", play: clock::play },
    Scenario { name: "restarted", about: "PostgreSQL restarts without a word", play: postgres::restarted },
    Scenario { name: "cut", about: "PostgreSQL's connections are cut", play: postgres::cut },
    Scenario { name: "promoted", about: "PostgreSQL dies and its standby takes over", play: postgres::promoted },
];

/// A folder of its own for a scenario, empty.
fn folder(name: &str) -> Result<PathBuf, String> {
    let folder = xtask::command::root().join("target/faults").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

/// An embedded installation with data and a crew for it, on top of `failing` calls.
fn embedded<'a>(name: &str, failing: Option<&'a Failing>) -> Result<(Installation<'a>, Crew), String> {
    let folder = xtask::command::root().join("target/faults").join(name);
    let data = folder.join("data");
    std::fs::create_dir_all(&data).map_err(|error| error.to_string())?;
    let installation = Installation { folder: data, database: None, failing };
    installation.make()?;
    let crew = Crew::hire(&installation, &folder.join("journals"))?;
    Ok((installation, crew))
}

/// After the fault: starts the product again, and looks whether all that was said is true.
fn hold_to_account(installation: &Installation<'_>, crew: &mut Crew) -> Result<crate::worker::Tally, String> {
    let product = installation.start()?;
    let tally = crew.confirm(&product)?;
    installation.check()?;
    product.kill()?;
    Ok(tally)
}

/// The last look: as [`hold_to_account`], and the whole history. Answers how many requests were acknowledged.
fn close(installation: &Installation<'_>, crew: &mut Crew) -> Result<usize, String> {
    let product = installation.start()?;
    crew.confirm(&product)?;
    let count = crew.audit(&product)?;
    installation.check()?;
    product.kill()?;
    Ok(count)
}
