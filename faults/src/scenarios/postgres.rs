//! PostgreSQL goes away: it restarts as after a crash, its connections are cut, its standby takes over.

use std::thread::sleep;
use std::time::Duration;

use xtask::postgres::{Cluster, Pair, Settings};

use super::{Extent, close, folder};
use crate::crew::Crew;
use crate::product::Installation;

/// It stops without a word and starts again, while the product stays.
pub fn restarted(extent: Extent) -> Result<String, String> {
    let cluster = Cluster::start(Settings::Durable).map_err(|failure| failure.to_string())?;
    disturbed("restarted", cluster.url(), extent.choose(3, 20), || {
        cluster.crash().map_err(|failure| failure.to_string())
    })
}

/// Each connection of the product is ended by the server.
pub fn cut(extent: Extent) -> Result<String, String> {
    let cluster = Cluster::start(Settings::Durable).map_err(|failure| failure.to_string())?;
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'guichet'";
    disturbed("cut", cluster.url(), extent.choose(5, 60), || cluster.run(cut).map_err(|failure| failure.to_string()))
}

/// The server dies for good; its synchronous standby is promoted, and the product finds it by itself.
pub fn promoted(extent: Extent) -> Result<String, String> {
    let mut told = Vec::new();
    for _ in 0..extent.choose(1, 5) {
        let pair = Pair::start().map_err(|failure| failure.to_string())?;
        told.push(disturbed("promoted", pair.url(), 1, || pair.fail_over().map_err(|failure| failure.to_string()))?);
    }
    Ok(told.join("\n   "))
}

/// Has a crew spend while the server is disturbed this often; the product must live through it, by itself.
fn disturbed(name: &str, url: String, times: u32, disturb: impl Fn() -> Result<(), String>) -> Result<String, String> {
    let folder = folder(name)?;
    let data = folder.join("data");
    std::fs::create_dir_all(&data).map_err(|error| error.to_string())?;
    let installation = Installation { folder: data, database: Some(url), failing: None };
    installation.make()?;
    let mut crew = Crew::hire(&installation, &folder.join("journals"))?;
    let mut product = installation.start()?;
    let address = product.address.clone();
    for time in 1..=times {
        crew.spend_while(&address, || {
            sleep(Duration::from_millis(150));
            disturb()?;
            sleep(Duration::from_millis(300));
            Ok(())
        })?;
        if product.has_ended() {
            return Err(format!("time {time}: the product ended"));
        }
        crew.confirm(&product).map_err(|why| format!("time {time}: {why}"))?;
    }
    product.kill()?;
    let count = close(&installation, &mut crew)?;
    Ok(format!("{times} times; {} requests sent, {count} acknowledged and there once", crew.sent()))
}
