//! Three nodes on one PostgreSQL, of which one is killed at a time: who was speaking to it goes on through another.

use std::thread::sleep;
use std::time::Duration;

use xtask::postgres::{Cluster, Settings};

use super::{Extent, close, folder, staffed};
use crate::crew::Load;
use crate::failing::Failing;
use crate::product::{Product, lasting_addresses};

/// How many nodes there are.
const NODES: usize = 3;

/// Plays it.
///
/// # Errors
/// Something acknowledged is lost or doubled, or a node is not ready in time.
pub fn play(extent: Extent) -> Result<String, String> {
    let folder = folder("nodes")?;
    let cluster = Cluster::start(Settings::Durable).map_err(|failure| failure.to_string())?;
    let failing = Failing::prepare(&folder)?;
    let (installation, mut crew) = staffed(&folder, Some(cluster.url()), Some(&failing), Load::Everything)?;
    let addresses = lasting_addresses(NODES)?;
    let mut nodes = addresses.iter().map(|address| installation.serve(address)).collect::<Result<Vec<Product>, _>>()?;
    let (times, mut slowest) = (extent.choose(4, 60), Duration::ZERO);
    for time in 1..=times {
        let after = |why: String| format!("after {time} kills: {why}");
        let victim = nodes.remove(0);
        let address = victim.address.clone();
        let node = crew
            .work_while(&addresses, || {
                sleep(Duration::from_millis(150));
                victim.kill()?;
                sleep(Duration::from_millis(50));
                let node = installation.serve(&address)?;
                sleep(Duration::from_millis(50));
                Ok(node)
            })
            .map_err(after)?;
        slowest = slowest.max(node.took);
        nodes.push(node);
        crew.confirm(&addresses).map_err(after)?;
        crew.hears_nothing_false().map_err(after)?;
        installation.check().map_err(after)?;
    }
    for node in nodes {
        node.kill()?;
    }
    let told = close(&installation, &mut crew)?;
    Ok(format!("{times} kills, one node in turn of {NODES}; {told}; a node was ready after {slowest:?} at most"))
}
