//! Everything that can go wrong around the product, and what it does then.

use xtask::command::{Failure, cargo, run};

/// Builds the product as it is released and plays the scenarios of `faults/` that `arguments` choose.
///
/// # Errors
/// The build fails, or a scenario does.
pub fn play(arguments: &[&str]) -> Result<(), Failure> {
    run(cargo().args(["build", "--release", "--package", "guichet"]))?;
    run(cargo().args(["run", "--release", "--package", "faults", "--"]).args(arguments))
}
