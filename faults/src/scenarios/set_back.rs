//! The tester tested: a database that is set back to what it was a moment ago must be noticed.

use std::fs;

use super::{Extent, folder, staffed};
use crate::crew::{Crew, Load};

/// Plays it.
///
/// # Errors
/// Nobody noticed.
pub fn play(_: Extent) -> Result<String, String> {
    let folder = folder("set-back")?;
    let (installation, mut crew) = staffed(&folder, None, None, Load::Everything)?;
    let work = |crew: &mut Crew| -> Result<(), String> {
        let product = installation.start()?;
        crew.work_for(&product.nodes(), 100)?;
        product.kill()
    };
    let files = ["guichet.db", "guichet.db-wal"].map(|name| (installation.folder.join(name), folder.join(name)));
    let said = |error: std::io::Error| error.to_string();
    work(&mut crew)?;
    for (file, copy) in &files {
        fs::copy(file, copy).map_err(said)?;
    }
    work(&mut crew)?;
    for (file, copy) in &files {
        fs::copy(copy, file).map_err(said)?;
    }
    let product = installation.start()?;
    match crew.confirm(&product.nodes()) {
        Err(why) if why.starts_with("LOST") => Ok("it was noticed".to_owned()),
        other => Err(format!("the last work was taken away, and nobody noticed: {other:?}")),
    }
}
