//! What goes wrong, one file each.

mod clock;
mod disk;
mod full;
mod killed;
mod last_ten;
mod locked;
mod nodes;
mod overload;
mod postgres;
mod set_back;

use std::path::PathBuf;

use crate::crew::{Crew, Load};
use crate::failing::Failing;
use crate::product::Installation;
use crate::till::Till;
use crate::worker::Tally;

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
pub const SCENARIOS: [Scenario; 16] = [
    Scenario { name: "set-back", about: "the tester tested: a database set back is noticed", play: set_back::play },
    Scenario { name: "killed", about: "killed under load, SQLite", play: killed::sqlite },
    Scenario { name: "killed-postgres", about: "killed under load, PostgreSQL", play: killed::postgres },
    Scenario { name: "nodes", about: "three nodes on one PostgreSQL, killed in turn", play: nodes::play },
    Scenario { name: "last-ten", about: "200 want the last 10 credits, SQLite", play: last_ten::sqlite },
    Scenario {
        name: "last-ten-postgres",
        about: "the same through one node and three, PostgreSQL",
        play: last_ten::postgres,
    },
    Scenario { name: "overload", about: "more requests than may wait, SQLite", play: overload::sqlite },
    Scenario { name: "overload-postgres", about: "more requests than may wait, PostgreSQL", play: overload::postgres },
    Scenario { name: "disk", about: "each call on the disk fails once", play: disk::play },
    Scenario { name: "full", about: "the disk is full for a while", play: full::play },
    Scenario { name: "locked", about: "another program holds the file", play: locked::play },
    Scenario { name: "clock", about: "the clock goes back", play: clock::play },
    Scenario { name: "restarted", about: "PostgreSQL restarts without a word", play: postgres::restarted },
    Scenario { name: "cut", about: "PostgreSQL's connections are cut", play: postgres::cut },
    Scenario { name: "paused", about: "PostgreSQL stands still for a while", play: postgres::paused },
    Scenario { name: "promoted", about: "PostgreSQL dies and its standby takes over", play: postgres::promoted },
];

/// How far the clock is moved, in seconds, before PayPal's customers and the receiver of webhooks are waited for: a dead program's
/// claims of jobs last five minutes, the second pause of a delivery that failed as long.
const AFTERWARDS: i64 = 20 * 60;
/// How far it is moved each time that somebody still waits: deliveries that find no place come back some seconds later.
const FURTHER: i64 = 5;

/// A folder of its own for a scenario, empty, with one for data in it.
fn folder(name: &str) -> Result<PathBuf, String> {
    let folder = xtask::command::root().join("target/faults").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join(DATA)).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

/// Where the data is, in the folder of a scenario.
const DATA: &str = "data";

/// An installation with data in the folder of a scenario, embedded or on a server, and a crew for it.
fn staffed<'a>(
    folder: &std::path::Path,
    database: Option<String>,
    failing: Option<&'a Failing>,
    load: Load,
) -> Result<(Installation<'a>, Crew), String> {
    let till = if load == Load::Everything { Some(Till::open(folder)?) } else { None };
    let installation = Installation { folder: folder.join(DATA), database, failing, till };
    installation.make()?;
    let crew = Crew::hire(&installation, &folder.join("journals"), load)?;
    Ok((installation, crew))
}

/// After the fault: starts the product again, and looks whether all that was said is true.
fn hold_to_account(installation: &Installation<'_>, crew: &mut Crew) -> Result<Tally, String> {
    let product = installation.start()?;
    let tally = crew.confirm(&product.nodes())?;
    installation.check()?;
    product.kill()?;
    Ok(tally)
}

/// The last look: as [`hold_to_account`], the whole history, and what the receiver heard. Answers what was acknowledged.
fn close(installation: &Installation<'_>, crew: &mut Crew) -> Result<String, String> {
    let product = installation.start()?;
    crew.confirm(&product.nodes())?;
    if let Some(failing) = installation.failing.filter(|_| crew.buys()) {
        let mut ahead = AFTERWARDS;
        let mut later = || {
            ahead += FURTHER;
            failing.move_clock(ahead)
        };
        crew.is_credited(&product, &mut later)?;
        crew.hears_all(&mut later)?;
        failing.heal()?;
    }
    let count = crew.audit(&product)?;
    installation.check()?;
    product.kill()?;
    let (sent, kinds) = (crew.sent(), crew.kinds());
    let (waits, faults) = (crew.waits(), crew.faults());
    Ok(format!(
        "{sent} requests sent, {count} acknowledged and there once ({kinds}), {waits} times told to come back, {faults} times of a fault"
    ))
}
