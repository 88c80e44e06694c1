//! The clock goes back, by an hour and by a month, and forward again.

use super::{Extent, close, folder, hold_to_account, staffed};
use crate::crew::Load;
use crate::failing::Failing;

/// Plays it.
///
/// # Errors
/// Something acknowledged is lost, something is doubled, or time ran back in a history.
pub fn play(extent: Extent) -> Result<String, String> {
    let folder = folder("clock")?;
    let failing = Failing::prepare(&folder)?;
    let (installation, mut crew) = staffed(&folder, None, Some(&failing), Load::ProgramsUnderAnyClock)?;
    for _ in 0..extent.choose(1, 5) {
        for seconds in [-3_600, 0, -30 * 86_400] {
            let product = installation.start()?;
            crew.work_for(&product.nodes(), 100)?;
            failing.move_clock(seconds)?;
            crew.work_for(&product.nodes(), 100)?;
            crew.confirm(&product.nodes())?;
            product.kill()?;
            hold_to_account(&installation, &mut crew)?;
            failing.heal()?;
        }
    }
    let told = close(&installation, &mut crew)?;
    Ok(format!("{told}, time never ran back in a history"))
}
