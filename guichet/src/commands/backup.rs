//! `guichet backup`.

use std::path::PathBuf;

use crate::commands::say;
use crate::failure::{Failure, failed};
use crate::installation::Installation;
use crate::settings::Settings;

/// Copies the database to `to`, and the files that customers sent to a folder beside it.
pub(crate) async fn run(settings: &Settings, to: PathBuf) -> Result<(), Failure> {
    if to.exists() {
        return Err(Failure::usage(format!("{} exists already: name a file that does not", to.display())));
    }
    let installation = Installation::open(settings)?;
    let mut files = to.clone().into_os_string();
    files.push(".files");
    let files = PathBuf::from(files);
    if files.exists() {
        return Err(Failure::usage(format!("{} exists already: name another file", files.display())));
    }
    installation.db.backup(to.clone()).await.map_err(failed)?;
    // After the database: a file is in its place before a row speaks of it, so the copy has all that the rows speak of.
    if installation.files.are_kept() {
        let copied = installation.files.copy_to(&files).await.map_err(failed)?;
        say(format!("{copied} files are copied to {}.", files.display()));
    }
    say(format!(
        "The database is copied to {}. Keep the secret key too, in another place: one is of no use without the other.",
        to.display()
    ));
    Ok(())
}
