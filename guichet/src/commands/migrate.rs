//! `guichet migrate`.

use crate::commands::say;
use crate::failure::Failure;
use crate::installation::Installation;
use crate::settings::Settings;

/// Brings the database up to date.
pub(crate) async fn run(settings: &Settings) -> Result<(), Failure> {
    let taken = Installation::open(settings)?.migrate().await?;
    for step in &taken {
        say(step);
    }
    say(if taken.is_empty() { "The database was up to date." } else { "The database is up to date." });
    Ok(())
}
