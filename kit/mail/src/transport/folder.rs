//! Mail as files: the outbox of the demo and of tests in a browser.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::{Mail, SendError};

/// Writes `TIME-ID.eml`, whose names sort by time; a reader sees a file whole or not at all. They hold links that open
/// doors, so they are for their owner alone.
pub(super) async fn write(folder: &Path, mail: &Mail) -> Result<(), SendError> {
    let bytes = mail.message()?.formatted();
    let path = folder.join(format!("{:017}-{}.eml", mail.at.as_microsecond(), mail.id));
    let written = tokio::task::spawn_blocking(move || whole(&path, &bytes)).await;
    match written {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(SendError::Later(error.to_string())),
        Err(error) => Err(SendError::Later(error.to_string())),
    }
}

fn whole(path: &PathBuf, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let partial = path.with_extension("partial");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&partial)?;
    file.write_all(bytes)?;
    std::fs::rename(&partial, path)
}
