//! `guichet check`.

use std::path::Path;

use crate::commands::{heads, say};
use crate::failure::{Failure, failed};
use crate::installation::Installation;
use crate::settings::Settings;

/// Violations that are named.
const NAMED: usize = 20;

/// Verifies the ledger, the orders, the money, what PayPal paid of it, the bank's statements, and the files of cases. With a file of heads, that the
/// ledger still has them too; if all is sound, the file then keeps the heads of now.
pub(crate) async fn run(settings: &Settings, kept: Option<&Path>) -> Result<(), Failure> {
    let installation = Installation::ready(settings).await?;
    let (db, keys) = (&installation.db, &installation.keys);
    let mut violations = match kept {
        Some(file) => heads::lost(db, file).await?,
        None => Vec::new(),
    };
    violations.extend(credits::check(db, keys).await.map_err(failed)?.iter().map(ToString::to_string));
    violations.extend(orders::check(db, keys).await.map_err(failed)?.iter().map(ToString::to_string));
    violations.extend(payments::check(db).await.map_err(failed)?.iter().map(ToString::to_string));
    violations.extend(banking::check(db).await.map_err(failed)?.iter().map(ToString::to_string));
    let files = support::check_files(db, &installation.files).await.map_err(failed)?;
    violations.extend(files.iter().map(ToString::to_string));
    for violation in violations.iter().take(NAMED) {
        say(violation);
    }
    match violations.len() {
        0 => {
            say("Every wallet is sound: sums, order, chain, keys and payments.");
            say("Every order is sound: numbers, totals, timelines, money and credits.");
            say("Every payment at PayPal is sound: its order, its money and its receipt.");
            say("Every line of the bank's statements is sound: each receipt is the bank's.");
            say("Every file of a case is in its place, as large as it was sent.");
            if let Some(file) = kept {
                let count = heads::keep(db, file).await?;
                say(format!(
                    "{} keeps the heads of {count} chains: have a copy where this machine cannot write.",
                    file.display()
                ));
            }
            Ok(())
        }
        1 => Err(Failure::new("1 violation found")),
        count => Err(Failure::new(format!("{count} violations found, of which {} are named", count.min(NAMED)))),
    }
}
