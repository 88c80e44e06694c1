//! `kill -9` under load, again and again.

use std::thread::sleep;
use std::time::Duration;

use kit_core::Random;
use xtask::postgres::{Cluster, Settings};

use super::{Extent, close, embedded, folder};
use crate::crew::Crew;
use crate::product::Installation;
use crate::worker::Tally;

/// On SQLite.
pub fn sqlite(extent: Extent) -> Result<String, String> {
    folder("killed")?;
    let (installation, mut crew) = embedded("killed", None)?;
    rounds(extent, &installation, &mut crew)
}

/// On PostgreSQL, which lives on.
pub fn postgres(extent: Extent) -> Result<String, String> {
    let folder = folder("killed-postgres")?;
    let cluster = Cluster::start(Settings::Durable).map_err(|failure| failure.to_string())?;
    let data = folder.join("data");
    std::fs::create_dir_all(&data).map_err(|error| error.to_string())?;
    let installation = Installation { folder: data, database: Some(cluster.url()), failing: None };
    installation.make()?;
    let mut crew = Crew::hire(&installation, &folder.join("journals"))?;
    rounds(extent, &installation, &mut crew)
}

fn rounds(extent: Extent, installation: &Installation<'_>, crew: &mut Crew) -> Result<String, String> {
    let (times, random) = (extent.choose(8, 150), Random::seeded(u64::from(extent.choose(1, 2))));
    let (mut tally, mut slowest) = (Tally::default(), Duration::ZERO);
    for round in 1..=times {
        let after = |why: String| format!("after {} kills: {why}", round - 1);
        let product = installation.start().map_err(after)?;
        slowest = slowest.max(product.took);
        tally += crew.confirm(&product).map_err(after)?;
        installation.check().map_err(after)?;
        let address = product.address.clone();
        let moment = Duration::from_micros(20_000 + random.below(380_000));
        crew.spend_while(&address, || {
            sleep(moment);
            product.kill()
        })
        .map_err(after)?;
    }
    let count = close(installation, crew)?;
    Ok(format!(
        "{times} kills; {} requests sent, {count} acknowledged and there once; {} asked again and the same, {} found done \
         and {} done late of those without an answer; ready after {slowest:?} at most",
        crew.sent(),
        tally.kept,
        tally.found,
        tally.late
    ))
}
