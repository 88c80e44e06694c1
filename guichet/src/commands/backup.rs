//! `guichet backup`.

use std::path::PathBuf;

use crate::commands::say;
use crate::failure::{Failure, failed};
use crate::installation::Installation;
use crate::settings::Settings;

/// Copies the database to `to`.
pub(crate) async fn run(settings: &Settings, to: PathBuf) -> Result<(), Failure> {
    if to.exists() {
        return Err(Failure::usage(format!("{} exists already: name a file that does not", to.display())));
    }
    let installation = Installation::open(settings)?;
    installation.db.backup(to.clone()).await.map_err(failed)?;
    say(format!(
        "The database is copied to {}. Keep the secret key too, in another place: one is of no use without the other.",
        to.display()
    ));
    Ok(())
}
