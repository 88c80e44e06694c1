//! The clock goes back, by an hour and by a month, and forward again.

use super::{Extent, close, embedded, folder, hold_to_account};
use crate::failing::Failing;

pub fn play(extent: Extent) -> Result<String, String> {
    let folder = folder("clock")?;
    let failing = Failing::prepare(&folder)?;
    let (installation, mut crew) = embedded("clock", Some(&failing))?;
    for _ in 0..extent.choose(1, 5) {
        for seconds in [-3_600, 0, -30 * 86_400] {
            let product = installation.start()?;
            crew.spend_for(&product.address, 100)?;
            failing.move_clock(seconds)?;
            crew.spend_for(&product.address, 100)?;
            crew.confirm(&product)?;
            product.kill()?;
            hold_to_account(&installation, &mut crew)?;
            failing.heal()?;
        }
    }
    let count = close(&installation, &mut crew)?;
    Ok(format!("{} requests sent, {count} acknowledged and there once, time never ran back in a history", crew.sent()))
}
