//! `kill -9` under load, again and again.

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use kit_core::Random;
use xtask::postgres::{Cluster, Settings};

use super::{Extent, close, folder, staffed};
use crate::crew::Load;
use crate::failing::Failing;
use crate::worker::Tally;

/// On SQLite.
pub fn sqlite(extent: Extent) -> Result<String, String> {
    rounds(extent, &folder("killed")?, None)
}

/// On PostgreSQL, which lives on.
pub fn postgres(extent: Extent) -> Result<String, String> {
    let folder = folder("killed-postgres")?;
    let cluster = Cluster::start(Settings::Durable).map_err(|failure| failure.to_string())?;
    rounds(extent, &folder, Some(cluster.url()))
}

fn rounds(extent: Extent, folder: &Path, database: Option<String>) -> Result<String, String> {
    let failing = Failing::prepare(folder)?;
    let (installation, mut crew) = staffed(folder, database, Some(&failing), Load::Everything)?;
    let (times, random) = (extent.choose(8, 150), Random::seeded(u64::from(extent.choose(1, 2))));
    let (mut tally, mut slowest) = (Tally::default(), Duration::ZERO);
    for round in 1..=times {
        let after = |why: String| format!("after {} kills: {why}", round - 1);
        let product = installation.start().map_err(after)?;
        slowest = slowest.max(product.took);
        let nodes = product.nodes();
        tally += crew.confirm(&nodes).map_err(after)?;
        crew.hears_nothing_false().map_err(after)?;
        installation.check().map_err(after)?;
        let moment = Duration::from_micros(20_000 + random.below(380_000));
        crew.work_while(&nodes, || {
            sleep(moment);
            product.kill()
        })
        .map_err(after)?;
    }
    let told = close(&installation, &mut crew)?;
    Ok(format!(
        "{times} kills; {told}; {} asked again and the same, {} found done and {} done late of those without an answer; ready \
         after {slowest:?} at most",
        tally.kept, tally.found, tally.late
    ))
}
