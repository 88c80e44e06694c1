//! PostgreSQL goes away: it restarts as after a crash, its connections are cut, it stands still, its standby takes over.

use std::thread::sleep;
use std::time::Duration;

use xtask::command::Failure;
use xtask::postgres::{Cluster, Pair, Settings};

use super::{Extent, close, folder, staffed};
use crate::crew::Load;
use crate::failing::Failing;

/// How long PostgreSQL stands still.
const STILL: Duration = Duration::from_millis(1500);

/// It stops without a word and starts again, while the product stays.
pub fn restarted(extent: Extent) -> Result<String, String> {
    let cluster = Cluster::start(Settings::Durable).map_err(said)?;
    disturbed("restarted", cluster.url(), extent.choose(3, 20), || cluster.crash().map_err(said))
}

/// Each connection of the product is ended by the server.
pub fn cut(extent: Extent) -> Result<String, String> {
    let cluster = Cluster::start(Settings::Durable).map_err(said)?;
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'guichet'";
    disturbed("cut", cluster.url(), extent.choose(5, 60), || cluster.run(cut).map_err(said))
}

/// Each process that serves the product stands still, reads and commits in its midst, and then goes on.
pub fn paused(extent: Extent) -> Result<String, String> {
    let cluster = Cluster::start(Settings::Durable).map_err(said)?;
    disturbed("paused", cluster.url(), extent.choose(1, 20), || {
        let frozen = cluster.freeze("application_name = 'guichet'").map_err(said)?;
        sleep(STILL);
        frozen.thaw().map_err(said)
    })
}

/// The server dies for good; its synchronous standby is promoted, and the product finds it by itself.
pub fn promoted(extent: Extent) -> Result<String, String> {
    let mut told = Vec::new();
    for _ in 0..extent.choose(1, 5) {
        let pair = Pair::start().map_err(said)?;
        told.push(disturbed("promoted", pair.url(), 1, || pair.fail_over().map_err(said))?);
    }
    Ok(told.join("\n   "))
}

/// Has a crew work while the server is disturbed this often; the product must live through it, by itself.
fn disturbed(name: &str, url: String, times: u32, disturb: impl Fn() -> Result<(), String>) -> Result<String, String> {
    let folder = folder(name)?;
    let failing = Failing::prepare(&folder)?;
    let (installation, mut crew) = staffed(&folder, Some(url), Some(&failing), Load::Everything)?;
    let mut product = installation.start()?;
    let nodes = product.nodes();
    for time in 1..=times {
        crew.work_while(&nodes, || {
            sleep(Duration::from_millis(150));
            disturb()?;
            sleep(Duration::from_millis(300));
            Ok(())
        })?;
        if product.has_ended() {
            return Err(format!("time {time}: the product ended"));
        }
        crew.confirm(&nodes).map_err(|why| format!("time {time}: {why}"))?;
    }
    product.kill()?;
    let told = close(&installation, &mut crew)?;
    Ok(format!("{times} times; {told}"))
}

fn said(failure: Failure) -> String {
    failure.to_string()
}
