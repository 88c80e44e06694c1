//! `guichet check`.

use crate::commands::say;
use crate::failure::{Failure, failed};
use crate::installation::Installation;
use crate::settings::Settings;

/// Violations that are named.
const NAMED: usize = 20;

/// Verifies the ledger, the orders, the money and the bank's statements.
pub(crate) async fn run(settings: &Settings) -> Result<(), Failure> {
    let installation = Installation::ready(settings).await?;
    let ledger = credits::check(&installation.db, &installation.keys).await.map_err(failed)?;
    let orders = orders::check(&installation.db).await.map_err(failed)?;
    let banking = banking::check(&installation.db).await.map_err(failed)?;
    let mut violations: Vec<String> = ledger.iter().map(ToString::to_string).collect();
    violations.extend(orders.iter().map(ToString::to_string));
    violations.extend(banking.iter().map(ToString::to_string));
    for violation in violations.iter().take(NAMED) {
        say(violation);
    }
    match violations.len() {
        0 => {
            say("Every wallet is sound: sums, order, chain, keys and payments.");
            say("Every order is sound: numbers, totals, timelines, money and credits.");
            say("Every line of the bank's statements is sound: each receipt is the bank's.");
            Ok(())
        }
        1 => Err(Failure::new("1 violation found")),
        count => Err(Failure::new(format!("{count} violations found, of which {} are named", count.min(NAMED)))),
    }
}
