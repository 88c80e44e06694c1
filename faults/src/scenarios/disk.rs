//! Each call on the database's files fails once: the disk is broken, or full.

use std::thread::sleep;
use std::time::Duration;

use super::{Extent, close, folder, hold_to_account, staffed};
use crate::crew::Load;
use crate::failing::{Call, Failing, Wrong};

/// How long a load goes on, in milliseconds.
const LOAD: u64 = 60;
/// How long the program then has nothing to do, so that it empties its log.
const IDLE: Duration = Duration::from_millis(1300);

/// Plays it.
///
/// # Errors
/// Something acknowledged is lost, something is doubled, or the check finds a fault.
pub fn play(extent: Extent) -> Result<String, String> {
    let folder = folder("disk")?;
    let failing = Failing::prepare(&folder)?;
    let (installation, mut crew) = staffed(&folder, None, Some(&failing), Load::Everything)?;
    let (mut faults, mut ended, mut lived) = (0, 0, 0);
    for call in Call::ALL {
        for wrong in [Wrong::Io, Wrong::NoSpace] {
            for nth in 1..=most(call, extent) {
                let so = |why: String| format!("{call:?} number {nth} fails with {wrong:?}: {why}");
                // Before the start: the first ones strike while the product opens its database. It may refuse to start then.
                failing.fail(call, i64::from(nth), wrong, false)?;
                match installation.start() {
                    Ok(mut product) => {
                        crew.work_for(&product.nodes(), LOAD).map_err(so)?;
                        if failing.failed()? == 0 {
                            sleep(IDLE);
                        }
                        if product.has_ended() {
                            ended += 1
                        } else {
                            lived += 1
                        }
                        product.kill()?;
                    }
                    Err(_) => ended += 1,
                }
                faults += failing.failed()?;
                failing.heal()?;
                hold_to_account(&installation, &mut crew).map_err(so)?;
            }
        }
    }
    let told = close(&installation, &mut crew)?;
    if faults == 0 {
        return Err("no call failed: the fault was never there".to_owned());
    }
    Ok(format!("{faults} calls failed; the product stopped {ended} times and went on {lived} times; {told}"))
}

/// Up to which call they fail, one by one: the log's are many, the database's few and slow to come.
fn most(call: Call, extent: Extent) -> u32 {
    match call {
        Call::SyncLog => extent.choose(3, 40),
        Call::WriteLog => extent.choose(4, 60),
        Call::SyncDatabase => 2,
        Call::WriteDatabase => extent.choose(2, 12),
    }
}
