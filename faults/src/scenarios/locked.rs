//! Another program holds the database's file: reads go on, writes wait a while and are then told to come back.

use std::thread::sleep;
use std::time::Duration;

use rusqlite::Connection;

use super::{Extent, close, folder, staffed};
use crate::client::{Client, Identity};
use crate::crew::Load;
use crate::failing::Failing;

/// How long the file is held in full: longer than the product waits for it (10 s, `kit/db`).
const LONG: Duration = Duration::from_millis(11_500);
/// How long otherwise: the product waits.
const MOMENT: Duration = Duration::from_millis(500);
/// Between two reads.
const PAUSE: Duration = Duration::from_millis(20);

/// Plays it.
///
/// # Errors
/// A read fails, the product ends, a write is not told to wait, or something acknowledged is lost.
pub fn play(extent: Extent) -> Result<String, String> {
    let folder = folder("locked")?;
    let failing = Failing::prepare(&folder)?;
    let (installation, mut crew) = staffed(&folder, None, Some(&failing), Load::Everything)?;
    let (_, key) = installation.accounts()?.into_iter().next().unwrap_or_default();
    let other = Connection::open(installation.folder.join("guichet.db")).map_err(|error| error.to_string())?;
    let mut product = installation.start()?;
    let nodes = product.nodes();
    let (mut times, mut reads) = (0, 0);
    for held in [MOMENT].iter().chain([LONG, MOMENT, LONG].iter().take(extent.choose(0, 3) as usize)) {
        times += 1;
        reads += crew.work_while(&nodes, || {
            sleep(Duration::from_millis(100));
            other.execute_batch("BEGIN IMMEDIATE").map_err(|error| error.to_string())?;
            let mut client = Client::new(&nodes, Identity::Key(key.clone()));
            let count = held.as_millis() / PAUSE.as_millis();
            for _ in 0..count {
                match client.get("/api/v1/balance") {
                    Some(answer) if answer.status == 200 => sleep(PAUSE),
                    other => return Err(format!("time {times}: a read while the file is held: {other:?}")),
                }
            }
            other.execute_batch("ROLLBACK").map_err(|error| error.to_string())?;
            sleep(Duration::from_millis(100));
            Ok(count)
        })?;
        if product.has_ended() {
            return Err(format!("time {times}: the product ended"));
        }
        crew.confirm(&nodes).map_err(|why| format!("time {times}: {why}"))?;
    }
    drop(other);
    product.kill()?;
    if crew.waits() == 0 && extent == Extent::Full {
        return Err("nobody was told to come back".to_owned());
    }
    if crew.faults() > 0 {
        return Err(format!(
            "a file that is held was answered as a fault {} times, not as a reason to wait",
            crew.faults()
        ));
    }
    let told = close(&installation, &mut crew)?;
    Ok(format!("{times} times; {reads} reads meanwhile; {told}"))
}
