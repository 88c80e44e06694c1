//! How much room the disk has.

use std::fs::File;
use std::path::Path;

use rustix::fs::{StatVfs, fstatvfs, statvfs};

use crate::FileError;

/// How much of the disk stays free whatever is sent, in bytes: for the database beside the files, its log, and what else the machine writes.
pub(crate) const FLOOR: u64 = 1 << 30;

/// Whether a file may be begun in this folder.
pub(crate) fn ensure_in(folder: &Path, floor: u64) -> Result<(), FileError> {
    ensure(&statvfs(folder).map_err(std::io::Error::from)?, floor)
}

/// Whether this file may grow: what others write meanwhile counts as well.
pub(crate) fn ensure_for(file: &File, floor: u64) -> Result<(), FileError> {
    ensure(&fstatvfs(file).map_err(std::io::Error::from)?, floor)
}

fn ensure(disk: &StatVfs, floor: u64) -> Result<(), FileError> {
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    // A file system that counts nothing says that it has no blocks at all.
    if disk.f_blocks == 0 || free >= floor {
        return Ok(());
    }
    tracing::error!(free, floor, "no file is taken: too little of the disk is free");
    Err(FileError::Full)
}
