//! The disk is full for a while: nothing is acknowledged that is not there, reads go on, and writes do too once there is room.

use std::thread::sleep;
use std::time::Duration;

use super::{Extent, close, folder, staffed};
use crate::client::{Client, Identity};
use crate::crew::Load;
use crate::failing::{Call, Failing, Wrong};

/// Plays it.
///
/// # Errors
/// A read fails, the product ends, a write is not told to wait, or something acknowledged is lost.
pub fn play(extent: Extent) -> Result<String, String> {
    let folder = folder("full")?;
    let failing = Failing::prepare(&folder)?;
    let (installation, mut crew) = staffed(&folder, None, Some(&failing), Load::Everything)?;
    let (_, key) = installation.accounts()?.into_iter().next().unwrap_or_default();
    let times = extent.choose(2, 20);
    let mut reads = 0;
    let mut product = installation.start()?;
    for time in 1..=times {
        let nodes = product.nodes();
        reads += crew.work_while(&nodes, || {
            sleep(Duration::from_millis(100));
            failing.fail(Call::WriteLog, 1, Wrong::NoSpace, true)?;
            let mut client = Client::new(&nodes, Identity::Key(key.clone()));
            let mut reads = 0;
            for _ in 0..50 {
                match client.get("/api/v1/balance") {
                    Some(answer) if answer.status == 200 => reads += 1,
                    other => return Err(format!("time {time}: a read on a full disk: {other:?}")),
                }
                sleep(Duration::from_millis(4));
            }
            if failing.failed()? == 0 {
                return Err("the disk was never full".to_owned());
            }
            failing.heal()?;
            sleep(Duration::from_millis(100));
            Ok(reads)
        })?;
        if product.has_ended() {
            return Err(format!("time {time}: the product ended on a full disk"));
        }
        crew.confirm(&nodes)?;
    }
    product.kill()?;
    if crew.waits() == 0 {
        return Err("nobody was told to come back".to_owned());
    }
    if crew.faults() > 0 {
        return Err(format!("a full disk was answered as a fault {} times, not as a reason to wait", crew.faults()));
    }
    let told = close(&installation, &mut crew)?;
    Ok(format!("{times} times; {reads} reads meanwhile; {told}"))
}
